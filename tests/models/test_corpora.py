"""What is fitted to, and what is kept back to be measured on."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.encoder.corpora import kept_back, last_tenth

LISTED = st.lists(st.integers(), max_size=450, unique=True)


@given(LISTED)
def test_of_a_set_of_names_the_last_tenth_is_kept_back(listed: list[int]) -> None:
    fitted, back = last_tenth(listed, held_out=False), last_tenth(listed, held_out=True)
    assert [*fitted, *back] == listed
    assert len(listed) <= 10 * len(back) < len(listed) + 10


@given(LISTED)
def test_a_crisis_post_is_fitted_to_or_kept_back(listed: list[int]) -> None:
    fitted, back = kept_back(listed, held_out=False), kept_back(listed, held_out=True)
    assert sorted([*fitted, *back]) == sorted(listed)
    assert len(back) <= len(listed) / 10
    assert len(kept_back(listed[:200], held_out=True)) == (max(0, len(listed[:200]) - 180))
