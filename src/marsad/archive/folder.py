"""The archive in a folder: :class:`FolderArchive`."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from .. import __version__
from ..errors import ArchiveError, ConfigError, WorkspaceError
from ..model import Capture, Response, sha256_hex
from ..ports import Clock, Problem, Progress
from .anchoring import Anchor, Anchored, anchors, upgrade
from .calendars import CALENDARS
from .copies import close_up_to
from .copying import Copying
from .holdings import Held, holdings
from .layout import Layout
from .ledger import GENESIS, Entry, decode, last_line, lines_after
from .proof import Proof, entries_of, newest_head, prove
from .records import from_record, unpack
from .shelf import Shelf
from .signing import SignedHead, read_head
from .stamping import Authority, Stamp, stamps
from .transfer import Transfer
from .verification import take_snapshot, verify
from .warcs import WarcFiles
from .writing import ArchiveWriter

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

__all__ = ["FolderArchive"]

_CHUNK = 64 * 1024


class FolderArchive:
    """Seals responses into WARC files and a hash-chained ledger under ``root``.

    Nothing on disk is touched, and no lock is taken, before the first seal; from then until
    :meth:`close` this is the one writer. Any number may read meanwhile. Threads may share it.

    :param clock: names what recovery moves aside.
    :param tool: name and version of the program, recorded with each capture.
    :param max_warc_bytes: a WARC file that has reached this size is followed by a new one.
    :param readonly: refuse to seal.
    :param shelf: where closed WARC files may be kept besides or instead; :func:`shelf_at` gives
        one. What is read is looked for in the folder first.
    """

    def __init__(
        self,
        root: Path,
        *,
        clock: Clock,
        tool: str = f"marsad/{__version__}",
        max_warc_bytes: int = 1024**3,
        readonly: bool = False,
        shelf: Shelf | None = None,
    ) -> None:
        self._layout = Layout(root)
        self._clock = clock
        self._tool = tool
        self._max_warc_bytes = max_warc_bytes
        self._readonly = readonly
        self._shelf = shelf
        self._warcs = WarcFiles(self._layout, shelf)
        self._mutex = threading.Lock()
        self._writer: ArchiveWriter | None = None

    def seal(self, source_id: str, response: Response) -> Capture:
        """Store ``response`` durably and return its capture; each call makes a new one.

        :raises WorkspaceError: another process writes to the archive, or it is read-only.
        :raises DiskFullError: no room; the archive is as before, and sealing works again
            once there is.
        :raises ArchiveError: cannot be written.
        """
        return self.seal_many(source_id, (response,))[0]

    def seal_many(self, source_id: str, responses: Iterable[Response]) -> tuple[Capture, ...]:
        """Store ``responses`` durably, all or none, and return their captures in order.

        Waits for the disk once for all of them, so it is many times faster than :meth:`seal`.
        None is acknowledged before it returns. Raises as :meth:`seal` does, and whatever the
        iterable raises.
        """
        with self._mutex:
            writer = self._open_writer()
            try:
                return writer.append(source_id, responses)
            except BaseException:
                self._drop_writer()  # the next seal opens anew, and recovers
                raise

    def recover(self) -> None:
        """Move aside what an interrupted write left behind; the first seal does it too.

        :raises WorkspaceError: another process writes to the archive, or it is read-only.
        """
        with self._mutex:
            self._open_writer()

    def _open_writer(self) -> ArchiveWriter:
        if self._readonly:
            raise _only_read(self._layout)
        if self._writer is None:
            self._writer = ArchiveWriter(
                self._layout,
                moment=self._clock(),
                tool=self._tool,
                max_warc_bytes=self._max_warc_bytes,
            )
        return self._writer

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
            raise _unread(capture, str(error)) from error
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
            raise _unread(capture, str(error)) from error
        if sha256_hex(member) != entry.record_sha256:
            raise _unread(capture, "its bytes do not give the hash in the ledger")
        return member

    def prove(self, captures: Sequence[Capture]) -> Proof:
        """Return ledger entries of ``captures`` and how they are joined to a signed head.

        The head is the first that covers them all and has a time stamp or a block, else the first
        with a calendar's promise, else the newest, which is signed anew where it does not.

        :raises ArchiveError: no captures, one is not in the ledger, or it is damaged.
        :raises WorkspaceError: a head must be signed, and another process writes to the
            archive or it is read-only.
        """
        if not captures:
            raise ArchiveError("There are no captures to prove.", hint="Name at least one.")
        entries = entries_of(self._layout, captures)
        newest = entries[-1].capture
        head = newest_head(self._layout, newest.seq) or self.sign_head()
        if head is None:
            raise _unread(newest, "the archive was emptied meanwhile")
        return prove(self._layout, entries, head)

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

    def sign_head(self) -> SignedHead | None:
        """Sign the newest ledger entry and return the head; None where nothing is sealed yet.

        :meth:`close` does it too. A head that is still the newest is returned as it is.

        :raises WorkspaceError: another process writes to the archive, or it is read-only.
        :raises ArchiveError: the key cannot be read, or the present head does not agree with
            the ledger; it is left as it is then.
        """
        with self._mutex:
            return self._open_writer().sign_head(self._clock())

    def signed_head(self) -> SignedHead | None:
        """Return the newest signed head, None where there is none.

        :raises ArchiveError: it cannot be read.
        """
        return read_head(self._layout)

    def stamp_head(self, authority: Authority, roots: Sequence[Certificate] = ()) -> Stamp | None:
        """Sign the newest entry, have it time-stamped and keep the stamp.

        :param authority: such as :func:`http_authority` gives.
        :param roots: certificates that the stamp must lead to; see :func:`check_token`.
        :returns: the stamp, an older one where that entry has one; None where nothing is
            sealed yet.
        :raises MissingToolError: the package rfc3161-client is not installed.
        :raises FetchError: the authority did not answer.
        :raises ArchiveError: it answered something else, or as :meth:`sign_head`.
        """
        with self._mutex:
            return self._open_writer().stamp_head(self._clock(), authority, roots)

    def stamps(self) -> tuple[Stamp, ...]:
        """Return all time stamps, the oldest entry first.

        :raises ArchiveError: one cannot be read.
        """
        return tuple(stamps(self._layout))

    def anchor_head(
        self, calendars: Sequence[str] = CALENDARS, *, proxy: str = ""
    ) -> Anchored | None:
        """Sign the newest entry and have OpenTimestamps calendars promise it a Bitcoin block.

        :param calendars: their addresses; one that answers is enough.
        :param proxy: ``http://HOST:PORT`` or ``socks5://HOST:PORT``; empty for none.
        :returns: the anchor, an older one where that entry has one, and the calendars that gave
            nothing; None where nothing is sealed yet.
        :raises ConfigError: a calendar's address is none.
        :raises FetchError: no calendar gave a promise.
        :raises ArchiveError: as :meth:`sign_head`.
        """
        with self._mutex:
            return self._open_writer().anchor_head(self._clock(), calendars, proxy)

    def upgrade_anchors(
        self, named: Sequence[str] = (), *, proxy: str = ""
    ) -> tuple[Anchored, ...]:
        """Ask calendars for the blocks that they promised; return all anchors that were pending.

        Others may seal meanwhile.

        :param named: calendars to ask besides those of the known operators.
        :raises WorkspaceError: the archive was opened for reading only.
        :raises ConfigError: one of ``named`` is no address.
        :raises ArchiveError: an anchor cannot be read or written.
        """
        if self._readonly:
            raise _only_read(self._layout)
        pending = [anchor.seq for anchor in self.anchors() if not anchor.blocks]
        return tuple(upgrade(self._layout, seq, named, proxy=proxy) for seq in pending)

    def anchors(self) -> tuple[Anchor, ...]:
        """Return all anchors, the oldest entry first.

        :raises ArchiveError: one cannot be read, or is not on its head.
        """
        return tuple(anchors(self._layout))

    def close_warc(self) -> None:
        """Append nothing more to the present WARC file, so that it can be copied.

        :raises WorkspaceError: another process writes to the archive, or it is read-only.
        """
        with self._mutex:
            writer = self._open_writer()
            try:
                writer.sign_head(self._clock())
                close_up_to(self._layout, writer.filled)
            finally:
                self._drop_writer()

    def push(
        self, progress: Progress | None = None, stop: threading.Event | None = None
    ) -> Transfer:
        """Copy the ledger, what vouches for it, and closed WARC files to the store.

        A copy counts once it was read back. What the store has already is not sent again, so
        that an interrupted call goes on where it stopped. What was sealed after the head was
        signed last is left for the next call. Others may seal and read meanwhile. Raises as
        :class:`.copying.Copying` does.

        :param stop: ends the call early where it is set.
        :raises ConfigError: no store is set.
        """
        copying = self._copying(progress, stop)
        head = self._settled_head()
        return copying.push(head) if head else Transfer()

    def unpushed(self) -> tuple[str, ...]:
        """Return the names of closed WARC files that are not in the store; asks only the disk.

        :raises ConfigError: no store is set.
        :raises ArchiveError: the list of copies cannot be read.
        """
        copying = self._copying(None, None)
        head = self._settled_head()
        return copying.pending(head) if head else ()

    def freeable(self) -> tuple[str, ...]:
        """Return the names of WARC files that are both here and in the store.

        Raises as :meth:`unpushed`.
        """
        return self._copying(None, None).freeable()

    def free(self, names: Sequence[str] = (), progress: Progress | None = None) -> Transfer:
        """Remove WARC files here whose copies in the store were read back once more.

        Raises as :meth:`.copying.Copying.free`.

        :param names: as in the ledger; all of :meth:`freeable` where there are none.
        :raises ConfigError: no store is set.
        """
        return self._copying(progress, None).free(names)

    def fetch(self, names: Sequence[str] = (), progress: Progress | None = None) -> Transfer:
        """Bring WARC files back from the store. Raises as :meth:`.copying.Copying.fetch`.

        :param names: as in the ledger; all that are not here where there are none.
        :raises ConfigError: no store is set.
        """
        return self._copying(progress, None).fetch(names)

    def holdings(self) -> tuple[Held, ...]:
        """Return WARC files and what is copied with them: size, and where each is.

        :raises ArchiveError: the list of copies cannot be read.
        """
        return holdings(self._layout, self.signed_head())

    def _copying(self, progress: Progress | None, stop: threading.Event | None) -> Copying:
        if self._shelf is None:
            raise ConfigError(
                "No store for sealed files is set.",
                hint="Set `[archive] store` in marsad.toml, for instance to s3://BUCKET/PREFIX.",
            )
        return Copying(self._layout, self._shelf, clock=self._clock, progress=progress, stop=stop)

    def _settled_head(self) -> SignedHead | None:
        """Return the newest signed head, signed anew where this process seals."""
        with self._mutex:
            if self._writer is not None:
                self._writer.sign_head(self._clock())
            return self.signed_head()

    def close(self) -> None:
        """Sign the head, give the lock back; reading goes on, and the next seal takes it again.

        :raises ArchiveError: as :meth:`sign_head`. What was sealed is kept, the lock given back.
        """
        with self._mutex:
            try:
                if self._writer is not None:
                    self._writer.sign_head(self._clock())
            finally:
                self._drop_writer()

    def _drop_writer(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self.close()
            return
        with self._mutex:
            self._drop_writer()


def _only_read(layout: Layout) -> WorkspaceError:
    return WorkspaceError(
        f"The archive {layout.root} was opened for reading only.",
        hint="Open the workspace for writing.",
    )


def _unread(capture: Capture, why: str) -> ArchiveError:
    return ArchiveError(
        f"Capture {capture.id} cannot be read from {capture.warc!r} ({why}).",
        hint="Run `marsad verify` and restore the archive from a copy.",
    )
