"""Re-reads an archive byte by byte and says what differs from what was sealed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from ..errors import ArchiveError
from ..model import sha256_hex
from ..ports import Problem, Progress
from .layout import Layout
from .ledger import GENESIS, Entry, decode, encode, entry_hash, last_line
from .locking import is_held
from .records import from_record, unpack

__all__ = ["Snapshot", "take_snapshot", "verify"]

_PROGRESS_STEP = 500


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Sizes in bytes at one moment: what comes later is not looked at.

    :ivar busy: another process was writing, so bytes behind the last ledger line are its
        unfinished work and no fault.
    """

    ledger_size: int
    warc_sizes: dict[str, int]
    busy: bool


def take_snapshot(layout: Layout, *, own_writer: bool) -> Snapshot:
    """Measure the archive; the ledger first, as every line's record was there before it.

    :param own_writer: this process holds the lock and keeps still while this runs.
    """
    busy = not own_writer and is_held(layout.lock)
    ledger_size = layout.ledger.stat().st_size if layout.ledger.exists() else 0
    files = sorted(layout.warc_folder.iterdir()) if layout.warc_folder.exists() else []
    return Snapshot(ledger_size, {path.name: path.stat().st_size for path in files}, busy)


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
    chain = _Chain(head)
    warcs = _Warcs(layout, snapshot)
    total = _last_seq(layout)
    try:
        for entry, problems in chain.read(layout.ledger, snapshot):
            yield from problems
            if entry is not None:
                yield from warcs.check(entry)
            if progress is not None and chain.line % _PROGRESS_STEP == 0:
                progress("verify", chain.line, total)
        yield from chain.end(snapshot)
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
class _Chain:
    """Walks the ledger; ``prev`` is None where the line before gives nothing to compare."""

    head: tuple[int, str] | None
    line: int = 0
    next_seq: int = 1
    prev: str | None = GENESIS
    unfinished: int = 0

    def read(
        self, ledger: Path, snapshot: Snapshot
    ) -> Iterator[tuple[Entry | None, list[Problem]]]:
        """Yield each line's entry, None where it cannot be trusted, with its problems."""
        left = snapshot.ledger_size
        if not left:
            return
        with ledger.open("rb") as file:
            while left > 0 and (line := file.readline(left)):
                left -= len(line)
                if not line.endswith(b"\n"):
                    self.unfinished = len(line)
                    return
                self.line += 1
                yield self._check(line)

    def _check(self, line: bytes) -> tuple[Entry | None, list[Problem]]:
        try:
            entry = decode(line)
        except ArchiveError as error:
            return self._distrust(f"was changed: {error.message}")
        if encode(entry) != line:
            return self._distrust("was changed: it is not spelled as it was written")
        if entry_hash(entry) != entry.capture.entry_hash:
            return self._distrust("was changed: its fields do not give its hash")
        return entry, self._place(entry)

    def _distrust(self, message: str) -> tuple[None, list[Problem]]:
        self.next_seq += 1
        self.prev = None
        return None, [self._problem(message)]

    def _place(self, entry: Entry) -> list[Problem]:
        seq, expected, prev = entry.capture.seq, self.next_seq, self.prev
        self.next_seq, self.prev = max(expected, seq + 1), entry.capture.entry_hash
        if seq != expected:
            self.prev = None
            return [self._problem(_misplaced(seq, expected))]
        if prev is not None and entry.prev != prev:
            return [self._problem("does not continue the line before: one of them was replaced")]
        return self._against_head(entry)

    def _against_head(self, entry: Entry) -> list[Problem]:
        if self.head is None or self.head[0] != entry.capture.seq:
            return []
        if self.head[1] == entry.capture.entry_hash:
            return []
        return [self._problem("is not the entry whose hash was noted: the ledger was rewritten")]

    def end(self, snapshot: Snapshot) -> Iterator[Problem]:
        """Yield what is wrong behind the last whole line."""
        if self.unfinished and not snapshot.busy:
            yield Problem(
                f"ledger line {self.line + 1}",
                f"is unfinished ({self.unfinished} bytes without a line end). If a write was "
                "interrupted, the next one moves it to lost+found",
            )
        if self.head is not None and self.head[0] >= self.next_seq:
            yield Problem(
                "ledger",
                f"ends at entry {self.next_seq - 1}, but entry {self.head[0]} was noted: "
                "the newest entries are missing",
            )

    def _problem(self, message: str) -> Problem:
        return Problem(f"ledger line {self.line}", message)


def _misplaced(seq: int, expected: int) -> str:
    if seq < expected:
        return f"holds entry {seq} again or out of order (entry {expected} was to follow)"
    missing = f"entry {expected} is" if seq == expected + 1 else f"entries {expected}–{seq - 1} are"
    return f"holds entry {seq}, but {missing} missing before it"


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
            from_record(unpack([member]), entry.capture)
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
