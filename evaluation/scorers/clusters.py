"""Scores of groupings: BCubed, and pairs that stand together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from itertools import combinations

from evaluation.scorers.attribution import Prf

__all__ = ["bcubed", "pair_prf"]


def bcubed(gold: Sequence[Hashable], pred: Sequence[Hashable]) -> tuple[float, float, float]:
    """Return BCubed precision, recall and F1 (Bagga and Baldwin 1998), each 0–1."""
    by_gold, by_pred = _members(gold), _members(pred)
    precision = recall = 0.0
    for g, p in zip(gold, pred, strict=True):
        shared = len(by_gold[g] & by_pred[p])
        precision += shared / len(by_pred[p])
        recall += shared / len(by_gold[g])
    if not gold:
        return 0.0, 0.0, 0.0
    precision, recall = precision / len(gold), recall / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def pair_prf(gold: Iterable[Iterable[str]], pred: Iterable[Iterable[str]]) -> Prf:
    """Count the pairs of items that stand in one group."""
    wanted, found = _pairs(gold), _pairs(pred)
    return Prf(len(wanted & found), len(found), len(wanted))


def _members(labels: Sequence[Hashable]) -> dict[Hashable, set[int]]:
    members: dict[Hashable, set[int]] = defaultdict(set)
    for index, label in enumerate(labels):
        members[label].add(index)
    return members


def _pairs(groups: Iterable[Iterable[str]]) -> set[tuple[str, str]]:
    return {pair for group in groups for pair in combinations(sorted(set(group)), 2)}
