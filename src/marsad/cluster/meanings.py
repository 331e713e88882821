"""How alike texts are in meaning, whatever their language.

Any two texts may be compared, so it is done in blocks of texts by time: memory stays bounded,
and texts further apart than the window are never looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from ..encoder.space import Floats, centred, from_bytes, means_of, shipped_means, unpacked
from .texts import Text

__all__ = ["Meanings"]

_BLOCK = 1024
"""Texts compared at once with as many others: 4 MB of cosines; not tuned."""

Numbers = NDArray[np.int64]
Pair = tuple[int, int, float]


class Meanings:
    """The meanings of those of ``texts`` that have a vector, in the order of time.

    Undated texts come first. Vectors stay packed but for those being compared.
    """

    def __init__(self, texts: Sequence[Text]) -> None:
        known = [i for i, text in enumerate(texts) if text.vector]
        times = np.array([_seconds(texts[i]) for i in known])
        order = np.argsort(times, kind="stable")
        self._times = times[order]
        self._undated = int(np.isneginf(times).sum())
        self._places = np.array(known, dtype=np.int64)[order]
        self._rows = from_bytes([texts[i].vector for i in self._places])
        self._languages = [texts[i].language for i in self._places]
        self._codes = np.unique(self._languages, return_inverse=True)[1]
        self._at = {int(place): row for row, place in enumerate(self._places)}
        self._means = means_of(unpacked(self._rows), self._languages, shipped_means())

    def cosines(self, pairs: Sequence[tuple[int, int]]) -> Floats:
        """Return the cosine of each pair of places in ``texts``; NaN where a vector is missing."""
        found = np.full(len(pairs), np.nan, dtype=np.float32)
        rows = np.array([[self._at.get(i, -1), self._at.get(j, -1)] for i, j in pairs])
        known = np.flatnonzero((rows >= 0).all(axis=1)) if len(pairs) else np.array([], dtype=int)
        for start in range(0, len(known), _BLOCK):
            chosen = known[start : start + _BLOCK]
            one, other = self._centred(rows[chosen, 0]), self._centred(rows[chosen, 1])
            found[chosen] = (one * other).sum(axis=1)
        return found

    def across(self, seconds: float, least: float, nearest: int) -> Iterator[Pair]:
        """Yield pairs of texts in different languages, by their places, with their cosine.

        :param seconds: at most so far apart; undated texts are compared with all.
        :param least: cosine from which a pair counts.
        :param nearest: each text is paired with at most so many of those before it.
        """
        if len(set(self._languages)) < 2:
            return
        for start in range(0, len(self._places), _BLOCK):
            rows = np.arange(start, min(start + _BLOCK, len(self._places)))
            cosines, columns = self._nearest(rows, seconds, nearest)
            for row, n in zip(*np.nonzero(cosines >= least), strict=True):
                places = self._places[rows[row]], self._places[columns[row, n]]
                yield int(places[0]), int(places[1]), float(cosines[row, n])

    def _nearest(self, rows: Numbers, seconds: float, nearest: int) -> tuple[Floats, Numbers]:
        """Return cosines and rows of the nearest before each of ``rows``; both (rows, nearest)."""
        mine = self._centred(rows)
        cosines = np.full((len(rows), 1), -1, dtype=np.float32)
        columns = np.zeros((len(rows), 1), dtype=np.int64)
        for others in self._before(rows, seconds):
            found = mine @ self._centred(others).T
            found[~self._comparable(rows, others, seconds)] = -1
            cosines = np.hstack([cosines, found])
            columns = np.hstack([columns, np.broadcast_to(others, found.shape)])
            best = np.argsort(-cosines, axis=1, kind="stable")[:, :nearest]
            cosines = np.take_along_axis(cosines, best, axis=1)
            columns = np.take_along_axis(columns, best, axis=1)
        return cosines, columns

    def _before(self, rows: Numbers, seconds: float) -> Iterator[Numbers]:
        """Yield the rows that may be compared with ``rows``: undated ones, then by time."""
        oldest = int(np.searchsorted(self._times, self._times[rows[0]] - seconds))
        first = max(self._undated, oldest)
        chosen = np.concatenate([np.arange(self._undated), np.arange(first, rows[-1])])
        for start in range(0, len(chosen), _BLOCK):
            yield chosen[start : start + _BLOCK]

    def _comparable(self, rows: Numbers, others: Numbers, seconds: float) -> NDArray[np.bool_]:
        earlier = others < rows[:, None]
        apart = self._codes[others] != self._codes[rows][:, None]
        near = (self._times[others] >= self._times[rows][:, None] - seconds) | (
            others < self._undated
        )
        found: NDArray[np.bool_] = earlier & apart & near
        return found

    def _centred(self, rows: Numbers) -> Floats:
        languages = [self._languages[row] for row in rows]
        return centred(unpacked(self._rows[rows]), languages, self._means)


def _seconds(text: Text) -> float:
    return text.published.timestamp() if text.published else -np.inf
