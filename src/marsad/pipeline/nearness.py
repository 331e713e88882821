"""Which posts are nearest to a vector: a question's, or another post's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from ..cluster import QUESTION
from ..encoder.engine import Engine
from ..encoder.space import Floats, Means, centred, cosines
from ..text import detect
from .shelf import Codes, Part, Shelf, signs

__all__ = ["nearest", "question_vector", "spread"]

_CANDIDATES = 8_000
"""Posts of which all numbers are compared, after signs have sorted out the others. Of the twenty
nearest of a million, 8,000 keep 97 in 100, 4,000 keep 92 and 1,000 keep 80; what is found in their
place is nearly as near (``benchmarks/RESULTS.md``)."""

_FEW = 20_000
"""Posts that are compared without sorting out any: 30 ms."""

_SAMPLED = 2_000
"""Posts from which is told how near posts are to a question in general."""

_BLOCK = 65_536
"""Rows whose signs are compared at once, so that they stay in the processor's cache."""

Numbers = NDArray[np.int64]


def question_vector(question: str, engine: Engine, means: Means) -> Floats:
    """Return the centred vector of a question in any language: (384,)."""
    short = len(question.split()) <= QUESTION
    language = detect(question)[0]
    vectors = engine.vectors([question])
    wanted: Floats = centred(vectors, [language], means.of_questions() if short else means)[0]
    return wanted


def nearest(
    shelf: Shelf, wanted: Floats, most: int, among: Sequence[int] | None = None
) -> list[tuple[int, float]]:
    """Return the places of the vectors nearest to ``wanted``, and their cosines, nearest first.

    :param wanted: a centred vector: (384,).
    :param among: numbers of the posts that count; all where None.
    """
    chosen = None if among is None else np.array(among, np.int64)
    newest: dict[int, tuple[int, float]] = {}
    for part in shelf.parts:
        for number, place, score in _scored(shelf, part, wanted, chosen):
            if newest.get(number, (-1, 0.0))[0] < place:
                newest[number] = (place, score)
    return sorted(newest.values(), key=lambda each: -each[1])[:most]


def spread(shelf: Shelf, wanted: Floats) -> float:
    """Return the standard deviation of the cosines of posts with ``wanted``, from some of them."""
    sampled = [
        cosines(part.rows[::step], _named(shelf, part.languages[::step]), shelf.means, wanted)
        for part in shelf.parts
        for step in (max(1, shelf.count // _SAMPLED),)
    ]
    return float(np.concatenate(sampled).std()) if sampled else 0.0


def _named(shelf: Shelf, languages: NDArray[np.uint16]) -> list[str]:
    return [shelf.languages[n] for n in languages]


def _scored(
    shelf: Shelf, part: Part, wanted: Floats, among: Numbers | None
) -> Iterator[tuple[int, int, float]]:
    """Yield number, place and cosine of the posts of a part that may be the nearest."""
    rows = np.arange(len(part.places)) if among is None else _among(part, among)
    if len(rows) > _FEW:
        codes = part.codes if among is None else tuple(each[rows] for each in part.codes)
        rows = rows[_closest(codes, signs(wanted[None]), _CANDIDATES)]
    if not len(rows):
        return
    scores = cosines(part.rows[rows], _named(shelf, part.languages[rows]), shelf.means, wanted)
    yield from zip(
        part.numbers[rows].tolist(), part.places[rows].tolist(), scores.tolist(), strict=True
    )


def _among(part: Part, among: Numbers) -> NDArray[np.intp]:
    return np.flatnonzero(np.isin(part.numbers, among))


def _closest(codes: Sequence[Codes], wanted: Sequence[Codes], most: int) -> NDArray[np.intp]:
    """Return the ``most`` rows of ``codes`` that differ least from ``wanted``, and their equals."""
    off = np.zeros(len(codes[0]), np.uint16)
    for start in range(0, len(off), _BLOCK):
        block = off[start : start + _BLOCK]
        for each, sought in zip(codes, wanted, strict=True):
            block += np.bitwise_count(each[start : start + _BLOCK] ^ sought[0])
    reached = np.cumsum(np.bincount(off))
    return np.flatnonzero(off <= np.searchsorted(reached, most))
