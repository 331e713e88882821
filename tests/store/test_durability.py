"""Kill either store, write to it twice, read meanwhile: nothing is half done."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.servers.postgres import postgres
from tests.store.durability import BATCH, Kept, Mark, ended, killed, put_first_source, write_batch
from tests.store.test_postgres import KeptOnServer
from tests.store.test_sqlite_durability import KeptInFile

from marsad.errors import WorkspaceError
from marsad.ports import Store


def _file(folder: Path) -> Kept:
    return KeptInFile(folder / "marsad.sqlite3")


def _server(folder: Path) -> Kept:
    return KeptOnServer(postgres().of_folder(folder))


@pytest.fixture(params=[_file, _server], ids=["sqlite", "postgres"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Kept:
    made: Callable[[Path], Kept] = request.param
    kept = made(tmp_path)
    with closing(kept.open()) as store:
        put_first_source(store)
    return kept


@pytest.fixture
def store(kept: Kept) -> Iterator[Store]:
    with closing(kept.open(busy_seconds=0.05)) as opened:
        yield opened


def test_a_kill_at_any_moment_leaves_whole_transactions(kept: Kept) -> None:
    rng = random.Random(1)

    def work(mark: Mark) -> None:
        store = kept.open()
        batches = int(store.read().state("batches") or 0)
        for seq in range(batches + 1, batches + 1_000):
            write_batch(store, seq, mark)

    for _ in range(20):
        before = kept.assert_whole()
        killed(work, rng)
        assert kept.assert_whole() >= before
    assert kept.assert_whole() > 20


def test_two_processes_write_in_turns_and_lose_nothing(kept: Kept) -> None:
    def work(_mark: Mark) -> None:
        store = kept.open()
        for _ in range(30):
            with store.write() as writer:
                count = int(store.read().state("count") or 0)
                writer.put_state("count", str(count + 1))

    ended(work, work)
    with closing(kept.open()) as store:
        assert store.read().state("count") == "60"


def test_two_processes_read_while_one_writes(kept: Kept) -> None:
    def write(_mark: Mark) -> None:
        store = kept.open()
        for seq in range(1, 31):
            write_batch(store, seq)

    def read(_mark: Mark) -> None:
        reader = kept.open().read()
        seen = 0
        while seen < 30 * BATCH:
            number = reader.count_stale("any", "1")
            if number % BATCH or number < seen:
                raise AssertionError(f"a reader saw {number} posts after {seen}")
            seen = number
            reader.search("text", limit=3)

    ended(read, read, write)
    assert kept.assert_whole() == 30


def test_a_second_writer_is_told_to_wait(kept: Kept, store: Store) -> None:
    with closing(kept.open()) as other:
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


def test_a_backup_that_cannot_be_written_is_explained(store: Store, tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="nowhere"):
        store.backup(tmp_path / "nowhere" / "copy")
    assert not list(tmp_path.glob("*.partial"))
