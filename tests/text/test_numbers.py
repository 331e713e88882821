"""Numbers in figures and words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.text import find_numbers
from marsad.text.lexicon import words


def found(text: str) -> list[tuple[str, float]]:
    return [(one.span.of(text), one.value) for one in find_numbers(text)]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1,200 men and 3.5 tonnes", [("1,200", 1200), ("3.5", 3.5)]),
        ("three rockets", [("three", 3)]),
        (
            "twenty-three of two hundred and five",
            [("twenty-three", 23), ("two hundred and five", 205)],
        ),
        ("3 million", [("3 million", 3_000_000)]),
        ("قتل ثلاثة وعشرون وجرح ١٢", [("ثلاثة وعشرون", 23), ("١٢", 12)]),
        ("خمسة عشر مقاتلا", [("خمسة عشر", 15)]),
        ("أطلقوا و3 آلاف بثلاثة صواريخ", [("3 آلاف", 3000), ("ثلاثة", 3)]),
        ("ألفين وخمسمئة", [("ألفين وخمسمئة", 2500)]),
        ("بیست و سه نفر", [("بیست و سه", 23)]),
        ("سه هزار و پانصد", [("سه هزار و پانصد", 3500)]),
        ("۴۸ ساعت", [("۴۸", 48)]),
        ("one of them, F16, یک نفر, أحد", []),
        ("three two", [("three", 3), ("two", 2)]),
        ("123456789012345678901234567890", []),
    ],
)
def test_numbers_are_found_with_their_values(text: str, numbers: list[tuple[str, float]]) -> None:
    assert found(text) == numbers


@given(st.integers(0, 10**15), st.sampled_from(["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"]))
@settings(deadline=None)
def test_any_digits_give_the_value(value: int, digits: str) -> None:
    text = str(value).translate(str.maketrans("0123456789", digits))
    assert found(f"({text})") == [(text, value)]


WORDS = st.lists(
    st.sampled_from(
        sorted(
            words("three twenty hundred thousand and و ثلاثة وعشرون عشر ألف بیست هزار 5 1,000 - x")
        )
    ),
    max_size=12,
)


@given(WORDS)
@settings(deadline=None)
def test_spans_rise_and_stay_inside(pieces: list[str]) -> None:
    text = " ".join(pieces)
    end = 0
    for one in find_numbers(text):
        assert end <= one.span.start < one.span.end <= len(text)
        end = one.span.end
