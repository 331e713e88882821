"""Every model value survives being stored."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import marsad.model
from marsad.errors import WorkspaceError
from marsad.model import Dated, Post, Precision, Response, Span
from marsad.store import decode, encode

_MOMENTS = st.datetimes(timezones=st.just(UTC))
_TEXT = st.text(st.characters(), max_size=20)
_DATED = st.builds(
    Dated,
    _MOMENTS,
    st.sampled_from(Precision),
    _TEXT,
    st.booleans(),
) | st.builds(Dated, basis=_TEXT)
_SPANS = st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)).map(lambda p: Span(*sorted(p)))

st.register_type_strategy(Dated, _DATED)
st.register_type_strategy(Span, _SPANS)
st.register_type_strategy(datetime, _MOMENTS)
st.register_type_strategy(str, _TEXT)
st.register_type_strategy(float, st.floats(allow_nan=False))

_STORED = [
    kind
    for kind in vars(marsad.model).values()
    if isinstance(kind, type) and dataclasses.is_dataclass(kind) and kind is not Response
]


@pytest.mark.parametrize("kind", _STORED, ids=lambda kind: kind.__name__)
def test_a_value_comes_back_equal(kind: type) -> None:
    @given(st.from_type(kind))
    @settings(deadline=None, max_examples=60)
    def round_trip(value: object) -> None:
        data = encode(value)
        data.encode()
        assert decode(kind, data) == value

    round_trip()


def test_arabic_stays_readable() -> None:
    assert "مرصد" in encode(Dated(basis="مرصد"))


@pytest.mark.parametrize("data", ["", "[]", "{}", '{"id": 1}', "null", '{"id"'])
def test_damaged_data_is_explained(data: str) -> None:
    with pytest.raises(WorkspaceError, match="Post") as caught:
        decode(Post, data)
    assert "backup" in caught.value.hint
