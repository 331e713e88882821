"""Weighted words as sparse unit vectors."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..text import normalise
from .stopwords import STOP_WORDS

__all__ = ["Vector", "Weighing", "terms", "unit", "vectors"]

Vector = dict[str, float]
"""Term → weight; a unit vector has length 1."""

_WORD = re.compile(r"[^\W\d_]{2,}|\d{2,}")
_SUFFIXES = ("ing", "ies", "ied", "es", "ed", "s")


def terms(text: str, entity_ids: Iterable[str] = ()) -> Counter[str]:
    """Count the telling words of ``text`` (normalised, cheaply stemmed) and the entities named."""
    words = _WORD.findall(normalise(text).text)
    counted = Counter(_stem(word) for word in words if word not in STOP_WORDS)
    counted.update({f"@{entity}": 1 for entity in entity_ids})
    return counted


def _stem(word: str) -> str:
    """Strip an English inflection or the Arabic article; enough for overlap, no more."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3 and word.isascii():
            return word[: -len(suffix)]
    if word.startswith("ال") and len(word) >= 5:
        return word[2:]
    return word


@dataclass(frozen=True, slots=True)
class Weighing:
    """Which terms count, and how much.

    :ivar common: a term in more than this share of the texts says nothing about a story.
    :ivar few: in collections of up to this many texts no term counts as common.
    :ivar entity: factor for terms that stand for an entity.
    """

    common: float = 0.10
    few: int = 10
    entity: float = 1.0


def vectors(
    documents: Sequence[Mapping[str, int]], weighing: Weighing = Weighing()
) -> list[Vector]:
    """Return a unit vector for each document: (1 + ln tf) · ln((1 + N) / (1 + df)).

    Sublinear term frequency and smoothed inverse document frequency as in Manning, Raghavan
    and Schütze, *Introduction to Information Retrieval*, 6.4. Terms of a single text are left
    out, as they connect nothing.
    """
    frequencies: Counter[str] = Counter()
    for document in documents:
        frequencies.update(document.keys())
    total = len(documents)
    most = max(weighing.few, total * weighing.common)
    rarity = {
        term: math.log((1 + total) / (1 + frequency)) * (weighing.entity if term[0] == "@" else 1)
        for term, frequency in frequencies.items()
        if 1 < frequency <= most
    }
    return [unit(_weighed(document, rarity)) for document in documents]


def _weighed(document: Mapping[str, int], rarity: Mapping[str, float]) -> Vector:
    return {t: (1 + math.log(n)) * rarity[t] for t, n in document.items() if t in rarity}


def unit(vector: Vector) -> Vector:
    """Scale ``vector`` to length 1; an empty one stays empty."""
    length = math.sqrt(sum(w * w for w in vector.values()))
    return {t: w / length for t, w in vector.items()} if length else {}
