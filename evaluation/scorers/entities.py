"""Scores of entity spans: exact boundaries and type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evaluation.scorers.attribution import Prf

__all__ = ["entity_prf"]


def entity_prf(
    gold: Iterable[Sequence[int | str]],
    pred: Iterable[Sequence[int | str]],
    types: Iterable[str] = ("PER", "LOC", "ORG"),
) -> Prf:
    """Count entities ``[start, end, type]`` that agree in all three, among ``types``."""
    kept = set(types)
    wanted = {tuple(entity) for entity in gold if entity[2] in kept}
    found = {tuple(entity) for entity in pred if entity[2] in kept}
    return Prf(len(wanted & found), len(found), len(wanted))
