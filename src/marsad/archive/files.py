"""Durable appending: what these functions return from is on disk, or an error says why not."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import ArchiveError, DiskFullError

__all__ = [
    "Appender",
    "explained",
    "make_folder",
    "set_aside",
    "sync_folder",
    "truncate",
    "write_whole",
]

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_COPY = 1024 * 1024


@contextmanager
def explained(root: Path) -> Iterator[None]:
    """Turn an OSError from writing under ``root`` into an error with a hint.

    :raises DiskFullError: no room on the disk, in the quota or under the file size limit.
    :raises ArchiveError: any other reason.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise DiskFullError(
                f"There is no room to write to the archive {root} ({error.strerror}).",
                hint="Nothing that was acknowledged is lost. Make room and start again.",
            ) from error
        raise ArchiveError(
            f"The archive {root} cannot be written ({error.strerror}: {error.filename}).",
            hint="Check the folder's owner and permissions, and the disk.",
        ) from error


class Appender:
    """A file that is only appended to; unbuffered, so a failed write leaves nothing behind."""

    def __init__(self, path: Path) -> None:
        created = not path.exists()
        self.path = path
        self._file = path.open("ab", buffering=0)
        if created:
            sync_folder(path.parent)

    def write(self, data: bytes) -> None:
        """Append all of ``data``."""
        view = memoryview(data)
        while view:
            view = view[self._file.write(view) :]

    def sync(self) -> None:
        """Return when everything written is on the disk."""
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def make_folder(path: Path) -> None:
    """Make ``path`` and the folders above it, durably."""
    if not path.is_dir():
        make_folder(path.parent)
        path.mkdir(exist_ok=True)
        sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Return when the names in the folder ``path`` are on the disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_whole(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Put ``data`` at ``path``, durably; a kill leaves the old file or the new one, whole.

    :param mode: permissions, set before a byte of ``data`` is written.
    """
    part = path.with_name(path.name + ".part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    with os.fdopen(os.open(part, flags, mode), "wb") as file:
        os.fchmod(file.fileno(), mode)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    sync_folder(path.parent)


def truncate(path: Path, size: int) -> None:
    """Cut ``path`` to ``size`` bytes, durably; a file that is missing or shorter stays so."""
    if not path.exists() or path.stat().st_size <= size:
        return
    with path.open("rb+") as file:
        file.truncate(size)
        os.fsync(file.fileno())


def set_aside(path: Path, size: int, target: Path) -> None:
    """Move all bytes of ``path`` behind the first ``size`` into the new file ``target``.

    They are durable in ``target`` before ``path`` is cut, so no kill loses them.
    """
    make_folder(target.parent)
    with path.open("rb") as source, target.open("xb") as copy:
        source.seek(size)
        while chunk := source.read(_COPY):
            copy.write(chunk)
        copy.flush()
        os.fsync(copy.fileno())
    sync_folder(target.parent)
    truncate(path, size)
