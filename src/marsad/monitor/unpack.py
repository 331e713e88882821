"""Gzip files as a stream that gives every byte that can be had before damage.

:class:`gzip.GzipFile` drops what it unpacked in the same step as the damage, up to 8 KB.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["Gunzip"]

_GZIP = zlib.MAX_WBITS | 16  # 16: a gzip header must be there
# Bytes handed to zlib and taken from it in one step; a kilobyte can hold megabytes.
_PACKED = 4 * 1024
_UNPACKED = 32 * 1024


class Gunzip(io.RawIOBase):
    """Reads the unpacked bytes of ``body``: one gzip member or several, zeros after the last.

    Reading raises :class:`zlib.error` at damage and :class:`EOFError` where the data breaks
    off, in both cases after all bytes before it were given.
    """

    def __init__(self, body: bytes) -> None:
        self._blocks = _members(body)
        self._rest = b""

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill ``buffer`` as far as the next block goes; 0 at the end."""
        while not self._rest:
            block = next(self._blocks, None)
            if block is None:
                return 0
            self._rest = block
        target = memoryview(buffer).cast("B")
        taken, self._rest = self._rest[: len(target)], self._rest[len(target) :]
        target[: len(taken)] = taken
        return len(taken)


def _members(body: bytes) -> Iterator[bytes]:
    position = 0
    while position < len(body):
        position = yield from _member(body, position)
        while body[position : position + 1] == b"\0":
            position += 1


def _member(body: bytes, position: int) -> Generator[bytes, None, int]:
    """Yield a member's bytes; return the position after it."""
    unpack = zlib.decompressobj(_GZIP)
    packed = b""
    while not unpack.eof:
        if not packed:
            packed = body[position : position + _PACKED]
            position += len(packed)
        before = unpack.copy()
        try:
            block = unpack.decompress(packed, _UNPACKED)
        except zlib.error:
            yield from _to_the_damage(before, packed)
            raise
        if not (packed or block or unpack.eof):
            raise EOFError
        yield block
        packed = unpack.unconsumed_tail
    return position - len(unpack.unused_data)


def _to_the_damage(unpack: zlib._Decompress, packed: bytes) -> Iterator[bytes]:
    """Yield what comes before the step that fails: zlib drops what that step unpacked."""
    try:
        for place in range(len(packed)):
            fed = packed[place : place + 1]
            while byte := unpack.decompress(fed, 1):
                yield byte
                fed = unpack.unconsumed_tail
    except zlib.error:
        return
