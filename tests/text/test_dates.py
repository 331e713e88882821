"""Dates in text, absolute and reckoned from the post's own date."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.model import Precision
from marsad.text import find_dates
from marsad.text.lexicon import words

WEDNESDAY = datetime(2026, 3, 4, 8, 15, tzinfo=UTC)


def found(text: str, language: str) -> list[tuple[str, str | None]]:
    dates = find_dates(text, language, WEDNESDAY)
    return [(one.span.of(text), one.date.day) for one in dates]


@pytest.mark.parametrize(
    ("language", "text", "words", "day"),
    [
        ("en", "It met on 2 March 2026.", "2 March 2026", "2026-03-02"),
        ("en", "It met on March 2nd, 2026.", "March 2nd, 2026", "2026-03-02"),
        ("en", "signed 2026-03-02 there", "2026-03-02", "2026-03-02"),
        ("en", "on 25/12/2025", "25/12/2025", "2025-12-25"),
        ("ar", "في ٢ آذار/مارس ٢٠٢٦ اجتمع", "٢ آذار/مارس ٢٠٢٦", "2026-03-02"),
        ("ar", "في 15 كانون الثاني 2020", "15 كانون الثاني 2020", "2020-01-15"),
        ("ar", "يوم 3 يونيو من عام 2025", "3 يونيو من عام 2025", "2025-06-03"),
        ("ar", "1 رمضان 1445 هـ", "1 رمضان 1445", "2024-03-11"),
        ("fa", "در ۱۱ اسفند ۱۴۰۴ گفت", "۱۱ اسفند ۱۴۰۴", "2026-03-02"),
        ("fa", "تاریخ ۱۴۰۴/۱۲/۱۱", "۱۴۰۴/۱۲/۱۱", "2026-03-02"),
        ("fa", "۲۲ بهمن", "۲۲ بهمن", "2026-02-11"),
        ("en", "on March 3", "March 3", "2026-03-03"),
    ],
)
def test_absolute_dates(language: str, text: str, words: str, day: str) -> None:
    assert found(text, language) == [(words, day)]


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "within 72 hours", "2026-03-07"),
        ("en", "within the next three days", "2026-03-07"),
        ("en", "a 48-hour deadline", "2026-03-06"),
        ("en", "by Friday", "2026-03-06"),
        ("en", "said on Tuesday", "2026-03-03"),
        ("en", "next Wednesday", "2026-03-11"),
        ("en", "two weeks ago", "2026-02-18"),
        ("en", "tomorrow", "2026-03-05"),
        ("ar", "خلال 72 ساعة", "2026-03-07"),
        ("ar", "خلال ثلاثة أيام", "2026-03-07"),
        ("ar", "في غضون يومين", "2026-03-06"),
        ("ar", "قبل يومين", "2026-03-02"),
        ("ar", "حتى يوم الجمعة", "2026-03-06"),
        ("ar", "يوم الثلاثاء الماضي", "2026-03-03"),
        ("ar", "غداً", "2026-03-05"),
        ("ar", "أمهل البعثة 72 ساعة", "2026-03-07"),
        ("ar", "قبل ظهر الأحد", "2026-03-08"),
        ("ar", "أمس", "2026-03-03"),
        ("fa", "ظرف ۴۸ ساعت", "2026-03-06"),
        ("fa", "تا ۷۲ ساعت آینده", "2026-03-07"),
        ("fa", "دو روز پیش", "2026-03-02"),
        ("fa", "روز سه‌شنبه", "2026-03-03"),
        ("fa", "پس‌فردا", "2026-03-06"),
    ],
)
def test_relative_dates_count_from_the_anchor(language: str, text: str, day: str) -> None:
    dates = find_dates(text, language, WEDNESDAY)
    assert [one.date.day for one in dates] == [day]
    assert dates[0].date.estimated


def test_hours_give_a_moment() -> None:
    (deadline,) = find_dates("within 72 hours", "en", WEDNESDAY)
    assert deadline.date.value == datetime(2026, 3, 7, 8, 15, tzinfo=UTC)


def test_without_an_anchor_a_relative_date_is_found_but_not_dated() -> None:
    (one,) = find_dates("within 72 hours", "en", None)
    assert one.date.value is None


def test_months_and_years_say_how_exact_they_are() -> None:
    month, year = find_dates("in January 2020, founded in 2013", "en", None)
    assert month.date.precision is Precision.MONTH
    assert year.date.precision is Precision.YEAR
    assert month.date.day is None


def test_islamic_dates_are_estimates() -> None:
    (one,) = find_dates("1 رمضان 1445", "ar", None)
    assert one.calendar == "hijri"
    assert one.date.estimated


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "they may 5 times march 20 km"),
        ("fa", "۵ تیر شلیک شد"),
        ("en", "version 31.31.2026"),
        ("en", "in room 72"),
    ],
)
def test_what_is_no_date_is_left_alone(language: str, text: str) -> None:
    assert found(text, language) == []


def test_a_naive_anchor_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        find_dates("today", "en", datetime(2026, 3, 4))  # noqa: DTZ001 - that is the mistake


PIECES = st.lists(
    st.sampled_from(
        sorted(
            words(
                "2 31 2026 ۱۴۰۴ 1447 / - . : March مارس اسفند رمضان within خلال ظرف 72 hours ساعة "
                "ساعت Friday الجمعة جمعه غدا قبل ago آب of من عام x 9999999999"
            )
        )
    ),
    max_size=14,
)


@given(PIECES, st.sampled_from(["", " "]), st.sampled_from(["en", "ar", "fa"]))
@settings(deadline=None)
def test_spans_rise_and_stay_inside(pieces: list[str], glue: str, language: str) -> None:
    text = glue.join(pieces)
    end = 0
    for one in find_dates(text, language, WEDNESDAY):
        assert end <= one.span.start < one.span.end <= len(text)
        end = one.span.end
