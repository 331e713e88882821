"""One process changes a workspace at a time; any number read it."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from ..errors import WorkspaceError

__all__ = ["WorkspaceLock"]


class WorkspaceLock:
    """An advisory lock (``flock``) that the kernel drops when the process ends, however it ends.

    Entering twice in one process is fine: the inner one does nothing.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fd: int | None = None
        self._depth = 0

    def __enter__(self) -> Self:
        """Take the lock.

        :raises WorkspaceError: another process holds it, and which; or the folder cannot be
            written.
        """
        if self._depth == 0:
            self._fd = self._take()
        self._depth += 1
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._depth -= 1
        if self._depth == 0 and self._fd is not None:
            os.close(self._fd)
            self._fd = None

    def _take(self) -> int:
        fd = self._open()
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(fd, 32).decode("ascii", "replace").strip() or "unknown"
            os.close(fd)
            raise WorkspaceError(
                f"Process {holder} is changing the workspace {self._path.parent}.",
                hint="Wait until it has finished, or stop it; stopping loses nothing.",
            ) from None
        os.ftruncate(fd, 0)
        os.pwrite(fd, str(os.getpid()).encode("ascii"), 0)
        return fd

    def _open(self) -> int:
        try:
            return os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise WorkspaceError(
                f"The workspace {self._path.parent} cannot be changed ({error.strerror}).",
                hint="Check the folder's owner and permissions, and the disk.",
            ) from error
