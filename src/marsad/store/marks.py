"""Where what is wanted stands in a text, for both databases alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ..model import Span
from ..text import normalise
from ..text.asked import Node, Phrase, Query, Word
from .tokens import placed_tokens, tokens

__all__ = ["Marker"]

_Row = tuple[list[str], bool]
"""Words that stand one after the other, and whether the last may go on."""


class Marker:
    """Finds the words and phrases of a query that are wanted.

    :param root: of the query, with other spellings of its words.
    """

    def __init__(self, root: Node) -> None:
        self._beginnings: tuple[str, ...] = ()
        self._rows: dict[str, list[_Row]] = defaultdict(list)
        for leaf, wanted in Query("", root).leaves():
            if wanted and isinstance(leaf, Word | Phrase):
                self._add(tokens(normalise(leaf.text).text), isinstance(leaf, Word) and leaf.prefix)

    def _add(self, words: list[str], prefix: bool) -> None:
        if len(words) == 1 and prefix:
            self._beginnings += (words[0],)
        elif words:
            self._rows[words[0]].append((words, prefix))

    def spans(self, text: str) -> tuple[Span, ...]:
        """Return the runs of ``text`` that are wanted, in order; two that overlap are one."""
        normalised = normalise(text)
        found = sorted(self._found(placed_tokens(normalised.text)))
        return tuple(normalised.original(Span(*run)) for run in _joined(found))

    def _found(self, placed: Sequence[tuple[str, int, int]]) -> Iterator[tuple[int, int]]:
        words = [word for word, _, _ in placed]
        for at, (word, start, end) in enumerate(placed):
            if self._beginnings and word.startswith(self._beginnings):
                yield start, end
            for row, prefix in self._rows.get(word, ()):
                last = at + len(row) - 1
                if _stands(words[at : last + 1], row, prefix):
                    yield start, placed[last][2]


def _stands(words: Sequence[str], row: Sequence[str], prefix: bool) -> bool:
    if not prefix:
        return words == row
    return len(words) == len(row) and words[:-1] == row[:-1] and words[-1].startswith(row[-1])


def _joined(runs: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    begun: tuple[int, int] | None = None
    for start, end in runs:
        if begun and start < begun[1]:
            begun = (begun[0], max(end, begun[1]))
            continue
        if begun:
            yield begun
        begun = (start, end)
    if begun:
        yield begun
