"""Scores of the attribution task: who said what, as spans.

An attribution is a mapping with ``source``, ``cue`` and ``content``, each a list of
``[start, end]`` pairs in Unicode code points (a missing key is an empty list).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Prf", "Record", "content_token_prf", "full_attribution_prf", "iou"]

Record = Mapping[str, Sequence[Sequence[int]]]

_TOKEN = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Prf:
    """Counts of which precision, recall and F1 are made; add counts for micro averages."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: Prf) -> Prf:
        return Prf(
            self.right + other.right, self.predicted + other.predicted, self.gold + other.gold
        )

    @property
    def precision(self) -> float:
        """Share of what was predicted that is right; 0 where nothing was predicted."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found; 0 where there is no gold."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.predicted + self.gold
        return 2 * self.right / total if total else 0.0


def content_token_prf(gold: Sequence[Record], pred: Sequence[Record], text: str) -> Prf:
    """Count the tokens of ``text`` that lie in any content span.

    A token is a run of word characters or one other mark; it counts as covered where its first
    character is. Sum over documents for the micro average.
    """
    starts = [match.start() for match in _TOKEN.finditer(text)]
    wanted = _covered(gold, starts)
    found = _covered(pred, starts)
    return Prf(len(wanted & found), len(found), len(wanted))


def full_attribution_prf(
    gold: Sequence[Record], pred: Sequence[Record], *, threshold: float = 0.5
) -> Prf:
    """Count predictions that match a gold attribution one to one.

    They match where the contents' intersection over union, in characters, is at least
    ``threshold`` and the sources overlap (or both have none). Pairs are taken greedily, the
    best overlap first.
    """
    pairs = sorted(
        (
            (overlap, g, p)
            for g, wanted in enumerate(gold)
            for p, found in enumerate(pred)
            if (overlap := iou(wanted.get("content", ()), found.get("content", ()))) >= threshold
            and _same_source(wanted, found)
        ),
        key=lambda item: (-item[0], item[1], item[2]),
    )
    used_gold: set[int] = set()
    used_pred: set[int] = set()
    for _, g, p in pairs:
        if g not in used_gold and p not in used_pred:
            used_gold.add(g)
            used_pred.add(p)
    return Prf(len(used_gold), len(pred), len(gold))


def _covered(records: Iterable[Record], starts: Sequence[int]) -> set[int]:
    spans = sorted((s, e) for record in records for s, e in record.get("content", ()))
    covered = set()
    reach = index = 0
    for token in starts:
        while index < len(spans) and spans[index][0] <= token:
            reach = max(reach, spans[index][1])
            index += 1
        if token < reach:
            covered.add(token)
    return covered


def iou(one: Sequence[Sequence[int]], other: Sequence[Sequence[int]]) -> float:
    """Return the intersection over union of two contents, in characters; 0 where both are empty."""
    shared = sum(max(0, min(e, f) - max(s, t)) for s, e in one for t, f in other)
    union = sum(e - s for s, e in one) + sum(f - t for t, f in other) - shared
    return shared / union if union else 0.0


def _same_source(gold: Record, pred: Record) -> bool:
    wanted, found = gold.get("source", ()), pred.get("source", ())
    if not wanted or not found:
        return not wanted and not found
    return any(s < f and t < e for s, e in wanted for t, f in found)
