"""Sealing what was received."""

from __future__ import annotations

from collections.abc import Iterable

from ...model import Capture, Response
from ..copies import close_up_to
from .opened import Opened

__all__ = ["Sealing"]


class Sealing(Opened):
    """Seals responses."""

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
