"""Ids, spans and dates: what every other part relies on."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.model import Dated, Precision, Reliability, Role, Span, make_id

_PARTS = st.lists(st.one_of(st.none(), st.text(), st.integers()), max_size=5)


@given(_PARTS, _PARTS)
def test_ids_differ_whenever_the_parts_differ(
    one: list[str | int | None], other: list[str | int | None]
) -> None:
    same = [p if p is None else str(p) for p in one] == [p if p is None else str(p) for p in other]
    assert (make_id("p", *one) == make_id("p", *other)) is same


def test_joining_parts_differently_gives_different_ids() -> None:
    assert make_id("p", "ab", "c") != make_id("p", "a", "bc")
    assert make_id("p", None) != make_id("p", "")


@given(st.text(min_size=1), st.data())
def test_a_span_returns_exactly_its_characters(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert Span(start, end).of(text) == text[start:end]


def test_a_span_cannot_run_backwards() -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(3, 2)


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [((0, 5), (3, 9), 2), ((0, 5), (5, 9), 0), ((2, 4), (0, 9), 2)],
)
def test_overlap_counts_shared_characters(
    one: tuple[int, int], other: tuple[int, int], shared: int
) -> None:
    assert Span(*one).overlap(Span(*other)) == Span(*other).overlap(Span(*one)) == shared


def test_a_date_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Dated(datetime(2026, 3, 1))  # noqa: DTZ001 - the missing zone is what is tested


def test_a_month_has_no_day() -> None:
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    assert Dated(moment, Precision.MONTH, "year and month in the address").day is None
    assert Dated(moment, Precision.DAY, "dateline").day == "2026-03-01"


def test_roles_hold_between_their_days() -> None:
    role = Role("spokesman", since="2025-01-01", until="2026-02-15")
    assert role.valid_on("2026-02-15")
    assert not role.valid_on("2026-02-16")
    assert not role.valid_on("2024-12-31")


def test_reliability_says_what_its_letter_means() -> None:
    assert [r.meaning for r in Reliability][1] == "usually reliable"
