"""Particles that Arabic writes together with the word that follows: «وبغداد» is "and Baghdad"."""

from __future__ import annotations

from functools import cache

from ..model import Span
from ._lexicon import fold
from ._ner_lists import known_names, packed_words

__all__ = ["bare"]

_ARABIC = frozenset(("ar", "apc", "arz", "ary"))
_PARTICLES = frozenset("وفبلك")
_COMMON = frozenset("وبل")
_ARTICLE = "ال"
_SHORTEST = 3
"""Letters of a word without its particle; shorter ones are too often words of their own."""


def bare(text: str, span: Span, language: str | None) -> Span:
    """Return ``span`` without a particle at its beginning, in code points of ``text``.

    A letter is a particle where the article follows, or, if it is one of the three commonest,
    where lists hold the word without it and not the word with it.
    """
    word = span.of(text).split()[0] if span.of(text).split() else ""
    if language not in _ARABIC or len(word) <= _SHORTEST or word[0] not in _PARTICLES:
        return span
    rest = word[1:]
    article = rest.startswith(_ARTICLE) and word[0] != "ل"
    listed = word[0] in _COMMON and fold(rest) in _names() and fold(word) not in _names()
    return Span(span.start + 1, span.end) if article or listed else span


@cache
def _names() -> frozenset[str]:
    return packed_words("ner_names_ar") | {name for _, name in known_names()}
