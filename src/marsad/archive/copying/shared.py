"""What all copying needs: one process at a time, and copies that are only noted once read back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

from ...errors import ConfigError, NotFoundError
from ...ports import Clock, Progress
from ..copies import Copies, Copy, alone, read_copies, write_copies
from ..layout import Layout
from ..shelf import MANY, Shelf
from ..transfer import Digest, StoppedError, Tally, chunks_of, digest

__all__ = ["SomeCopying", "is_warc_name", "unknown"]


class SomeCopying:
    """An archive, a store, and the list of what is in both."""

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


def is_warc_name(layout: Layout, name: str) -> bool:
    """Tell whether a WARC file can be called so."""
    try:
        layout.warc_number(name)
    except ValueError:
        return False
    return True


def unknown(name: str) -> NotFoundError:
    """Return the error for a WARC file that there is not."""
    return NotFoundError("WARC file", name, hint="`marsad archive list` names those there are.")
