"""What a person asks a search for, as a tree; :func:`marsad.text.query.parse` makes it.

Spans are in code points of the query as it was typed, so that a page can point at each part.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ..model import Span

__all__ = ["All", "Any", "By", "Field", "Node", "Not", "Phrase", "Query", "Sort", "Word"]


class By(StrEnum):
    """How posts are found: by their words, by what they mean, or by both."""

    WORDS = "words"
    MEANING = "meaning"
    BOTH = "both"


class Sort(StrEnum):
    """In which order posts are listed."""

    BEST = "best"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was typed.

    :ivar prefix: words that begin with it match, too.
    """

    text: str
    span: Span
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this very order, as they were typed between quotation marks."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Field:
    """What must hold of a post besides its words.

    :ivar name: one of :data:`marsad.text.query.FIELDS`.
    :ivar values: any of them will do; days are ISO 8601, those of ``on`` the first and the one
        after the last.
    :ivar typed: the value as it was typed.
    """

    name: str
    values: tuple[str, ...]
    typed: str
    span: Span


@dataclass(frozen=True, slots=True)
class Not:
    """What must not hold."""

    part: Node
    span: Span


@dataclass(frozen=True, slots=True)
class All:
    """What must hold together; two parts or more."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Of which one must hold; two parts or more."""

    parts: tuple[Node, ...]


Node = Word | Phrase | Field | Not | All | Any


@dataclass(frozen=True, slots=True)
class Query:
    """A search that was understood.

    :ivar text: as it was typed.
    :ivar root: None where nothing was asked for.
    :ivar by: None where the query does not say.
    :ivar exact: other spellings and forms of its words do not match.
    """

    text: str
    root: Node | None
    by: By | None = None
    exact: bool = False
    sort: Sort = Sort.BEST

    def leaves(self) -> Iterator[tuple[Word | Phrase | Field, bool]]:
        """Yield every word, phrase and field, and whether it must hold rather than not."""
        yield from _leaves(self.root, wanted=True)

    @property
    def question(self) -> str:
        """The words and phrases that are wanted, as a question of what they mean."""
        wanted = (leaf for leaf, must in self.leaves() if must)
        return " ".join(leaf.text for leaf in wanted if not isinstance(leaf, Field))

    @property
    def plain(self) -> bool:
        """Whether its words are plain ones: no phrase, prefix, OR, or word that must not occur."""
        parts = self.root.parts if isinstance(self.root, All) else (self.root,)
        return all(isinstance(p, Word) and not p.prefix for p in parts if not _only_fields(p))

    def narrowing(self) -> Query:
        """Return the query without its words: what its fields alone ask for."""
        parts = self.root.parts if isinstance(self.root, All) else (self.root,)
        fields = tuple(part for part in parts if part is not None and _only_fields(part))
        root = All(fields) if len(fields) > 1 else next(iter(fields), None)
        return Query(self.text, root, exact=self.exact)

    def without(self, span: Span) -> str:
        """Return the text of the query without one of its parts."""
        kept = f"{self.text[: span.start].rstrip()} {self.text[span.end :].lstrip()}"
        return kept.strip()


def _leaves(node: Node | None, *, wanted: bool) -> Iterator[tuple[Word | Phrase | Field, bool]]:
    if isinstance(node, Not):
        yield from _leaves(node.part, wanted=not wanted)
    elif isinstance(node, All | Any):
        for part in node.parts:
            yield from _leaves(part, wanted=wanted)
    elif node is not None:
        yield node, wanted


def _only_fields(node: Node | None) -> bool:
    return all(isinstance(leaf, Field) for leaf, _ in _leaves(node, wanted=True))
