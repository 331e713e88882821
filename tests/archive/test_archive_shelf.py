"""Every shelf behaves the same: files are put there whole and read back in any part.

``MARSAD_TEST_STORE`` may name a further store, such as ``s3://bucket/prefix``, with what it takes
to use it in the environment; these tests leave objects under ``marsad-tests/`` there.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.archive import Shelf, shelf_at
from marsad.archive.objects import ObjectShelf
from marsad.archive.shelf import MANY
from marsad.errors import UnreachableError

_FURTHER = os.environ.get("MARSAD_TEST_STORE", "")


@pytest.fixture(params=["folder", "memory", *(["further"] if _FURTHER else [])])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Shelf:
    """An empty shelf of each kind."""
    if request.param == "further":
        return shelf_at(f"{_FURTHER.rstrip('/')}/marsad-tests/{uuid4().hex}")
    if request.param == "memory":
        return ObjectShelf("memory:///")
    (tmp_path / "other disk").mkdir()
    return shelf_at((tmp_path / "other disk").as_uri())


def test_what_was_put_comes_back(shelf: Shelf) -> None:
    shelf.put("warc/a.gz", [b"one", b"", b"two"], 6)
    assert shelf.size("warc/a.gz") == 6
    with shelf.open("warc/a.gz") as file:
        assert file.read() == b"onetwo"
        assert file.seek(2) == 2
        assert file.read(3) == b"etw"


def test_nothing_is_a_file_too(shelf: Shelf) -> None:
    shelf.put("empty", [], 0)
    assert shelf.size("empty") == 0
    with shelf.open("empty") as file:
        assert file.read(10) == b""


def test_a_later_file_takes_the_place_of_an_earlier_one(shelf: Shelf) -> None:
    shelf.put("ledger.jsonl", [b"a much longer line\n"], 19)
    shelf.put("ledger.jsonl", [b"short\n"], 6)
    with shelf.open("ledger.jsonl") as file:
        assert file.read() == b"short\n"


def test_what_is_not_there_is_told_apart_from_trouble(shelf: Shelf) -> None:
    assert shelf.size("warc/none.gz") is None
    with pytest.raises(FileNotFoundError, match="no such file"):
        shelf.open("warc/none.gz")


def test_large_files_come_back_in_any_part(shelf: Shelf) -> None:
    data = random.Random(1).randbytes(2 * MANY + 4321)
    blocks = [data[start : start + 1_000_003] for start in range(0, len(data), 1_000_003)]
    shelf.put("large", iter(blocks), len(data))
    assert shelf.size("large") == len(data)
    for buffering in (64 * 1024, MANY):
        with shelf.open("large", buffering) as file:
            for start in (0, 17, MANY - 5, MANY, 2 * MANY + 4000, len(data) - 1, len(data)):
                file.seek(start)
                assert file.read(70_000) == data[start : start + 70_000]
            file.seek(0)
            assert file.read() == data


@pytest.mark.parametrize("size", [10, MANY + 10])
def test_an_upload_that_breaks_off_leaves_what_was_there(shelf: Shelf, size: int) -> None:
    def broken() -> Iterator[bytes]:
        yield b"x" * (size - 1)
        raise KeyError("the machine was switched off")

    shelf.put("kept", [b"before"], 6)
    for name in ("kept", "new"):
        with pytest.raises(KeyError):
            shelf.put(name, broken(), size)
    assert shelf.size("new") is None
    with shelf.open("kept") as file:
        assert file.read() == b"before"


_DATA = random.Random(2).randbytes(3000)


@settings(deadline=None)
@given(
    reads=st.lists(st.tuples(st.integers(0, 3200), st.integers(0, 3200)), max_size=8),
    buffering=st.integers(1, 4000),
)
def test_any_reads_give_the_bytes_at_that_place(
    reads: list[tuple[int, int]], buffering: int
) -> None:
    shelf = ObjectShelf("memory:///")
    shelf.put("f", [_DATA], len(_DATA))
    with shelf.open("f", buffering) as file:
        for start, length in reads:
            file.seek(start)
            assert file.read(length) == _DATA[start : start + length]


def test_a_disk_that_is_not_mounted_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    shelf = shelf_at((tmp_path / "unmounted").as_uri())
    for use in (
        lambda: shelf.size("a"),
        lambda: shelf.open("a"),
        lambda: shelf.put("a", [b"x"], 1),
    ):
        with pytest.raises(UnreachableError, match="no such folder") as caught:
            use()
        assert caught.value.hint
    assert not (tmp_path / "unmounted").exists()


def test_a_store_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:9"),  # the port that discards; nothing listens
        ("AWS_ALLOW_HTTP", "true"),
        ("AWS_ACCESS_KEY_ID", "key"),
        ("AWS_SECRET_ACCESS_KEY", "do-not-print"),
        ("AWS_REGION", "us-east-1"),
    ):
        monkeypatch.setenv(name, value)
    with pytest.raises(UnreachableError, match="s3://bucket/desk") as caught:
        shelf_at("s3://bucket/desk").size("ledger.jsonl")
    assert "do-not-print" not in str(caught.value)
    assert "\n" not in caught.value.message


@pytest.mark.skipif(not _FURTHER.startswith("s3:"), reason="needs a store that speaks S3")
def test_a_bucket_that_is_not_there_is_not_taken_for_an_empty_one() -> None:
    shelf = shelf_at(f"s3://{uuid4().hex}/prefix")
    for use in (lambda: shelf.size("a"), lambda: shelf.open("a"), lambda: shelf.put("a", [], 0)):
        with pytest.raises(UnreachableError, match="cannot be used"):
            use()


def test_credentials_are_read_only_when_a_store_is_used() -> None:
    assert shelf_at("s3://bucket/prefix").url == "s3://bucket/prefix"
