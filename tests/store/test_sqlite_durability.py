"""Fill its disk, damage it, copy it: nothing is half done and everything is explained."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.store.durability import BATCH, NOON, assert_batches, put_first_source, write_batch

from marsad.errors import DiskFullError, WorkspaceError
from marsad.store import SqliteStore


def open_store(path: Path, busy_seconds: float = 10.0) -> SqliteStore:
    return SqliteStore.open(path, clock=lambda: NOON, busy_seconds=busy_seconds)


class KeptInFile:
    """A database in a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def open(self, busy_seconds: float = 10.0) -> SqliteStore:
        return open_store(self.path, busy_seconds)

    def assert_whole(self) -> int:
        with closing(self.open()) as store:
            batches = assert_batches(store.read())
        with closing(sqlite3.connect(self.path)) as connection:
            indexed = connection.execute("SELECT count(*) FROM post_search").fetchone()
            assert indexed == (batches * BATCH,)
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return batches


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "marsad.sqlite3"
    with closing(open_store(path)) as store:
        put_first_source(store)
    return path


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    opened = open_store(path, busy_seconds=0.05)
    yield opened
    opened.close()


def test_a_full_disk_is_explained_and_keeps_what_was_there(path: Path, store: SqliteStore) -> None:
    write_batch(store, 1)

    def fill() -> None:
        with store.write() as writer:
            pages = writer._connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            writer._connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            writer.put_state("large", "x" * 10_000_000)

    with pytest.raises(DiskFullError, match="full") as caught:
        fill()
    assert "room" in caught.value.hint
    store.close()
    assert KeptInFile(path).assert_whole() == 1


def test_damage_inside_the_file_is_explained(path: Path) -> None:
    store = open_store(path)
    for seq in range(1, 30):
        write_batch(store, seq)
    store.close()
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(8192)
        file.write(b"\xff" * (size - 8192))

    def look() -> None:
        with closing(open_store(path)) as damaged:
            damaged.read().search("text")
            damaged.read().counts()

    with pytest.raises(WorkspaceError, match="damaged") as caught:
        look()
    assert "backup" in caught.value.hint


def test_a_backup_replaces_an_older_one_whole(store: SqliteStore, tmp_path: Path) -> None:
    target = tmp_path / "copy.sqlite3"
    for seq in (1, 2):
        write_batch(store, seq)
        store.backup(target)
    assert KeptInFile(target).assert_whole() == 2
    assert not list(tmp_path.glob("*.partial"))
