"""Trim the vocabulary to the languages that Marsad serves.

Kept are: all pieces of Arabic and Hebrew letters; digits, punctuation and emoji; pieces of
Cyrillic letters that Russian and Ukrainian use and of Latin letters, where they occur often
enough in the counted texts or are among the most frequent of the original model (which stands
in for French and Ukrainian, of which there are no texts); and a piece for each byte, so that
nothing is unknown.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sentencepiece import SentencePieceProcessor
from sentencepiece import sentencepiece_model_pb2 as proto

from marsad.encoder.pieces import prepare

__all__ = ["count", "keep", "model_of"]

_LEAST_SEEN = 8
"""Times that a piece occurs in the counted texts."""

_MOST_FREQUENT = 3000
"""Pieces of either alphabet that are kept however seldom they occur. Both numbers are
choices that bring the model near to its size on disk; neither is tuned."""

_TOGETHER = 2000
_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
_CYRILLIC = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ")
_SPACE = "▁"
Piece = tuple[str, float]


def count(pieces: Sequence[Piece], texts: Iterable[str]) -> Counter[int]:
    """Return how often each piece occurs in ``texts``, by its number in ``pieces``."""
    processor = SentencePieceProcessor(model_proto=model_of(pieces, bytes_too=False))
    found: Counter[int] = Counter()
    waiting: list[str] = []
    for text in texts:
        waiting.append(prepare(text).text)
        if len(waiting) >= _TOGETHER:
            found.update(n for ids in processor.encode(waiting, out_type=int) for n in ids)
            waiting.clear()
    found.update(n for ids in processor.encode(waiting, out_type=int) for n in ids)
    return found


def keep(pieces: Sequence[Piece], seen: Mapping[int, int]) -> tuple[int, ...]:
    """Return the numbers of the pieces to keep, in their old order; the special ones lead."""
    rank: Counter[str] = Counter()
    kept = list(range(len(_SPECIAL)))
    for number in range(len(_SPECIAL), len(pieces)):
        alphabet = _alphabet(pieces[number][0])
        rank[alphabet] += 1
        often = seen.get(number, 0) >= _LEAST_SEEN or rank[alphabet] <= _MOST_FREQUENT
        if alphabet == "whole" or (alphabet in {"latin", "cyrillic"} and often):
            kept.append(number)
    return tuple(kept)


def _alphabet(piece: str) -> str:
    letters = [c for c in piece.replace(_SPACE, "") if c.isalpha() or unicodedata.combining(c)]
    scripts = {unicodedata.name(c, "?").split()[0] for c in letters} - {"COMBINING"}
    if scripts <= {"ARABIC"} or scripts <= {"HEBREW"}:
        return "whole"
    if scripts == {"LATIN"}:
        return "latin"
    if scripts == {"CYRILLIC"} and all(c.lower() in _CYRILLIC for c in letters):
        return "cyrillic"
    return "other"


def model_of(pieces: Sequence[Piece], *, bytes_too: bool = True) -> bytes:
    """Return a SentencePiece model of ``pieces``, which start with the special ones.

    The same pieces give the same bytes.
    """
    made = proto.ModelProto()
    for number, (text, score) in enumerate(pieces):
        added = made.pieces.add()
        added.piece, added.score = text or f"<empty {number}>", score
        added.type = added.NORMAL if text not in _SPECIAL else added.CONTROL
        if text == "<unk>":
            added.type = added.UNKNOWN
    for byte in range(256 if bytes_too else 0):
        added = made.pieces.add()
        added.piece, added.score, added.type = f"<0x{byte:02X}>", 0.0, added.BYTE
    trainer, normaliser = made.trainer_spec, made.normalizer_spec
    trainer.model_type, trainer.byte_fallback = trainer.UNIGRAM, bytes_too
    trainer.bos_id, trainer.pad_id, trainer.eos_id, trainer.unk_id = range(4)
    normaliser.name = "identity"
    normaliser.add_dummy_prefix, normaliser.remove_extra_whitespaces = True, False
    return bytes(made.SerializeToString(deterministic=True))
