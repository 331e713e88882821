"""Compressed bytes, unpacked within bounds.

:class:`Gunzip` reads gzip files as a stream that gives every byte that can be had before damage
(:class:`gzip.GzipFile` drops what it unpacked in the same step, up to 8 KB). :func:`undo` undoes
the compression of an HTTP body, wholly or not at all.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["Gunzip", "undo"]

_GZIP = zlib.MAX_WBITS | 16  # 16: a gzip header must be there
# Bytes handed to zlib and taken from it in one step; a kilobyte can hold megabytes.
_PACKED = 4 * 1024
_UNPACKED = 32 * 1024
_MAGIC = b"\x1f\x8b"
# A body in blocks of 64 KB, as bgzip writes them, holds some thousand; more are a trap, because
# each costs time to set up even where it is empty.
_MOST_MEMBERS = 10_000


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


def undo(packed: bytes, encoding: str, most: int) -> bytes:
    """Return ``packed`` without its content coding, gzip or deflate (RFC 9110, 8.4.1).

    Deflate is taken with its zlib wrapper and without, for servers send both. What follows the
    last gzip member is left out, as browsers do.

    :param most: bytes; where there are more, ``most + 1`` of them are returned.
    :raises zlib.error: damaged or cut off.
    """
    if not packed:
        return b""
    window = _GZIP if "gzip" in encoding else _deflate_window(packed)
    out, position = bytearray(), 0
    for _ in range(_MOST_MEMBERS):
        position = _undo_member(packed, position, window, out, most)
        if len(out) > most or window != _GZIP or packed[position : position + 2] != _MAGIC:
            return bytes(out)
    raise zlib.error("too many parts")


def _undo_member(packed: bytes, position: int, window: int, out: bytearray, most: int) -> int:
    """Append a member's bytes to ``out``, up to one more than ``most``; return where it ends."""
    unpack = zlib.decompressobj(window)
    waiting = b""
    while not unpack.eof and len(out) <= most:
        if not waiting:
            waiting = packed[position : position + _PACKED]
            position += len(waiting)
        block = unpack.decompress(waiting, min(_UNPACKED, most + 1 - len(out)))
        if not (waiting or block or unpack.eof):
            raise zlib.error("the compressed body ends early")
        out += block
        waiting = unpack.unconsumed_tail
    return position - len(unpack.unused_data)


def _deflate_window(packed: bytes) -> int:
    """Tell zlib's two-byte header (RFC 1950, 2.2) from bare deflate."""
    wrapped = packed[0] & 0x0F == 8 and int.from_bytes(packed[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS
