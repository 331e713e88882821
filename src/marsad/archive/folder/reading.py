"""Reading what was sealed, and checking all of it."""

from __future__ import annotations

from collections.abc import Iterator

from ...model import Capture, Response, sha256_hex
from ...ports import Problem, Progress
from ..ledger import GENESIS, Entry, decode, last_line, lines_after
from ..records import from_record, unpack
from ..verification import take_snapshot, verify
from .opened import Opened, unread

__all__ = ["Reading"]

_CHUNK = 64 * 1024


class Reading(Opened):
    """Reads captures and the ledger."""

    def read(self, capture: Capture) -> Response:
        """Return the sealed response, checked against the capture's hash.

        :raises ArchiveError: missing or changed bytes.
        :raises UnreachableError: they are in a store that does not answer.
        """
        try:
            with self._warcs.open(capture.warc) as file:
                file.seek(capture.offset)
                raw = unpack(iter(lambda: file.read(_CHUNK), b""))
        except (OSError, ValueError) as error:
            raise unread(capture, str(error)) from error
        return from_record(raw, capture)

    def record(self, entry: Entry) -> bytes:
        """Return the WARC record of ``entry`` as it lies in its file: one gzip member.

        :raises ArchiveError: missing or changed bytes.
        :raises UnreachableError: they are in a store that does not answer.
        """
        capture = entry.capture
        try:
            with self._warcs.open(capture.warc) as file:
                file.seek(capture.offset)
                member = file.read(entry.length)
        except (OSError, ValueError) as error:
            raise unread(capture, str(error)) from error
        if sha256_hex(member) != entry.record_sha256:
            raise unread(capture, "its bytes do not give the hash in the ledger")
        return member

    def captures(self, after: int = 0) -> Iterator[Capture]:
        """Yield captures in ledger order, those with ``seq > after``.

        :raises ArchiveError: a ledger line cannot be read.
        """
        for line in lines_after(self._layout.ledger, after):
            yield decode(line).capture

    def head(self) -> tuple[int, str]:
        """Return number and hash of the newest ledger entry; ``(0, GENESIS)`` while empty.

        Noted elsewhere and handed to :meth:`verify`, it shows that newest entries were cut off
        even where whoever did it could sign a new head.

        :raises ArchiveError: the last ledger line cannot be read.
        """
        line, _ = last_line(self._layout.ledger)
        if line is None:
            return 0, GENESIS
        capture = decode(line).capture
        return capture.seq, capture.entry_hash

    def verify(
        self, progress: Progress | None = None, *, head: tuple[int, str] | None = None
    ) -> Iterator[Problem]:
        """Re-read everything and yield what is changed, missing, added or out of order.

        Looks at what was there when it began, so others may go on sealing.

        Files that are only in the store are read from there.

        :param head: what :meth:`head` gave earlier, if it was noted.

        The iterator raises :class:`UnreachableError` where the store does not answer.
        """
        with self._mutex:
            snapshot = take_snapshot(self._layout, own_writer=self._writer is not None)
        return verify(self._layout, self._warcs, snapshot, progress, head)
