"""Where words stand in a passage: letter by letter, else as folding for matching sees them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from enum import StrEnum

from ...model import Span
from ...text import Normalised, normalise

__all__ = ["QUOTES", "Ground", "Reason", "gap"]

_MOST = 100
"""Places of one string; more of them say nothing that these do not."""

_CLITICS = 3
"""Letters that Arabic and Hebrew write onto a word, such as «ولل» before and «هما» behind it; not
tuned."""

QUOTES = " \t\r\n\"'“”„«»‘’"
"""Quotation marks and white space: what stands around words without being of them."""

_JOINING = ("ARABIC", "HEBREW")
_SPACED = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "DIGIT")


class Reason(StrEnum):
    """Why something that a model told was dropped."""

    ABSENT = "not in the passage"
    ACT = "no such act"
    KIND = "no such kind"
    SPEAKER = "nobody speaks"
    CUE = "nothing tells of the saying"
    VOICE = "its author has no voice"
    FAR = "its parts stand far apart"
    OUTSIDE = "not part of what is said"
    MACHINE = "in a text that speaks to a machine"
    FIELD = "nobody asked for it"


class Ground:
    """A window of a text in which words are looked for; spans are those of the whole text."""

    def __init__(self, text: str, window: Span) -> None:
        self.text = text
        self.window = window
        self._passage = window.of(text)
        self._folded: Normalised = normalise(self._passage)

    def all(self, words: str) -> tuple[Span, ...]:
        """Return where ``words`` stand as whole words, in order; folded only where never exactly.

        Quotation marks and white space around ``words`` do not count.
        """
        needle = words.strip(QUOTES)
        if not any(char.isalnum() for char in needle):
            return ()
        exact = self._whole(Span(at, at + len(needle)) for at in _places(self._passage, needle))
        if exact:
            return exact
        folded = normalise(needle).text.strip()
        if not any(char.isalnum() for char in folded):
            return ()
        places = _places(self._folded.text, folded)
        return self._whole(self._folded.original(Span(at, at + len(folded))) for at in places)

    def _whole(self, spans: Iterator[Span]) -> tuple[Span, ...]:
        start = self.window.start
        return tuple(
            Span(span.start + start, span.end + start)
            for span in spans
            if not _cut(self._passage, span.start, -1) and not _cut(self._passage, span.end, 1)
        )


def gap(a: Span, b: Span) -> int:
    """Return the code points between two spans; 0 where they touch or overlap."""
    return max(0, a.start - b.end, b.start - a.end)


def _places(text: str, needle: str) -> Iterator[int]:
    at = text.find(needle)
    for _ in range(_MOST):
        if at < 0:
            return
        yield at
        at = text.find(needle, at + len(needle))


def _cut(text: str, edge: int, step: int) -> bool:
    """Tell whether ``edge`` is inside a word; a few letters may be written onto a word there."""
    inside = edge if step < 0 else edge - 1
    outside = edge - 1 if step < 0 else edge
    if not text[inside].isalnum():
        return False
    run = 0
    while 0 <= outside < len(text) and text[outside].isalnum():
        if _script(text[outside]) in _SPACED and _script(text[inside]) in _SPACED:
            return True
        run += 1
        if run > _CLITICS:
            return _script(text[inside]) in _JOINING
        outside += step
    return False


def _script(char: str) -> str:
    if char.isdigit():
        return "DIGIT"
    return unicodedata.name(char, "").partition(" ")[0]
