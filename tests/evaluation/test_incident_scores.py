"""Scores of role fillers."""

from __future__ import annotations

from evaluation.scorers.incident import ceaf_ree

GOLD = {
    "PerpOrg": [["farabundo marti national liberation front", "fmln"]],
    "Victim": [["mayor"], ["guard", "the guard"]],
}


def test_one_mention_of_an_entity_is_enough() -> None:
    counts = ceaf_ree(GOLD, {"PerpOrg": [["fmln"]], "Victim": [["the guard"]]})
    assert (counts.right, counts.predicted, counts.gold) == (2, 2, 3)


def test_a_mention_of_another_entity_spoils_the_prediction() -> None:
    assert ceaf_ree(GOLD, {"Victim": [["mayor", "guard"]]}).right == 0


def test_two_predictions_cannot_share_an_entity() -> None:
    counts = ceaf_ree(GOLD, {"Victim": [["guard"], ["the guard"]]})
    assert (counts.right, counts.predicted) == (1, 2)


def test_the_best_matching_is_found_whatever_the_order() -> None:
    gold = {"Target": [["bridge", "rail bridge"], ["bridge"]]}
    assert ceaf_ree(gold, {"Target": [["bridge"], ["rail bridge"]]}).right == 2


def test_a_filler_in_the_wrong_role_counts_twice() -> None:
    counts = ceaf_ree({"Victim": [["mayor"]]}, {"Target": [["mayor"]]})
    assert (counts.right, counts.predicted, counts.gold) == (0, 1, 1)
