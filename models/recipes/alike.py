"""Learn when two words are alike enough to be one name.

    python -m models.recipes.alike --pairs DIR --out src/marsad/names/data/alike.json

``DIR`` is that of :mod:`models.recipes.spellings`, whose units must be in place. A logistic
regression tells pairs of names from each name and the wrong one that resembles it most among
thousands; one for a script and Latin, one for two other scripts. Nothing is drawn by chance: the
same pairs give the same bytes.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from marsad.names import NameIndex
from marsad.names.alike import features
from marsad.names.letters import marked
from models.recipes.held_out import held_out
from models.recipes.spellings import SCRIPTS, names_of

__all__ = ["main"]

_PAIRS = 3_000
"""Pairs of each two languages; more change the weights in the second digit."""

_WRONG = 2
"""Wrong names for each right one: those most alike."""

_ROUNDS = 30
_RIDGE = 1.0

Pair = tuple[str, str]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the recipe."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args(arguments)
    found = {name: _fitted(list(pairs)) for name, pairs in _sets(chosen.pairs).items()}
    chosen.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _sets(folder: Path) -> dict[str, list[Pair]]:
    by_english: dict[str, dict[str, str]] = defaultdict(dict)
    direct: list[Pair] = []
    for lang in SCRIPTS:
        rows = [row for row in names_of(folder, lang) if not held_out(marked(row["en"]))]
        direct += [(row["name"], row["en"]) for row in rows[:: max(1, len(rows) // _PAIRS)]]
        for row in rows:
            by_english[row["en"]].setdefault(lang, row["name"])
    through = [p for each in by_english.values() for p in combinations(each.values(), 2)]
    return {"direct": direct, "through": through[:: max(1, len(through) // _PAIRS)]}


def _fitted(pairs: Sequence[Pair]) -> list[float]:
    rows = [(features(a, b), 1.0) for a, b in pairs]
    rows += [(features(a, b), 0.0) for a, b in _wrong(pairs)]
    usable = [(x, y) for x, y in rows if x is not None]
    inputs = np.array([x for x, _ in usable])
    answers = np.array([y for _, y in usable])
    weights = _regression(inputs, answers)
    right = np.mean((inputs @ weights > 0) == (answers > 0))
    print(f"{len(inputs):,} pairs, {right:.1%} right, {weights.round(2)}", flush=True)
    return [float(f"{weight:.4g}") for weight in weights]


def _wrong(pairs: Sequence[Pair]) -> Iterator[Pair]:
    pool = sorted({b for _, b in pairs})
    meant: dict[str, set[str]] = defaultdict(set)
    for a, b in pairs:
        meant[a].add(b)
    index = NameIndex(pool)
    for a, _ in pairs:
        found = (pool[each.number] for each in index.ranked(a, _WRONG + len(meant[a])))
        yield from [(a, b) for b in found if b not in meant[a]][:_WRONG]


def _regression(inputs: NDArray[np.float64], answers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return weights by Newton's method, with a ridge."""
    weights = np.zeros(inputs.shape[1])
    for _ in range(_ROUNDS):
        chances = 1 / (1 + np.exp(-inputs @ weights))
        slope = inputs.T @ (answers - chances) - _RIDGE * weights
        curve = (inputs * (chances * (1 - chances))[:, None]).T @ inputs
        weights += np.linalg.solve(curve + _RIDGE * np.eye(len(weights)), slope)
    return weights


if __name__ == "__main__":
    main()
