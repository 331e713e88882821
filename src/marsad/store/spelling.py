"""Other spellings of what people type: forms of words, and names in other scripts.

A word stands for its forms that occur in the index. A word that is (part of) an entity's name also
stands for that name in other scripts; so do several words that are one together. Another stands for
words of names in the texts that are likely the same. What is added is told, and a reader can do
without.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from ..model import Span
from ..text import normalise
from ..text.asked import All, Any, Node, Not, Phrase, Word
from ..text.forms import forms
from .known_names import known_names
from .words import words_of
from .written_names import spellings

__all__ = ["widened"]

_MOST = 40
"""Spellings that are added to a word, those of the most posts: each costs a tenth of a
millisecond (``benchmarks/search_speed.py``)."""

_LONGEST = 6
"""Words of a name that is looked for in a query."""


def widened(connection: Connection, root: Node) -> tuple[Node, dict[str, tuple[str, ...]]]:
    """Return ``root`` with other spellings of its words; and word as typed → what was added.

    Phrases, prefixes and fields are left as they are.
    """
    widening = _Widening(connection)
    return widening.node(root), widening.added


class _Widening:
    """Adds spellings to one tree."""

    def __init__(self, connection: Connection) -> None:
        self.added: dict[str, tuple[str, ...]] = {}
        self._connection = connection
        self._words = words_of(connection)
        self._names = known_names(connection)

    def node(self, node: Node) -> Node:
        if isinstance(node, Word):
            return self._word(node)
        if isinstance(node, Not):
            return Not(self.node(node.part), node.span)
        if isinstance(node, All):
            parts = tuple(self._runs(node.parts))
            return All(parts) if len(parts) > 1 else parts[0]
        if isinstance(node, Any):
            return Any(tuple(self.node(part) for part in node.parts))
        return node

    def _runs(self, parts: Sequence[Node]) -> Iterator[Node]:
        """Yield the parts; several words that are a name together become one."""
        runs = [run for run in _windows(parts) if run[2] in self._names]
        at = 0
        while at < len(parts):
            run = next((run for run in runs if run[0] == at), None)
            if run is None:
                yield self.node(parts[at])
                at += 1
                continue
            yield self._name(parts[at : run[1]], run[2])
            at = run[1]

    def _name(self, parts: Sequence[Node], folded: str) -> Node:
        words = [part for part in parts if isinstance(part, Word)]
        span = Span(words[0].span.start, words[-1].span.end)
        others = [name for name in self._names.sakes(folded) if name != folded][:_MOST]
        each = All(tuple(self._word(word) for word in words))
        if not others:
            return each
        self.added[" ".join(word.text for word in words)] = tuple(others)
        return Any((each, *(Phrase(name, span) for name in others)))

    def _word(self, word: Word) -> Node:
        folded = normalise(word.text).text
        if word.prefix or not folded.isalnum():
            return word
        others = self._names.aligned(folded) or spellings(self._connection, folded)
        single = {*forms(folded), *(f for other in others for f in forms(other))}
        known = self._words.occurring(self._connection, single - {folded}, _MOST)
        names = [name for name in self._names.sakes(folded) if name not in known and name != folded]
        added = (*known, *(name for name in names if " " in name))[:_MOST]
        if not added:
            return word
        self.added[word.text] = added
        return Any((word, *(_spelt(each, word.span) for each in added)))


def _windows(parts: Sequence[Node]) -> Iterator[tuple[int, int, str]]:
    """Yield the runs of two plain words or more, longest first: start, end, folded words."""
    for length in range(min(_LONGEST, len(parts)), 1, -1):
        for at in range(len(parts) - length + 1):
            run = parts[at : at + length]
            words = [part.text for part in run if isinstance(part, Word) and not part.prefix]
            if len(words) == length:
                yield at, at + length, normalise(" ".join(words)).text


def _spelt(text: str, span: Span) -> Word | Phrase:
    return Phrase(text, span) if " " in text else Word(text, span)
