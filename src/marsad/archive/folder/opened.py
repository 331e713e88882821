"""An archive that is open: where it is, and its one writer while there is one."""

from __future__ import annotations

import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from ... import __version__
from ...errors import ArchiveError, WorkspaceError
from ...model import Capture
from ...ports import Clock
from ..layout import Layout
from ..shelf import Shelf
from ..warcs import WarcFiles
from ..writing import ArchiveWriter

__all__ = ["Opened", "unread"]


class Opened:
    """What all parts of :class:`.FolderArchive` work on, which says what the parameters are."""

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

    def _open_writer(self) -> ArchiveWriter:
        self._require_writable()
        if self._writer is None:
            self._writer = ArchiveWriter(
                self._layout,
                moment=self._clock(),
                tool=self._tool,
                max_warc_bytes=self._max_warc_bytes,
            )
        return self._writer

    def _require_writable(self) -> None:
        if self._readonly:
            raise WorkspaceError(
                f"The archive {self._layout.root} was opened for reading only.",
                hint="Open the workspace for writing.",
            )

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


def unread(capture: Capture, why: str) -> ArchiveError:
    """Return the error that says why ``capture`` cannot be read."""
    return ArchiveError(
        f"Capture {capture.id} cannot be read from {capture.warc!r} ({why}).",
        hint="Run `marsad verify` and restore the archive from a copy.",
    )
