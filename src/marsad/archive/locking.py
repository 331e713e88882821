"""One writer at a time, held by the operating system so that a dead process holds nothing."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

from ..errors import WorkspaceError

__all__ = ["acquire", "is_held", "release"]

_ATTEMPTS = 5
_PAUSE = 0.05
"""Seconds between attempts: a reader that asks :func:`is_held` has the lock for microseconds."""


def acquire(path: Path, doing: str = "writing to") -> int:
    """Take the lock file ``path`` and write this process's number into it.

    :param doing: what whoever holds it does with the archive, for the message.
    :returns: the file descriptor that holds the lock; give it to :func:`release`.
    :raises WorkspaceError: another process has it; names that process.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _wait(descriptor, path, doing)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode("ascii"), 0)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _wait(descriptor: int, path: Path, doing: str) -> None:
    for _ in range(_ATTEMPTS):
        if _try(descriptor, fcntl.LOCK_EX):
            return
        time.sleep(_PAUSE)
    holder = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip() or "unknown"
    raise WorkspaceError(
        f"Process {holder} is {doing} the archive {path.parent}.",
        hint="Wait until it has finished or stop it; reading and verifying need no lock.",
    )


def release(descriptor: int) -> None:
    """Give the lock back."""
    os.close(descriptor)


def is_held(path: Path) -> bool:
    """Tell whether any process, this one included, holds the lock for writing."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        return not _try(descriptor, fcntl.LOCK_SH)
    finally:
        os.close(descriptor)


def _try(descriptor: int, mode: int) -> bool:
    try:
        fcntl.flock(descriptor, mode | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
