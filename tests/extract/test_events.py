"""Meetings and attacks, with tolls, places and how sure the text is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.extract import Gazetteer, events
from marsad.model import Certainty, Entity, EntityKind, Event, Name
from marsad.text import normalise

GAZETTEER = Gazetteer(
    [
        Entity("pla-orlan", EntityKind.PLACE, (Name("Orlan", "en"), Name("أورلان", "ar"))),
        Entity("per-a", EntityKind.PERSON, (Name("Tamir Vosk", "en"),)),
        Entity("per-b", EntityKind.PERSON, (Name("Ilya Dorn", "en"),)),
    ]
)
POSTED = datetime(2026, 4, 7, 9, 0, tzinfo=UTC)


def read(text: str, language: str) -> tuple[Event, ...]:
    folded = normalise(text)
    known = GAZETTEER.find(folded)
    return events(folded, language, version_id="v_1", known=known, anchor=POSTED)


@pytest.mark.parametrize(
    ("text", "language", "killed", "injured"),
    [
        ("An attack on a post in Orlan left three dead and seven injured.", "en", 3, 7),
        ("مقتل ثلاثة وإصابة سبعة في هجوم على مركز في أورلان", "ar", 3, 7),
        ("در حمله به پاسگاه ۳ کشته و ۷ زخمی بر جای ماند", "fa", 3, 7),
    ],
)
def test_attack_with_toll(text: str, language: str, killed: int, injured: int) -> None:
    (event,) = read(text, language)
    assert (event.type, event.killed, event.injured) == ("ASSAULT", killed, injured)


def test_toll_in_the_next_sentence_joins_the_attack() -> None:
    (event,) = read("There was an attack on a post in Orlan. Four people were killed.", "en")
    assert (event.place, event.killed) == ("Orlan", 4)


def test_contradicting_tolls_stay_apart() -> None:
    found = read("An attack on a post left 3 dead. The channel said 11 dead in the attack.", "en")
    assert [e.killed for e in found] == [3, 11]


def test_meeting_whose_place_is_probable() -> None:
    text = "Tamir Vosk met Ilya Dorn last week. The meeting probably took place in Orlan."
    (event,) = read(text, "en")
    assert (event.type, event.actor, event.target) == ("CONSULT", "Tamir Vosk", "Ilya Dorn")
    assert (event.place, event.place_precision) == ("Orlan", "probable")
    assert event.certainty is Certainty.PROBABLE


def test_denied_attack() -> None:
    (event,) = read("The ministry denied that armed men had entered the base.", "en")
    assert event.certainty is Certainty.DENIED


def test_accidents_and_condemnations_are_no_attacks() -> None:
    assert read("A road accident left three dead and two injured.", "en") == ()
    assert read("The council condemned the attack on the post.", "en") == ()


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="attack on dead 3injured met. هجوم على قتلى کشته\n", max_size=120))
def test_spans_and_ids(text: str) -> None:
    found = read(text, "en")
    assert len({e.id for e in found}) == len(found)
    assert all(0 <= e.span.start < e.span.end <= len(text) for e in found)
