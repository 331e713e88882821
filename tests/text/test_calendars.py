"""Solar Hijri and Islamic days against days that are on record."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.text.calendars import from_hijri, from_jalali


@pytest.mark.parametrize(
    ("jalali", "gregorian"),
    [
        ((1357, 11, 22), date(1979, 2, 11)),
        ((1399, 12, 30), date(2021, 3, 20)),
        ((1400, 1, 1), date(2021, 3, 21)),
        ((1403, 1, 1), date(2024, 3, 20)),
        ((1404, 1, 1), date(2025, 3, 21)),
        ((1404, 12, 11), date(2026, 3, 2)),
        ((1320, 6, 25), date(1941, 9, 16)),
    ],
)
def test_jalali_days_on_record(jalali: tuple[int, int, int], gregorian: date) -> None:
    assert from_jalali(*jalali) == gregorian


@pytest.mark.parametrize(
    ("hijri", "gregorian"),
    [
        ((1445, 9, 1), date(2024, 3, 11)),
        ((1446, 9, 1), date(2025, 3, 1)),
        ((1400, 1, 1), date(1979, 11, 20)),
        ((1447, 1, 1), date(2025, 6, 26)),
    ],
)
def test_hijri_days_on_record_within_a_day(hijri: tuple[int, int, int], gregorian: date) -> None:
    assert abs(from_hijri(*hijri) - gregorian) <= timedelta(days=1)


@given(st.integers(1178, 1633))
def test_every_jalali_year_follows_the_last_day_of_the_one_before(year: int) -> None:
    length = (from_jalali(year + 1, 1, 1) - from_jalali(year, 1, 1)).days
    assert length in (365, 366)
    last = 30 if length == 366 else 29
    assert from_jalali(year, 12, last) + timedelta(days=1) == from_jalali(year + 1, 1, 1)


@given(st.integers(1178, 1634), st.integers(1, 11))
def test_months_follow_each_other(year: int, month: int) -> None:
    assert from_jalali(year, month + 1, 1) - from_jalali(year, month, 1) in (
        timedelta(days=30),
        timedelta(days=31),
    )


@given(st.integers(1, 1600), st.integers(1, 11))
def test_hijri_months_have_29_or_30_days(year: int, month: int) -> None:
    assert (from_hijri(year, month + 1, 1) - from_hijri(year, month, 1)).days in (29, 30)


@pytest.mark.parametrize("day", [(1400, 12, 30), (1400, 7, 31), (1400, 13, 1), (1000, 1, 1)])
def test_days_that_are_not_in_the_calendar_are_refused(day: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match=r"no such day|outside"):
        from_jalali(*day)
