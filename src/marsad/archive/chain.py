"""Walks the ledger line by line and says where it is not the one that was kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import ArchiveError
from ..ports import Problem
from .ledger import GENESIS, Entry, decode, encode, entry_hash
from .tree import Tree

__all__ = ["Chain", "Known"]


@dataclass(frozen=True, slots=True)
class Known:
    """An entry that the ledger must hold, from elsewhere.

    :ivar how: how it is known, such as ``"was noted"``.
    :ivar peaks: of the tree up to it, where that is known too.
    """

    seq: int
    hash: str
    how: str
    peaks: tuple[str, ...] | None = None


@dataclass(slots=True)
class Chain:
    """Walks the ledger; ``prev`` is None where the line before gives nothing to compare."""

    known: Sequence[Known]
    line: int = 0
    next_seq: int = 1
    prev: str | None = GENESIS
    unfinished: int = 0
    whole: bool = True
    tree: Tree = field(default_factory=Tree)

    def read(self, ledger: Path, size: int) -> Iterator[tuple[Entry | None, list[Problem]]]:
        """Yield each line's entry, None where it cannot be trusted, with its problems.

        :param size: bytes of the ledger to look at.
        """
        if not size:
            return
        with ledger.open("rb") as file:
            while size > 0 and (line := file.readline(size)):
                size -= len(line)
                if not line.endswith(b"\n"):
                    self.unfinished = len(line)
                    return
                self.line += 1
                entry, problems = self._check(line)
                self.whole = self.whole and not problems
                yield entry, problems

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
        self.tree.add(entry.capture.entry_hash)
        return self._against_known(entry)

    def _against_known(self, entry: Entry) -> list[Problem]:
        """Return at most one problem: what else is known of the same entry says no more."""
        for known in self.known:
            if known.seq != entry.capture.seq:
                continue
            if known.hash != entry.capture.entry_hash:
                message = f"is not the entry whose hash {known.how}: the ledger was rewritten"
                return [self._problem(message)]
            if self.whole and known.peaks not in (None, self.tree.peaks):
                message = f"is the entry that {known.how}, but with another tree below it"
                return [self._problem(message)]
        return []

    def end(self, *, busy: bool) -> Iterator[Problem]:
        """Yield what is wrong behind the last whole line.

        :param busy: another process was writing, so an unfinished line is no fault.
        """
        if self.unfinished and not busy:
            yield Problem(
                f"ledger line {self.line + 1}",
                f"is unfinished ({self.unfinished} bytes without a line end). If a write was "
                "interrupted, the next one moves it to lost+found",
            )
        newest = max(self.known, key=lambda known: known.seq, default=None)
        if newest is not None and newest.seq >= self.next_seq:
            yield Problem(
                "ledger",
                f"ends at entry {self.next_seq - 1}, but entry {newest.seq} {newest.how}: "
                "the newest entries are missing",
            )

    def _problem(self, message: str) -> Problem:
        return Problem(f"ledger line {self.line}", message)


def _misplaced(seq: int, expected: int) -> str:
    if seq < expected:
        return f"holds entry {seq} again or out of order (entry {expected} was to follow)"
    missing = f"entry {expected} is" if seq == expected + 1 else f"entries {expected}–{seq - 1} are"
    return f"holds entry {seq}, but {missing} missing before it"
