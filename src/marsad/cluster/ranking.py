"""Which passages answer a question, in whatever language either is.

A passage that is near to many questions is near to none in particular: half of what it has in
common with its nearest questions is taken off (CSLS; Conneau et al., *Word Translation Without
Parallel Data*, ICLR 2018). Words in common, weighted as for stories, are added to that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..encoder.space import Floats, centred, from_bytes, means_of, shipped_means, unpacked
from .texts import Text
from .vectors import Vector, terms, vectors

__all__ = ["QUESTION", "Ranked", "rank"]

_NEIGHBOURS = 10
"""As in the paper. With 5 and 20 the first hits of ``python -m evaluation.cross_language`` are
within a point of these, on average over its languages; with nothing taken off, one point fewer."""

_WORDS = 1.0
"""Weight of words in common; of 0, .5, 1 and 2 the best there, by less than a point."""

QUESTION = 12
"""Words up to which a question is taken to be off as short ones are; not tuned."""

_BLOCK = 512


@dataclass(frozen=True, slots=True)
class Ranked:
    """The best passages of one language for one question.

    :ivar question: its place among the questions.
    :ivar passages: their places among all passages, the best first.
    """

    question: int
    language: str
    passages: tuple[int, ...]


def rank(questions: Sequence[Text], passages: Sequence[Text], most: int = 10) -> Iterator[Ranked]:
    """Yield for each question, and each language among the passages, the best ``most``.

    All texts must have a vector.
    """
    if not questions or not passages:
        return
    shelf = _shelf(passages)
    asked = _asked(questions)
    words = vectors([terms(text.text) for text in (*questions, *passages)])
    languages = list(dict.fromkeys(text.language for text in passages))
    found: dict[tuple[int, str], tuple[int, ...]] = {}
    for target in languages:
        places = _places(passages, target)
        postings = _postings(places, words[len(questions) :])
        for source in dict.fromkeys(text.language for text in questions):
            mine = _places(questions, source)
            crowded = _crowded(asked[mine], shelf[places])
            for start in range(0, len(mine), _BLOCK):
                block = mine[start : start + _BLOCK]
                scores = 2 * asked[block] @ shelf[places].T - crowded
                _add_words(scores, [words[i] for i in block], postings)
                best = np.argsort(-scores, axis=1, kind="stable")[:, :most]
                for row, question in enumerate(block):
                    found[int(question), target] = tuple(int(i) for i in places[best[row]])
    for question in range(len(questions)):
        for target in languages:
            yield Ranked(question, target, found[question, target])


def _shelf(passages: Sequence[Text]) -> Floats:
    languages = [text.language for text in passages]
    known = unpacked(from_bytes([text.vector for text in passages]))
    return centred(known, languages, means_of(known, languages, shipped_means()))


def _asked(questions: Sequence[Text]) -> Floats:
    languages = [text.language for text in questions]
    known = unpacked(from_bytes([text.vector for text in questions]))
    usual = float(np.median([len(text.text.split()) for text in questions]))
    behind = shipped_means().of_questions() if usual <= QUESTION else shipped_means()
    return centred(known, languages, means_of(known, languages, behind))


def _places(texts: Sequence[Text], language: str) -> NDArray[np.int64]:
    return np.array([i for i, text in enumerate(texts) if text.language == language])


def _crowded(questions: Floats, passages: Floats) -> Floats:
    """Return how near each passage is to its nearest questions, on average: (passages,)."""
    found = [
        np.sort(questions @ passages[start : start + _BLOCK].T, axis=0)[-_NEIGHBOURS:].mean(axis=0)
        for start in range(0, len(passages), _BLOCK)
    ]
    return np.concatenate(found)


Postings = dict[str, tuple[NDArray[np.int64], Floats]]


def _postings(places: NDArray[np.int64], words: Sequence[Vector]) -> Postings:
    """Return term → columns of the passages that have it, and its weight in them."""
    held: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for column, place in enumerate(places):
        for term, weight in words[place].items():
            held[term].append((column, weight))
    return {
        term: (np.array([c for c, _ in rows]), np.array([w for _, w in rows], dtype=np.float32))
        for term, rows in held.items()
    }


def _add_words(scores: Floats, words: Sequence[Vector], postings: Postings) -> None:
    for row, vector in enumerate(words):
        for term, weight in vector.items():
            if term in postings:
                columns, weights = postings[term]
                scores[row, columns] += _WORDS * weight * weights
