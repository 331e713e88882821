"""From what the encoder says of words to mentions and statements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from marsad.model import Act, Span

from .engine import Reading
from .labels import ACTS, ANCHORS, REACH, ROLES
from .space import Floats
from .sureness import sureness
from .tagging import runs, shares_of
from .words import Window

__all__ = ["Marked", "Said", "acts_of", "marked", "statements_of"]

_HANGS = 0.35
"""Probability from which a statement hangs on a word; not tuned."""

_LEAST = 0.4
"""Probability from which a word belongs to a role; not tuned."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A run of the text: where, of which kind, and how likely it is right."""

    span: Span
    kind: str
    score: float


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as the heads see it.

    :ivar roles: runs of the text for each role that was found (``source``, ``content`` …).
    :ivar acts: probability of each act.
    :ivar score: how likely it is that this is stated here.
    """

    roles: Mapping[str, tuple[Span, ...]]
    acts: Mapping[Act, float]
    score: float

    @property
    def act(self) -> Act:
        """The likeliest act."""
        return max(self.acts, key=self.acts.__getitem__)


def marked(head: str, window: Window, logits: Floats) -> Iterator[Marked]:
    """Yield the runs that a head marks in a window, in order.

    :param head: ``mentions`` or ``parts``; of ``incident`` see :mod:`.incidents`.
    :param logits: of its tags: (words, tags).

    Particles attached to a word are part of it.
    """
    for run in runs(head, shares_of(logits)):
        words = window.words[run.first : run.last]
        yield Marked(Span(words[0].start, words[-1].end), run.kind, sureness(head, run.score))


def statements_of(
    window: Window, reading: Reading, weights: Mapping[str, Floats]
) -> Iterator[Said]:
    """Yield the statements of a window, in the order of the words that they hang on."""
    nothing = shares_of(reading.anchors)[:, ANCHORS.index("none")]
    for anchor in np.flatnonzero(1 - nothing >= _HANGS):
        belongs = _belongs(reading, int(anchor), weights)
        content = belongs[:, ROLES.index("content")]
        if content.max() < _LEAST:
            continue
        roles = {
            name: runs
            for number, name in enumerate(ROLES)
            if (runs := tuple(_runs(window, belongs[:, number])))
        }
        acts = acts_of(reading, int(anchor), np.flatnonzero(content >= _LEAST), weights)
        yield Said(roles, acts, sureness("statements", 1.0 - float(nothing[anchor])))


def _belongs(reading: Reading, anchor: int, weights: Mapping[str, Floats]) -> Floats:
    """Return how probable each word belongs to each role: (words, roles)."""
    places = np.arange(len(reading.answers))
    far = np.clip(places - anchor, -REACH, REACH) + REACH
    mixed = reading.asks[anchor] + reading.answers + weights["distance.weight"][far]
    logits = np.maximum(mixed, 0) @ weights["roles.weight"].T + weights["roles.bias"]
    return _sigmoid(logits)


def acts_of(
    reading: Reading, anchor: int, said: NDArray[np.int64], weights: Mapping[str, Floats]
) -> dict[Act, float]:
    """Return the probability of each act of a statement.

    :param anchor: number of the word on which it hangs.
    :param said: numbers of the words of its content; at least one.
    """
    features = np.concatenate([reading.words[anchor], reading.words[said].mean(axis=0)])
    inner = np.maximum(features @ weights["acts.0.weight"].T + weights["acts.0.bias"], 0)
    shares = shares_of(inner @ weights["acts.3.weight"].T + weights["acts.3.bias"])
    return dict(zip(ACTS, map(float, shares), strict=True))


def _runs(window: Window, shares: Floats) -> Iterator[Span]:
    """Yield runs of words that belong to a role."""
    first = None
    for number, belongs in enumerate([*(shares >= _LEAST), False]):
        if belongs and first is None:
            first = number
        elif not belongs and first is not None:
            yield Span(window.words[first].start, window.words[number - 1].end)
            first = None


def _sigmoid(logits: Floats) -> Floats:
    shares: Floats = (1 / (1 + np.exp(-logits))).astype(np.float32)
    return shares
