"""Undoing the compression of bodies, and entities in what they hold."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.monitor.unpack import undo


@given(parts=st.lists(st.binary(max_size=200), min_size=1, max_size=5))
@settings(deadline=None)
def test_all_members_of_a_gzip_body_are_kept(parts: list[bytes]) -> None:
    packed = b"".join(gzip.compress(part, mtime=0) for part in parts)
    assert undo(packed, "gzip", 10_000) == b"".join(parts)


@given(body=st.binary(max_size=2_000))
@settings(deadline=None)
def test_deflate_is_taken_with_and_without_its_wrapper(body: bytes) -> None:
    wrapped = zlib.compress(body)
    assert undo(wrapped, "deflate", 10_000) == body
    assert undo(wrapped[2:-4], "deflate", 10_000) == body


@given(body=st.binary(min_size=1, max_size=2_000), data=st.data())
@settings(deadline=None)
def test_a_body_that_is_cut_off_is_never_taken_for_whole(body: bytes, data: st.DataObject) -> None:
    packed = gzip.compress(body, mtime=0)
    end = data.draw(st.integers(1, len(packed) - 1))
    with pytest.raises(zlib.error):
        undo(packed[:end], "gzip", 10_000)


@given(packed=st.binary(max_size=500), encoding=st.sampled_from(["gzip", "deflate"]))
@settings(deadline=None)
def test_any_bytes_unpack_or_fail_by_name(packed: bytes, encoding: str) -> None:
    try:
        body = undo(packed, encoding, 100)
    except zlib.error:
        return
    assert len(body) <= 101


def test_no_more_than_the_limit_and_one_is_unpacked() -> None:
    assert len(undo(gzip.compress(b"\0" * 10_000_000, mtime=0), "gzip", 1_000)) == 1_001
    assert len(undo(gzip.compress(b"\0" * 1_000, mtime=0), "gzip", 1_000)) == 1_000


def test_a_body_of_countless_empty_parts_is_refused() -> None:
    with pytest.raises(zlib.error, match="parts"):
        undo(gzip.compress(b"", mtime=0) * 10_001, "gzip", 1_000)
