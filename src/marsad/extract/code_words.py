"""Words that speak for an event code, from lists by language, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from ..encoder.engine import Floats
from ..model import Span
from ..text import normalise
from ._lexicon import alternation, read_toml

__all__ = ["spoken_for"]

_ARABIC = re.compile("[\u0620-\u06d3]")

_LONGEST = 2000
"""Code points that are looked at: a sentence or a short text is asked about."""

_ANYWHERE, _BETWEEN, _FIRST = 1.0, 1.0, 3.0
"""What a word speaks for its code where it stands in the text, between the two actors, and first
after the one named first; without actors the whole text is between, and none is first. Of nine
settings between 0 and 3 the best for the PLOVER sentences, which name both
(``python -m evaluation.run --only event_plover``; 58.8 to 65.4)."""


@dataclass(frozen=True, slots=True)
class _Hit:
    span: Span
    label: int


def spoken_for(
    scheme: str, labels: Sequence[str], text: str, source: str = "", target: str = ""
) -> Floats:
    """Return how much the words of ``text`` speak for each label: (labels,); 0 where none does.

    Words within the names of the actors do not count, and of two of which one holds the other
    only the longer does.

    :param scheme: ``plover`` or ``acled``.
    """
    folded = normalise(text[:_LONGEST]).text
    actors = [found for name in (source, target) if (found := _place(folded, name))]
    hits = _hits(scheme, labels, folded, actors)
    between = _between(actors, len(folded))
    after = [hit.span.start for hit in hits if actors and hit.span.start >= between.start]
    weights = np.zeros(len(labels), dtype=np.float32)
    for label in {hit.label for hit in hits}:
        starts = [hit.span.start for hit in hits if hit.label == label]
        inside = any(between.start <= start < between.end for start in starts)
        weights[label] = _ANYWHERE + _BETWEEN * inside + _FIRST * (min(after, default=-1) in starts)
    return weights


def _place(folded: str, name: str) -> Span | None:
    words = normalise(name).text.strip()
    start = folded.find(words) if words else -1
    return Span(start, start + len(words)) if start >= 0 else None


def _between(actors: Sequence[Span], length: int) -> Span:
    """Return what stands after the actor named first, up to the other one."""
    if not actors:
        return Span(0, length)
    first, *others = sorted(actors, key=lambda span: span.start)
    following = [span.start for span in others if span.start >= first.end]
    return Span(first.end, following[0] if following else length)


def _hits(scheme: str, labels: Sequence[str], folded: str, actors: Sequence[Span]) -> list[_Hit]:
    patterns = _patterns(scheme, "ar" if _ARABIC.search(folded) else "en")
    found = [
        _Hit(Span(*match.span()), number)
        for number, label in enumerate(labels)
        if label in patterns
        for match in patterns[label].finditer(folded)
    ]
    free = [hit for hit in found if not any(_within(hit.span, actor) for actor in actors)]
    return [
        hit
        for hit in free
        if not any(o.span != hit.span and _within(hit.span, o.span) for o in free)
    ]


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


@cache
def _patterns(scheme: str, language: str) -> Mapping[str, re.Pattern[str]]:
    lists = read_toml("codes.toml")[scheme].get(language, {})
    return {
        label: re.compile(rf"(?<!\w)(?:[وف]?[بلک]?(?:ال)?)?{alternation(words)}(?!\w)")
        for label, words in lists.items()
    }
