"""Names in English that no gazetteer holds: runs of capitals with what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ..model import Span
from ._lexicon import read_toml

__all__ = ["english_names"]

_WORD = r"[A-Z\u00c0-\u00de][\w'’]*(?:-[\w'’]+)*"
_JOIN = r"(?:al-|el-|Al-|of the|of|and the|for|the|de|del|la|bin|ibn|van|von|al|el|ad-|as-|ash-)"
_RUN = re.compile(rf"{_WORD}(?:[ ](?:{_JOIN}[ ]?)?{_WORD}){{0,6}}")
_BEFORE = re.compile(r"(?:^|[^\w.])([\w.]+(?: of)?)\s+(?:the\s+)?(?:#)?\Z", re.IGNORECASE)
_AFTER = re.compile(r"\s*,?\s*(\w+)")
_PERSON_JOIN = re.compile(r" (?:of|for|and) (?:the )?")
_LOOK_BACK = 40

Scored = tuple[Span, str, float]


@cache
def _lists() -> dict[str, frozenset[str]]:
    return {key: frozenset(words) for key, words in read_toml("ner.toml")["en"].items()}


def english_names(text: str) -> tuple[Scored, ...]:
    """Return (span, PER | LOC | ORG, score) of capitalised runs whose kind can be told.

    A run whose kind cannot be told is left out: high precision is wanted here.
    """
    runs = (_trim(text, match.start(), match.end()) for match in _RUN.finditer(text))
    pieces = (piece for start, end in runs for piece in _pieces(text, start, end))
    named = (_kind(text, start, end) for start, end in pieces if end > start)
    return tuple(found for found in named if found is not None)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the run, or, where it opens with a title, what stands before and after "of"."""
    first = text[start:end].split(" ", 1)[0]
    join = _PERSON_JOIN.search(text, start, end)
    if join is None or not {first, first.rstrip(".")} & _lists()["titles"]:
        yield start, end
        return
    yield start, join.start()
    yield join.end(), end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Drop words from the front that are capitalised only because they open the sentence."""
    while start < end:
        word = re.match(r"[\w'’.-]+", text[start:end])
        if word is None or word.group() not in _lists()["not_names"]:
            break
        start += word.end()
        while start < end and not text[start].isupper():
            start += 1
    if text[start:end].endswith(("'s", "’s")):
        end -= 2
    return start, end


def _kind(text: str, start: int, end: int) -> Scored | None:
    lists = _lists()
    words = text[start:end].split()
    if words[0].rstrip(".") in lists["titles"] or words[0] in lists["titles"]:
        return _titled(text, start, end)
    if len(words) > 1 and (lists["organisation_heads"] & {words[0], words[-1]}):
        return Span(start, end), "ORG", 0.7
    if len(words) > 1 and (lists["place_heads"] & {words[0], words[-1]}):
        return Span(start, end), "LOC", 0.7
    after = _AFTER.match(text, end)
    says = after is not None and after.group(1) in lists["says"]
    before = _BEFORE.search(text[max(0, start - _LOOK_BACK) : start])
    cue = before.group(1) if before else ""
    if cue in lists["titles"] or cue.capitalize() in lists["titles"]:
        return Span(start, end), "PER", 0.7
    if 2 <= len(words) <= 4 and (says or cue in lists["says"]) and not words[0].isupper():
        return Span(start, end), "PER", 0.6
    if cue.lower() in lists["place_cues"] and len(words) <= 3 and not words[0].isupper():
        return Span(start, end), "LOC", 0.5
    return None


def _titled(text: str, start: int, end: int) -> Scored | None:
    """Return the person behind one or more titles; None where only an office is named."""
    titles = _lists()["titles"]
    at = start
    while at < end:
        word = re.match(r"[\w'’.-]+", text[at:end])
        if word is None or not ({word.group(), word.group().rstrip(".")} & titles):
            break
        at += word.end()
        while at < end and not text[at].isalpha():
            at += 1
    if at >= end or not text[at].isupper():
        return None
    return Span(at, end), "PER", 0.8
