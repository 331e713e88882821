"""The format of OpenTimestamps: what leads from a hash to a calendar's promise or to a block.

A detached file (``.ots``) names a SHA-256 and a tree of operations on it. At the ends of the tree
stand attestations: a calendar that will have the result witnessed, or a Bitcoin block whose
Merkle root the result is. The tree is kept here as the set of its paths from root to end, so
that merging is union and no hostile depth is a depth of calls.

Format: https://opentimestamps.org and the reference client's serialisation, which has no other
specification. What is written here is byte for byte what that client writes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from ..errors import ArchiveError

__all__ = [
    "APPEND",
    "MAX_ANSWER",
    "MAX_FILE",
    "SHA256",
    "Attestation",
    "Detached",
    "Path",
    "Step",
    "read_detached",
    "read_paths",
    "write_detached",
]

APPEND, PREPEND, REVERSE, HEXLIFY = 0xF0, 0xF1, 0xF2, 0xF3
SHA1, RIPEMD160, SHA256, KECCAK256 = 0x02, 0x03, 0x08, 0x67
PENDING = bytes.fromhex("83dfe30d2ef90c8e")
BITCOIN = bytes.fromhex("0588960d73d71901")

MAX_ANSWER = 10_000
"""Bytes of a calendar's answer, as the reference client has it; they have a few hundred."""
MAX_FILE = 64 * 1024
"""Bytes of a file: four calendars' answers, several times over."""

_MAGIC = b"\x00OpenTimestamps\x00\x00Proof\x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94\x01"  # version 1
_ATTESTATION, _FORK = 0x00, 0xFF
_WITH_ARGUMENT = frozenset({APPEND, PREPEND})
_WITHOUT = frozenset({REVERSE, HEXLIFY, SHA1, RIPEMD160, SHA256, KECCAK256})
# Bounds of the reference client: bytes of a message, of an attestation, of an address; and steps,
# one less than the messages that it lets follow one another.
_MAX_MESSAGE = 4096
_MAX_PAYLOAD = 8192
_MAX_STEPS = 255
_URL = re.compile(rb"[A-Za-z0-9._/:-]{0,1000}")


class Step(NamedTuple):
    """An operation on a message.

    :ivar tag: number of the operation.
    :ivar argument: what is appended or prepended; empty for the others.
    """

    tag: int
    argument: bytes = b""

    def apply(self, message: bytes) -> bytes | None:
        """Return the result; None for the two hashes that are not computed here."""
        if self.tag == APPEND:
            return message + self.argument
        if self.tag == PREPEND:
            return self.argument + message
        if self.tag == REVERSE:
            return message[::-1]
        if self.tag == HEXLIFY:
            return message.hex().encode("ascii")
        if self.tag in (RIPEMD160, KECCAK256):
            return None
        name = "sha256" if self.tag == SHA256 else "sha1"
        return hashlib.new(name, message, usedforsecurity=False).digest()


class Attestation(NamedTuple):
    """What stands at the end of a path.

    :ivar tag: 8 bytes, the kind.
    :ivar payload: what it says, in the form of its kind; unknown kinds are kept as they are.
    """

    tag: bytes
    payload: bytes

    @property
    def calendar(self) -> str | None:
        """Address of the calendar that promised a block; None where it is no such promise."""
        return _Reader(self.payload).sized(1000).decode("ascii") if self.tag == PENDING else None

    @property
    def height(self) -> int | None:
        """Number of the Bitcoin block; None where it is none."""
        return _Reader(self.payload).number() if self.tag == BITCOIN else None


class Path(NamedTuple):
    """One way from the hash to an attestation."""

    steps: tuple[Step, ...]
    attestation: Attestation

    def message(self, start: bytes) -> bytes | None:
        """Return what the attestation is about; None where that is not computed here.

        :raises ArchiveError: a message on the way is longer than the format allows.
        """
        found: bytes | None = start
        for step in self.steps:
            found = _after(found, step)
        return found


@dataclass(frozen=True, slots=True)
class Detached:
    """A detached file: ``paths`` from ``digest``, the SHA-256 of the file that it is about."""

    digest: bytes
    paths: frozenset[Path]


