"""How sure the heads are, in line with how often they are right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.encoder.sureness import sureness

SHARES = st.floats(0, 1)


@pytest.mark.parametrize("head", ["mentions", "statements", "parts"])
@given(one=SHARES, other=SHARES)
def test_the_surer_stays_the_surer(head: str, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0 < sureness(head, low) <= sureness(head, high) < 1


def test_nothing_is_certain_and_a_name_less_so_than_its_words() -> None:
    assert sureness("mentions", 1.0) < 1.0
    assert sureness("mentions", 0.8) < 0.8
