"""Copies closed files of an archive to a store, removes what is safe there, and brings it back.

No step trusts the one before: a copy counts once it was read back and its SHA-256 compared, a
file here is removed only after that was done again, and nothing in a store is written over but
the ledger, which only grows, and the small files beside it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from ..errors import ArchiveError, ConfigError, NotFoundError
from ..ports import Clock, Progress
from .copies import Copies, Copy, alone, read_copies, write_copies
from .files import explained, make_folder, sync_folder
from .holdings import closed_number, warcs_here
from .layout import Layout
from .ledger import end_of
from .shelf import MANY, Shelf
from .signing import SignedHead, encode_head
from .transfer import Digest, StoppedError, Tally, Transfer, chunks_of, digest, read, written

__all__ = ["Copying"]

_STAMP = re.compile(r"(\d+)\.(?:json|json\.ots|pem|tsr)")


class Copying:
    """Copies between the archive of ``layout`` and ``shelf``; one process at a time.

    Its methods end early, with what they did until then, where ``stop`` is set, and raise

    - :class:`WorkspaceError` where another process is copying,
    - :class:`ConfigError` where the store is the folder of an archive itself,
    - :class:`UnreachableError` where the store does not answer: what was done stays done, and
      the next call goes on from there,
    - :class:`MissingToolError` where the package for the store is not installed,
    - :class:`ArchiveError` where the list of copies cannot be read or written.
    """

    def __init__(
        self,
        layout: Layout,
        shelf: Shelf,
        *,
        clock: Clock,
        progress: Progress | None = None,
        stop: Event | None = None,
    ) -> None:
        self._layout = layout
        self._shelf = shelf
        self._clock = clock
        self._tally = Tally(progress, stop)
        self._copies = Copies()

    # ------------------------------------------------------------ to the store

    def push(self, head: SignedHead) -> Transfer:
        """Copy the ledger up to ``head``, what vouches for it, and closed WARC files.

        :raises ArchiveError: the head does not agree with the ledger; or the store's ledger is
            not the beginning of this one.
        """
        with self._open(), self._until_stopped():
            closed = closed_number(self._layout, head, self._copies)
            names = [self._layout.warc_name(number) for number in range(1, closed + 1)]
            wanted = [name for name in names if self._copy(self._layout.stored(name)) is None]
            self._announce(wanted)
            self._note(self._copies.with_closed(closed))
            self._push_ledger(head)
            self._push_small(head)
            for name in wanted:
                self._push_warc(name)
        return self._tally.result()

    def pending(self, head: SignedHead) -> tuple[str, ...]:
        """Return the names of closed WARC files that are not in the store yet.

        Asks nothing of the store.
        """
        self._copies = read_copies(self._layout)
        closed = closed_number(self._layout, head, self._copies)
        names = [self._layout.warc_name(number) for number in range(1, closed + 1)]
        return tuple(name for name in names if self._copy(self._layout.stored(name)) is None)

    def _announce(self, wanted: Sequence[str]) -> None:
        paths = [self._layout.warc(name) for name in wanted]
        total = sum(path.stat().st_size for path in paths if path.exists())
        self._tally.totals = {"copy": total, "check": total}

    def _push_ledger(self, head: SignedHead) -> None:
        """Copy the ledger up to the signed entry, unless what the store has is another's."""
        path, name = self._layout.ledger, self._layout.ledger.name
        end, old = end_of(path, head.seq), self._copy(name)
        if old is not None and self._shelf.size(name) != old.size:
            old = None  # not as it was left, or a disk was changed: look at it anew
        before = (old.size, old.sha256) if old else self._reread(name)
        if before is not None and digest(read(path, before[0])) != before:
            raise ArchiveError(
                f"The ledger in {self._shelf.url} is not the beginning of the ledger here.",
                hint="Run `marsad verify`. If the store holds another archive, set "
                "`[archive] store` to a place of its own; if it holds a newer copy of this "
                "one, restore the ledger from it.",
            )
        if before is None or before[0] < end:
            self._put(name, lambda: read(path, end))
        elif old is None:
            self._copies = self._copies.with_copy(name, self._made(before))

    def _push_small(self, head: SignedHead) -> None:
        """Copy the public key, time stamps and the head; the head last, as it needs the others."""
        for path in self._stamps_until(head.seq):
            self._put_changed(path.relative_to(self._layout.root).as_posix(), path.read_bytes())
        if self._layout.public_key.exists():
            self._put_changed(self._layout.public_key.name, self._layout.public_key.read_bytes())
        self._put_changed(self._layout.head.name, encode_head(head))
        self._note(self._copies)

    def _stamps_until(self, seq: int) -> Iterator[Path]:
        folder = self._layout.stamps_folder
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            found = _STAMP.fullmatch(path.name)
            if found is not None and int(found.group(1)) <= seq:
                yield path

    def _put_changed(self, name: str, data: bytes) -> None:
        old = self._copy(name)
        if old is None or (old.size, old.sha256) != digest([data]):
            self._put(name, lambda: [data])

    def _put(self, name: str, source: Callable[[], Iterable[bytes]]) -> None:
        """Put what ``source`` gives into the store and look at what it has then."""
        said = digest(source())
        self._shelf.put(name, self._tally.count("copy", source()), said[0])
        if self._reread(name) != said:
            self._tally.wrong(name, f"is not in {self._shelf.url} as it was sent")
            return
        self._copies = self._copies.with_copy(name, self._made(said))
        self._tally.done(name, said[0])

    def _push_warc(self, warc: str) -> None:
        """Copy a closed WARC file, or find that the store has it."""
        name, path = self._layout.stored(warc), self._layout.warc(warc)
        known = self._copies.files.get(name)
        said: Digest | None = (known.size, known.sha256) if known else None
        if path.exists():
            said = digest(read(path))
            if self._shelf.size(name) is None:
                self._shelf.put(name, self._tally.count("copy", read(path)), said[0])
        found = self._reread(name)
        if found is None:
            seen = f"; it was in {known.store}" if known else ""
            self._tally.wrong(name, f"is neither here nor in {self._shelf.url}{seen}")
        elif said not in (None, found):
            self._tally.wrong(
                name,
                f"is in {self._shelf.url} with other bytes, which are left as they are: another "
                "archive’s, or changed",
            )
        else:
            self._note(self._copies.with_copy(name, self._made(found)))
            self._tally.done(name, found[0])

    # ------------------------------------------------------------ room here

    def free(self, names: Sequence[str] = ()) -> Transfer:
        """Remove WARC files here that the store has, each after reading the store's copy anew.

        :param names: as in the ledger; all that can be removed where there are none.
        :raises NotFoundError: one of ``names`` is not the name of a WARC file that is here.
        """
        with self._open(), self._until_stopped():
            chosen = self._chosen(names, self.freeable())
            total = sum(self._layout.warc(warc).stat().st_size for warc in chosen)
            self._tally.totals = {"check": total}
            for warc in chosen:
                self._free(warc)
        return self._tally.result()

    def freeable(self) -> tuple[str, ...]:
        """Return the names of WARC files that are both here and in the store."""
        self._copies = read_copies(self._layout)
        here = warcs_here(self._layout)
        return tuple(warc for warc in here if self._copy(self._layout.stored(warc)))

    def _chosen(self, names: Sequence[str], otherwise: Sequence[str]) -> Sequence[str]:
        for warc in names:
            if not _is_warc_name(self._layout, warc) or not self._layout.warc(warc).exists():
                raise _unknown(warc)
        return names or otherwise

    def _free(self, warc: str) -> None:
        name, path = self._layout.stored(warc), self._layout.warc(warc)
        copy = self._copy(name)
        if copy is None:
            self._tally.wrong(name, "was not copied to the store: push it first")
            return
        found = self._reread(name)
        if found is None:
            self._tally.wrong(name, f"is not in {self._shelf.url} any more: push it again")
            self._note(self._copies.without(name))
        elif found != (copy.size, copy.sha256):
            self._tally.wrong(name, f"was changed in {self._shelf.url}, and is kept here")
        elif found != digest(read(path)):
            self._tally.wrong(name, "differs here from what was copied: see `marsad verify`")
        else:
            self._note(self._copies.with_copy(name, self._made(found)))
            with explained(self._layout.root):
                path.unlink()
                sync_folder(path.parent)
            self._tally.done(name, found[0])

    # ------------------------------------------------------------ back here

    def fetch(self, names: Sequence[str] = ()) -> Transfer:
        """Bring WARC files back from the store; its copies stay there.

        :param names: as in the ledger; all closed files that are not here where there are none.
        :raises NotFoundError: one of ``names`` is not the name of a WARC file.
        :raises DiskFullError: no room for one; those before it are here.
        """
        for warc in names:
            if not _is_warc_name(self._layout, warc):
                raise _unknown(warc)
        with self._open(), self._until_stopped():
            gone = [warc for warc in names or self._missing() if not self._is_here(warc)]
            copies = [self._copies.files.get(self._layout.stored(warc)) for warc in gone]
            self._tally.totals = {"fetch": sum(copy.size for copy in copies if copy)}
            for warc in gone:
                self._fetch(warc)
        return self._tally.result()

    def _missing(self) -> list[str]:
        numbers = range(1, self._copies.closed + 1)
        return [self._layout.warc_name(number) for number in numbers]

    def _is_here(self, warc: str) -> bool:
        return self._layout.warc(warc).exists()

    def _fetch(self, warc: str) -> None:
        name, part = self._layout.stored(warc), self._layout.incoming(warc)
        known = self._copies.files.get(name)
        found = self._received(name, part)
        if found is None:
            self._tally.wrong(name, f"is not in {self._shelf.url}")
        elif known is not None and found != (known.size, known.sha256):
            self._tally.wrong(name, f"was changed in {self._shelf.url}, and is left there")
        else:
            with explained(self._layout.root):
                make_folder(self._layout.warc_folder)
                part.replace(self._layout.warc(warc))
                sync_folder(self._layout.warc_folder)
            self._tally.done(name, found[0])
        part.unlink(missing_ok=True)

    def _received(self, name: str, part: Path) -> Digest | None:
        """Write the store's copy to ``part``, durably; None where there is none."""
        try:
            source = self._shelf.open(name, MANY)
        except FileNotFoundError:
            return None
        with source, explained(self._layout.root):
            make_folder(part.parent)
            with part.open("wb") as file:
                chunks = self._tally.count("fetch", chunks_of(source))
                found = digest(written(file, chunks))
                file.flush()
                os.fsync(file.fileno())
        return found

    # ------------------------------------------------------------ shared

    @contextmanager
    def _open(self) -> Iterator[None]:
        with alone(self._layout):
            self._refuse_archive()
            self._copies = read_copies(self._layout)
            yield

    def _refuse_archive(self) -> None:
        """Raise where the store is the folder of an archive, by whatever way it is reached.

        Removing a file here would remove its only copy then. Lock files are never copied.
        """
        locks = (self._layout.copies_lock.name, self._layout.lock.name)
        if any(self._shelf.size(name) is not None for name in locks):
            raise ConfigError(
                f"The store {self._shelf.url} is the folder of an archive itself.",
                hint="Set `[archive] store` to a folder of its own, best on another disk.",
            )

    @contextmanager
    def _until_stopped(self) -> Iterator[None]:
        try:
            yield
        except StoppedError:
            return

    def _copy(self, name: str) -> Copy | None:
        """Return what is known of a file in the store that is set."""
        copy = self._copies.files.get(name)
        return copy if copy is not None and copy.store == self._shelf.url else None

    def _made(self, found: Digest) -> Copy:
        return Copy(*found, self._shelf.url, self._clock())

    def _note(self, copies: Copies) -> None:
        self._copies = copies
        write_copies(self._layout, copies)

    def _reread(self, name: str) -> Digest | None:
        """Return what the store's copy is, read as a whole; None where there is none."""
        try:
            file = self._shelf.open(name, MANY)
        except FileNotFoundError:
            return None
        with file:
            return digest(self._tally.count("check", chunks_of(file)))


def _is_warc_name(layout: Layout, name: str) -> bool:
    try:
        layout.warc_number(name)
    except ValueError:
        return False
    return True


def _unknown(name: str) -> NotFoundError:
    return NotFoundError("WARC file", name, hint="`marsad archive list` names those there are.")