class _Reader:
    """Takes ``data`` apart from its beginning; every shortfall is an :class:`ArchiveError`."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, size: int) -> bytes:
        """Return the next ``size`` bytes."""
        found = self._data[self._at : self._at + size]
        if len(found) < size:
            raise _unreadable("it is cut short")
        self._at += size
        return found

    def number(self) -> int:
        """Return an unsigned number of up to nine groups of seven bits, lowest first."""
        value = 0
        for shift in range(0, 63, 7):
            byte = self.take(1)[0]
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
        raise _unreadable("a number is too large")

    def sized(self, most: int) -> bytes:
        """Return bytes that follow their number, which is at most ``most``."""
        size = self.number()
        if size > most:
            raise _unreadable("a part is too long")
        return self.take(size)

    def step(self, tag: int) -> Step:
        """Return the operation ``tag`` with its argument."""
        if tag in _WITHOUT:
            return Step(tag)
        argument = self.sized(_MAX_MESSAGE) if tag in _WITH_ARGUMENT else b""
        if not argument:
            raise _unreadable(f"it has an unknown or empty operation, {tag:#04x}")
        return Step(tag, argument)

    def attestation(self) -> Attestation:
        """Return an attestation whose form is that of its kind."""
        found = Attestation(self.take(8), self.sized(_MAX_PAYLOAD))
        inner = _Reader(found.payload)
        if found.tag == PENDING and not _URL.fullmatch(inner.sized(1000)):
            raise _unreadable("it names a calendar with forbidden characters")
        if found.tag == BITCOIN:
            inner.number()
        if found.tag in (PENDING, BITCOIN):
            inner.end()
        return found

    def end(self) -> None:
        """Refuse anything that follows."""
        if self._at != len(self._data):
            raise _unreadable("something follows behind its end")


def read_paths(data: bytes, start: bytes) -> frozenset[Path]:
    """Return the paths of the tree ``data``, whose root is the message ``start``.

    Takes as long as the tree has operations, each done once.

    :raises ArchiveError: not such a tree, or larger or deeper than the format allows.
    """
    reader = _Reader(data)
    paths = _tree(reader, start)
    reader.end()
    return paths


def _tree(reader: _Reader, start: bytes) -> frozenset[Path]:
    paths: set[Path] = set()
    unfinished: list[tuple[tuple[Step, ...], bytes | None]] = [((), start)]
    while unfinished:
        steps, message = unfinished.pop()
        tag = reader.take(1)[0]
        if tag == _FORK:
            unfinished.append((steps, message))
            tag = reader.take(1)[0]
        if tag == _ATTESTATION:
            paths.add(Path(steps, reader.attestation()))
            continue
        if len(steps) == _MAX_STEPS:
            raise _unreadable("it is too deep")
        step = reader.step(tag)
        unfinished.append(((*steps, step), _after(message, step)))
    return frozenset(paths)


def _after(message: bytes | None, step: Step) -> bytes | None:
    found = None if message is None else step.apply(message)
    if found is not None and len(found) > _MAX_MESSAGE:
        raise _unreadable("a message is too long")
    return found


def read_detached(data: bytes) -> Detached:
    """Return what the file ``data`` says.

    :raises ArchiveError: not a detached file about a SHA-256, or out of bounds.
    """
    if len(data) > MAX_FILE:
        raise _unreadable("it is too large")
    reader = _Reader(data)
    if reader.take(len(_MAGIC)) != _MAGIC:
        raise _unreadable("it does not begin as one")
    if reader.take(1)[0] != SHA256:
        raise _unreadable("it is not about a SHA-256")
    digest = reader.take(32)
    paths = _tree(reader, digest)
    reader.end()
    return Detached(digest, paths)


def write_detached(detached: Detached) -> bytes:
    """Return the file; one tree has one spelling.

    :raises ValueError: no paths.
    """
    if not detached.paths:
        raise ValueError("a detached file without an attestation")
    return _MAGIC + bytes([SHA256]) + detached.digest + _written(tuple(detached.paths), 0)


def _written(paths: Sequence[Path], depth: int) -> bytes:
    """Return the tree of ``paths`` below their first ``depth`` steps, which they share."""
    here = {path.attestation for path in paths if len(path.steps) == depth}
    parts = [bytes([_ATTESTATION]) + _attestation(found) for found in sorted(here, key=_rank)]
    longer = sorted((p for p in paths if len(p.steps) > depth), key=lambda p: p.steps[depth])
    for step, below in groupby(longer, key=lambda p: p.steps[depth]):
        parts.append(_operation(step) + _written(tuple(below), depth + 1))
    return _joined(parts)


def _joined(parts: Sequence[bytes]) -> bytes:
    return b"".join(bytes([_FORK]) + part for part in parts[:-1]) + parts[-1]


def _rank(attestation: Attestation) -> tuple[bytes, int, str, bytes]:
    tag, payload = attestation
    return tag, attestation.height or 0, attestation.calendar or "", payload


def _attestation(attestation: Attestation) -> bytes:
    return attestation.tag + _sized(attestation.payload)


def _operation(step: Step) -> bytes:
    argument = _sized(step.argument) if step.tag in _WITH_ARGUMENT else b""
    return bytes([step.tag]) + argument


def _sized(data: bytes) -> bytes:
    return _number(len(data)) + data


def _number(value: int) -> bytes:
    groups = bytearray()
    while value > 0x7F:
        groups.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*groups, value])


def _unreadable(why: str) -> ArchiveError:
    return ArchiveError(
        f"The OpenTimestamps proof cannot be read ({why}).",
        hint="Ask the calendar again, or restore the file from a copy.",
    )
