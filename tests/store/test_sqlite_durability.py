"""Kill it, fill its disk, lock it, damage it: nothing is half done and everything is explained."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from marsad.errors import DiskFullError, WorkspaceError
from marsad.model import Capture, Source
from marsad.ports import ParsedPost, Store
from marsad.store import SqliteStore

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
BATCH = 20


def open_store(path: Path, busy_seconds: float = 10.0) -> SqliteStore:
    return SqliteStore.open(path, clock=lambda: NOON, busy_seconds=busy_seconds)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "marsad.sqlite3"
    store = open_store(path)
    with store.write() as writer:
        writer.put_source(Source("s", "feed", "https://s.invalid", "S"))
    store.close()
    return path


def write_batch(store: Store, seq: int, mark: Callable[[], object] = lambda: None) -> None:
    """Write a capture of BATCH posts, half by half, calling ``mark`` on the way."""
    capture = Capture(f"c_{seq}", "s", "u", NOON, 200, "t", "0", 1, seq, "0", "w", 0, "test")
    names = [f"{seq}-{n}" for n in range(BATCH)]
    posts = [ParsedPost(name, "u", f"text of {name}") for name in names]
    mark()
    with store.write() as writer:
        mark()
        writer.ingest(capture, posts[: BATCH // 2])
        mark()
        writer.ingest(capture, posts[BATCH // 2 :])
        writer.mark_parsed(capture.id)
        writer.put_state("batches", str(seq))
        mark()


def child(work: Callable[[Callable[[], object]], None]) -> tuple[int, int]:
    """Run ``work`` in a process of its own; it reports each step through the pipe."""
    read_end, write_end = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.close(read_end)
            work(lambda: os.write(write_end, b"."))
            code = 0
        finally:
            os._exit(code)
    os.close(write_end)
    return pid, read_end


def assert_whole(path: Path) -> int:
    """Check that batches are whole, and return how many there are."""
    store = open_store(path)
    reader = store.read()
    batches = int(reader.state("batches") or 0)
    counts = reader.counts()
    assert (counts["captures"], counts["unparsed"]) == (batches, 0)
    assert counts["posts"] == counts["versions"] == batches * BATCH
    assert reader.count_stale("any", "1") == batches * BATCH
    store.close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM post_search").fetchone()[0] == (
            batches * BATCH
        )
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return batches


def test_a_kill_at_any_moment_leaves_whole_transactions(path: Path) -> None:
    rng = random.Random(1)

    def work(mark: Callable[[], object]) -> None:
        store = open_store(path)
        batches = int(store.read().state("batches") or 0)
        for seq in range(batches + 1, batches + 1_000):
            write_batch(store, seq, mark)

    for _ in range(25):
        before = assert_whole(path)
        pid, pipe = child(work)
        for _ in range(rng.randint(1, 25)):
            os.read(pipe, 1)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(pipe)
        assert assert_whole(path) >= before
    assert assert_whole(path) > 25


def test_two_processes_read_while_one_writes(path: Path) -> None:
    def write(_mark: Callable[[], object]) -> None:
        store = open_store(path)
        for seq in range(1, 41):
            write_batch(store, seq)

    def read(_mark: Callable[[], object]) -> None:
        store = open_store(path)
        reader = store.read()
        seen = 0
        while seen < 40 * BATCH:
            number = reader.count_stale("any", "1")
            if number % BATCH or number < seen:
                raise AssertionError(f"a reader saw {number} posts after {seen}")
            seen = number
            reader.search("text", limit=3)

    started = [child(read), child(read), child(write)]
    for pid, pipe in started:
        os.close(pipe)
        assert os.waitpid(pid, 0)[1] == 0
    assert assert_whole(path) == 40


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
    assert assert_whole(path) == 1


def test_a_second_writer_is_told_to_wait(path: Path, store: SqliteStore) -> None:
    other = open_store(path)
    with (
        other.write() as writer,
        pytest.raises(WorkspaceError, match="Another process") as caught,
        store.write(),
    ):
        pytest.fail("two writers at once")
    assert caught.value.hint
    with other.write() as writer:
        writer.put_state("key", "value")
    assert store.read().state("key") == "value"
    other.close()


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


def test_a_backup_that_cannot_be_written_is_explained(store: SqliteStore, tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="nowhere"):
        store.backup(tmp_path / "nowhere" / "copy.sqlite3")


def test_a_backup_replaces_an_older_one_whole(store: SqliteStore, tmp_path: Path) -> None:
    target = tmp_path / "copy.sqlite3"
    for seq in (1, 2):
        write_batch(store, seq)
        store.backup(target)
    assert assert_whole(target) == 2
    assert not list(tmp_path.glob("*.partial"))
