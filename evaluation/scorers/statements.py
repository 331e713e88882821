"""Scores of statements: the right speaker, the right day, and enough of the content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluation.scorers.attribution import Prf

__all__ = ["Said", "statement_prf"]


@dataclass(frozen=True, slots=True)
class Said:
    """A statement reduced to what is scored.

    :ivar speakers: names or ids, any of which means the speaker.
    :ivar spans: the content, in code points of the post's text.
    """

    speakers: frozenset[str]
    day: str | None
    spans: tuple[tuple[int, int], ...]
    act: str = ""


def statement_prf(
    gold: Sequence[Said], pred: Sequence[Said], *, threshold: float = 0.5
) -> tuple[Prf, Prf]:
    """Match one to one; return the counts for statements, and for acts among the matched.

    Two statements match where a speaker is shared, the day is the same, and the contents'
    intersection over union, in characters, is at least ``threshold``.
    """
    pairs = sorted(
        (
            (overlap, g, p)
            for g, wanted in enumerate(gold)
            for p, found in enumerate(pred)
            if wanted.speakers & found.speakers
            and wanted.day == found.day
            and (overlap := _iou(wanted.spans, found.spans)) >= threshold
        ),
        key=lambda item: (-item[0], item[1], item[2]),
    )
    matched: dict[int, int] = {}
    for _, g, p in pairs:
        if g not in matched and p not in matched.values():
            matched[g] = p
    acts = sum(gold[g].act == pred[p].act for g, p in matched.items())
    return Prf(len(matched), len(pred), len(gold)), Prf(acts, len(matched), len(matched))


def _iou(one: Sequence[tuple[int, int]], other: Sequence[tuple[int, int]]) -> float:
    shared = sum(max(0, min(e, f) - max(s, t)) for s, e in one for t, f in other)
    union = sum(e - s for s, e in one) + sum(f - t for t, f in other) - shared
    return shared / union if union else 0.0
