"""Fit the head that tells languages apart, on vectors of whole texts, which training leaves alone.

    python -m models.encoder.languages --start START --folder FOLDER --data DATA [--open]

Writes ``language.pt`` beside ``train.pt``. Every second text is cut to a few words, as headlines
and hashtags are. Prints the share of right answers on texts that were set aside.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from marsad.encoder.labels import LANGUAGES
from marsad.encoder.pieces import Pieces

from . import texts
from .batches import padded
from .losses import mean
from .model import Model
from .network import load

__all__ = ["main"]

_EACH = 2500
"""Texts of a language; more make no difference that the texts set aside could show."""

_BATCH = 48
_ROUNDS = 400
_ASIDE = 10
"""Every so many texts are set aside."""

Row = tuple[str, str]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the recipe."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--open", action="store_true", help="only openly licensed texts")
    chosen = parser.parse_args(arguments)
    torch.manual_seed(7)
    model = Model(load(chosen.start / "student.pt")).eval()
    rows = list(_rows(chosen.data, opened=chosen.open))
    pieces = Pieces((chosen.start / "pieces.model").read_bytes())
    vectors = _vectors(model, pieces, [text for text, _ in rows])
    right = torch.tensor([LANGUAGES.index(lang) for _, lang in rows])
    aside = torch.arange(len(rows)) % _ASIDE == 0
    _fit(model.language, vectors[~aside], right[~aside])
    hits = model.language(vectors[aside]).argmax(-1) == right[aside]
    for number, lang in enumerate(LANGUAGES):
        print(f"{lang:6}{100 * float(hits[right[aside] == number].float().mean()):8.1f}")
    torch.save(
        {f"language.{k}": v for k, v in model.language.state_dict().items()},
        chosen.folder / "language.pt",
    )


def _rows(data: Path, *, opened: bool) -> Iterator[Row]:
    """Yield texts and their languages in a random order."""
    draw = random.Random(7)
    found: dict[str, list[str]] = defaultdict(list)
    for lang, foreign, english in texts.pairs(data):
        found[lang].append(foreign)
        found["en"].append(english)
    for lang, text in texts.monolingual(data, opened=opened):
        found[lang].append(text)
    rows = [
        (_shortened(text, draw) if n % 2 else " ".join(text.split()[:40]), lang)
        for lang in sorted(found)
        for n, text in enumerate(draw.sample(found[lang], min(_EACH, len(found[lang]))))
    ]
    draw.shuffle(rows)
    yield from rows


def _shortened(text: str, draw: random.Random) -> str:
    words = text.split()
    first = draw.randrange(max(1, len(words) - 3))
    return " ".join(words[first : first + draw.randint(3, 6)])


def _vectors(model: Model, pieces: Pieces, listed: Sequence[str]) -> Tensor:
    """Return the means over the pieces: (texts, hidden)."""
    rows = pieces.ids(listed, limit=64)
    found = torch.zeros(len(rows), model.encoder.words.embedding_dim)
    order = sorted(range(len(rows)), key=lambda n: len(rows[n]))
    with torch.no_grad():
        for first in range(0, len(order), _BATCH):
            batch = order[first : first + _BATCH]
            ids, mask = padded([rows[n] for n in batch])
            shared = model.shared(model.encoder.words(ids), mask)
            found[batch] = mean(model.whole(shared, mask), mask)
    return found


def _fit(head: torch.nn.Linear, vectors: Tensor, right: Tensor) -> None:
    optimiser = torch.optim.Adam(head.parameters(), lr=0.02, weight_decay=1e-4)
    for _ in range(_ROUNDS):
        loss = functional.cross_entropy(head(vectors), right)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()


if __name__ == "__main__":
    main()
