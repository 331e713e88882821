"""WARC files for reading, wherever they are: in the archive's folder, or else in a store."""

from __future__ import annotations

from typing import BinaryIO

from ..errors import ArchiveError, UnreachableError
from .copies import read_copies
from .layout import Layout
from .shelf import FEW, Shelf

__all__ = ["WarcFiles"]


class WarcFiles:
    """Opens WARC files by the names that stand in the ledger.

    :param shelf: where files are that are not in the folder; None where no store is set.
    """

    def __init__(self, layout: Layout, shelf: Shelf | None = None) -> None:
        self._layout = layout
        self._shelf = shelf

    @property
    def store(self) -> str:
        """URL of the store; empty where none is set."""
        return self._shelf.url if self._shelf else ""

    def open(self, name: str, buffering: int = FEW) -> BinaryIO:
        """Open the file.

        :param buffering: bytes asked of a store at a time.
        :raises FileNotFoundError: it is nowhere.
        :raises ValueError: not the name of a WARC file.
        :raises UnreachableError: it is in a store that does not answer or is not set.
        """
        try:
            return self._layout.warc(name).open("rb")
        except FileNotFoundError:
            if self._shelf is None:
                self._refuse_elsewhere(name)
                raise
        try:
            return self._shelf.open(self._layout.stored(name), buffering)
        except FileNotFoundError:
            self._refuse_elsewhere(name)
            raise

    def stored_size(self, name: str) -> int | None:
        """Return the bytes of the file in the store; None where it is not there.

        That is so too for what is not the name of a WARC file, as in a ledger that was forged.

        :raises UnreachableError: as :meth:`open`.
        """
        try:
            stored = self._layout.stored(name)
        except ValueError:
            return None
        size = self._shelf.size(stored) if self._shelf else None
        if size is None:
            self._refuse_elsewhere(name)
        return size

    def _refuse_elsewhere(self, name: str) -> None:
        """Raise where the file was copied to a store which is not the one that is set."""
        try:
            copies = read_copies(self._layout)
        except ArchiveError:
            return  # it cannot be told; verify reports the damaged list
        copy = copies.files.get(self._layout.stored(name))
        if copy is None or copy.store == self.store:
            return
        now = f"is set to {self.store}" if self.store else "is not set"
        raise UnreachableError(
            f"{name} was moved to the store {copy.store}, and `[archive] store` {now}.",
            hint="Set it to that store in marsad.toml, or to where the files are now.",
        )
