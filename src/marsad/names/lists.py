"""Numbers kept under numbers, in arrays: a million names fit into little memory."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["Lists", "Numbers", "Whole", "once"]

Numbers = NDArray[np.int32]
Whole = NDArray[np.int64]


class Lists:
    """Values under keys.

    :param keys: one for each value, in any order.
    """

    def __init__(self, keys: Whole, values: Numbers) -> None:
        order = np.lexsort((values, keys))
        keys, self._values = keys[order], values[order]
        self._keys, starts = np.unique(keys, return_index=True)
        self._starts = np.append(starts, len(keys)).astype(np.int32)

    def under(self, keys: Whole, most: int | None = None) -> tuple[Numbers, Numbers]:
        """Return the values under ``keys`` in their order, each with the place of its key.

        :param most: values of one key that are returned, those that come first.
        """
        if not len(self._keys):
            return np.zeros(0, np.int32), np.zeros(0, np.int32)
        places, lengths = self._places(keys)
        if most is not None:
            lengths = np.minimum(lengths, most)
        starts = np.repeat(self._starts[places], lengths)
        owners = np.repeat(np.arange(len(keys), dtype=np.int32), lengths)
        return owners, self._values[starts + _counted(lengths)]

    def lengths(self, keys: Whole) -> Numbers:
        """Return how many values are under each of ``keys``."""
        return self._places(keys)[1] if len(self._keys) else np.zeros(len(keys), np.int32)

    def _places(self, keys: Whole) -> tuple[Whole, Numbers]:
        places = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        lengths = self._starts[places + 1] - self._starts[places]
        return places, np.where(self._keys[places] == keys, lengths, 0).astype(np.int32)


def _counted(lengths: Numbers) -> Whole:
    """Return 0, 1, 2 … for each of ``lengths``, one after the other."""
    ends = np.cumsum(lengths)
    return np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - lengths, lengths)


def once(values: Numbers, marks: Numbers) -> Numbers:
    """Return values without those that stood before, in their order; takes no sorting.

    :param marks: room to work in, one place for each possible value, whatever stands there.
    """
    places = np.arange(len(values), dtype=np.int32)
    marks[values[::-1]] = places[::-1]
    kept: Numbers = values[marks[values] == places]
    return kept
