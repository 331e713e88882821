"""Search by meaning: posts in any language that are near a question in any language.

All vectors are compared with the question's: at a byte a number that is fast enough for a
million posts (``benchmarks/meaning_speed.py``), and needs no index that could be stale.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..cluster import QUESTION
from ..encoder.engine import Engine
from ..encoder.space import (
    Bytes,
    Floats,
    Means,
    centred,
    cosines,
    fitted,
    from_bytes,
    shipped_means,
    unpacked,
)
from ..errors import WorkspaceError
from ..ports import Hit, PostFilter, Reader
from ..text import detect
from .embedding import RECIPE

__all__ = ["search_by_meaning"]

_PAGE = 10_000
_LEAST = 0.0
"""Cosine above which a post is shown: nearer to the question than posts are on average. Not tuned:
a vague question, or a workspace of a few posts, has low ones, and the order matters more than where
the list ends."""


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The vectors of a page of posts."""

    post_ids: tuple[str, ...]
    languages: tuple[str | None, ...]
    rows: Bytes


def search_by_meaning(
    reader: Reader, engine: Engine, question: str, limit: int = 20, offset: int = 0
) -> tuple[Hit, ...]:
    """Return the posts whose newest version is nearest to ``question``, the nearest first.

    Scores are cosines; hits have no spans, as no word of a post need be that of the question.

    :raises WorkspaceError: there are posts, but none has a vector yet.
    """
    if not any(char.isalnum() for char in question):
        return ()
    shelves = _shelves(reader)
    if not shelves and reader.count_posts(PostFilter()):
        raise WorkspaceError(
            "The posts of this workspace were not yet read for search by meaning.",
            hint="Run `marsad run` once; later runs read what is new.",
        )
    means = _means(shelves)
    wanted = _vector(question, engine, means)
    found = [
        (float(score), post_id)
        for shelf in shelves
        for score, post_id in _nearest(shelf, means, wanted, offset + limit)
    ]
    best = sorted(found, key=lambda each: -each[0])[offset : offset + limit]
    views = reader.posts_by_id([post_id for _, post_id in best])
    return tuple(Hit(views[post_id], (), score) for score, post_id in best if post_id in views)


def _shelves(reader: Reader) -> list[_Shelf]:
    shelves: list[_Shelf] = []
    after = 0
    while page := reader.post_vectors(RECIPE, after, _PAGE):
        ids, languages = tuple(p.post_id for p in page), tuple(p.language for p in page)
        shelves.append(_Shelf(ids, languages, from_bytes([p.numbers for p in page])))
        after = page[-1].number
    return shelves


def _means(shelves: list[_Shelf]) -> Means:
    sums: dict[str, Floats] = {}
    counts: dict[str, int] = {}
    for shelf in shelves:
        vectors = unpacked(shelf.rows)
        named = np.array([language or "" for language in shelf.languages])
        for code in sorted(set(named.tolist())):
            chosen = vectors[named == code]
            sums[code] = sums.get(code, 0) + chosen.sum(axis=0)
            counts[code] = counts.get(code, 0) + len(chosen)
    return fitted(sums, counts, shipped_means())


def _vector(question: str, engine: Engine, means: Means) -> Floats:
    short = len(question.split()) <= QUESTION
    language = detect(question)[0]
    vectors = engine.vectors([question])
    wanted: Floats = centred(vectors, [language], means.of_questions() if short else means)[0]
    return wanted


def _nearest(
    shelf: _Shelf, means: Means, wanted: Floats, most: int
) -> list[tuple[np.float32, str]]:
    scores = cosines(shelf.rows, shelf.languages, means, wanted)
    best = np.argsort(-scores, kind="stable")[:most]
    return [(scores[i], shelf.post_ids[i]) for i in best if scores[i] > _LEAST]
