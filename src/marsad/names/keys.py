"""Keys by which names are looked up: what is left of a word when all that spellings vary is gone.

A key is a run of classes of consonants: ``B`` (b p f v ph), ``T`` (t d th dh), ``K`` (k q g kh
gh), ``S`` (s z j sh zh ch ts), ``L``, ``R``, ``M``, ``N``; vowels, h and y are dropped, doubled
letters made one. Where a letter may be of two classes (c, g, w, ج) a word has several keys. Letters
of other scripts have the classes of the Latin letters that they stand for, as learnt.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import product

from .letters import FIRST, LAST, bare, script_of
from .sounds import learnt

__all__ = ["keys", "near"]

_LATIN = {
    **dict.fromkeys(("sch", "tch", "dzh", "sh", "zh", "dj", "ts", "tz", "s", "z", "j"), "S"),
    **dict.fromkeys(("ck", "k", "q"), "K"),
    **dict.fromkeys(("ph", "b", "p", "f", "v"), "B"),
    **dict.fromkeys(("th", "dh", "t", "d"), "T"),
    **{letter: letter.upper() for letter in "lrmn"},
}
_EITHER = {
    "c": ("K", "S"),
    "ch": ("S", "K"),
    "g": ("K", "S"),
    "gh": ("K", ""),
    "kh": ("K", ""),
    "w": ("", "B"),
    "x": ("KS", "S"),
}
_PARTS = re.compile("|".join(sorted([*_LATIN, *_EITHER], key=len, reverse=True)))

_DOUBLED = re.compile(r"(.)\1+")
_ENDS = FIRST + LAST
_SHARE = 0.08
"""Of a letter's occurrences from which a class counts as one of its classes; not tuned."""

_MOST = 8
"""Keys of a word."""

_SHORT = 3
"""Classes of a key from which one of them may be missing."""


@lru_cache(maxsize=200_000)
def keys(word: str) -> tuple[str, ...]:
    """Return the keys of one word of a name in any script; the likeliest first."""
    script = script_of(word)
    ways = list(_latin(bare(word)) if script == "Latin" else _other(bare(word), script))
    found = ("".join(way) for way in _first(ways))
    return tuple(dict.fromkeys(_single(key) for key in found))


@lru_cache(maxsize=200_000)
def near(key: str) -> tuple[str, ...]:
    """Return ``key`` with one class left out, in each way; nothing where it is too short."""
    if len(key) < _SHORT:
        return ()
    return tuple(dict.fromkeys(_single(key[:n] + key[n + 1 :]) for n in range(len(key))))


def _first(ways: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    for number, way in enumerate(product(*ways)):
        if number == _MOST:
            return
        yield way


@lru_cache(maxsize=200_000)
def _single(key: str) -> str:
    return _DOUBLED.sub(r"\1", key)


def _latin(word: str) -> Iterator[tuple[str, ...]]:
    for part in _PARTS.findall(word):
        yield _EITHER.get(part) or (_LATIN[part],)


def _other(word: str, script: str) -> Iterator[tuple[str, ...]]:
    known = _classes(script)
    for letter in word:
        yield known.get(letter, ("",))


@cache
def _classes(script: str) -> dict[str, tuple[str, ...]]:
    """Return the classes of each letter of a script, the most frequent first."""
    counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for (unit, latin), share in learnt().get(script, {}).items():
        letter = unit.strip(_ENDS)
        if len(letter) == 1:
            ways = list(_latin(latin)) or [("",)]
            key = _single("".join(way[0] for way in ways))
            counts[letter][key] += share
    return {letter: _frequent(each) for letter, each in counts.items()}


def _frequent(counts: dict[str, float]) -> tuple[str, ...]:
    total = sum(counts.values())
    ranked = sorted(counts, key=lambda key: -counts[key])
    return tuple(key for key in ranked if counts[key] >= _SHARE * total)
