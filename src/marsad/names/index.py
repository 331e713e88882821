"""Find a name among many, in whatever script and spelling.

First by :mod:`.keys`, which is fast and lets everything through that may be meant; then by
:func:`.sounds.likeness`, which ranks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise, product

import numpy as np
from numpy.typing import NDArray

from marsad.text import name_tokens

from .keys import keys, near
from .letters import bare
from .lists import Lists, Numbers, Whole, once
from .sounds import likeness

__all__ = ["Found", "NameIndex", "parts"]

_MOST = 600
"""Candidates of a name, those with the same keys first. MRR of 13,208 names in Cyrillic letters is
90.3 with 400, 90.7 with 600 and 91.2 with 1,000, which are slower."""

_PARTS = 6
"""Words of a name that are looked at."""

_LETTERS = 40
"""Letters of a word that are looked at: no name is longer, and what is asked comes from outside."""

_KEYS = 8
"""Keys of a word, as in :mod:`.keys`."""

_NONE = -1


@dataclass(frozen=True, slots=True)
class Found:
    """A name that may be meant: its number in the index, and how likely it is.

    :ivar score: natural logarithm, summed over the words; above 0 the names are likelier one than
        two. Of a million names some reach 14, the logarithm of a million, by chance.
    """

    number: int
    score: float


class NameIndex:
    """Names by keys of their words, those of several words first by keys of each two.

    A million names take about a minute and some hundred MB (``benchmarks/names_speed.py``).

    :param names: numbers of what is found are places in it.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._words, words = _numbered(names)
        self._key_numbers: dict[str, int] = {}
        table = self._keys_of(self._words, grow=True)
        self._bounds = np.append(0, np.cumsum((words != _NONE).sum(1))).astype(np.int64)
        self._parts = words[words != _NONE]
        rows, columns = np.nonzero(table != _NONE)
        self._whole = Lists(table[rows, columns].astype(np.int64), rows.astype(np.int32))
        near_by = np.array(list(self._left_out(self._words)), np.int64).reshape(-1, 2)
        self._near = Lists(near_by[:, 0], near_by[:, 1].astype(np.int32))
        owners = np.repeat(np.arange(len(words), dtype=np.int32), np.diff(self._bounds))
        self._named = Lists(self._parts.astype(np.int64), owners)
        self._pairs = Lists(*_pairs(words, table))

    def _keys_of(self, words: Sequence[str], *, grow: bool = False) -> NDArray[np.int32]:
        """Return the numbers of the words' keys: (words, keys), -1 for none."""
        found = np.full((len(words), _KEYS), _NONE, np.int32)
        numbers = self._key_numbers
        for row, word in enumerate(words):
            for column, key in enumerate(keys(word)):
                found[row, column] = (
                    numbers.setdefault(key, len(numbers)) if grow else numbers.get(key, _NONE)
                )
        return found

    def _left_out(self, words: Iterable[str]) -> Iterator[tuple[int, int]]:
        """Yield (key, word) of the words' keys with a class left out."""
        numbers = self._key_numbers
        for number, word in enumerate(words):
            for part in {part for key in keys(word) for part in near(key)}:
                yield numbers.setdefault(part, len(numbers)), number

    def candidates(self, name: str) -> Numbers:
        """Return numbers of names that may be ``name``, the likeliest by their keys first."""
        return self.candidates_many([name])[0]

    def candidates_many(self, names: Sequence[str]) -> list[Numbers]:
        """Return :meth:`candidates` of each name; many at once are faster than one by one."""
        listed, words = _numbered(names)
        codes, owners = _pairs(words, self._keys_of(listed))
        order = np.argsort(owners, kind="stable")
        of, numbers = self._pairs.under(codes[order], _MOST)
        bounds = np.searchsorted(owners[order][of], np.arange(len(names) + 1))
        marks = np.empty(len(self._bounds), np.int32)
        found = [once(numbers[a:b], marks) for a, b in pairwise(bounds)]
        return [
            each[:_MOST]
            if len(each)
            else self._by_words([listed[n] for n in row if n != _NONE], marks)
            for row, each in zip(words, found, strict=True)
        ]

    def _by_words(self, words: Sequence[str], marks: Numbers) -> Numbers:
        """Return names that share one word: by whole keys first, the rarest word first."""
        whole = [self._known(keys(word)) for word in words]
        near_by = [self._known(k for key in keys(word) for k in near(key)) for word in words]
        found = sorted((self._named_by(self._whole, each) for each in whole), key=len)
        for lists, asked in ((self._near, whole), (self._whole, near_by), (self._near, near_by)):
            if sum(map(len, found)) < _MOST:
                found += [self._named_by(lists, each) for each in asked]
        return once(np.concatenate(found), marks)[:_MOST]

    def _known(self, keys_: Iterable[str]) -> Whole:
        numbers = {self._key_numbers[key]: None for key in keys_ if key in self._key_numbers}
        return np.array(list(numbers), np.int64)

    def _named_by(self, lists: Lists, asked: Whole) -> Numbers:
        words = lists.under(asked)[1]
        words = once(words, np.empty(len(self._words), np.int32))[:_MOST]
        return self._named.under(words.astype(np.int64), _MOST)[1][: 2 * _MOST]

    def ranked(self, name: str, limit: int = 10) -> list[Found]:
        """Return the likeliest names, best first."""
        numbers = self.candidates(name)
        scores = self._compared(parts(name), numbers)
        order = np.argsort(-scores, kind="stable")[:limit]
        return [Found(int(numbers[n]), float(scores[n])) for n in order]

    def _compared(self, words: Sequence[str], numbers: Numbers) -> NDArray[np.float64]:
        """Return the sum over ``words`` of each one's likeness to the most alike word of a name."""
        found = np.zeros(len(numbers))
        if not len(numbers):
            return found
        runs = [self._parts[self._bounds[n] : self._bounds[n + 1]] for n in numbers]
        starts = np.cumsum([0, *map(len, runs)])[:-1]
        listed, places = np.unique(np.concatenate(runs), return_inverse=True)
        others = [self._words[n] for n in listed]
        for word in words:
            found += np.maximum.reduceat(likeness(word, others)[places], starts)
        return found


