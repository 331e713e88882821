"""Names in one script."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.text import name_tokens, similar_names


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("الشيخ سامر الخالدي", ("سامر", "خالدی")),
        ("Sheikh Samer al-Khalidi", ("samer", "khalidi")),
        ("عبد الله بن محمد", ("عبدالله", "محمد")),
        ("أبو مهدي المهندس", ("ابومهدی", "مهندس")),
        ("سردار دکتر رضا کریمی", ("رضا", "کریمی")),
        ("General", ("general",)),
        ("", ()),
    ],
)
def test_parts_of_a_name(name: str, parts: tuple[str, ...]) -> None:
    assert name_tokens(name) == parts


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("الشيخ سامر الخالدي", "سامر خالدی"),
        ("Sheikh Samer al-Khalidi", "Samer Khaliidi"),
        ("عبد الله محمد", "عبدالله محمد"),
        ("Samer Hadi al-Khalidi", "Samer al-Khalidi"),
    ],
)
def test_spellings_and_titles_do_not_part_a_name(a: str, b: str) -> None:
    assert similar_names(a, b)
    assert similar_names(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Ali Hasan", "Adi Hasan"),
        ("Samer", "Samer Khalidi"),
        ("Samer Khalidi", "سامر الخالدي"),
        ("Samer Khalidi", "Khalidi Samer"),
        ("", ""),
    ],
)
def test_in_doubt_the_answer_is_no(a: str, b: str) -> None:
    assert not similar_names(a, b)


@given(st.text(max_size=40), st.text(max_size=40))
@settings(deadline=None)
def test_likeness_has_no_direction(a: str, b: str) -> None:
    assert similar_names(a, b) == similar_names(b, a)
