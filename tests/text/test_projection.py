"""From a span of the original to its English."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.model import Alignment, Span, Translation
from marsad.text import project

ORIGINAL = "قال زيد: «نحن هنا». وأضاف أنهم باقون."
ENGLISH = "Zayd said: “We are here.” He added that they were staying."
ALIGNED = Translation("g", ENGLISH, "memory", False, (Alignment(Span(10, 17), Span(12, 24)),))


def test_an_alignment_gives_just_the_words() -> None:
    span, exact = project(ALIGNED, ORIGINAL, Span(10, 17))
    assert (span.of(ENGLISH), exact) == ("We are here.", True)


def test_a_span_that_differs_by_a_mark_still_fits() -> None:
    span, exact = project(ALIGNED, ORIGINAL, Span(9, 18))
    assert exact
    assert "We are here" in span.of(ENGLISH)


def test_sentences_serve_where_no_alignment_does() -> None:
    second = Span(ORIGINAL.index("وأضاف"), len(ORIGINAL))
    span, exact = project(ALIGNED, ORIGINAL, second)
    assert (span.of(ENGLISH), exact) == ("He added that they were staying.", True)


def test_a_part_of_a_sentence_gives_the_whole_and_says_so() -> None:
    span, exact = project(ALIGNED, ORIGINAL, Span(ORIGINAL.index("باقون"), len(ORIGINAL) - 1))
    assert (span, exact) == (Span(0, len(ENGLISH)), False)


@given(st.text(max_size=80), st.text(max_size=80), st.data())
@settings(deadline=None)
def test_a_projection_always_lies_in_the_translation(
    original: str, english: str, data: st.DataObject
) -> None:
    def span_of(text: str) -> Span:
        ends = data.draw(st.tuples(*[st.integers(0, len(text))] * 2))
        return Span(min(ends), max(ends))

    pairs = tuple(Alignment(span_of(original), span_of(english)) for _ in range(2))
    found, _ = project(Translation("g", english, "e", False, pairs), original, span_of(original))
    assert 0 <= found.start <= found.end <= len(english)


def test_several_quotations_give_the_run_from_first_to_last() -> None:
    pairs = (Alignment(Span(0, 4), Span(0, 5)), Alignment(Span(5, 9), Span(6, 12)))
    found = Translation("g", "aaaaa bbbbbb cc", "memory", machine=False, alignments=pairs)
    assert project(found, "wwww xxxx yy", Span(0, 9)) == (Span(0, 12), True)


def test_an_untranslated_text_maps_to_itself() -> None:
    found = Translation("g", "لا شيء", "none", machine=False)
    assert project(found, "لا شيء", Span(3, 6)) == (Span(3, 6), True)
