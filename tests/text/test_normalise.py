"""Folding for matching, and the way back to the original."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.model import Span
from marsad.text import normalise

ANY_TEXT = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "\u064e\u0651\u0640\u200c\u200d\u200f\u202e\ufeff \t\nيىیكکأإآةؤئﻻﷲﷺﬁ١۲3½²ßİ«»“”"
        ),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("می‌شود", "میشود"),
        ("سـلاح", "سلاح"),
        ("كِتَابٌ", "کتاب"),
        ("علي", "على"),
        ("أحمد", "احمد"),
        ("القاهرة", "القاهره"),
        ("مسؤول", "مسوول"),
        ("ﻻ إله", "لا اله"),
        ("۱۴۰۴", "١٤٠٤"),
        ("2026", "٢٠٢٦"),
        ("Łódź", "lodz"),
        ("İSTANBUL", "istanbul"),
        ("“don’t”", '"don\'t"'),
        ("a\u202eb\u200f c", "ab c"),
        ("a \t\n b", "a b"),
        ("hid\U000e0041den", "hidden"),
        ("שָׁלוֹם", "שלום"),
    ],
)
def test_spellings_of_one_word_fold_alike(one: str, other: str) -> None:
    assert normalise(one).text == normalise(other).text


@pytest.mark.parametrize(("one", "other"), [("کتاب", "کتب"), ("سلام", "اسلام"), ("«a»", '"a"')])
def test_different_words_stay_different(one: str, other: str) -> None:
    assert normalise(one).text != normalise(other).text


def test_without_folding_only_the_invisible_goes() -> None:
    text = "Ad\u200fmiral  سـلاحٌ ١٢"
    assert normalise(text, fold=False).text == "Admiral سلاحٌ ١٢"


def test_a_hit_is_highlighted_with_its_vowel_signs() -> None:
    text = "هذا كِتَابٌ جديد"
    folded = normalise(text)
    start = folded.text.index("کتاب")
    assert folded.original(Span(start, start + 4)).of(text) == "كِتَابٌ"


def test_a_hit_inside_a_ligature_takes_the_whole_ligature() -> None:
    assert normalise("ﻻ").original(Span(0, 1)) == Span(0, 1)


@pytest.mark.parametrize("method", ["original", "normalised"])
def test_spans_beyond_the_text_are_refused(method: str) -> None:
    with pytest.raises(ValueError, match="beyond"):
        getattr(normalise("abc"), method)(Span(0, 9))


@given(ANY_TEXT, st.booleans())
@settings(deadline=None)
def test_normalising_twice_changes_nothing(text: str, fold: bool) -> None:
    once = normalise(text, fold=fold).text
    assert normalise(once, fold=fold).text == once


@given(ANY_TEXT, st.booleans())
@settings(deadline=None)
def test_offsets_rise_and_stay_inside(text: str, fold: bool) -> None:
    folded = normalise(text, fold=fold)
    assert len(folded.starts) == len(folded.text)
    assert list(folded.starts) == sorted(folded.starts)
    for index in range(len(folded.text)):
        span = folded.original(Span(index, index + 1))
        assert 0 <= span.start < span.end <= len(text)


@given(ANY_TEXT, st.data())
@settings(deadline=None)
def test_round_trip_of_a_span_holds_the_span(text: str, data: st.DataObject) -> None:
    folded = normalise(text)
    start = data.draw(st.integers(0, len(folded.text)))
    span = Span(start, data.draw(st.integers(start, len(folded.text))))
    if span.start < span.end:
        assert folded.normalised(folded.original(span)).covers(span)


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
@settings(deadline=None)
def test_what_is_left_of_a_run_lies_in_its_normalised_span(a: str, b: str, c: str) -> None:
    folded = normalise(a + b + c)
    found = folded.normalised(Span(len(a), len(a) + len(b)))
    assert normalise(b).text.strip() in folded.text[found.start : found.end]
