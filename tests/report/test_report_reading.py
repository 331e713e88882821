"""From a span of the original to its English, and back to what is cited."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.model import Span
from marsad.report._english import cut, inner_quotes, quotations, quoted, surname, tidy
from marsad.report._reading import Reading

if TYPE_CHECKING:
    from tests.report.conftest import Maker


def test_citations_are_whole_passages_and_neighbours_are_one(maker: Maker) -> None:
    view = maker.view("One is here.\nTwo is there.\nThree is gone.\nFour stays.")
    reading = Reading(view, frozenset())
    text = view.version.text
    first, last = text.index("here"), text.index("Four")
    found = reading.cite([Span(first, first + 10), Span(last, last + 4)])
    assert [c.quote for c in found] == ["One is here.\nTwo is there.", "Four stays."]
    assert all(c.span.of(text) == c.quote for c in found)


def test_a_very_long_passage_is_cited_by_its_sentences(maker: Maker) -> None:
    text = "This is a plain sentence. " * 100 + "Here it is. " + "And so it goes on. " * 50
    reading = Reading(maker.view(text.strip()), frozenset())
    at = text.index("Here it is")
    assert [c.quote for c in reading.cite([Span(at, at + 10)])] == ["Here it is."]


def test_the_gap_in_a_discontinuous_statement_shows(maker: Maker) -> None:
    view = maker.view("The road, they say, is open.")
    english = Reading(view, frozenset()).english([Span(0, 8), Span(20, 27)])
    assert english.text == "The road […] is open"


def test_paragraphs_stand_in_where_no_passages_are_stored(maker: Maker) -> None:
    view = replace(maker.view("One.\n\nTwo."), passages=())
    assert [p.span for p in Reading(view, frozenset()).passages] == [Span(0, 4), Span(6, 10)]


# ------------------------------------------------------------ small English


@given(st.text(max_size=400), st.integers(1, 60))
@settings(deadline=None)
def test_cutting_keeps_a_beginning(text: str, words: int) -> None:
    shown = cut(text, words)
    assert text.startswith(shown.removesuffix(" […]"))
    assert len(shown.split()) <= words + 1 or shown == text


@given(st.text(alphabet="ab “”«»\"'.,", max_size=40))
@settings(deadline=None)
def test_a_quotation_holds_no_double_marks_of_its_own(text: str) -> None:
    assert not set('“”«»"') & set(inner_quotes(text))
    assert quotations(quoted(text)) == [" ".join(inner_quotes(text).split())]


@given(st.text(max_size=60))
@settings(deadline=None)
def test_tidying_only_takes_from_the_edges(text: str) -> None:
    assert tidy(text) in text


def test_labels_emoji_and_hashtags_are_no_speech() -> None:
    assert tidy("🔴 Ghadira Now | The road is open. #Qurnat #road_open") == "The road is open."


def test_surnames_keep_their_particle_and_a_kunya_stays_whole() -> None:
    names = ("Yasir Dalham", "Munir al-Saffan", "Abu Tarfa", "Hamza")
    assert [surname(n) for n in names] == ["Dalham", "al-Saffan", "Abu Tarfa", "Hamza"]
