"""What every store keeps of the life of its sources."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.contract.conftest import NOON, Opener

from marsad.model import Capture, Outcome, Source, Visit
from marsad.ports import Coverage, ParsedPost, ParsedSource, Store, Validators


@pytest.fixture
def store(open_store: Opener, tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path)
    with opened.write() as writer:
        for key in ("one", "two"):
            writer.put_source(Source(key, "telegram_web", f"https://t.invalid/{key}", key))
    yield opened
    opened.close()


def capture(seq: int, source_id: str = "one") -> Capture:
    return Capture(
        f"c_{seq}_{source_id}", source_id, "https://t.invalid", NOON + timedelta(minutes=seq), 200,
        "text/html", f"{seq:064x}", 10, seq, f"{seq:064x}", "a.warc.gz", seq, "test",
    )  # fmt: skip


def seen(store: Store, seq: int, *items: Coverage | ParsedSource | ParsedPost) -> None:
    with store.write() as writer:
        writer.ingest(capture(seq), items)


def covered(first: int, last: int) -> Coverage:
    return Coverage(first, last, frozenset())


def visit(source: str, minute: int, outcome: Outcome = Outcome.NEW) -> Visit:
    began = NOON + timedelta(minutes=minute)
    return Visit(f"i_{source}_{minute}", source, began, began, outcome, due=began)


def test_runs_that_meet_become_one_and_the_rest_are_gaps(store: Store) -> None:
    seen(store, 1, covered(1, 20))
    seen(store, 2, covered(41, 60))
    history = store.read().history("one")
    assert (history.covered, history.gaps, history.newest) == (((1, 20), (41, 60)), ((21, 40),), 60)
    seen(store, 3, covered(15, 40))
    assert store.read().history("one").covered == ((1, 60),)
    assert store.read().history("two").covered == ()


@given(st.lists(st.tuples(st.integers(1, 40), st.integers(0, 9)), max_size=12))
@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_what_is_covered_is_the_union(store: Store, runs: list[tuple[int, int]]) -> None:
    before = {n for a, b in store.read().history("one").covered for n in range(a, b + 1)}
    seen(store, 1, *(covered(first, first + more) for first, more in runs))
    found = store.read().history("one").covered
    expected = before | {n for first, more in runs for n in range(first, first + more + 1)}
    assert {n for a, b in found for n in range(a, b + 1)} == expected
    assert all(b + 1 < c for (_, b), (c, _) in pairwise(found))


def test_facts_are_kept_where_they_change(store: Store) -> None:
    seen(store, 1, ParsedSource(name="Lantern", handle="lantern", members=1000))
    seen(store, 2, ParsedSource(name="Lantern", handle="lantern"))
    seen(store, 3, ParsedSource(name="New Lantern", successor="https://t.invalid/s/new"))
    facts = [(f.field, f.value, f.capture_id) for f in store.read().source_facts("one")]
    assert facts == [
        ("handle", "lantern", "c_1_one"),
        ("members", "1000", "c_1_one"),
        ("name", "Lantern", "c_1_one"),
        ("name", "New Lantern", "c_3_one"),
        ("successor", "https://t.invalid/s/new", "c_3_one"),
    ]
    assert store.read().source_facts("two") == ()


def test_visits_are_listed_by_period_and_the_last_is_known(store: Store) -> None:
    visits = [visit("one", 0), visit("two", 1, Outcome.GONE), visit("one", 5)]
    with store.write() as writer:
        for each in reversed(visits):
            writer.put_visit(each)
            writer.put_visit(each)
    reader = store.read()
    assert list(reader.visits()) == visits
    assert list(reader.visits(NOON + timedelta(minutes=1), NOON + timedelta(minutes=5))) == [
        visits[1]
    ]
    assert reader.last_visits() == {"one": visits[2], "two": visits[1]}
    assert reader.last_visits(["two"]) == {"two": visits[1]}


def test_validators_belong_to_a_source_and_an_address(store: Store) -> None:
    first, second = Validators('"a"', None), Validators(None, "Fri, 01 May 2026 12:00:00 GMT")
    with store.write() as writer:
        writer.put_validators("one", "https://t.invalid/\udcff", first)
        writer.put_validators("one", "https://t.invalid/x", first)
        writer.put_validators("one", "https://t.invalid/x", second)
    reader = store.read()
    assert reader.validators("one", "https://t.invalid/\udcff") == first
    assert reader.validators("one", "https://t.invalid/x") == second
    assert reader.validators("two", "https://t.invalid/x") is None
