"""The vectors of all posts, as a search compares them.

A question is compared with a million posts in two steps: by the signs of the numbers (48 bytes a
post), which leaves a few thousand; then those by all of their numbers. What that loses and how
long it takes is measured by ``benchmarks/search_speed.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ..encoder.space import (
    SIZE,
    Bytes,
    Floats,
    Means,
    centred,
    fitted,
    from_bytes,
    shipped_means,
    unpacked,
)
from ..ports import PostVector

__all__ = ["Codes", "Part", "Shelf", "Sums", "grown", "part_of", "signs"]

Places = NDArray[np.int64]
Codes = NDArray[np.uint64]

_PAGE = 10_000


class NewVectors(Protocol):
    """The part of a reader that a shelf grows from."""

    def new_vectors(self, recipe: str, after: int, limit: int, /) -> tuple[PostVector, ...]:
        """Return the vectors whose place is above ``after``, by place."""
        ...


@dataclass(frozen=True, slots=True)
class Part:
    """Some posts' vectors, one a row.

    :ivar places: of the vectors in the order in which they were stored: (posts,).
    :ivar numbers: of the posts: (posts,).
    :ivar languages: places in the shelf's list of languages: (posts,).
    :ivar rows: packed vectors: (posts, 384).
    :ivar codes: signs of the centred vectors, 64 in a number: six times (posts,). Apart from each
        other, they are compared three times as fast as side by side.
    """

    places: Places
    numbers: Places
    languages: NDArray[np.uint16]
    rows: Bytes
    codes: tuple[Codes, ...]


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums of the vectors of each language, and how many there are; what means are made of."""

    sums: Mapping[str, list[float]] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)

    def means(self) -> Means:
        """Return the mean of each language."""
        sums = {code: np.array(each, np.float32) for code, each in self.sums.items()}
        return fitted(sums, self.counts, shipped_means()) if sums else shipped_means()

    def plus(self, page: Sequence[PostVector]) -> Sums:
        """Return the sums of these and of ``page``."""
        sums, counts = dict(self.sums), dict(self.counts)
        vectors = unpacked(from_bytes([each.numbers for each in page]))
        named = np.array([each.language or "" for each in page])
        for code in sorted(set(named.tolist())):
            chosen = vectors[named == code]
            before = np.array(sums.get(code, [0.0] * SIZE))
            sums[code] = (before + chosen.sum(axis=0, dtype=np.float64)).tolist()
            counts[code] = counts.get(code, 0) + len(chosen)
        return Sums(sums, counts)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The vectors of a workspace's posts, as parts; a later row of a post replaces earlier ones.

    :ivar parts: in the order of their vectors' places.
    :ivar languages: that the parts' numbers stand for.
    :ivar sums: of the vectors of all parts.
    :ivar then: of those whose means were taken off before signs were.
    :ivar last: place of the newest vector; 0 for none.
    """

    parts: tuple[Part, ...] = ()
    languages: tuple[str, ...] = ()
    sums: Sums = field(default_factory=Sums)
    then: Sums = field(default_factory=Sums)
    last: int = 0

    @property
    def count(self) -> int:
        """How many rows there are."""
        return sum(len(part.places) for part in self.parts)

    @property
    def means(self) -> Means:
        """The mean of each language."""
        return self.sums.means()


def signs(vectors: Floats) -> tuple[Codes, ...]:
    """Return which numbers of ``vectors`` (texts, 384) are above 0: six times (texts,), 64 bits."""
    return tuple(np.packbits(vectors > 0, axis=1).view(np.uint64).T.copy())


def grown(shelf: Shelf, reader: NewVectors, recipe: str) -> Shelf:
    """Return ``shelf`` with the vectors that were stored since."""
    while page := reader.new_vectors(recipe, shelf.last, _PAGE):
        shelf = _with_page(shelf, page)
    return shelf


def _with_page(shelf: Shelf, page: Sequence[PostVector]) -> Shelf:
    sums = shelf.sums.plus(page)
    then = shelf.then if shelf.parts else sums
    part, languages = part_of(page, shelf.languages, then.means())
    return Shelf(_with_part(shelf.parts, part), languages, sums, then, page[-1].place)


def _with_part(parts: tuple[Part, ...], part: Part) -> tuple[Part, ...]:
    """Return ``parts`` with another, joined with those before it that are no larger.

    So there are never more parts than the logarithm of their rows, each row is copied no more
    often than that, and what lies in files stays there until as much has come since.
    """
    joined = [part]
    while parts and len(parts[-1].places) <= sum(len(each.places) for each in joined):
        *before, last = parts
        parts, joined = tuple(before), [last, *joined]
    return (*parts, _joined(joined))


def _joined(parts: Sequence[Part]) -> Part:
    if len(parts) == 1:
        return parts[0]
    return Part(
        np.concatenate([part.places for part in parts]),
        np.concatenate([part.numbers for part in parts]),
        np.concatenate([part.languages for part in parts]),
        np.concatenate([part.rows for part in parts]),
        tuple(np.concatenate(codes) for codes in zip(*(p.codes for p in parts), strict=True)),
    )


def part_of(
    page: Sequence[PostVector], languages: Sequence[str], centres: Means
) -> tuple[Part, tuple[str, ...]]:
    """Return a page as a part, and ``languages`` with those that are new.

    :param centres: taken off before signs are taken.
    """
    codes = [each.language or "" for each in page]
    known = tuple(dict.fromkeys((*languages, *codes)))
    number = {code: n for n, code in enumerate(known)}
    rows = from_bytes([each.numbers for each in page])
    part = Part(
        np.array([each.place for each in page], np.int64),
        np.array([each.number for each in page], np.int64),
        np.array([number[code] for code in codes], np.uint16),
        rows,
        signs(centred(unpacked(rows), codes, centres)),
    )
    return part, known
