"""Cut text into the pieces that the encoder reads, and know where each stands in the original."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from marsad.model import Span
from marsad.text.normalise import Normalised, normalise

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor

__all__ = ["CLOSE", "OPEN", "PAD", "Pieces", "Sequenced", "prepare"]

OPEN, PAD, CLOSE = 0, 1, 2
"""Ids of the pieces that open a text, fill up a batch and close a text."""

_NOTHING = "\u200b"
"""Dropped by :func:`normalise`; stands for what the encoder does not see."""

_MARKS = (*range(0x0591, 0x05C8), *range(0x0610, 0x061B), *range(0x064B, 0x0660), 0x0670)
_EVEN = {
    **{c: _NOTHING for c in _MARKS if unicodedata.category(chr(c)) == "Mn"},
    **dict.fromkeys(range(0x06D6, 0x06EE), _NOTHING),
    0x200C: " ",  # as multilingual-e5 read it: «می‌شود» was «می شود» to it
    ord("_"): " ",  # the words of a hashtag
}
"""One character for one character, so that offsets stay those of the original."""


def prepare(text: str) -> Normalised:
    """Return ``text`` as the encoder reads it, with the way back.

    Vowel signs, tatweel and invisible characters go; zero-width non-joiners and the underscores
    of hashtags become spaces.
    """
    return normalise(text.translate(_EVEN), fold=False)


@dataclass(frozen=True, slots=True)
class Sequenced:
    """A text as ids of pieces, those that open and close it included.

    :ivar spans: for each id the run of the original text (code points) that it stands for; empty
        for those that open and close.
    """

    ids: tuple[int, ...]
    spans: tuple[Span, ...]


class Pieces:
    """The encoder's vocabulary.

    :param model: a SentencePiece unigram model without normalisation, with byte pieces.
    """

    def __init__(self, model: bytes) -> None:
        from sentencepiece import SentencePieceProcessor

        self._processor: SentencePieceProcessor = SentencePieceProcessor(model_proto=model)
        size = self._processor.get_piece_size()
        self._bytes = [self._processor.is_byte(i) for i in range(size)]
        self._lengths = [len(self._processor.id_to_piece(i)) for i in range(size)]

    def ids(self, texts: Sequence[str], limit: int) -> list[list[int]]:
        """Return the ids of each text, at most ``limit`` with the two that enclose it."""
        prepared = [prepare(text).text.strip() for text in texts]
        return [
            [OPEN, *each[: limit - 2], CLOSE]
            for each in self._processor.encode(prepared, out_type=int)
        ]

    def sequence(self, text: str) -> Sequenced:
        """Return ids and places of all pieces of ``text``."""
        prepared = prepare(text)
        stripped = prepared.text.strip()
        lead = len(prepared.text) - len(prepared.text.lstrip())
        ids = self._processor.encode(stripped, out_type=int)
        runs = self._runs(ids, stripped)
        spans = [prepared.original(Span(a + lead, b + lead)) for a, b in runs]
        return Sequenced((OPEN, *ids, CLOSE), (Span(0, 0), *spans, Span(len(text), len(text))))

    def _runs(self, ids: Sequence[int], text: str) -> list[tuple[int, int]]:
        """Return where each piece stands in ``text``; its first piece starts with a made-up space.

        A character of several byte pieces belongs to the first of them; the others are empty.
        """
        runs: list[tuple[int, int]] = []
        at, left = -1, 0
        for each in ids:
            if self._bytes[each]:
                width = 0 if left else 1
                left = (left or len(text[at].encode())) - 1
            else:
                width = self._lengths[each]
            start = max(at, 0)
            at += width
            first = start + (start < at and text[start] == " ")
            runs.append((min(first, at), at) if at > 0 else (0, 0))
        return runs
