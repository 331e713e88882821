"""Scores that several parts of the evaluation share."""

from __future__ import annotations

import pytest

from evaluation.scorers.attribution import iou
from evaluation.scorers.labels import macro_f1


def test_each_label_counts_the_same_however_often_it_occurs() -> None:
    often = [("threat", "threat")] * 98
    # "praise" is found once of two times and never where it is not: F1 of 2/3.
    # "threat" is found 98 times of 98, and once in the place of praise: F1 of 196/197.
    pairs = [*often, ("praise", "praise"), ("praise", "threat")]
    assert macro_f1(pairs) == pytest.approx((2 / 3 + 196 / 197) / 2)


def test_a_label_that_is_only_found_lowers_the_others_alone() -> None:
    assert macro_f1([("threat", "praise"), ("threat", "threat")]) == pytest.approx(2 / 3)
    assert macro_f1([]) == 0


def test_contents_of_several_parts_are_compared_by_characters() -> None:
    assert iou([(0, 10)], [(0, 10)]) == 1
    assert iou([(0, 4), (6, 10)], [(2, 8)]) == pytest.approx(4 / 10)
    assert iou([(0, 4)], [(4, 8)]) == 0
    assert iou([], []) == 0
