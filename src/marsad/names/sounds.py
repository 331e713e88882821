"""How likely two words are one name in two spellings, whatever their scripts.

Units (some letters of one script for some of another, with a probability) are learnt from pairs
of names by ``models/recipes/spellings.py``, each script with Latin. Units between two other
scripts, and between two Latin spellings, follow from them: whatever stands for the same Latin
letters, or for the same Arabic ones, may stand for each other.
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from .letters import marked, script_of

__all__ = ["STEPS", "Sounds", "learnt", "likeness", "sounds"]

STEPS = ((1, 0), (1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (0, 1), (2, 3))
"""Letters of a unit on either side."""

_MOST = max(b for _, b in STEPS)
_UNSEEN = 1e-7
"""Share of a letter that was in no pair; not tuned."""

_LEAST = 1e-12
"""Share below which a unit between two scripts is left out, to keep them few; not tuned."""

Units = Mapping[tuple[str, str], float]
Floats = NDArray[np.float64]


class Sounds:
    """Compares words of one script with words of another.

    :param units: probability of each unit, of all of them together.
    """

    def __init__(self, units: Units) -> None:
        right = sorted({y for _, y in units})
        self._number = {y: n for n, y in enumerate(right)}
        self._rows: dict[str, Floats] = defaultdict(lambda: np.zeros(len(right) + 1))
        for (x, y), share in units.items():
            self._rows[x][self._number[y]] = share
        self._nothing = np.zeros(len(right) + 1)
        self._left, self._right = _letters(units, 0), _letters(units, 1)
        self._cut = lru_cache(maxsize=100_000)(self._chunks)
        self._alone = lru_cache(maxsize=100_000)(lambda word: _chance(word, self._right))

    def likeness(self, word: str, others: Sequence[str]) -> Floats:
        """Return how much likelier one name is than two, as natural logarithm: (others,).

        0 says nothing either way; the numbers of a name's letters are allowed for.

        :param word: marked letters (:func:`.letters.marked`) of the first script; ``others`` of
            the second.
        """
        if not others:
            return np.zeros(0)
        lengths = np.array([len(other) for other in others])
        chunks = np.full((len(others), lengths.max() + 1, _MOST + 1), -1, np.int64)
        for row, other in enumerate(others):
            chunks[row, : len(other) + 1] = self._cut(other)
        together = np.log(self._forward(word, chunks)[np.arange(len(others)), lengths] + 1e-300)
        apart = np.array([self._alone(other) for other in others])
        found: Floats = together - apart - _chance(word, self._left)
        return found

    def most(self, word: str, other: str) -> float:
        """Return about the greatest likeness that either of two words could have to any."""
        return max(1.0, -max(_chance(word, self._left), self._alone(other)))

    def _forward(self, word: str, chunks: NDArray[np.int64]) -> Floats:
        """Return the probability of the word with each beginning of the others: (others, ends)."""
        ends = chunks.shape[1]
        rows: list[Floats] = []
        for i in range(len(word) + 1):
            row = np.zeros(chunks.shape[:2])
            if i == 0:
                row[:, 0] = 1
            for a, b in STEPS:
                if 0 < a <= i and b < ends:
                    shares = self._of(word[i - a : i])[chunks[:, b:, b]]
                    row[:, b:] += rows[i - a][:, : ends - b] * shares
            added = self._of("")[chunks[:, :, 1]]
            for j in range(1, ends):
                row[:, j] += row[:, j - 1] * added[:, j]
            rows.append(row)
        return rows[-1]

    def _of(self, letters: str) -> Floats:
        return self._rows.get(letters, self._nothing)

    def _chunks(self, word: str) -> NDArray[np.int64]:
        """Return the numbers of the letters before each place: (places, letters); -1 where new."""
        found = np.full((len(word) + 1, _MOST + 1), -1, np.int64)
        for end in range(len(word) + 1):
            for count in range(min(end, _MOST) + 1):
                found[end, count] = self._number.get(word[end - count : end], -1)
        return found


def _letters(units: Units, side: int) -> dict[str, float]:
    """Return the probability of each letter on one side."""
    counts: dict[str, float] = defaultdict(float)
    for unit, share in units.items():
        for letter in unit[side]:
            counts[letter] += share
    total = sum(counts.values())
    return {letter: count / total for letter, count in counts.items()}


def _chance(word: str, letters: Mapping[str, float]) -> float:
    return float(sum(np.log(letters.get(letter, _UNSEEN)) for letter in word))


@cache
def learnt() -> dict[str, Units]:
    """Return the units of each script with Latin, as they were learnt."""
    packed = (files("marsad.names") / "data" / "units.json.gz").read_bytes()
    found = json.loads(gzip.decompress(packed))
    return {script: {(x, y): share for x, y, share in rows} for script, rows in found.items()}


@cache
def sounds(first: str, second: str) -> Sounds | None:
    """Return what compares the two scripts (names as in :func:`marsad.text.script`), or None."""
    known = learnt()
    if first in known and second == "Latin":
        return Sounds(known[first])
    if second in known and first == "Latin":
        return Sounds({(y, x): share for (x, y), share in known[second].items()})
    if first == second == "Latin":
        return Sounds(_through(known["Arabic"], known["Arabic"], side=0))
    if first in known and second in known:
        return Sounds(_through(known[first], known[second], side=1))
    return None


def _through(first: Units, second: Units, side: int) -> dict[tuple[str, str], float]:
    """Return units of the sides that ``side`` is not, by way of those that it is."""
    totals: dict[str, float] = defaultdict(float)
    ways: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for unit, share in second.items():
        totals[unit[side]] += share
        ways[unit[side]].append((unit[1 - side], share))
    found: dict[tuple[str, str], float] = defaultdict(float)
    for unit, share in first.items():
        for other, also in ways.get(unit[side], ()):
            found[unit[1 - side], other] += share * also / totals[unit[side]]
    return {u: share for u, share in found.items() if share > _LEAST and u != ("", "")}


def likeness(word: str, others: Iterable[str]) -> Floats:
    """Return for each of ``others`` how likely it is ``word`` in another spelling.

    :returns: natural logarithms, as in :meth:`Sounds.likeness`; minus infinity where nothing is
        known of a script.
    """
    listed = list(others)
    found = np.full(len(listed), -np.inf)
    by_script: dict[str, list[int]] = defaultdict(list)
    for number, other in enumerate(listed):
        by_script[script_of(other)].append(number)
    for script, numbers in by_script.items():
        compared = sounds(script_of(word), script)
        if compared is not None:
            found[numbers] = compared.likeness(marked(word), [marked(listed[n]) for n in numbers])
    return found
