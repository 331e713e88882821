"""Paragraphs and sentences by offsets."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.text import paragraphs, sentences

HOSTILE_TEXT = st.text(
    st.one_of(st.characters(), st.sampled_from(".!?…؟۔\"'”»)] \n\u200f\u200c\u2029aAد1🔴•")),
    max_size=80,
)
INVISIBLE = (
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2066\u2067\u2068\u2069\ufeff\u061c"
)


def cut(text: str, language: str | None = None) -> list[str]:
    return [span.of(text) for span in sentences(text, language)]


def test_paragraphs_are_the_lines_that_show_something() -> None:
    text = "  أول سطر \u200f\n\n \u200f\nsecond\r\nthird\u2029fourth"
    assert [p.of(text) for p in paragraphs(text)] == ["أول سطر", "second", "third", "fourth"]


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Smith of the U.S. Army met Gen. Lee at 3.5 km.",
        "Lt. Col. J. K. Adams spoke for approx. five minutes.",
        "قال د. محمد للصحفيين إن الأمر بسيط.",
        "زاره أ. سامي أمس.",
        "1. First point",
        "“Really?” he said.",
        "«هل ستأتي؟» قال المتحدث.",
        "وأضاف أن... الأمر مستمر.",
        "See https://example.org/a.b?c=d now.",
        "🔴 عاجل | بيان مهم.",
        "Well ... perhaps.",
    ],
)
def test_one_sentence_stays_one(text: str) -> None:
    assert cut(text) == [text]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("He left the U.S. The army stayed.", ["He left the U.S.", "The army stayed."]),
        ("(It ended.) They left!", ["(It ended.)", "They left!"]),
        ("He said “we won.” They left.", ["He said “we won.”", "They left."]),
        ("هل سيعود؟ لا نعلم.", ["هل سيعود؟", "لا نعلم."]),
        ("انتهى الأمر.وقال المتحدث كلمته.", ["انتهى الأمر.", "وقال المتحدث كلمته."]),
        ("او رفت. ما ماندیم!", ["او رفت.", "ما ماندیم!"]),
        ("یہ ختم ہوا۔ وہ گئے۔", ["یہ ختم ہوا۔", "وہ گئے۔"]),
        ("Done!!! 😀 Next one. 🔴", ["Done!!!", "😀 Next one. 🔴"]),
        ("one line\nanother line", ["one line", "another line"]),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, parts: list[str]) -> None:
    assert cut(text) == parts


def test_a_language_brings_its_abbreviations() -> None:
    text = "Он родился в 1990 г. Москва росла."
    assert len(cut(text)) == 2
    assert len(cut(text, "ru")) == 1


@given(HOSTILE_TEXT)
@settings(deadline=None)
def test_everything_visible_is_in_exactly_one_sentence(text: str) -> None:
    spans = sentences(text)
    seen = [0] * len(text)
    for span in spans:
        assert span.start < span.end
        for at in range(span.start, span.end):
            seen[at] += 1
    for char, times in zip(text, seen, strict=True):
        assert times <= 1
        assert times == 1 or char.isspace() or char in INVISIBLE


@given(HOSTILE_TEXT)
@settings(deadline=None)
def test_no_sentence_leaves_its_paragraph(text: str) -> None:
    lines = paragraphs(text)
    assert all(any(line.covers(span) for line in lines) for span in sentences(text))


@pytest.mark.parametrize("unit", [".", ". ", "a.", '."', "!\u200f", "\u200f\n", "Mr. ", "…» "])
def test_hostile_runs_are_cut_without_trouble(unit: str) -> None:
    text = unit * 20_000
    assert all(span.end <= len(text) for span in sentences(text))
