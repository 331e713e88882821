"""Object stores as shelves: S3 and what speaks like it, Google's and Azure's, through obstore.

Credentials, region and endpoint come from the environment, under each store's usual names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from io import SEEK_CUR, SEEK_END, SEEK_SET, BufferedReader, RawIOBase
from typing import TYPE_CHECKING, Any, BinaryIO

from ..errors import MissingToolError
from .shelf import FEW, absent, unreachable

if TYPE_CHECKING:
    from obstore.store import ObjectStore

__all__ = ["ObjectShelf"]

_PART = 5 * 1024 * 1024
"""Bytes of a part; the fewest that S3 takes, of which it takes 10,000."""
_CONCURRENCY = 2
"""Parts sent at the same time. A request may take 30 seconds unless the environment says
otherwise (``AWS_TIMEOUT`` and the like), so two parts get through at 3 Mbit/s. Options that are
given here would switch off those from the environment."""
_RETRIES: Any = {"max_retries": 4}
"""obstore's default of 10 keeps someone who is offline waiting for minutes."""


class ObjectShelf:
    """An object store; any number of threads may use it.

    :param url: its bucket and, with ``/``, a prefix of all names.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._has_bucket = False

    @cached_property
    def _store(self) -> ObjectStore:
        try:
            from obstore.store import from_url
        except ImportError as error:
            raise MissingToolError(
                "obstore",
                "use an object store",
                hint="Install it with `pip install 'marsad[objects]'`.",
            ) from error
        options = {} if self.url.startswith("memory:") else {"retry_config": _RETRIES}
        with self._explained():
            return from_url(self.url, **options)

    def size(self, name: str) -> int | None:
        """Return the bytes of the object; None where there is none."""
        store = self._store
        try:
            with self._explained():
                return int(store.head(name)["size"])
        except FileNotFoundError:
            self._require_bucket()
            return None

    def _require_bucket(self) -> None:
        """Tell a bucket that is not there from an object that is not: both answer with 404."""
        if self._has_bucket:
            return
        store = self._store
        try:
            with self._explained():
                next(iter(store.list(chunk_size=1)), None)
        except FileNotFoundError as error:
            raise unreachable(self.url, "there is no such bucket") from error
        self._has_bucket = True

    def open(self, name: str, buffering: int = FEW) -> BinaryIO:
        """Open the object for reading, ``buffering`` bytes a request."""
        size = self.size(name)
        if size is None:
            raise absent(self.url, name)
        return BufferedReader(_Ranged(self, name, size), buffering)

    def put(self, name: str, chunks: Iterable[bytes], size: int) -> None:
        """Keep ``chunks`` as the object, in one request or, where it is large, in parts."""
        store = self._store
        try:
            with self._explained():
                if size <= _PART:
                    store.put(name, b"".join(chunks))
                else:
                    store.put(name, chunks, chunk_size=_PART, max_concurrency=_CONCURRENCY)
        except FileNotFoundError as error:
            raise unreachable(self.url, "there is no such bucket") from error

    def part(self, name: str, start: int, length: int) -> bytes:
        """Return ``length`` bytes of the object from ``start``.

        :raises FileNotFoundError: there is no such object.
        """
        store = self._store
        with self._explained():
            return bytes(store.get_range(name, start=start, length=length))

    @contextmanager
    def _explained(self) -> Iterator[None]:
        from obstore.exceptions import BaseError

        try:
            yield
        except FileNotFoundError:
            raise
        except (BaseError, OSError, ValueError) as error:
            why = str(error).partition("\n")[0]  # the rest is for the library's developers
            raise unreachable(self.url, why) from error


class _Ranged(RawIOBase):
    """The bytes of an object, each read being a request."""

    def __init__(self, shelf: ObjectShelf, name: str, size: int) -> None:
        self._shelf = shelf
        self._name = name
        self._size = size
        self._place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        start = {SEEK_SET: 0, SEEK_CUR: self._place, SEEK_END: self._size}[whence]
        self._place = start + offset
        return self._place

    def tell(self) -> int:
        return self._place

    def readinto(self, buffer: Any) -> int:
        length = min(len(buffer), self._size - self._place)
        if length <= 0:
            return 0
        data = self._shelf.part(self._name, self._place, length)
        buffer[: len(data)] = data
        self._place += len(data)
        return len(data)
