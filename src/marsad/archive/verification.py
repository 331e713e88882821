"""Re-reads an archive byte by byte and says what differs from what was sealed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from ..errors import ArchiveError
from ..model import sha256_hex
from ..ports import Problem, Progress
from .chain import Chain, Known
from .copies import read_copies
from .heads import Heads, check_heads, take_heads
from .layout import Layout
from .ledger import Entry, decode, last_line
from .locking import is_held
from .records import from_record, holds, unpack
from .shelf import MANY
from .warcs import WarcFiles

__all__ = ["Snapshot", "take_snapshot", "verify"]

_PROGRESS_STEP = 500


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What there was at one moment, sizes in bytes: what comes later is not looked at.

    :ivar busy: another process was writing, so bytes behind the last ledger line are its
        unfinished work and no fault.
    :ivar warc_sizes: of the files in the folder.
    :ivar stored: names of the WARC files that were copied to a store.
    :ivar fault: why it cannot be told what was copied, None where it can.
    """

    ledger_size: int
    warc_sizes: dict[str, int]
    busy: bool
    heads: Heads
    stored: frozenset[str] = frozenset()
    fault: Problem | None = None


def take_snapshot(layout: Layout, *, own_writer: bool) -> Snapshot:
    """Measure the archive: heads, then ledger, then files, each named by what comes before it.

    :param own_writer: this process holds the lock and keeps still while this runs.
    """
    busy = not own_writer and is_held(layout.lock)
    heads = take_heads(layout)
    ledger_size = layout.ledger.stat().st_size if layout.ledger.exists() else 0
    files = sorted(layout.warc_folder.iterdir()) if layout.warc_folder.exists() else []
    sizes = {path.name: path.stat().st_size for path in files}
    stored, fault = _stored(layout)
    return Snapshot(ledger_size, sizes, busy, heads, stored, fault)


def _stored(layout: Layout) -> tuple[frozenset[str], Problem | None]:
    try:
        names = read_copies(layout).files
    except ArchiveError as error:
        return frozenset(), Problem(layout.copies.name, error.message)
    folder = layout.warc_folder.name + "/"
    return frozenset(n.removeprefix(folder) for n in names if n.startswith(folder)), None


def verify(
    layout: Layout,
    files: WarcFiles,
    snapshot: Snapshot,
    progress: Progress | None = None,
    head: tuple[int, str] | None = None,
) -> Iterator[Problem]:
    """Yield each difference; nothing where the archive is as it was sealed.

    A damaged record is reported once, and what follows it is still checked.

    :param files: opens the WARC files, here or in a store.
    :param head: number and hash of an entry noted earlier elsewhere; shows that newest
        entries were cut off, which the ledger cannot show by itself.

    Raises :class:`UnreachableError` where records are in a store that does not answer: nothing
    can be said about them then.
    """
    known, problems = check_heads(snapshot.heads)
    yield from problems
    if snapshot.fault is not None:
        yield snapshot.fault
    chain = Chain([Known(*head, "was noted"), *known] if head else known)
    warcs = _Warcs(files, snapshot, progress, dict(snapshot.warc_sizes))
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

    files: WarcFiles
    snapshot: Snapshot
    progress: Progress | None
    sizes: dict[str, int | None]
    covered: dict[str, int] = field(default_factory=dict)
    name: str = ""
    file: BinaryIO | None = None

    def check(self, entry: Entry) -> Iterator[Problem]:
        """Yield what is wrong with the record of ``entry`` and the bytes before it."""
        capture, name = entry.capture, entry.capture.warc
        size = self._size(name)
        covered = self.covered.get(name, 0)
        self.covered[name] = max(covered, entry.end)
        if size is None:
            if not covered:
                place = f" (also from {self.files.store})" if self.files.store else ""
                message = f"is missing{place}, and capture {capture.id} with it"
                yield Problem(f"file {name}", message)
            return
        if capture.offset > covered:
            yield _unnamed(name, covered, min(capture.offset, size))
        record = f"capture {capture.id} ({name} from byte {capture.offset})"
        for message in self._faults(entry, size):
            yield Problem(record, message)

    def _size(self, name: str) -> int | None:
        """Return the bytes of a file, in the store where it is not here; None for none."""
        if name not in self.sizes:
            self.sizes[name] = self.files.stored_size(name)
            self._tell()
        return self.sizes[name]

    def _tell(self) -> None:
        if self.progress is not None:
            looked_at = len(self.sizes) - len(self.snapshot.warc_sizes)
            total = len(self.snapshot.stored - self.snapshot.warc_sizes.keys())
            self.progress(f"read files from {self.files.store}", looked_at, max(looked_at, total))

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
            self.file = self.files.open(self.name, MANY)
        self.file.seek(entry.capture.offset)
        return self.file.read(entry.length)

    def end(self) -> Iterator[Problem]:
        """Yield bytes and files that no ledger line names."""
        newest = max(self.covered, default="")
        for name, size in self.sizes.items():
            if (size or 0) > self.covered.get(name, 0) and not (
                self.snapshot.busy and name >= newest
            ):
                yield _unnamed(name, self.covered.get(name, 0), size or 0)
            elif name not in self.covered and not (self.snapshot.busy or size == 0):
                yield Problem(f"file {name}", "is named by no ledger line")
        for name in sorted(self.snapshot.stored - self.covered.keys() - self.sizes.keys()):
            yield Problem(f"file {name}", "was copied to a store and is named by no ledger line")

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
