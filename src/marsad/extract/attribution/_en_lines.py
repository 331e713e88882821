"""Headline lines: "URGENT | Governor of X: the bridge is closed", "TV X, citing Y: no talks"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

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
_CITING = frozenset(["citing", "quoting", "quotes", "cites", "via"])
_BARRED = frozenset('.;!?Q"“”«»')
_ENEMY = (["the", "enemy"], ["enemy"])
"""Who is never the channel itself, though no word shows a person or a body."""

MAX_NAME = 18
"""Tokens of the name before the colon, with what is in brackets."""

MAX_BARE = 4
"""Tokens of a name before a colon that no word shows to be a person or a body."""

MIN_CONTENT = 3
"""Tokens behind the colon: "Line-ups: see below" is no speech."""


def with_headlines(doc: Document, found: list[Found]) -> list[Found]:
    """Return ``found`` with the lines that begin "NAME: …", in order of cues.

    What stood in such a line as said by the name before the colon gives way to it.
    """
    said = [item.cue.at for item in found if item.source and doc.quoted[item.cue.at] < 0]
    lines = [each for at, end in _openings(doc) if (each := _line(doc, at, end, said)) is not None]
    if not lines:
        return found
    taken = {i for item in lines for i in range(item.cue.lo, item.cue.at + 1)}
    kept = [item for item in found if item.cue.at not in taken]
    return sorted([*kept, *lines], key=lambda item: item.cue.at)


def _openings(doc: Document) -> list[tuple[int, int]]:
    """Return the first token of every line, labels such as "BREAKING |" skipped, and its end.

    So does every sentence inside a line: "The bridge is shut. Police: stay at home."
    """
    out: dict[int, int] = {}
    start, begun = 0, set()
    for line in doc.text.split("\n"):
        label = _LABEL.match(line)
        at = start + (label.end() if label else 0)
        begun.add(bisect_left(doc.start, start))
        start += len(line) + 1
        out[bisect_left(doc.start, at)] = bisect_left(doc.start, start)
    for lo, hi in doc.bounds:
        if lo not in begun:
            first = next((at for at in range(lo, hi) if doc.low[at][0].isalnum()), lo)
            out.setdefault(first, hi)
    return sorted((at, end) for at, end in out.items() if at < len(doc.low))


def _line(doc: Document, start: int, end: int, said: list[int]) -> Found | None:
    colon = _colon(doc, start)
    if colon is None or doc.quoted[colon] >= 0:
        return None
    name = _speaker(doc, start, colon) or _bare_name(doc, start, colon, end, said)
    if name is None:
        return None
    if end == colon + 1 and _quoted_from(doc, end):
        end = doc.quotes[doc.quoted[end]][1]
    if end - colon - 1 < MIN_CONTENT:
        return None
    cue = Cue(colon, start, end, ":", "colon")
    return Found(cue, name, _said(doc, colon + 1, end), 0, 0.7)


def _quoted_from(doc: Document, at: int) -> bool:
    """Tell whether a quotation begins at token ``at``: the line below "X, in reply to Y:"."""
    return at < len(doc.low) and doc.quoted[at] >= 0 and doc.quotes[doc.quoted[at]][0] == at


def _said(doc: Document, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Return the quotation behind the colon, else the rest of the line."""
    if _quoted_from(doc, start):
        return (doc.quotes[doc.quoted[start]],)
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
        cited = not _CITING.isdisjoint(doc.low[start:at])
        if verbal and not depth and not cited and not _relative(doc, start, at):
            return None
    return None


def _relative(doc: Document, start: int, at: int) -> bool:
    """Tell whether the verb belongs to "who asked not to be named"."""
    return "who" in doc.low[start:at] and doc.low[at] in lexicon().classes["relative"]


def _speaker(doc: Document, start: int, colon: int) -> Chunk | None:
    """Return who speaks where the words before the colon name a person or a body."""
    cited = next((at for at in range(start, colon) if doc.low[at] in _CITING), None)
    first = start if cited is None else cited + 1
    last = next((at for at in range(first, colon) if _leaves(doc, first, at)), colon)
    if last < colon and doc.classes[last] == ",":
        last = colon
    if last <= first or not _names(doc, first, last, cited is not None):
        return None
    head = next((at for at in range(first, last) if doc.classes[at] == "P"), last) - 1
    return Chunk(first, last, max(first, head), "person")


def _leaves(doc: Document, first: int, at: int) -> bool:
    """Tell whether the name before the colon is over: "Coach (to reporters)", "Mayor on fees"."""
    return doc.classes[at] in "(," or (at > first and doc.low[at] in ("on", "about", "via"))


def _names(doc: Document, first: int, last: int, cited: bool) -> bool:
    classes = lexicon().classes
    words = {part for word in doc.low[first:last] for part in (word, *word.split("-"))}
    if cited or doc.low[first:last] in _ENEMY:
        return True
    if doc.low[last - 1] in classes["paper"] or not doc.text[doc.start[first]].isupper():
        return False
    return bool(words & (classes["person"] | classes["organisation"])) or (
        all(letter == "N" for letter in doc.classes[first:last]) and 2 <= last - first <= 4
    )


def _bare_name(
    doc: Document, first: int, colon: int, end: int, said: Sequence[int]
) -> Chunk | None:
    """Return a name that tells nothing of who it is ("Delhi: the queue is technical").

    A label and a place before a report in which others speak look the same.
    """
    last = next((at for at in range(first, colon) if _leaves(doc, first, at)), colon)
    letters, words = set(doc.classes[first:last]), set(doc.low[first:last])
    text = doc.text[doc.start[first] : doc.end[last - 1]] if last > first else ""
    if not letters or not letters <= set("Nn'#") or last - first > MAX_BARE:
        return None
    if doc.classes[first] != "N" or text.isupper() or words & _labels():
        return None
    at = bisect_left(said, colon + 1)
    reported = at < len(said) and said[at] < end
    quoted = doc.classes[colon + 1 : colon + 2] == ["Q"]
    states = quoted or not {"V", "X"}.isdisjoint(doc.classes[colon + 1 : end])
    return Chunk(first, last, last - 1, "person") if states and not reported else None


@cache
def _labels() -> frozenset[str]:
    classes = lexicon().classes
    return classes["label"] | classes["paper"] | lexicon().voice["headings"]


def headline_relay(doc: Document, item: Found) -> Chunk | None:
    """Return the relay X of a headline "X, citing Y: …"."""
    if item.cue.kinds != "colon" or item.source is None:
        return None
    at = item.source.start - 1
    if at <= item.cue.lo or doc.low[at] not in _CITING:
        return None
    end = at - 1 if doc.classes[at - 1] == "," else at
    return replace(item.source, start=item.cue.lo, end=end, head=end - 1)
