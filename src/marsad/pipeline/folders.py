"""What the operating system says when a workspace's folder cannot be changed."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import DiskFullError, WorkspaceError

__all__ = ["changing"]

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@contextmanager
def changing(folder: Path) -> Iterator[None]:
    """Turn an OSError from changing ``folder`` into an error with a hint.

    :raises DiskFullError: no room on the disk, in the quota or under the file size limit.
    :raises WorkspaceError: any other reason.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise DiskFullError(
                f"There is no room to write to {folder} ({error.strerror}).",
                hint="Make room and run the same command again; it goes on where it stopped.",
            ) from error
        raise WorkspaceError(
            f"{folder} cannot be changed ({error.strerror}).",
            hint="Check the folder's owner and permissions, and the disk.",
        ) from error
