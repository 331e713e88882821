"""Fit what words and meaning of a content say of its act: ``acts.npz``.

    python -m models.encoder.acts --model FOLDER --own models/data [--folds 5]

Reads our own posts and sentences with the exported model, for the vectors of what is said in them,
and writes the file beside the model's. A logistic regression by Adagrad (Duchi, Hazan and Singer
2011); in each step a part of what is seen is hidden, so that no word is relied upon alone. A minute
on one processor. With ``--folds`` nothing is written: what it makes of posts and sentences that it
was not fitted to is printed.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from evaluation.scorers.labels import macro_f1
from marsad.encoder.act_cues import ACT_FILE, OUTRIGHT, Wording
from marsad.encoder.engine import Engine
from marsad.encoder.incident_cues import Keys, places
from marsad.encoder.labels import ACTS
from marsad.encoder.space import Floats, centred, shipped_means
from marsad.extract.acts import hints
from marsad.model import Act
from models.data.examples import read_acts, read_posts

from .arguments import parser

__all__ = ["main"]

_STATEMENTS = 6
"""Statements in which a thing is seen, or it is left out; with 3 the score is the same, the file
twice as large, with 10 it is two points lower (``--folds 5``, posts, not settled by a word)."""

_ROUNDS, _RATE, _BATCH = 15, 0.08, 100
_SHOWN = 0.7
"""Share of what is seen of a statement that a step is shown. It and the numbers above are not
tuned; with 30 rounds the score is the same."""

_MEANING = 3.0
"""By how much vectors are made longer: how fast their weights are learnt beside those of words;
with 1 or 8 two points lower (``--folds 5``)."""

_SMALL = 3e-4
"""How much weights are kept small; with a third as much the same, with ten times as much two points
lower."""


@dataclass(frozen=True, slots=True)
class _Row:
    wording: Wording
    act: int
    group: str


@dataclass(frozen=True, slots=True)
class _Weights:
    known: Keys
    words: Floats
    meaning: Floats

    def acts(self, rows: Sequence[_Row], vectors: Floats) -> NDArray[np.int64]:
        """Return the number of the likeliest act of each row."""
        sums = [self.words[places(self.known, row.wording.keys)].sum(axis=0) for row in rows]
        best: NDArray[np.int64] = (np.array(sums) + vectors @ self.meaning).argmax(axis=1)
        return best


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the recipe."""
    wanted = parser(__doc__, "model", "own")
    wanted.add_argument("--folds", type=int, default=0, help="score so many parts, write nothing")
    chosen = wanted.parse_args(arguments)
    rows = [*_of_posts(chosen.own), *_of_sentences(chosen.own)]
    vectors = _vectors(Engine(chosen.model), rows)
    if chosen.folds:
        _score(rows, vectors, chosen.folds)
    else:
        _write(chosen.model / ACT_FILE, _fitted(rows, vectors))


def _of_posts(folder: Path) -> Iterator[_Row]:
    for path in sorted((folder / "statements").glob("*.yaml")):
        if not path.stem.endswith("-test"):
            posts, errors = read_posts(path)
            if errors:
                raise errors[0]
            for post in posts:
                for each in post.statements:
                    content = " ".join(post.text[slice(*run)] for run in each.content)
                    cue = post.text[slice(*each.cue)] if each.cue else ""
                    yield _row(content, cue, post.lang, each.act, f"{path.stem} {post.id}")


def _of_sentences(folder: Path) -> Iterator[_Row]:
    for path in sorted((folder / "acts").glob("*.yaml")):
        examples, errors = read_acts(path)
        if errors:
            raise errors[0]
        for number, each in enumerate(examples):
            group = f"sentences {path.stem} {number // 10}"
            yield _row(each.content, each.cue, each.lang, each.act, group)


def _row(content: str, cue: str, language: str, act: str, group: str) -> _Row:
    spoken = {each: weight for each, (weight, _) in hints(content, cue, language).items()}
    wording = Wording(content, cue, language, spoken)
    return _Row(wording, ACTS.index(Act(act)), group)


def _vectors(engine: Engine, rows: Sequence[_Row]) -> Floats:
    found = engine.vectors([row.wording.told for row in rows], limit=128)
    return centred(found, [row.wording.language for row in rows], shipped_means())


