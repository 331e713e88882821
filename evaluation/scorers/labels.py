"""Scores of labels: one a text."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["macro_f1"]


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """Return the mean F1 over the labels that are annotated; pairs are of annotated and found."""
    scores = []
    for label in sorted({wanted for wanted, _ in pairs}):
        right = sum(a == b == label for a, b in pairs)
        total = sum(a == label for a, _ in pairs) + sum(b == label for _, b in pairs)
        scores.append(2 * right / total)
    return sum(scores) / len(scores) if scores else 0.0
