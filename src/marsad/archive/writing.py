"""Appends captures: WARC records first, then their ledger lines; all of a batch or none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import ArchiveError
from ..model import Capture, Response, make_id, sha256_hex
from .anchoring import Anchored, anchor
from .files import Appender, explained, make_folder, sync_folder, truncate
from .layout import Layout
from .ledger import Entry, encode, entry_hash
from .locking import acquire, release
from .records import to_record
from .recovery import Head, recover
from .signing import SignedHead, ensure_key, sign
from .stamping import Authority, Stamp, stamp

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

__all__ = ["ArchiveWriter"]


class ArchiveWriter:
    """Holds the archive's lock from construction to :meth:`close`.

    :param moment: names the files to which recovery moves unfinished bytes.
    :param max_warc_bytes: a WARC file that has reached this size is followed by a new one.
    :raises WorkspaceError: another process writes to the archive.
    """

    def __init__(self, layout: Layout, *, moment: datetime, tool: str, max_warc_bytes: int) -> None:
        self._layout = layout
        self._tool = tool
        self._bound = max_warc_bytes
        with explained(layout.root), ExitStack() as stack:
            make_folder(layout.warc_folder)
            stack.callback(release, acquire(layout.lock))
            self._head = recover(layout, moment)
            ensure_key(layout)
            self._ledger = stack.enter_context(closing(Appender(layout.ledger)))
            self._warc = Appender(layout.warc(layout.warc_name(self._head.number)))
            stack.callback(self._close_warc)
            self._held = stack.pop_all()

    def append(self, source_id: str, responses: Iterable[Response]) -> tuple[Capture, ...]:
        """Seal ``responses`` in order; they are durable when this returns.

        Where anything fails, the iterable included, none of them was sealed. The writer is
        of no further use then and must be closed.

        :raises DiskFullError: no room for all of them.
        :raises ArchiveError: cannot be written.
        """
        head, lines, captures = self._head, [], []
        try:
            for response in responses:
                entry, head = self._add(source_id, response, head)
                lines.append(encode(entry))
                captures.append(entry.capture)
            self._head = self._commit(b"".join(lines), head)
        except BaseException:
            with suppress(OSError):  # what stays behind is moved aside on the next opening
                self._roll_back()
            raise
        return tuple(captures)

    def _add(self, source_id: str, response: Response, head: Head) -> tuple[Entry, Head]:
        if response.fetched_at.tzinfo is None:
            raise ArchiveError(
                f"The response of {response.url!r} has a time without a time zone.",
                hint="Pass an aware datetime as Response.fetched_at.",
            )
        sha256 = sha256_hex(response.body)
        record = to_record(response, sha256)
        with explained(self._layout.root):
            head = self._turn_over(head)
            self._warc.write(record)
        entry = self._entry(source_id, response, sha256, record, head)
        return entry, replace(
            head, seq=entry.capture.seq, hash=entry.capture.entry_hash, position=entry.end
        )

    def _turn_over(self, head: Head) -> Head:
        """Go on in a new WARC file where the present one is full."""
        if head.position < self._bound:
            return head
        self._warc.sync()
        self._warc.close()
        self._warc = Appender(self._layout.warc(self._layout.warc_name(head.number + 1)))
        return replace(head, number=head.number + 1, position=0)

    def _entry(
        self, source_id: str, response: Response, sha256: str, record: bytes, head: Head
    ) -> Entry:
        seq = head.seq + 1
        capture = Capture(
            id=make_id("c", source_id, response.url, sha256, seq),
            source_id=source_id,
            url=response.url,
            fetched_at=response.fetched_at,
            status=response.status,
            media_type=response.media_type,
            sha256=sha256,
            size=len(response.body),
            seq=seq,
            entry_hash="",
            warc=self._layout.warc_name(head.number),
            offset=head.position,
            tool=self._tool,
        )
        entry = Entry(capture, len(record), sha256_hex(record), head.hash)
        return replace(entry, capture=replace(capture, entry_hash=entry_hash(entry)))

    def _commit(self, lines: bytes, head: Head) -> Head:
        with explained(self._layout.root):
            self._warc.sync()
            self._ledger.write(lines)
            self._ledger.sync()
        return replace(head, ledger_end=head.ledger_end + len(lines))

    def _roll_back(self) -> None:
        """Cut both files to the last acknowledged capture; only bytes of this batch go."""
        truncate(self._layout.ledger, self._head.ledger_end)
        truncate(self._warc_path(self._head.number), self._head.position)
        newer = self._head.number + 1
        while self._warc_path(newer).exists():
            self._warc_path(newer).unlink()
            newer += 1
        sync_folder(self._layout.warc_folder)

    def _warc_path(self, number: int) -> Path:
        return self._layout.warc(self._layout.warc_name(number))

    @property
    def filled(self) -> int:
        """Number of the last WARC file that holds anything; 0 for none."""
        return self._head.number if self._head.position else self._head.number - 1

    def sign_head(self, moment: datetime) -> SignedHead | None:
        """Sign the newest entry; None where nothing is sealed yet. Raises as :func:`sign`."""
        if self._head.seq == 0:
            return None
        with explained(self._layout.root):
            return sign(self._layout, moment)

    def stamp_head(
        self, moment: datetime, authority: Authority, roots: Sequence[Certificate]
    ) -> Stamp | None:
        """Sign the newest entry and have it stamped; None where nothing is sealed yet."""
        head = self.sign_head(moment)
        return None if head is None else stamp(self._layout, head, authority, roots)

    def anchor_head(
        self, moment: datetime, calendars: Sequence[str], proxy: str
    ) -> Anchored | None:
        """Sign the newest entry and have it anchored; None where nothing is sealed yet."""
        head = self.sign_head(moment)
        return None if head is None else anchor(self._layout, head, calendars, proxy=proxy)

    def _close_warc(self) -> None:
        self._warc.close()  # whichever file is being filled by then

    def close(self) -> None:
        """Close the files and give the lock back."""
        self._held.close()
