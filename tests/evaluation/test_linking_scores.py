"""Scores of links, and the annotated names that they are counted on."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from evaluation.linking import GOLD
from evaluation.scorers.attribution import Prf
from evaluation.scorers.linking import NIL, Marked, link_prf, unmarked
from marsad.model import Mention, Span
from marsad.resolve import builtin_entities

TEXT = "[[Herons|org-heron]] met [[herons|NIL]] there."
PLAIN, MARKS = unmarked(TEXT)
IDS = {entity.id for entity in builtin_entities()}


def linked(start: int, end: int, entity: str | None) -> Mention:
    return Mention("m", "v", Span(start, end), "Organization", entity, 1.0, "r")


def test_marks_become_spans_of_the_plain_text() -> None:
    assert PLAIN == "Herons met herons there."
    assert [mark.span.of(PLAIN) for mark in MARKS] == ["Herons", "herons"]
    assert MARKS[1] == Marked(Span(11, 17), NIL)


@pytest.mark.parametrize(
    ("found", "counts"),
    [
        ([], Prf(0, 0, 1)),
        ([linked(0, 6, "org-heron")], Prf(1, 1, 1)),
        ([linked(0, 6, "org-wader")], Prf(0, 1, 1)),
        ([linked(0, 6, None)], Prf(0, 0, 1)),
        ([linked(0, 6, "org-heron"), linked(11, 17, "org-heron")], Prf(1, 2, 1)),
        ([linked(0, 3, "org-heron"), linked(4, 6, "org-wader")], Prf(1, 2, 1)),
        ([linked(18, 23, "org-heron")], Prf(0, 0, 1)),
    ],
)
def test_a_wrong_link_costs_precision_and_a_missing_one_recall(
    found: list[Mention], counts: Prf
) -> None:
    assert link_prf(MARKS, found) == counts


@pytest.mark.parametrize("part", ["dev", "test"])
def test_the_gold_names_entities_of_the_package(part: str) -> None:
    lines = (GOLD / f"{part}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert max(Counter(row["id"] for row in rows).values()) == 1
    for row in rows:
        text, marks = unmarked(row["text"])
        assert marks
        assert "[[" not in text
        assert {mark.entity for mark in marks} <= IDS | {NIL}