@lru_cache(maxsize=10_000)
def parts(name: str) -> tuple[str, ...]:
    """Return the words of a name that are looked up, never none."""
    words = name_tokens(name)[:_PARTS]
    return tuple(word[:_LETTERS] for word in (words if len(words) > 1 else (bare(name),)))


def _numbered(names: Iterable[str]) -> tuple[list[str], NDArray[np.int32]]:
    """Return all words, and the numbers of those of each name: (names, words), -1 for none."""
    numbers: dict[str, int] = {}
    rows = [[numbers.setdefault(w, len(numbers)) for w in parts(name)] for name in names]
    found = np.full((len(rows), _PARTS), _NONE, np.int32)
    lengths = np.array([len(row) for row in rows], np.int64)
    flat = np.fromiter((n for row in rows for n in row), np.int32, int(lengths.sum()))
    found[np.arange(_PARTS) < lengths[:, None]] = flat
    return list(numbers), found


def _pairs(words: NDArray[np.int32], table: NDArray[np.int32]) -> tuple[Whole, Numbers]:
    """Return what names are kept under for each two words, in whatever order they stand.

    :param words: (names, words); ``table`` has the words' keys: (words, keys).
    :returns: codes of two keys, and the place of each one's name; the likeliest keys first.
    """
    codes, owners = [np.zeros(0, np.int64)], [np.zeros(0, np.int32)]
    widest = range(int((table != _NONE).sum(1).max(initial=0)))
    for i, j in combinations(range(words.shape[1]), 2):
        rows = np.flatnonzero(words[:, j] != _NONE).astype(np.int32)
        for m, n in product(widest, widest) if len(rows) else ():
            first, second = table[words[rows, i], m], table[words[rows, j], n]
            known = (first != _NONE) & (second != _NONE)
            first, second = first[known].astype(np.int64), second[known].astype(np.int64)
            codes.append(np.minimum(first, second) << 32 | np.maximum(first, second))
            owners.append(rows[known])
    return np.concatenate(codes), np.concatenate(owners)
