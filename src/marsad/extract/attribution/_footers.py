"""Lines in which a channel asks to be followed: they state nothing.

The words of each language are in ``data/footers.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from marsad.model import Basis, Span

from .._lexicon import read_toml
from ._types import Attribution
from ._words import fold

__all__ = ["without_footers"]

_LONG = 100
"""Code points beyond which a line says more than that; a choice, not tuned."""

_SHARED = {"uk": "ru", "arz": "ar", "apc": "ar", "ary": "ar", "prs": "fa"}
"""Languages whose words stand in the table of another one."""

_LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class _Words:
    follow: re.Pattern[str]
    where: re.Pattern[str]


def without_footers(
    text: str, found: Iterable[Attribution], language: str
) -> tuple[Attribution, ...]:
    """Return ``found`` without what the channel says in lines that ask to follow it.

    :param language: ISO 639 code; of others than those listed nothing is left out.
    """
    words = _words().get(_SHARED.get(language, language))
    lines = list(_footers(text, words)) if words else []
    return tuple(_without(text, found, lines)) if lines else tuple(found)


def _footers(text: str, words: _Words) -> Iterator[Span]:
    for match in _LINE.finditer(text):
        line = fold(match.group()) if len(match.group()) <= _LONG else ""
        if words.follow.search(line) and words.where.search(line):
            yield Span(match.start(), match.end())


def _without(
    text: str, found: Iterable[Attribution], lines: Sequence[Span]
) -> Iterator[Attribution]:
    for each in found:
        if each.basis is not Basis.VOICE:
            yield each
            continue
        kept = tuple(part for span in each.content for part in _outside(text, span, lines))
        if kept:
            yield replace(each, content=kept)


def _outside(text: str, span: Span, lines: Sequence[Span]) -> Iterator[Span]:
    """Yield the parts of ``span`` before, between and after ``lines``, without space around."""
    start = span.start
    for line in (*lines, Span(span.end, span.end + 1)):
        words = text[start : max(start, min(line.start, span.end))]
        if words.strip():
            first = start + len(words) - len(words.lstrip())
            yield Span(first, first + len(words.strip()))
        start = max(start, line.end)


@cache
def _words() -> dict[str, _Words]:
    table = read_toml("footers.toml")
    return {
        language: _Words(re.compile(fold(row["follow"])), re.compile(fold(row["where"])))
        for language, row in table.items()
    }
