"""Scripts and reading directions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.text import direction, script


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("مرصد", "rtl"),
        ("Marsad", "ltr"),
        ("#Breaking قال المتحدث باسم الحركة", "rtl"),
        ("The word مرصد means observatory", "ltr"),
        ("שלום", "rtl"),
        ("12 !", "ltr"),
        ("اب ab", "rtl"),
        ("ab اب", "ltr"),
    ],
)
def test_direction_is_that_of_most_letters_then_of_the_first(text: str, side: str) -> None:
    assert direction(text) == side


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("سلام ok", "Arabic"),
        ("Привет", "Cyrillic"),
        ("日本の", "Kana"),
        ("中国", "Han"),
        ("ꦗꦮ", "Other"),
        ("42", None),
    ],
)
def test_script_is_that_of_most_letters(text: str, name: str | None) -> None:
    assert script(text) == name


@given(st.text())
def test_a_text_has_a_script_exactly_when_it_has_letters(text: str) -> None:
    assert (script(text) is not None) or not any(map(str.isalpha, text))
