"""To the store."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from ...errors import ArchiveError
from ..copies import read_copies
from ..holdings import closed_number
from ..ledger import end_of
from ..signing import SignedHead, encode_head
from ..transfer import Digest, Transfer, digest, read
from .shared import SomeCopying

__all__ = ["Pushing"]

_STAMP = re.compile(r"(\d+)\.(?:json|json\.ots|pem|tsr)")


class Pushing(SomeCopying):
    """Copies to the store."""

    def push(self, head: SignedHead) -> Transfer:
        """Copy the ledger up to ``head``, what vouches for it, and closed WARC files.

        :raises ArchiveError: the head does not agree with the ledger; or the store's ledger is
            not the beginning of this one.
        """
        with self._open(), self._until_stopped():
            closed = closed_number(self._layout, head, self._copies)
            wanted = self._unpushed(closed)
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
        return tuple(self._unpushed(closed_number(self._layout, head, self._copies)))

    def _unpushed(self, closed: int) -> list[str]:
        names = [self._layout.warc_name(number) for number in range(1, closed + 1)]
        return [name for name in names if self._copy(self._layout.stored(name)) is None]

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
            raise _another_ledger(self._shelf.url)
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


def _another_ledger(store: str) -> ArchiveError:
    return ArchiveError(
        f"The ledger in {store} is not the beginning of the ledger here.",
        hint="Run `marsad verify`. If the store holds another archive, set `[archive] store` to a "
        "place of its own; if it holds a newer copy of this one, restore the ledger from it.",
    )
