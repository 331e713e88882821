"""Fit what the words around a word say of its role in an attack: ``incidents.npz``.

    python -m models.encoder.cues --model FOLDER --data DATA

Reads the training part of MUC-4 with the exported model, for the kinds of names in it, and writes
the file beside the model's. A logistic regression for each tag, by Adagrad (Duchi, Hazan and
Singer 2011); in each step a part of what is seen is hidden, so that no word is relied upon alone.
Minutes on one processor. Not for the variant of openly licensed texts: MUC-4 has no licence text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from marsad.encoder.engine import Engine
from marsad.encoder.incident_cues import FILE, Keys, keys, places
from marsad.encoder.labels import tags

from . import corpora
from .arguments import parser
from .corpora import Example
from .score import cases_of
from .targets import rows_of

__all__ = ["main"]

_TEXTS = 15
"""Texts in which a thing is seen, or it is left out; with 10 the score is the same, the file a
third larger, with 30 it is a point lower (``models.encoder.score``, fitted anew each time)."""

_ROUNDS, _RATE, _BATCH = 5, 0.08, 2000
_SHOWN = 0.7
"""Share of what is seen of a word that a step is shown. It and the numbers above are not tuned."""

_PLAIN = 0.35
"""Share of the words without a role that a round is shown, as they are 98 of 100; not tuned."""

_AT_ONCE = 100
"""Texts that are in memory at once."""

Words = list[tuple[Keys, int]]
Numbers = NDArray[np.int64]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the recipe."""
    chosen = parser(__doc__, "model", "data").parse_args(arguments)
    engine = Engine(chosen.model)
    read = list(_read(engine, corpora.muc4(chosen.data, "train")))
    known = _known(read)
    rows = [(places(known, seen), tag) for text in read for seen, tag in text]
    _write(chosen.model / FILE, known, _fitted(rows, len(known)))


def _read(engine: Engine, examples: Sequence[Example]) -> Iterator[Words]:
    """Yield for each text what is seen of its words, and the number of each word's tag."""
    for at in range(0, len(examples), _AT_ONCE):
        for case in cases_of(engine, examples[at : at + _AT_ONCE]):
            rows = rows_of([case.example], engine.pieces)
            targets = [tag for row in rows for tag in row.tags["incident"]]
            yield list(zip(keys(case.example.text, case.read), targets, strict=True))


def _known(read: Sequence[Words]) -> Keys:
    """Return what is seen in enough texts, sorted."""
    texts = Counter(key for text in read for key in {int(k) for keys, _ in text for k in keys})
    return np.array(sorted(k for k, count in texts.items() if count >= _TEXTS), dtype=np.uint32)


def _fitted(rows: Sequence[tuple[Numbers, int]], known: int) -> NDArray[np.float32]:
    """Return the weights: (known, tags)."""
    bag = nn.EmbeddingBag(known, len(tags("incident")), mode="sum")
    nn.init.zeros_(bag.weight)
    optimiser = torch.optim.Adagrad(bag.parameters(), lr=_RATE)
    draw = np.random.default_rng(0)
    right = np.array([tag for _, tag in rows])
    for _ in range(_ROUNDS):
        order = draw.permutation(len(rows))
        order = order[(right[order] > 0) | (draw.random(len(order)) < _PLAIN)]
        for at in range(0, len(order), _BATCH):
            batch = order[at : at + _BATCH]
            shown = [_part(rows[n][0], draw) for n in batch]
            starts = np.cumsum([0, *map(len, shown[:-1])])
            told = bag(torch.from_numpy(np.concatenate(shown)), torch.from_numpy(starts)) / _SHOWN
            loss = functional.cross_entropy(told, torch.from_numpy(right[batch]))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    weights: NDArray[np.float32] = bag.weight.detach().numpy()
    return weights


def _part(seen: Numbers, draw: np.random.Generator) -> Numbers:
    return seen[draw.random(len(seen)) < _SHOWN]


def _write(path: Path, known: Keys, weights: NDArray[np.float32]) -> None:
    scale = float(np.abs(weights).max()) / 127
    numbers = np.round(weights / scale).astype(np.int8)
    np.savez_compressed(path, keys=known, numbers=numbers, scale=np.float32(scale))


if __name__ == "__main__":
    main()
