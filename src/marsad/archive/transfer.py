"""What moves between an archive and a store, counted and hashed on its way."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import BinaryIO

from ..ports import Problem, Progress
from .shelf import MANY

__all__ = ["Digest", "StoppedError", "Tally", "Transfer", "chunks_of", "digest", "read", "written"]

_MIB = 1024 * 1024

Digest = tuple[int, str]
"""Size in bytes and SHA-256 in hexadecimal."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """What came of copying, removing or fetching files.

    :ivar files: names of those that were dealt with.
    :ivar size: bytes of these.
    :ivar problems: files that were left as they are, and why.
    """

    files: tuple[str, ...] = ()
    size: int = 0
    problems: tuple[Problem, ...] = ()


class StoppedError(Exception):
    """Somebody asked to stop; what was done is noted."""


@dataclass(slots=True)
class Tally:
    """Adds up what was done, and the bytes of it that go past.

    :ivar totals: bytes that will go past, by stage, as far as that is known.
    """

    progress: Progress | None
    stop: Event | None
    files: list[str] = field(default_factory=list)
    size: int = 0
    problems: list[Problem] = field(default_factory=list)
    totals: dict[str, int] = field(default_factory=dict)
    passed: dict[str, int] = field(default_factory=dict)

    def count(self, stage: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Pass ``chunks`` on; what goes past is shown in MiB.

        :raises StoppedError: somebody asked to stop.
        """
        for chunk in chunks:
            if self.stop is not None and self.stop.is_set():
                raise StoppedError
            yield chunk
            self.passed[stage] = self.passed.get(stage, 0) + len(chunk)
            if self.progress is not None:
                done, total = self.passed[stage], self.totals.get(stage, 0)
                self.progress(f"{stage} (MiB)", done // _MIB, max(done, total) // _MIB)

    def done(self, name: str, size: int) -> None:
        """Note a file that was dealt with."""
        self.files.append(name)
        self.size += size

    def wrong(self, name: str, message: str) -> None:
        """Note a file that is left as it is, and why."""
        self.problems.append(Problem(name, message))

    def result(self) -> Transfer:
        """Return what was noted."""
        return Transfer(tuple(self.files), self.size, tuple(self.problems))


def chunks_of(file: BinaryIO, size: int | None = None) -> Iterator[bytes]:
    """Yield the first ``size`` bytes of ``file``, all where it is None, in blocks."""
    left = size
    while chunk := file.read(MANY if left is None else min(MANY, left)):
        yield chunk
        left = None if left is None else left - len(chunk)


def read(path: Path, size: int | None = None) -> Iterator[bytes]:
    """Yield the first ``size`` bytes of the file ``path``, all where it is None, in blocks."""
    with path.open("rb") as file:
        yield from chunks_of(file, size)


def written(file: BinaryIO, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Write ``chunks`` to ``file`` and pass them on."""
    for chunk in chunks:
        file.write(chunk)
        yield chunk


def digest(chunks: Iterable[bytes]) -> Digest:
    """Return size and hash of ``chunks`` together."""
    hashed, size = hashlib.sha256(), 0
    for chunk in chunks:
        hashed.update(chunk)
        size += len(chunk)
    return size, hashed.hexdigest()
