"""Whole texts through the model that ships."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.encoder.shipped import shipped
from marsad.encoder.understanding import Understanding, Understood, understood
from marsad.model import Span

HEBREW = "דובר המפלגה, נועם ברקאי, אמר כי הממשלה לא תיכנע."


def _spans(found: Understood) -> list[Span]:
    runs = [run.span for run in (*found.mentions, *found.parts)]
    return runs + [
        span for said in found.statements for each in said.roles.values() for span in each
    ]


@settings(deadline=None, max_examples=25)
@given(st.text(max_size=120))
def test_whatever_is_read_all_runs_lie_within_the_text(text: str) -> None:
    for span in _spans(understood().of(text)):
        assert 0 <= span.start < span.end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        "\u202e\u200f",
        "🔥🔥🔥",
        "ـــــ",
        "\u064b\u064c",
        "#",
        "Ω≈ç√",
        "ไทย",
        "\x00\x01",
    ],
)
def test_texts_without_much_in_them_are_read_without_complaint(text: str) -> None:
    assert understood().of(text).statements == ()


def test_a_book_is_read_up_to_a_point() -> None:
    found = understood().of("The minister said the road is closed. " * 3000)
    window, _ = found.read[-1]
    assert 10_000 < window.words[-1].end < 60_000


def test_what_was_read_lately_is_not_read_again() -> None:
    reader = Understanding(shipped())
    first = reader.of(HEBREW)
    assert reader.of(HEBREW) is first
    for number in range(520):
        reader.of(f"{number} things happened")
    assert reader.of(HEBREW) is not first


def test_texts_without_a_word_are_not_kept_for_ever_either() -> None:
    reader = Understanding(shipped())
    first = reader.of(" ")
    assert reader.of(" ") is first
    for number in range(2, 520):
        reader.of(" " * number)
    assert reader.of(" ") is not first


def test_a_text_reads_the_same_alone_and_among_others() -> None:
    alone, among = Understanding(shipped()), Understanding(shipped())
    texts = [HEBREW, "The army says it is ready.", "نفى الناطق ذلك. " * 60, "", HEBREW]
    among.expect(texts)
    for text in texts:
        one, other = alone.of(text), among.of(text)
        assert (one.mentions, one.statements) == (other.mentions, other.statements)
        assert np.allclose(one.vector, other.vector, atol=1e-6)
    together = alone.vectors(texts)
    assert np.allclose(together, [alone.of(text).vector for text in texts], atol=1e-6)


def test_vectors_of_like_texts_are_near_and_of_nothing_are_zero() -> None:
    first, other, third = (
        understood().of(text).vector
        for text in ("The bridge is closed.", "הגשר סגור.", "We welcome the wheat harvest.")
    )
    assert first @ other > first @ third
    assert not understood().of("").vector.any()


def test_acts_are_asked_of_spans_that_other_means_found() -> None:
    start = HEBREW.index("הממשלה")
    shares = understood().acts(HEBREW, None, [Span(start, len(HEBREW))])
    assert shares is not None
    assert sum(shares.values()) == pytest.approx(1, abs=1e-4)
    assert understood().acts("", None, [Span(0, 0)]) is None
