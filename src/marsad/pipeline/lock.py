"""One process changes a workspace at a time; any number read it."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from ..errors import WorkspaceError
from .folders import changing

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

    def held_elsewhere(self) -> bool:
        """Tell whether another process holds the lock at this moment."""
        if self._depth:
            return False
        try:
            with self:
                return False
        except WorkspaceError:
            return True

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
        with changing(self._path.parent):
            fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                self._own(fd)
            except BaseException:
                os.close(fd)
                raise
        return fd

    def _own(self, fd: int) -> None:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(fd, 32).decode("ascii", "replace").strip() or "unknown"
            raise WorkspaceError(
                f"Process {holder} is changing the workspace {self._path.parent}.",
                hint="Wait until it has finished, or stop it; stopping loses nothing.",
            ) from None
        os.ftruncate(fd, 0)
        os.pwrite(fd, str(os.getpid()).encode("ascii"), 0)
