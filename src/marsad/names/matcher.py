"""Which of many named things a name means: candidates by keys and words, then :func:`.match`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .index import NameIndex
from .match import Decision, Match, match
from .parsed import Parsed, parsed

__all__ = ["NameMatcher"]

_COMPARED = 20
"""Names that are compared, of those alike in letters and of those alike in words; not tuned."""

_ALONE = 0.9
"""Likeness from which a name of one word is taken for another among thousands, where some resemble
it by chance; below it may be meant. Of 1,100 everyday words and single names one in four was taken
for one of 55,000 names without this; with it, one in a hundred."""

_FREQUENT = 200
"""Names that share a word from which the word tells nothing; not tuned."""


class NameMatcher:
    """Finds what a name stands for among entities, each with one or several names.

    Of 55,000 names a question takes some 30 milliseconds; taking them in takes some seconds.

    :param names: (key of the entity, a name of it); a key may come again with other names.
    :param exact: True turns guesses off, as in :func:`.match`.
    """

    def __init__(self, names: Sequence[tuple[str, str]], *, exact: bool = False) -> None:
        self._names = tuple(names)
        self._exact = exact
        self._equal: dict[tuple[str, ...], list[int]] = defaultdict(list)
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for number, (_, name) in enumerate(self._names):
            found = parsed(name)
            self._equal[_equal(found)].append(number)
            for word in dict.fromkeys(_tellings(found)):
                self._by_word[word].append(number)
        self._index = None if exact else NameIndex([name for _, name in self._names])

    def find(self, name: str) -> list[tuple[str, Match]]:
        """Return keys of entities that ``name`` means or may mean, the likeliest first.

        Those decided as ``same`` come before those decided as ``maybe``; others are left out. Each
        key comes once, with the match of its name that fits best. Several ``same`` are as many
        entities with one name: what they are about has to decide.
        """
        best: dict[str, Match] = {}
        for number in dict.fromkeys(self._candidates(name)):
            key, other = self._names[number]
            found = _careful(match(name, other, exact=self._exact))
            if found.decision is not Decision.DIFFERENT and _rank(found) > _rank(best.get(key)):
                best[key] = found
        return sorted(best.items(), key=lambda item: _rank(item[1]), reverse=True)

    def _candidates(self, name: str) -> Iterator[int]:
        asked = parsed(name)
        yield from self._equal.get(_equal(asked), ())
        if self._index is not None:
            yield from (found.number for found in self._index.ranked(name, _COMPARED))
            shared: Counter[int] = Counter()
            for word in dict.fromkeys(_tellings(asked)):
                listed = self._by_word.get(word, ())
                shared.update(listed if len(listed) <= _FREQUENT else ())
            yield from (number for number, _ in shared.most_common(_COMPARED))


def _careful(found: Match) -> Match:
    """Return a match of one word as ``maybe`` where it is not nearly certain."""
    alone = len(found.pairs) == 1
    if alone and found.decision is Decision.SAME and found.pairs[0].likeness < _ALONE:
        why = (*found.why, "one word alone resembles many")
        return replace(found, decision=Decision.MAYBE, score=min(found.score, 0.69), why=why)
    return found


def _equal(name: Parsed) -> tuple[str, ...]:
    return tuple(part.text for part in name.parts)


def _tellings(name: Parsed) -> Iterator[str]:
    """Yield what a name of a body may share with its translation or its acronym."""
    if name.acronym:
        yield f"“{name.acronym}”"
    if len(name.parts) > 1:
        yield f"“{''.join(part.text[0] for part in name.parts)}”"
    for part in name.parts:
        yield part.concept or part.text


def _rank(found: Match | None) -> tuple[bool, float]:
    return (found.decision is Decision.SAME, found.score) if found else (False, 0.0)
