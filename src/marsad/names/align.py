"""Pair the parts of two names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .alike import alike
from .parsed import Kind, Part

__all__ = ["Alignment", "Pair", "aligned"]

_PAIRED = 0.15
_SURE = 0.35
"""Probability from which two words are paired, and from which they are one; chosen on the
development part of ``evaluation/gold/names/pairs.tsv``."""

_ALONE = (Kind.FATHER, Kind.MOTHER, Kind.SERVANT, Kind.SON, Kind.NUMBER)
"""Kinds that are paired with their own kind only."""

_CLITICS = tuple("لوبفک")
"""Arabic small words that are written together with what follows."""

_LEAST = 5
"""Letters from which the first may be such a word."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Parts of two names that are one.

    :ivar first: letters of the first name's part, ``second`` of the second's; two parts of one may
        be written together in the other.
    :ivar likeness: how probable it is, 0 to 1.
    :ivar concept: what both say, where they are translations of each other.
    :ivar parts: how many parts of the name that has more.
    """

    first: str
    second: str
    likeness: float
    concept: str | None = None
    parts: int = 1


@dataclass(frozen=True, slots=True)
class Alignment:
    """Pairs, and what is left over of either name.

    :ivar places: where the pairs stand in both names.
    """

    pairs: tuple[Pair, ...]
    places: tuple[tuple[int, int], ...]
    left: tuple[Part, ...]
    right: tuple[Part, ...]
    last: bool

    @property
    def parts(self) -> int:
        """How many parts are paired."""
        return sum(pair.parts for pair in self.pairs)

    @property
    def sure(self) -> bool:
        """Whether no pair is a guess."""
        return all(pair.likeness >= _SURE for pair in self.pairs)

    @property
    def in_order(self) -> bool:
        """Whether the pairs stand in one order in both names."""
        seconds = [second for _, second in self.places]
        return seconds == sorted(seconds)

    @property
    def rotated(self) -> bool:
        """Whether they do once the last part of one name is put before the others."""
        seconds = [second for _, second in self.places]
        return [*seconds[1:], seconds[0]] == sorted(seconds) or [
            seconds[-1],
            *seconds[:-1],
        ] == sorted(seconds)


@dataclass(frozen=True, slots=True)
class _Way:
    pair: Pair
    firsts: range
    seconds: range


def aligned(one: Sequence[Part], other: Sequence[Part]) -> Alignment:
    """Pair parts of two names, the most alike first."""
    ways = [way for way in _ways(one, other) if way.pair.likeness >= _PAIRED]
    ways.sort(key=lambda way: (-way.pair.likeness, abs(way.firsts[0] - way.seconds[0])))
    firsts, seconds = set(range(len(one))), set(range(len(other)))
    taken: list[_Way] = []
    for way in ways:
        if firsts.issuperset(way.firsts) and seconds.issuperset(way.seconds):
            firsts -= set(way.firsts)
            seconds -= set(way.seconds)
            taken.append(way)
    taken.sort(key=lambda way: way.firsts[0])
    return Alignment(
        tuple(way.pair for way in taken),
        tuple((way.firsts[0], way.seconds[0]) for way in taken),
        tuple(one[n] for n in sorted(firsts)),
        tuple(other[n] for n in sorted(seconds)),
        len(one) - 1 not in firsts and len(other) - 1 not in seconds,
    )


def _ways(one: Sequence[Part], other: Sequence[Part]) -> Iterator[_Way]:
    for i, first in enumerate(one):
        for j, second in enumerate(other):
            concept = first.concept if first.kind is second.kind is Kind.WORD else None
            likeness = _likeness(first, second)
            pair = Pair(first.text, second.text, likeness, concept)
            yield _Way(pair, range(i, i + 1), range(j, j + 1))
            if i + 1 < len(one) and (joined := _joined(first, one[i + 1], second)):
                yield _Way(joined, range(i, i + 2), range(j, j + 1))
            if j + 1 < len(other) and (joined := _joined(second, other[j + 1], first)):
                turned = Pair(joined.second, joined.first, joined.likeness, parts=2)
                yield _Way(turned, range(i, i + 1), range(j, j + 2))


def _likeness(first: Part, second: Part) -> float:
    if first.kind is second.kind is Kind.WORD:
        return float(first.concept == second.concept)
    if first.kind is Kind.NUMBER or second.kind is Kind.NUMBER:
        return float(first == second)
    if first.kind is not second.kind and (first.kind in _ALONE or second.kind in _ALONE):
        return 0.0
    found = alike(first.text, second.text)
    for clitic, other in ((first.text, second.text), (second.text, first.text)):
        if clitic.startswith(_CLITICS) and len(clitic) >= _LEAST:
            found = max(found, 0.8 * alike(clitic[1:], other))
    return found


def _joined(first: Part, second: Part, whole: Part) -> Pair | None:
    """Return a pair where two parts of one name are written together in the other."""
    if Kind.NUMBER in (first.kind, second.kind, whole.kind) or whole.kind in _ALONE:
        return None
    both = first.text + second.text
    return Pair(both, whole.text, 0.99 * alike(both, whole.text), parts=2)
