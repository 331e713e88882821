"""Copies of closed files in a store, besides the folder or instead of it."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from ...errors import ConfigError
from ...ports import Progress
from ..copying import Copying
from ..holdings import Held, holdings
from ..signing import SignedHead, read_head
from ..transfer import Transfer
from .opened import Opened

__all__ = ["Storing"]


class Storing(Opened):
    """Copies to a store, frees room here, and brings files back."""

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
        return holdings(self._layout, read_head(self._layout))

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
            return read_head(self._layout)
