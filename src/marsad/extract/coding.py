"""What one sentence or short text tells of: event codes, roles in an attack, parts of an event."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..encoder.engine import Floats
from ..encoder.events import between
from ..encoder.incidents import fillers
from ..encoder.labels import ACLED, PLOVER
from ..encoder.understanding import Understanding
from ..model import Span
from .code_words import spoken_for

__all__ = ["Coded", "Parts", "acled", "incident", "parts", "plover"]


@dataclass(frozen=True, slots=True)
class Coded:
    """A code, and how probable the model takes it to be."""

    label: str
    score: float


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts of the one event that a sentence tells of; None where the model sees none.

    Offsets are code points of the sentence.
    """

    trigger: Span | None
    source: Span | None
    target: Span | None
    place: Span | None


def plover(text: str, understanding: Understanding, source: str = "", target: str = "") -> Coded:
    """Return the PLOVER root code of what ``source`` does to ``target`` in ``text``."""
    first = understanding.of(between(source, target, text)).first
    words = spoken_for("plover", PLOVER, text, source, target)
    return _likeliest(PLOVER, words, None if first is None else first.plover)


def acled(text: str, understanding: Understanding) -> Coded:
    """Return the sub-event type, in the manner of ACLED, of what ``text`` tells of."""
    first = understanding.of(text).first
    words = spoken_for("acled", ACLED, text)
    return _likeliest(ACLED, words, None if first is None else first.acled)


def incident(text: str, understanding: Understanding) -> dict[str, list[str]]:
    """Return for each role in an attack its fillers, as they stand in ``text``."""
    return fillers(text, understanding.of(text).read, understanding.engine.cues)


def parts(text: str, understanding: Understanding) -> Parts:
    """Return trigger, actors and place of the event, of several runs the surest of each."""
    found = sorted(understanding.of(text).parts, key=lambda run: run.score)
    surest = {run.kind: run.span for run in found}
    return Parts(*(surest.get(kind) for kind in ("trigger", "source", "target", "place")))


def _likeliest(labels: tuple[str, ...], words: Floats, logits: Floats | None) -> Coded:
    """Return the label that the model and the words together speak for most."""
    if logits is None:
        return Coded(labels[0], 0.0)
    weights = logits + words
    shares = np.exp(weights - weights.max())
    best = int(shares.argmax())
    return Coded(labels[best], float(shares[best] / shares.sum()))
