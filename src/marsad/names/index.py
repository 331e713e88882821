"""Find a name among many, in whatever script and spelling.

First by :mod:`.keys`, which is fast and lets everything through that may be meant; then by
:func:`.sounds.likeness`, which ranks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, product
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from marsad.text import name_tokens

from .keys import keys, near
from .letters import bare
from .sounds import likeness

__all__ = ["Found", "NameIndex"]

_RANKED = 400
"""Candidates that are compared; those with the same keys come first. Not tuned."""

_PARTS = 6
"""Words of a name that are looked at."""

_LETTERS = 40
"""Letters of a word that are looked at: no name is longer, and what is asked comes from outside."""

Numbers = NDArray[np.int32]


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

    :param names: numbers of what is found are places in it.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._words = [_words(name) for name in names]
        rows = [
            (key, n)
            for n, words in enumerate(self._words)
            for key in {*_of_pairs(words), *_of_words(words)}
        ]
        hashes = np.array([key for key, _ in rows], dtype=np.uint32)
        order = np.argsort(hashes, kind="stable")
        self._hashes = hashes[order]
        self._numbers = np.array([n for _, n in rows], dtype=np.int32)[order]

    def candidates(self, name: str) -> Numbers:
        """Return numbers of names that may be ``name``, the likeliest by their keys first."""
        words = _words(name)
        found = self._under(_of_pairs(words))
        return found if len(found) else self._under(_of_words(words))

    def _under(self, keys_: Iterable[int]) -> Numbers:
        asked = np.array(list(dict.fromkeys(keys_)), dtype=np.uint32)
        firsts = np.searchsorted(self._hashes, asked, "left")
        lasts = np.searchsorted(self._hashes, asked, "right")
        runs = [self._numbers[a:b] for a, b in zip(firsts, lasts, strict=True) if a < b]
        together = np.concatenate(runs) if runs else np.zeros(0, np.int32)
        _, places = np.unique(together, return_index=True)
        return together[np.sort(places)]

    def ranked(self, name: str, limit: int = 10) -> list[Found]:
        """Return the likeliest names, best first."""
        words = _words(name)
        numbers = self.candidates(name)[:_RANKED]
        scores = _compared(words, [self._words[n] for n in numbers])
        order = np.argsort(-scores, kind="stable")[:limit]
        return [Found(int(numbers[n]), float(scores[n])) for n in order]


@lru_cache(maxsize=100_000)
def _words(name: str) -> tuple[str, ...]:
    words = name_tokens(name)[:_PARTS]
    return tuple(word[:_LETTERS] for word in (words if len(words) > 1 else (bare(name),)))


def _of_words(words: Sequence[str]) -> Iterator[int]:
    """Yield what each word is kept under: whole keys first, then with a class left out."""
    for word in words:
        whole = keys(word)
        yield from map(_hash, whole)
        yield from (_hash(part) for key in whole for part in near(key))


def _of_pairs(words: Sequence[str]) -> Iterator[int]:
    """Yield what each two words are kept under, in whatever order they stand."""
    for first, second in combinations(words, 2):
        yield from (_pair(a, b) for a, b in product(keys(first), keys(second)))


def _pair(first: str, second: str) -> int:
    return _hash("|".join(sorted((first, second))))


@lru_cache(maxsize=500_000)
def _hash(key: str) -> int:
    return crc32(key.encode())


def _compared(words: Sequence[str], others: Sequence[Sequence[str]]) -> NDArray[np.float64]:
    """Return the sum over ``words`` of each one's likeness to the most alike word of a name."""
    found = np.zeros(len(others))
    flat = [word for other in others for word in other]
    firsts = np.cumsum([0, *(len(other) for other in others)])[:-1]
    for word in words:
        if flat:
            found += np.maximum.reduceat(likeness(word, flat), firsts)
    return found
