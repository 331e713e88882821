"""Words of a text, and windows of them that fit into the encoder's view."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from marsad.model import Span

from .pieces import CLOSE, OPEN, Pieces

__all__ = ["WINDOW", "Window", "windows", "words"]

WINDOW = 160
"""Pieces that are read at once, in training and after it; not tuned."""

_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d"
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}])*|[^\w\s]")
_END = re.compile(r"[.!?؟۔…\n][\"'»”)\]]*\s*$")


@dataclass(frozen=True, slots=True)
class Window:
    """A run of a text that the encoder reads at once.

    :ivar ids: pieces, those that open and close it included.
    :ivar words: places of its words in the text, in code points.
    :ivar firsts: for each word the place in ``ids`` of its first piece.
    """

    ids: tuple[int, ...]
    words: tuple[Span, ...]
    firsts: tuple[int, ...]

    def overlapping(self, start: int, end: int) -> range:
        """Return the numbers of the words that overlap a run of the text, in code points."""
        return range(
            bisect_right(self.words, start, key=lambda word: word.end),
            bisect_left(self.words, end, key=lambda word: word.start),
        )


def words(text: str) -> list[Span]:
    """Return words and signs; attached particles are not cut off, hashtags' words are apart."""
    return [Span(*match.span()) for match in _WORD.finditer(text)]


def windows(text: str, pieces: Pieces, limit: int = WINDOW) -> list[Window]:
    """Cut ``text`` into windows of at most ``limit`` pieces, at ends of sentences if it can be.

    Words that have no piece of their own are left out.
    """
    sequenced = pieces.sequence(text)
    ids, spans = sequenced.ids[1:-1], sequenced.spans[1:-1]
    listed = words(text)
    owners = _first_pieces(listed, spans)
    return list(_cut(text, ids, listed, owners, limit - 2))


def _first_pieces(listed: Sequence[Span], spans: Sequence[Span]) -> list[int]:
    """Return the number of the piece in which each word begins; -1 where none does."""
    found: list[int] = []
    at = 0
    for word in listed:
        while at < len(spans) and spans[at].end <= word.start:
            at += 1
        found.append(at if at < len(spans) and spans[at].start < word.end else -1)
    return found


def _cut(
    text: str, ids: Sequence[int], listed: Sequence[Span], owners: Sequence[int], limit: int
) -> Iterator[Window]:
    known = [n for n, owner in enumerate(owners) if owner >= 0]
    first = 0
    while first < len(known):
        begin = owners[known[first]]
        last = first
        while last < len(known) and owners[known[last]] - begin < limit:
            last += 1
        if last < len(known):
            last = _break(text, listed, known, first, last)
        end = owners[known[last]] if last < len(known) else len(ids)
        run = known[first:last]
        yield Window(
            (OPEN, *ids[begin : min(end, begin + limit)], CLOSE),
            tuple(listed[n] for n in run),
            tuple(owners[n] - begin + 1 for n in run),
        )
        first = last


def _break(text: str, listed: Sequence[Span], known: Sequence[int], first: int, last: int) -> int:
    """Return where to cut: after the last end of a sentence in the second half, or at ``last``."""
    for at in range(last, first + (last - first) // 2, -1):
        gap = text[listed[known[at - 1]].start : listed[known[at]].start]
        if _END.search(gap):
            return at
    return last
