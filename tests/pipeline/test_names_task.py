"""The task of the evaluation contract that ranks names."""

from __future__ import annotations

import pytest

from marsad.api import run_task
from marsad.errors import ExtractionError

POOL = {"ar": ["Khazali", "Maliki", "Amiri"], "he": ["Katz", "Levi"]}


def test_each_row_is_answered_from_the_pool_of_its_language() -> None:
    rows = [
        {"id": "a", "name": "الخزعلي", "lang": "ar"},
        {"id": "b", "name": "כץ", "lang": "he"},
        {"id": "c", "name": "Кац", "lang": "ru"},
    ]
    found = list(run_task("names", rows, pool=POOL))
    assert [each["id"] for each in found] == ["a", "b", "c"]
    assert [each["ranked"][:1] for each in found] == [["Khazali"], ["Katz"], []]


def test_without_names_to_rank_it_says_so() -> None:
    with pytest.raises(ExtractionError, match="no names") as caught:
        run_task("names", [])
    assert "--pool" in caught.value.hint
