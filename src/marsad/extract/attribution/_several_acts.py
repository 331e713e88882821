"""One speech that does several things: "We did not do it. Whoever comes near will burn."

A quotation, or what follows a colon, is one statement as long as its sentences do one thing. Where
the words of neighbouring sentences name different acts, each act is a statement of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from marsad.model import Act, Span

from ..acts import classify
from ._types import Attribution

__all__ = ["apart"]

_BREAK = re.compile(r"[.!?؟…]+[»”\"]?\s+(?=\S)")
"""Where a sentence of a speech ends; parts behind a semicolon belong to one."""

_LEAST = 3
"""Words of a sentence that does something by itself; a choice, not tuned."""

_COMMON = frozenset((Act.OTHER, Act.ANNOUNCEMENT))
"""Acts that say too little to set two sentences apart."""

_SPEECHES = ("-colon", "-quote")
"""How the recipes of speeches in full end; "said that" and objects are one act."""


def apart(text: str, found: Iterable[Attribution], language: str) -> Iterator[Attribution]:
    """Yield ``found``, with a statement for each act of a speech that stands in one piece."""
    for each in found:
        if len(each.content) > 1 or not each.recipe.endswith(_SPEECHES):
            yield each
            continue
        for part in _acts(text, each.content[0], language):
            yield replace(each, content=(part,))


def _acts(text: str, content: Span, language: str) -> list[Span]:
    """Return the parts of ``content`` whose words name different acts, in order."""
    parts: list[Span] = []
    last: Act | None = None
    for sentence in _sentences(text, content):
        act, _, _ = classify(sentence.of(text), None, language)
        named = None if act in _COMMON else act
        if parts and (named is last or len(sentence.of(text).split()) < _LEAST):
            parts[-1] = Span(parts[-1].start, sentence.end)
            continue
        parts.append(sentence)
        last = named
    return parts


def _sentences(text: str, content: Span) -> Iterator[Span]:
    start = content.start
    for match in _BREAK.finditer(text, content.start, content.end):
        yield Span(start, match.end() - len(match.group()) + _kept(match.group()))
        start = match.end()
    yield Span(start, content.end)


def _kept(mark: str) -> int:
    """Return how many characters of a mark stay: a question or exclamation mark, not a stop."""
    return len(mark.rstrip()) if mark[0] in "!?؟…" else 0
