"""Headline lines: "URGENT | Governor of X: the bridge is closed", "TV X, citing Y: no talks"."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from ._en_features import Cue
from ._en_lexicon import lexicon
from ._en_model import Found
from ._en_tokens import Chunk, Document

__all__ = ["headline_relay", "with_headlines"]

_LABEL = re.compile(
    r"(?:[^\w\n\"“«‘(]*(?:breaking|urgent|flash|alert|update|updated|just in|new|exclusive|video|"
    r"watch|latest|developing|news)\b(?: news\b)?[\s|:–—/-]*)*[^\w\n\"“«‘(]*",
    re.IGNORECASE,
)
_CITING = frozenset(["citing", "quoting"])
_BARRED = frozenset('.;!?Q"“”«»')
MAX_NAME = 18
"""Tokens of the name before the colon, with what is in brackets."""

MIN_CONTENT = 3
"""Tokens behind the colon: "Line-ups: see below" is no speech."""


def with_headlines(doc: Document, found: list[Found]) -> list[Found]:
    """Return ``found`` with the lines that begin "NAME: …", in order of cues.

    What stood in such a line as said by the name before the colon gives way to it.
    """
    lines = [item for at in _openings(doc) if (item := _line(doc, at)) is not None]
    if not lines:
        return found
    taken = {i for item in lines for i in range(item.cue.lo, item.cue.at + 1)}
    kept = [item for item in found if item.cue.at not in taken]
    return sorted([*kept, *lines], key=lambda item: item.cue.at)


def _openings(doc: Document) -> list[int]:
    """Return the first token of every line, labels such as "BREAKING |" skipped."""
    out = []
    start = 0
    for line in doc.text.split("\n"):
        label = _LABEL.match(line)
        at = start + (label.end() if label else 0)
        out.append(bisect_left(doc.start, at))
        start += len(line) + 1
    return sorted({at for at in out if at < len(doc.low)})


def _line(doc: Document, start: int) -> Found | None:
    colon = _colon(doc, start)
    if colon is None or doc.quoted[colon] >= 0:
        return None
    end = bisect_left(doc.start, _line_end(doc, colon))
    name = _speaker(doc, start, colon)
    if name is None or end - colon - 1 < MIN_CONTENT:
        return None
    cue = Cue(colon, start, end, ":", "colon")
    return Found(cue, name, _said(doc, colon + 1, end), 0, 0.7)


def _said(doc: Document, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Return the quotation behind the colon, else the rest of the line."""
    quote = doc.quoted[start]
    if quote >= 0 and doc.quotes[quote][0] == start:
        return (doc.quotes[quote],)
    return ((start, end),)


def _colon(doc: Document, start: int) -> int | None:
    depth = 0
    for at in range(start, min(len(doc.low), start + MAX_NAME)):
        mark = doc.classes[at]
        if mark == ":" and not depth:
            return at
        if mark in _BARRED or (at > start and "\n" in doc.text[doc.end[at - 1] : doc.start[at]]):
            return None
        depth += (mark == "(") - (mark == ")")
        verbal = mark == "X" or (mark == "V" and doc.low[at] not in _CITING)
        if verbal and not depth and not _relative(doc, start, at):
            return None
    return None


def _relative(doc: Document, start: int, at: int) -> bool:
    """Tell whether the verb belongs to "who asked not to be named"."""
    return "who" in doc.low[start:at] and doc.low[at] in lexicon().classes["relative"]


def _line_end(doc: Document, at: int) -> int:
    end = doc.text.find("\n", doc.start[at])
    return len(doc.text) if end < 0 else end


def _speaker(doc: Document, start: int, colon: int) -> Chunk | None:
    """Return who speaks where the words before the colon name a person or a body."""
    cited = next((at for at in range(start, colon) if doc.low[at] in _CITING), None)
    first = start if cited is None else cited + 1
    last = next((at for at in range(first, colon) if doc.classes[at] in "(,"), colon)
    if last < colon and doc.classes[last] == ",":
        last = colon
    if last <= first or not _names(doc, first, last, cited is not None):
        return None
    head = next((at for at in range(first, last) if doc.classes[at] == "P"), last) - 1
    return Chunk(first, last, max(first, head), "person")


def _names(doc: Document, first: int, last: int, cited: bool) -> bool:
    classes = lexicon().classes
    words = {part for word in doc.low[first:last] for part in (word, *word.split("-"))}
    if cited:
        return True
    if doc.low[last - 1] in classes["paper"] or not doc.text[doc.start[first]].isupper():
        return False
    return bool(words & (classes["person"] | classes["organisation"])) or (
        all(letter == "N" for letter in doc.classes[first:last]) and 2 <= last - first <= 4
    )


def headline_relay(doc: Document, item: Found) -> Chunk | None:
    """Return the relay X of a headline "X, citing Y: …"."""
    if item.cue.kinds != "colon" or item.source is None:
        return None
    at = item.source.start - 1
    if at <= item.cue.lo or doc.low[at] not in _CITING:
        return None
    end = at - 1 if doc.classes[at - 1] == "," else at
    return replace(item.source, start=item.cue.lo, end=end, head=end - 1)