def _score(rows: Sequence[_Row], vectors: Floats, folds: int) -> None:
    """Print how many acts of parts that were not fitted to are right."""
    parts = np.array([zlib.crc32(row.group.encode()) % folds for row in rows])
    found = np.zeros(len(rows), dtype=np.int64)
    for part in range(folds):
        known, asked = _numbers(parts != part), _numbers(parts == part)
        weights = _fitted([rows[n] for n in known], vectors[known])
        found[asked] = weights.acts([rows[n] for n in asked], vectors[asked])
    print(f"{'':34}{'statements':>11}{'right':>7}{'macro F1':>10}")
    right = np.array([row.act for row in rows])
    sentences = np.array([row.group.startswith("sentences") for row in rows])
    settled = np.array([max(row.wording.hints.values(), default=0) >= OUTRIGHT for row in rows])
    for name, chosen in (("posts", ~sentences), ("single sentences", sentences)):
        for kind, held in (("all", chosen), ("not settled by a word", chosen & ~settled)):
            if held.any():
                told = list(zip(right[held], found[held], strict=True))
                scores = 100 * np.mean(right[held] == found[held]), 100 * macro_f1(told)
                print(f"{name + ', ' + kind:34}{len(told):11}{scores[0]:7.1f}{scores[1]:10.1f}")


def _numbers(held: NDArray[np.bool_]) -> list[int]:
    return [int(number) for number in np.flatnonzero(held)]


def _fitted(rows: Sequence[_Row], vectors: Floats) -> _Weights:
    counts = Counter(key for row in rows for key in row.wording.keys.tolist())
    seen = sorted(key for key, count in counts.items() if count >= _STATEMENTS)
    known = np.array(seen, dtype=np.uint32)
    bag = nn.EmbeddingBag(len(known), len(ACTS), mode="sum")
    meaning = nn.Linear(vectors.shape[1], len(ACTS), bias=False)
    for layer in (bag, meaning):
        nn.init.zeros_(layer.weight)
    listed = [places(known, row.wording.keys) for row in rows]
    right = np.array([row.act for row in rows])
    _fit(bag, meaning, listed, _MEANING * vectors, right)
    learnt = (bag.weight.detach().numpy(), meaning.weight.detach().numpy().T * _MEANING)
    return _Weights(known, *learnt)


def _fit(
    bag: nn.EmbeddingBag,
    meaning: nn.Linear,
    listed: Sequence[NDArray[np.int64]],
    vectors: Floats,
    right: NDArray[np.int64],
) -> None:
    rare = torch.from_numpy(_rarity(right))
    optimiser = torch.optim.Adagrad([*bag.parameters(), *meaning.parameters()], lr=_RATE)
    draw = np.random.default_rng(0)
    for _ in range(_ROUNDS):
        order = draw.permutation(len(right))
        for at in range(0, len(order), _BATCH):
            batch = order[at : at + _BATCH]
            told = _sums(bag, [listed[n] for n in batch], draw)
            told = told + meaning(torch.from_numpy(vectors[batch]))
            loss = functional.cross_entropy(told, torch.from_numpy(right[batch]), weight=rare)
            loss = loss + _SMALL * (bag.weight**2).sum()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()


def _rarity(right: NDArray[np.int64]) -> Floats:
    """Return what an example of each act counts: more where there are few, as all acts matter."""
    counts = np.bincount(right, minlength=len(ACTS)).clip(min=1)
    weights: Floats = np.sqrt(len(right) / len(ACTS) / counts).astype(np.float32)
    return weights


def _sums(
    bag: nn.EmbeddingBag, listed: Sequence[NDArray[np.int64]], draw: np.random.Generator
) -> Tensor:
    shown = [each[draw.random(len(each)) < _SHOWN] for each in listed]
    starts = np.cumsum([0, *map(len, shown[:-1])])
    found: Tensor = bag(torch.from_numpy(np.concatenate(shown)), torch.from_numpy(starts))
    return found / _SHOWN


def _write(path: Path, weights: _Weights) -> None:
    scale = float(np.abs(weights.words).max()) / 127
    np.savez_compressed(
        path,
        keys=weights.known,
        numbers=np.round(weights.words / scale).astype(np.int8),
        scale=np.float32(scale),
        meaning=weights.meaning.astype(np.float16),
    )


if __name__ == "__main__":
    main()
