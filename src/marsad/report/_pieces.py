"""Statements in their posts, and what makes two of them the same."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..model import Span, Statement
from ..ports import PostView
from ..text import normalise
from ..text.lexicon import words as word_set
from ._english import inner_quotes, squeeze, tidy
from ._reading import English, Reading
from ._words import RANK

__all__ = [
    "Item",
    "Piece",
    "by_post",
    "days_apart",
    "distinct",
    "same_words",
    "weightiest",
    "when",
]

_SAME_COPY = 0.5
"""Share of common words from which two statements of one origin are one statement."""

_MOST_PIECES = 6
"""Statements of one post that are told; a long article has dozens, and the desk does not retell
it."""

_STOP = word_set(
    "that this with from have will would shall been were they their them there which what "
    "when where into upon also said says than then those these your ours about after before"
)


@dataclass(frozen=True)
class Piece:
    """A statement in its post; what is read from it is kept, for it is compared often."""

    reading: Reading
    statement: Statement

    @property
    def view(self) -> PostView:
        """The post."""
        return self.reading.view

    @cached_property
    def english(self) -> English:
        """What the statement says in English."""
        return self.reading.english(self.statement.content)

    @cached_property
    def words(self) -> str:
        """The words of the statement as a quotation of them would print them."""
        return inner_quotes(squeeze(tidy(self.english.text)))

    @cached_property
    def stems(self) -> frozenset[str]:
        """English content words; none where it is not translated."""
        return _stems(self.english.text) if self.english.translated else frozenset()

    @cached_property
    def stems_around(self) -> frozenset[str]:
        """The same of the sentences that hold the statement."""
        return _stems(self.english.around) if self.english.translated else frozenset()

    @cached_property
    def tokens(self) -> frozenset[str]:
        """Normalised words of the original."""
        text = self.view.version.text
        words = " ".join(s.of(text) for s in self.statement.content)
        return frozenset(normalise(words).text.split())


@dataclass(frozen=True, slots=True)
class Item:
    """What one origin said, and who else told the same.

    :ivar pieces: statements of the post, in the order of its text.
    :ivar also: the same statements as other origins tell them.
    :ivar beside: denials of what the item claims: of each post that is told, with who else told
        the same in ``also``.
    """

    pieces: tuple[Piece, ...]
    also: tuple[Piece, ...] = ()
    beside: tuple[Item, ...] = ()

    @property
    def said(self) -> tuple[Piece, ...]:
        """All that is told: what the item says, then its denials."""
        return (*self.pieces, *(p for each in self.beside for p in each.pieces))

    @property
    def view(self) -> PostView:
        """The post that the item is about."""
        return self.pieces[0].view

    @property
    def day(self) -> str | None:
        """The UTC day on which it was published, or None."""
        return self.view.post.published.day

    @property
    def weight(self) -> int:
        """The rank of its weightiest act."""
        return max(RANK[p.statement.act] for p in self.pieces)


def when(view: PostView) -> tuple[str, str]:
    """Return what orders posts by publication; undated ones come last."""
    value = view.post.published.value
    return (value.isoformat() if value else "9999", view.post.id)


def days_apart(one: PostView, other: PostView) -> float:
    """Return the days between two posts; 0 where one has no moment."""
    first, second = one.post.published.value, other.post.published.value
    if first is None or second is None:
        return 0.0
    return abs((first - second).total_seconds()) / 86_400


def by_post(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, ...]]:
    """Yield the pieces of each post, in the order of its text."""
    posts: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        posts[piece.view.post.id].append(piece)
    for found in posts.values():
        yield tuple(sorted(found, key=lambda p: p.statement.content[0]))


def weightiest(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return the pieces that an item has room for, in the order of the text."""
    kept = sorted(pieces, key=lambda p: -RANK[p.statement.act])[:_MOST_PIECES]
    return tuple(p for p in pieces if p in kept)


def distinct(view: PostView) -> Iterator[Statement]:
    """Leave out statements of the headline, and those that repeat most of a longer one.

    A headline repeats the text; where it alone holds statements they stay.
    """
    headline = len(view.version.title or "")
    body = [s for s in view.statements if s.content and s.content[0].start >= headline]
    kept: list[Statement] = []
    for statement in sorted(body or view.statements, key=lambda s: -_length(s.content)):
        covered = [_shared(statement.content, k.content) for k in kept]
        if statement.content and all(c < 0.6 * _length(statement.content) for c in covered):
            kept.append(statement)
    yield from sorted(kept, key=lambda s: s.content[0])


def _length(spans: Sequence[Span]) -> int:
    return sum(s.end - s.start for s in spans)


def _shared(one: Sequence[Span], other: Sequence[Span]) -> int:
    return sum(a.overlap(b) for a in one for b in other)


def same_words(one: Piece, other: Piece) -> bool:
    """Tell whether two posts of one origin carry the same statement."""
    mine, theirs = one.tokens, other.tokens
    return bool(mine) and len(mine & theirs) >= _SAME_COPY * len(mine | theirs)


def _stems(text: str) -> frozenset[str]:
    """Return what tells English texts apart: longer words cut to five letters, and numbers."""
    words = re.findall(r"[a-z]{4,}|\d+", text.casefold())
    return frozenset(w[:5] for w in words if w not in _STOP)
