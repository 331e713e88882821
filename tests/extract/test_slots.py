"""Parts of statements: conditions, deadlines with their moments, forces, targets, hedges."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.extract import Gazetteer, slots
from marsad.model import Entity, EntityKind, Name, Precision, Span
from marsad.text import normalise

POSTED = datetime(2026, 4, 7, 9, 0, tzinfo=UTC)


def whole(text: str) -> tuple[Span, ...]:
    return (Span(0, len(text)),)


def condition(text: str, language: str) -> str | None:
    span = slots.condition(normalise(text), whole(text), language)
    return span.of(text) if span else None


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("If they stay, we will strike.", "en", "If they stay"),
        ("We will strike unless they leave the hill.", "en", "unless they leave the hill"),
        ("إذا لم يغادروا فسنضرب", "ar", "إذا لم يغادروا"),
        ("اگر نروند، خواهیم زد", "fa", "اگر نروند"),
        ("Any attack on the post will be met with force.", "en", "Any attack on the post"),
        ("We are tired.", "en", None),
    ],
)
def test_condition(text: str, language: str, expected: str | None) -> None:
    assert condition(text, language) == expected


def test_condition_does_not_cross_lines() -> None:
    assert condition("If they stay\nwe will strike", "en") == "If they stay"


@pytest.mark.parametrize(
    ("text", "language", "words", "day"),
    [
        ("Leave within 48 hours.", "en", "within 48 hours", "2026-04-09"),
        ("نمهلكم ثلاثة أيام للرحيل", "ar", "ثلاثة أيام", "2026-04-10"),
        ("خلال ٧٢ ساعة", "ar", "خلال ٧٢ ساعة", "2026-04-10"),
        ("ظرف ۴۸ ساعت", "fa", "ظرف ۴۸ ساعت", "2026-04-09"),
    ],
)
def test_deadline(text: str, language: str, words: str, day: str) -> None:
    found = slots.deadline(normalise(text), whole(text), language, POSTED)
    assert found is not None
    assert found.span.of(text) == words
    assert found.at.day == day


def test_deadline_by_time_of_day_is_an_estimate() -> None:
    text = "پیش از غروب بروید"
    found = slots.deadline(normalise(text), whole(text), "fa", POSTED)
    assert found is not None
    assert found.at.estimated
    assert found.at.precision is Precision.DAY


def test_deadline_without_an_anchor_has_no_moment() -> None:
    text = "Leave within 48 hours."
    found = slots.deadline(normalise(text), whole(text), "en", None)
    assert found is not None
    assert found.at.value is None


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            "We offer two thousand fighters, dozens of drones and short-range rockets to them.",
            "en",
            "two thousand fighters, dozens of drones and short-range rockets",
        ),
        ("لدينا ألف مقاتل وعشرات المسيرات", "ar", "ألف مقاتل وعشرات المسيرات"),
        ("دو هزار رزمنده و ده‌ها پهپاد", "fa", "دو هزار رزمنده و ده‌ها پهپاد"),
        ("The fighters rested.", "en", None),
    ],
)
def test_capability(text: str, language: str, expected: str | None) -> None:
    span = slots.capability(normalise(text), whole(text), language)
    assert (span.of(text) if span else None) == expected


def test_target_prefers_a_known_entity() -> None:
    text = "We will act against the Orlan Mission in the hills."
    mission = Entity("org-orlan", EntityKind.ORGANIZATION, (Name("Orlan Mission", "en"),))
    folded = normalise(text)
    known = Gazetteer([mission]).find(folded)
    assert slots.target(folded, whole(text), "en", known) == "Orlan Mission"
    assert slots.target(folded, whole(text), "en", ()) == "the Orlan Mission"


def test_hedges() -> None:
    text = "The meeting reportedly took place, probably in the south."
    spans = slots.hedges(normalise(text), Span(0, len(text)), "en")
    assert [s.of(text) for s in spans] == ["reportedly", "probably"]


@settings(deadline=None)
@given(
    st.text(alphabet="if unless 72hours3 fighters،, إذا لم ساعة مقاتل اگر\nروز", max_size=120),
    st.sampled_from(("en", "ar", "fa")),
)
def test_slots_stay_inside(text: str, language: str) -> None:
    folded = normalise(text)
    found = [
        slots.condition(folded, whole(text), language),
        slots.capability(folded, whole(text), language),
        *slots.hedges(folded, Span(0, len(text)), language),
    ]
    deadline = slots.deadline(folded, whole(text), language, POSTED)
    found.append(deadline.span if deadline else None)
    assert all(span is None or 0 <= span.start < span.end <= len(text) for span in found)
