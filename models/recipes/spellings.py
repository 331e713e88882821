"""Learn which letters stand for which when names change script.

    python -m models.recipes.spellings --pairs DIR --out src/marsad/names/data/units.json.gz

``DIR`` holds ``names_ar_train.jsonl``, ``names_he_train.jsonl`` and ``names_ru_train.jsonl``, one
``{"name", "en"}`` a line: the transliterated names of Merhav and Ash (COLING 2018, MIT-style).
Persian and Urdu with English, and Arabic with Turkish, are learnt besides from the names of
``models/knowledge``: letters and spellings that the set has not.
A name in two scripts is taken as a run of units, each a few letters of one for a few of the other
(``ش`` for ``sh``, ``خ`` for ``kh``, nothing for ``a``), as in the joint source-channel model of
Li, Zhang and Su (ACL 2004). How probable each unit is comes out of expectation maximisation, with a
discount so that long units are kept only where they recur. Nothing is drawn by chance: the same
pairs give the same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from marsad.names.letters import FIRST, LAST, marked
from marsad.names.sounds import STEPS
from models.recipes.held_out import held_out
from models.recipes.known_names import known_pairs

__all__ = ["SCRIPTS", "learn", "main", "names_of", "pairs_of"]

SCRIPTS = {"ar": "Arabic", "he": "Hebrew", "ru": "Cyrillic"}

_OURS = (("fa", "en"), ("ur", "en"), ("ar", "tr"))

_ROUNDS = 8
"""Of expectation maximisation; not tuned."""

_DISCOUNT = {1: 0.05, 2: 0.05}
_DISCOUNTED = 0.5
"""Taken from what is expected of a unit of three letters and more in each round; not tuned."""

_LEAST = 0.3
"""Expected occurrences from which a unit is kept; not tuned."""

_PAIRS = 20_000
"""Of a script that are learnt from, evenly spaced in the file; a choice for speed, not tuned."""

_LONGEST = 24
_BEGIN = {1: 0.1, 2: 1.0, 3: 0.3, 4: 0.05, 5: 0.02}
"""Weights of units by their letters before the first round; not tuned."""

Pair = tuple[str, str]
Units = dict[Pair, float]
Numbers = NDArray[np.float64]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the recipe."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args(arguments)
    found = {}
    for lang, script in SCRIPTS.items():
        pairs = [pair for pair in pairs_of(chosen.pairs, lang) if not held_out(pair[1])]
        pairs = [*pairs[:: max(1, len(pairs) // _PAIRS)], *(_ours() if lang == "ar" else ())]
        units = learn(pairs)
        print(f"{script}: {len(units):,} units", flush=True)
        found[script] = [[x, y, float(f"{p:.4g}")] for (x, y), p in sorted(units.items())]
    packed = json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
    chosen.out.write_bytes(gzip.compress(packed, mtime=0))


def _ours() -> Iterator[Pair]:
    """Yield pairs of our own lists in Arabic letters and in Latin ones, but for those kept."""
    for lang, other in _OURS:
        for name, spelling in known_pairs(lang, other):
            pair = marked(name), marked(spelling)
            if max(map(len, pair)) <= _LONGEST and not held_out(pair[1]):
                yield pair


def names_of(folder: Path, lang: str) -> list[dict[str, str]]:
    """Return the rows of a language's file, in its order: ``name`` and ``en``."""
    with (folder / f"names_{lang}_train.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def pairs_of(folder: Path, lang: str) -> list[Pair]:
    """Return the pairs of a language as marked letters, in the order of the file."""
    pairs = [(marked(row["name"]), marked(row["en"])) for row in names_of(folder, lang)]
    return [p for p in pairs if all(2 < len(each) <= _LONGEST for each in p)]


def learn(pairs: Sequence[Pair]) -> Units:
    """Return the probability of each unit."""
    numbers: dict[Pair, int] = {}
    groups = list(_grouped(pairs, numbers))
    letters = np.array([len(x) + len(y) for x, y in numbers])
    shares = np.array([_BEGIN[count] for count in letters])
    shares /= shares.sum()
    discount = np.array([_DISCOUNT.get(int(count), _DISCOUNTED) for count in letters])
    for _ in range(_ROUNDS):
        counts = np.zeros(len(shares))
        for cells in groups:
            _expect(cells, shares, counts)
        shares = np.maximum(counts - discount, 0)
        shares /= shares.sum()
    total = counts.sum()
    return {u: float(s) for u, s in zip(numbers, shares, strict=True) if s * total > _LEAST}


def _grouped(pairs: Sequence[Pair], numbers: dict[Pair, int]) -> Iterator[NDArray[np.int32]]:
    """Yield units' numbers for pairs of alike lengths: (pairs, letters, letters, steps).

    A cell holds the units that may end there, -1 where none may.
    """
    alike: dict[tuple[int, int], list[Pair]] = defaultdict(list)
    for x, y in pairs:
        alike[len(x), len(y)].append((x, y))
    for (rows, columns), group in sorted(alike.items()):
        cells = np.full((len(group), rows + 1, columns + 1, len(STEPS)), -1, np.int32)
        for number, (x, y) in enumerate(group):
            for i, j, step, unit in _units(x, y):
                cells[number, i, j, step] = numbers.setdefault(unit, len(numbers))
        yield cells


def _units(x: str, y: str) -> Iterator[tuple[int, int, int, Pair]]:
    for i in range(len(x) + 1):
        for j in range(len(y) + 1):
            for step, (a, b) in enumerate(STEPS):
                if i >= a and j >= b:
                    unit = x[i - a : i], y[j - b : j]
                    if all((mark in unit[0]) == (mark in unit[1]) for mark in (FIRST, LAST)):
                        yield i, j, step, unit


def _expect(cells: NDArray[np.int32], shares: Numbers, counts: Numbers) -> None:
    """Add to ``counts`` how often each unit is expected in the pairs (forward and backward)."""
    chances = np.where(cells >= 0, shares[cells], 0.0)
    rows, columns = cells.shape[1], cells.shape[2]
    forward = np.zeros(cells.shape[:3])
    forward[:, 0, 0] = 1
    steps = [(i, j, n, *STEPS[n]) for i in range(rows) for j in range(columns) for n in _all()]
    steps = [step for step in steps if step[0] >= step[3] and step[1] >= step[4]]
    for i, j, n, a, b in steps:
        forward[:, i, j] += forward[:, i - a, j - b] * chances[:, i, j, n]
    whole = forward[:, -1, -1]
    backward = np.zeros_like(forward)
    backward[:, -1, -1] = np.divide(1, whole, out=np.zeros_like(whole), where=whole > 0)
    for i, j, n, a, b in reversed(steps):
        share = backward[:, i, j] * chances[:, i, j, n]
        backward[:, i - a, j - b] += share
        known = cells[:, i, j, n] >= 0
        np.add.at(counts, cells[known, i, j, n], (share * forward[:, i - a, j - b])[known])


def _all() -> range:
    return range(len(STEPS))


if __name__ == "__main__":
    main()
