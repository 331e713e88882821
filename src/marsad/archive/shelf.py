"""Where closed files of an archive can also be kept: :class:`Shelf`, and one that is a folder.

Files lie on a shelf under the names that they have in the archive's folder, so that what is
there is an archive that can be read, but for the private key, which is never put there.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import unquote, urlsplit

from ..errors import UnreachableError
from .files import make_folder, sync_folder

__all__ = ["FEW", "MANY", "FolderShelf", "Shelf", "absent", "shelf_at", "unreachable"]

FEW = 64 * 1024
"""Bytes asked for at a time where one record is wanted: a channel's preview page has 15 to 40
thousand, compressed."""
MANY = 8 * 1024 * 1024
"""Bytes asked for at a time where a whole file is read."""


class Shelf(Protocol):
    """Keeps files; each is put there whole, and read back in any part.

    Where it does not answer, all of this raises :class:`UnreachableError`; where a package for
    it is not installed, :class:`MissingToolError`.
    """

    @property
    def url(self) -> str:
        """Its address, without secrets."""
        ...

    def size(self, name: str) -> int | None:
        """Return the bytes of the file ``name``; None where there is none."""
        ...

    def open(self, name: str, buffering: int = FEW) -> BinaryIO:
        """Open the file ``name`` for reading from any place.

        :param buffering: bytes asked for at a time.
        :raises FileNotFoundError: there is no such file.
        """
        ...

    def put(self, name: str, chunks: Iterable[bytes], size: int) -> None:
        """Keep ``chunks``, ``size`` bytes in all, as the file ``name``.

        Whoever looks meanwhile, or after a kill, sees what was there before or all of it.
        What ``chunks`` raises is raised.
        """
        ...


def shelf_at(url: str) -> Shelf:
    """Return the shelf at ``url``; nothing is asked of it before its first use.

    :param url: ``file:///FOLDER``, or an object store's: ``s3://``, ``gs://``, ``az://``.
    """
    if url.startswith("file://"):
        return FolderShelf(url)
    from .objects import ObjectShelf

    return ObjectShelf(url)


def unreachable(url: str, why: str) -> UnreachableError:
    """Return the error that says that the shelf at ``url`` is of no use now."""
    return UnreachableError(
        f"The store {url} cannot be used ({why}).",
        hint="Check that it is there and that you may use it, and run this again. "
        "Nothing that was sealed is lost.",
    )


def absent(url: str, name: str) -> FileNotFoundError:
    """Return the error that says that the shelf at ``url`` has no file ``name``."""
    return FileNotFoundError(errno.ENOENT, f"{url} holds no such file", name)


class FolderShelf:
    """A folder, such as that of another disk. It must be there: a disk that is not mounted is
    not taken for an empty one.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._root = Path(unquote(urlsplit(url).path))

    def size(self, name: str) -> int | None:
        """Return the bytes of the file; None where there is none."""
        with self._explained():
            path = self._root / name
            return path.stat().st_size if path.exists() else None

    def open(self, name: str, buffering: int = FEW) -> BinaryIO:
        """Open the file for reading."""
        with self._explained():
            try:
                return (self._root / name).open("rb", buffering=buffering)
            except FileNotFoundError as error:
                raise absent(self.url, name) from error

    def put(self, name: str, chunks: Iterable[bytes], size: int) -> None:  # noqa: ARG002  # others need the size
        """Keep ``chunks`` as the file, durably."""
        with self._explained():
            path = self._root / name
            part = path.with_name(path.name + ".part")
            make_folder(path.parent)
            with part.open("wb") as file:
                for chunk in chunks:
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
            sync_folder(path.parent)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        if not self._root.is_dir():
            raise unreachable(self.url, "there is no such folder")
        try:
            yield
        except FileNotFoundError:
            raise
        except OSError as error:
            raise unreachable(self.url, error.strerror or str(error)) from error
