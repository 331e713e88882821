"""Search by meaning where the database has an index of vectors: candidates there, a sample here.

The sample tells the means of languages and how near posts are to a question in general, so that
nobody who only searches has to read all vectors of a shared database.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..encoder.space import Floats
from ..ports import Reader
from .nearness import nearest
from .shelf import Shelf, Sums, part_of

__all__ = ["nearest_posts", "sampled"]

_SAMPLED = 20_000
"""Vectors that tell the means: 8 MB. A choice, not tuned."""

_GROWN = 1.1
"""Times as many vectors as when the sample was taken, from which it is taken anew. A choice, not
tuned: means change little with a tenth more."""

_CANDIDATES = 2_000
"""Vectors that are compared anew, of those that fields leave; of all, the index gives 1,000. Twice
as many as are listed; a choice, not tuned."""


def sampled(reader: Reader, recipe: str, kept: Shelf | None) -> Shelf:
    """Return a shelf of some of the vectors.

    :param kept: an earlier one, which is returned for as long as it tells enough.
    """
    if kept and kept.count and not reader.new_vectors(recipe, int(kept.last * _GROWN), 1):
        return kept
    page = reader.some_vectors(recipe, _SAMPLED)
    if not page:
        return Shelf()
    sums = Sums().plus(page)
    part, languages = part_of(page, (), sums.means())
    return Shelf((part,), languages, sums, sums, page[-1].place)


def nearest_posts(
    reader: Reader,
    recipe: str,
    shelf: Shelf,
    wanted: Floats,
    most: int,
    among: Sequence[int] | None = None,
) -> list[tuple[int, float]]:
    """Return the places of the vectors nearest to ``wanted``, and their cosines, nearest first.

    As :func:`.nearness.nearest` does, which compares what the database finds, or all of ``shelf``.
    """
    if not reader.indexes_vectors():
        return nearest(shelf, wanted, most, among)
    page = reader.near_vectors(recipe, wanted, _CANDIDATES, among)
    if not page:
        return []
    part, languages = part_of(page, shelf.languages, shelf.then.means())
    return nearest(replace(shelf, parts=(part,), languages=languages), wanted, most)
