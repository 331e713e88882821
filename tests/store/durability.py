"""Batches that are written and must be whole, and processes that write them until killed."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

from marsad.model import Capture, Source
from marsad.ports import ParsedPost, Reader, Store
from marsad.text.query import parse

__all__ = [
    "BATCH",
    "NOON",
    "Kept",
    "Mark",
    "assert_batches",
    "ended",
    "killed",
    "put_first_source",
    "write_batch",
]

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
BATCH = 20

Mark = Callable[[], object]


class Kept(Protocol):
    """A database that is kept somewhere, and opened anew by each process."""

    def open(self, busy_seconds: float = 10.0) -> Store:
        """Open it."""
        ...

    def assert_whole(self) -> int:
        """Check that batches are whole, and return how many there are."""
        ...


def put_first_source(store: Store) -> None:
    """Put the source of all batches."""
    with store.write() as writer:
        writer.put_source(Source("s", "feed", "https://s.invalid", "S"))


def write_batch(store: Store, seq: int, mark: Mark = lambda: None) -> None:
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


def assert_batches(reader: Reader) -> int:
    """Check that what ``reader`` sees is of whole batches, and return how many there are."""
    batches = int(reader.state("batches") or 0)
    counts = reader.counts()
    assert (counts["captures"], counts["unparsed"]) == (batches, 0)
    assert counts["posts"] == counts["versions"] == batches * BATCH
    assert reader.count_stale("any", "1") == batches * BATCH
    assert len(reader.numbers(parse("text"), batches * BATCH + 1)) == batches * BATCH
    return batches


def _child(work: Callable[[Mark], None]) -> tuple[int, int]:
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


def ended(*work: Callable[[Mark], None]) -> None:
    """Run each in a process of its own, all at once, and check that none fails."""
    for pid, pipe in [_child(each) for each in work]:
        os.close(pipe)
        assert os.waitpid(pid, 0)[1] == 0


def killed(work: Callable[[Mark], None], rng: random.Random) -> None:
    """Run ``work`` in a process of its own and kill it after some of its steps."""
    pid, pipe = _child(work)
    for _ in range(rng.randint(1, 25)):
        os.read(pipe, 1)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(pipe)
