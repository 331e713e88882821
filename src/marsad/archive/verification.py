"""Re-reads an archive byte by byte and says what differs from what was sealed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from ..errors import ArchiveError
from ..model import sha256_hex
from ..ports import Problem, Progress
from .chain import Chain, Known
from .heads import Heads, check_heads, take_heads
from .layout import Layout
from .ledger import Entry, decode, last_line
from .locking import is_held
from .records import from_record, holds, unpack

__all__ = ["Snapshot", "take_snapshot", "verify"]

_PROGRESS_STEP = 500


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What there was at one moment, sizes in bytes: what comes later is not looked at.

    :ivar busy: another process was writing, so bytes behind the last ledger line are its
        unfinished work and no fault.
    """

    ledger_size: int
    warc_sizes: dict[str, int]
    busy: bool
    heads: Heads


def take_snapshot(layout: Layout, *, own_writer: bool) -> Snapshot:
    """Measure the archive: heads, then ledger, then files, each named by what comes before it.

    :param own_writer: this process holds the lock and keeps still while this runs.
    """
    busy = not own_writer and is_held(layout.lock)
    heads = take_heads(layout)
    ledger_size = layout.ledger.stat().st_size if layout.ledger.exists() else 0
    files = sorted(layout.warc_folder.iterdir()) if layout.warc_folder.exists() else []
    return Snapshot(ledger_size, {path.name: path.stat().st_size for path in files}, busy, heads)


def verify(
    layout: Layout,
    snapshot: Snapshot,
    progress: Progress | None = None,
    head: tuple[int, str] | None = None,
) -> Iterator[Problem]:
    """Yield each difference; nothing where the archive is as it was sealed.

    A damaged record is reported once, and what follows it is still checked.

    :param head: number and hash of an entry noted earlier elsewhere; shows that newest
        entries were cut off, which the ledger cannot show by itself.
    """
    known, problems = check_heads(snapshot.heads)
    yield from problems
    chain = Chain([Known(*head, "was noted"), *known] if head else known)
    warcs = _Warcs(layout, snapshot)
    total = _last_seq(layout)
    try:
        for entry, problems in chain.read(layout.ledger, snapshot.ledger_size):
            yield from problems
            if entry is not None:
                yield from warcs.check(entry)
            if progress is not None and chain.line % _PROGRESS_STEP == 0:
                progress("verify", chain.line, total)
        yield from chain.end(busy=snapshot.busy)
        yield from warcs.end()
    finally:
        warcs.close()
    if progress is not None:
        progress("verify", chain.line, chain.line)


def _last_seq(layout: Layout) -> int | None:
    line, _ = last_line(layout.ledger)
    try:
        return None if line is None else decode(line).capture.seq
    except ArchiveError:
        return None


@dataclass(slots=True)
class _Warcs:
    """Compares the WARC files with the ledger; ``covered`` is the end of the last record."""

    layout: Layout
    snapshot: Snapshot
    covered: dict[str, int] = field(default_factory=dict)
    name: str = ""
    file: BinaryIO | None = None

    def check(self, entry: Entry) -> Iterator[Problem]:
        """Yield what is wrong with the record of ``entry`` and the bytes before it."""
        capture, name = entry.capture, entry.capture.warc
        size = self.snapshot.warc_sizes.get(name)
        covered = self.covered.get(name, 0)
        self.covered[name] = max(covered, entry.end)
        if size is None:
            if not covered:
                yield Problem(f"file {name}", f"is missing, and capture {capture.id} with it")
            return
        if capture.offset > covered:
            yield _unnamed(name, covered, min(capture.offset, size))
        record = f"capture {capture.id} ({name} from byte {capture.offset})"
        for message in self._faults(entry, size):
            yield Problem(record, message)

    def _faults(self, entry: Entry, size: int) -> Iterator[str]:
        if entry.end > size:
            yield f"is cut short: the file ends at byte {size}, the record at {entry.end}"
            return
        member = self._read(entry)
        if sha256_hex(member) != entry.record_sha256:
            yield "was changed: its bytes do not give the hash in the ledger"
            return
        try:
            record = unpack([member])
            if not holds(record, entry.capture):
                from_record(record, entry.capture)
        except ArchiveError as error:
            yield f"was sealed wrongly: {error.message}"

    def _read(self, entry: Entry) -> bytes:
        if self.file is None or self.name != entry.capture.warc:
            self.close()
            self.name = entry.capture.warc
            self.file = self.layout.warc(self.name).open("rb")
        self.file.seek(entry.capture.offset)
        return self.file.read(entry.length)

    def end(self) -> Iterator[Problem]:
        """Yield bytes and files that no ledger line names."""
        newest = max(self.covered, default="")
        for name, size in self.snapshot.warc_sizes.items():
            if size > self.covered.get(name, 0) and not (self.snapshot.busy and name >= newest):
                yield _unnamed(name, self.covered.get(name, 0), size)
            elif name not in self.covered and not (self.snapshot.busy or size == 0):
                yield Problem(f"file {name}", "is named by no ledger line")

    def close(self) -> None:
        """Close the file that is open, if any."""
        if self.file is not None:
            self.file.close()
            self.file = None


def _unnamed(name: str, start: int, end: int) -> Problem:
    return Problem(
        f"file {name}",
        f"holds bytes {start}–{end - 1} that no ledger line names: added, or the line was removed",
    )
