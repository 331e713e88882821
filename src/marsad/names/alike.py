"""Whether two words are one name: the likeness of their letters, and names known to be apart."""

from __future__ import annotations

import json
import math
import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

from .consonants import consonants, within_latin
from .keys import keys, near
from .letters import bare, marked, script_of
from .sounds import likeness, sounds

__all__ = ["alike", "features", "is_given", "lines"]

_SHORT = 5
"""Letters below which one more or less makes another name within a script; a choice, not tuned."""

_WEAK = {
    "Arabic": re.compile("[اویهء]"),
    "Hebrew": re.compile("[אויה]"),
    "Cyrillic": re.compile("[аеиоуэюяйыьъ]"),
}
"""Letters that are written or not, by script."""

_UNHEARD = "ءا"
"""Letters that end a word or not: نجباء is نجبا in Persian."""


@lru_cache(maxsize=200_000)
def alike(first: str, second: str) -> float:
    """Return how probable it is that two words are one name: 0 to 1.

    :param first: one word in any script, ``second`` too. What is not known to be one of the given
        names that are easily taken for each other is compared by its letters.
    """
    first, second = sorted((bare(first), bare(second)), key=lambda w: (script_of(w) == "Latin", w))
    if first == second:
        return 1.0
    one, other = _given().get(first), _given().get(second)
    if one and other:
        return 1.0 if one & other else 0.0
    script = script_of(first)
    if script == script_of(second):
        return within_latin(first, second) if script == "Latin" else _within(first, second, script)
    found = features(first, second) if _near(first) & _near(second) else None
    if found is None:
        return 0.0
    weights = _weights()["direct" if "Latin" in (script, script_of(second)) else "through"]
    total = sum(weight * value for weight, value in zip(weights, found, strict=True))
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))


@lru_cache(maxsize=100_000)
def _near(word: str) -> frozenset[str]:
    whole = keys(word)
    return frozenset((*whole, *(part for key in whole for part in near(key))))


def is_given(word: str) -> bool:
    """Tell whether a word is one of the given names that are easily taken for each other."""
    return bare(word) in _given()


def features(first: str, second: str) -> tuple[float, ...] | None:
    """Return what is weighed in comparing two words; None where nothing is known of a script.

    1, the likeness, its share of the greatest that either could have, whether they share a key
    and whether their consonants agree, and the share of letters that the longer has more.
    """
    one, other = bare(first), bare(second)
    if not one or not other or sounds(script_of(one), script_of(other)) is None:
        return None
    found = float(likeness(one, [other])[0])
    compared = sounds(script_of(one), script_of(other))
    most = compared.most(marked(one), marked(other)) if compared else 1.0
    shared = float(bool(set(keys(one)) & set(keys(other))))
    longer = abs(len(one) - len(other)) / max(len(one), len(other))
    agree = float(bool(consonants(one) & consonants(other)))
    return 1.0, found / 10, found / most, shared, agree, longer


def _within(first: str, second: str, script: str) -> float:
    """Compare two words of one script, in which names are spelt in one way but for weak letters."""
    weak = _WEAK.get(script)
    if weak is None or weak.sub("", first) != weak.sub("", second):
        return 0.0
    if first.rstrip(_UNHEARD) == second.rstrip(_UNHEARD):
        return 0.9
    gap = abs(len(first) - len(second))
    return 0.6 if min(len(first), len(second)) >= _SHORT and gap <= 1 else 0.2


@cache
def _given() -> Mapping[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for number, line in enumerate(lines("given.txt")):
        for word in line.split():
            found[bare(word)].add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


@cache
def _weights() -> Mapping[str, tuple[float, ...]]:
    text = (files("marsad.names") / "data" / "alike.json").read_text(encoding="utf-8")
    return {name: tuple(weights) for name, weights in json.loads(text).items()}


@cache
def lines(name: str) -> tuple[str, ...]:
    """Return the lines of a list of this package, without its remarks."""
    text = (files("marsad.names") / "data" / name).read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))
