"""From how probable each tag of each word is to runs of words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from .labels import TAGGED, tags
from .space import Floats

__all__ = ["Run", "runs", "shares_of", "shares_of_kind"]

Numbers = NDArray[np.int64]
_NEVER = -1e9


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a window that are of one kind: numbers of the first, and of the one after the last.

    :ivar score: mean probability that they are of that kind, at the beginning or inside.
    """

    first: int
    last: int
    kind: str
    score: float


@cache
def _places(head: str) -> tuple[Numbers, Numbers]:
    """Return the numbers of the tags that begin a run, and of those that go on with it."""
    known = tags(head)
    begins, inside = ([known.index(f"{side}-{kind}") for kind in TAGGED[head]] for side in "BI")
    return np.array(begins), np.array(inside)


def shares_of(logits: Floats) -> Floats:
    """Return probabilities: the softmax along the last axis."""
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    shares: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return shares


def shares_of_kind(head: str, shares: Floats, kind: str) -> Floats:
    """Return how probable each word is of a kind, at the beginning or inside of a run: (words,)."""
    known = tags(head)
    found: Floats = shares[:, known.index(f"B-{kind}")] + shares[:, known.index(f"I-{kind}")]
    return found


def runs(head: str, shares: Floats) -> Iterator[Run]:
    """Yield the runs of the likeliest tags, in order.

    Of all rows of tags in which "inside" follows only a word of its own kind, that with the
    largest product of probabilities is taken (Viterbi 1967): word by word, the likeliest tags
    tear names of several words apart.

    :param shares: (words, tags of ``head``).
    """
    known = tags(head)
    chosen = _path(head, np.log(shares + 1e-9)) if len(shares) else []
    first = 0
    while first < len(chosen):
        tag, last = known[chosen[first]], first + 1
        while last < len(chosen) and known[chosen[last]] == f"I-{tag[2:]}":
            last += 1
        if tag != "O":
            belongs = shares_of_kind(head, shares[first:last], tag[2:])
            yield Run(first, last, tag[2:], float(belongs.mean()))
        first = last


def _path(head: str, logs: Floats) -> list[int]:
    begins, inside = _places(head)
    so_far = logs[0].copy()
    so_far[inside] = _NEVER
    before: list[Numbers] = []
    for row in logs[1:]:
        came = np.full(len(row), so_far.argmax())
        came[inside] = np.where(so_far[inside] > so_far[begins], inside, begins)
        so_far = so_far[came] + row
        before.append(came)
    path = [int(so_far.argmax())]
    for came in reversed(before):
        path.append(int(came[path[-1]]))
    return path[::-1]
