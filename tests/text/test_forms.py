"""Other forms of a word, in folded spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.text import normalise
from marsad.text.forms import forms


def folded(word: str) -> str:
    return normalise(word).text


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("المقاومة", "مقاومة"),
        ("مقاومة", "والمقاومة"),
        ("مقاومة", "للمقاومة"),
        ("المقاومة", "مقاومتنا"),
        ("المقاومة", "مقاومت"),
        ("مقاومت", "المقاومة"),
        ("صاروخ", "بالصاروخ"),
        ("صاروخ", "صاروخين"),
        ("موشک", "موشک‌های"),
        ("موشک‌ها", "موشک"),
        ("بیانیه", "بیانیه‌های"),
        ("تهدید", "تهدیدات"),
        ("تهديدات", "تهديد"),
        ("missile", "missiles"),
        ("missiles", "missile"),
        ("army", "armies"),
        ("armies", "army"),
    ],
)
def test_a_word_has_its_other_forms(typed: str, found: str) -> None:
    assert folded(found) in forms(folded(typed))


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("وزیر", "زیر"),
        ("سلیمانی", "سلیمان"),
        ("الله", "له"),
        ("press", "pres"),
        ("us", "u"),
        ("بغداد", "غداد"),
    ],
)
def test_letters_that_may_be_a_words_own_are_left_to_it(typed: str, other: str) -> None:
    assert folded(other) not in forms(folded(typed))


@given(st.text(max_size=40))
def test_the_word_itself_comes_first_and_the_number_is_bounded(text: str) -> None:
    word = normalise(text).text
    found = forms(word)
    assert found[0] == word
    assert len(found) == len(set(found)) <= 300
