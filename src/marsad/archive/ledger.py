"""The capture ledger: one canonical JSON line a capture, chained by SHA-256.

``hash`` is the SHA-256 of the canonical JSON of all other fields, ``prev`` among them, so a
change, an insertion, a removal or a swap breaks the chain at that line. What a chain alone
cannot show is that its newest lines were cut off together with their records: the signed head
(:mod:`.signing`) shows it, and a head that was noted elsewhere shows it to whoever doubts that.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from ..errors import ArchiveError
from ..model import Capture, sha256_hex

__all__ = [
    "GENESIS",
    "Entry",
    "canonical",
    "decode",
    "encode",
    "end_of",
    "entry_hash",
    "hashes_after",
    "last_line",
    "lines_after",
    "number_field",
    "text_field",
]

GENESIS = "0" * 64
"""The ``prev`` of the first entry."""

_BLOCK = 64 * 1024
_UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger.

    :ivar length: bytes of the compressed WARC record.
    :ivar record_sha256: of those bytes.
    :ivar prev: hash of the entry before; :data:`GENESIS` for the first.
    """

    capture: Capture
    length: int
    record_sha256: str
    prev: str

    @property
    def end(self) -> int:
        """Offset of the first byte after the record in its WARC file."""
        return self.capture.offset + self.length


def canonical(fields: dict[str, object]) -> bytes:
    """Return ``fields`` as the one JSON that is hashed: ASCII, keys sorted, no spaces."""
    return json.dumps(fields, sort_keys=True, separators=(",", ":")).encode("ascii")


def _fields(entry: Entry) -> dict[str, object]:
    capture = entry.capture
    return {
        "seq": capture.seq,
        "capture_id": capture.id,
        "source_id": capture.source_id,
        "url": capture.url,
        "fetched_at": capture.fetched_at.astimezone(UTC).isoformat(),
        "status": capture.status,
        "media_type": capture.media_type,
        "sha256": capture.sha256,
        "size": capture.size,
        "warc": capture.warc,
        "offset": capture.offset,
        "length": entry.length,
        "record_sha256": entry.record_sha256,
        "tool": capture.tool,
        "prev": entry.prev,
    }


def entry_hash(entry: Entry) -> str:
    """Return the hash that the entry must carry: over all its fields but the hash."""
    return sha256_hex(canonical(_fields(entry)))


def encode(entry: Entry) -> bytes:
    """Return the one line, with its newline, that stands for ``entry``."""
    return canonical(_fields(entry) | {"hash": entry.capture.entry_hash}) + b"\n"


def decode(line: bytes) -> Entry:
    """Return the entry on ``line``; checks its form, not its hash.

    :raises ArchiveError: not a ledger line.
    """
    try:
        return _from_fields(json.loads(line))
    except _UNREADABLE as error:
        raise _unreadable(error) from error


def _unreadable(error: Exception) -> ArchiveError:
    return ArchiveError(
        f"A line of the capture ledger cannot be read ({type(error).__name__}: {error}).",
        hint="Run `marsad verify` to see what else is damaged, and restore from a copy.",
    )


def _from_fields(raw: dict[str, object]) -> Entry:
    capture = Capture(
        id=text_field(raw, "capture_id"),
        source_id=text_field(raw, "source_id"),
        url=text_field(raw, "url"),
        fetched_at=datetime.fromisoformat(text_field(raw, "fetched_at")).astimezone(UTC),
        status=number_field(raw, "status"),
        media_type=text_field(raw, "media_type"),
        sha256=text_field(raw, "sha256"),
        size=number_field(raw, "size"),
        seq=number_field(raw, "seq"),
        entry_hash=text_field(raw, "hash"),
        warc=text_field(raw, "warc"),
        offset=number_field(raw, "offset"),
        tool=text_field(raw, "tool"),
    )
    return Entry(
        capture,
        number_field(raw, "length"),
        text_field(raw, "record_sha256"),
        text_field(raw, "prev"),
    )


def text_field(raw: dict[str, object], key: str) -> str:
    """Return ``raw[key]``.

    :raises KeyError: absent.
    :raises TypeError: not text.
    """
    value = raw[key]
    if not isinstance(value, str):
        raise TypeError(f"{key} is not text")
    return value


def number_field(raw: dict[str, object], key: str) -> int:
    """Return ``raw[key]``.

    :raises KeyError: absent.
    :raises TypeError: not a whole number.
    """
    value = raw[key]
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{key} is not a whole number")
    return value


def last_line(path: Path) -> tuple[bytes | None, int]:
    """Return the last whole line of the file and the offset at which whole lines end.

    A line without its newline was never acknowledged and does not count. A file that is
    missing or has no whole line gives ``(None, 0)``.
    """
    if not path.exists():
        return None, 0
    with path.open("rb") as file:
        end = _line_start(file, file.seek(0, 2))
        if end == 0:
            return None, 0
        start = _line_start(file, end - 1)
        file.seek(start)
        return file.read(end - start), end


def _line_start(file: BinaryIO, position: int) -> int:
    """Return the offset just after the last newline before ``position``; 0 if there is none."""
    while position > 0:
        start = max(0, position - _BLOCK)
        file.seek(start)
        found = file.read(position - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        position = start
    return 0


def lines_after(path: Path, seq: int) -> Iterator[bytes]:
    """Yield the whole lines with a number above ``seq``, in file order.

    Finds the first by bisection, as numbers rise from line to line, so that asking for what
    is new costs little in a ledger of millions of lines.

    :raises ArchiveError: a line that had to be looked at cannot be read.
    """
    if not path.exists():
        return
    with path.open("rb") as file:
        file.seek(_first_after(file, seq, file.seek(0, 2)) if seq > 0 else 0)
        for line in file:
            if line.endswith(b"\n"):
                yield line


def end_of(path: Path, seq: int) -> int:
    """Return the offset just behind the line with the number ``seq``.

    :raises ArchiveError: a line that had to be looked at cannot be read.
    """
    with path.open("rb") as file:
        return _first_after(file, seq, file.seek(0, 2))


def hashes_after(path: Path, seq: int) -> Iterator[str]:
    """Yield the hashes that the lines with a number above ``seq`` carry, in file order.

    :raises ArchiveError: a line cannot be read.
    """
    for line in lines_after(path, seq):
        try:
            yield text_field(json.loads(line), "hash")
        except _UNREADABLE as error:
            raise _unreadable(error) from error


def _first_after(file: BinaryIO, seq: int, size: int) -> int:
    low, high = 0, _line_start(file, size)
    while low < high:
        start = _line_start(file, (low + high) // 2)
        file.seek(start)
        line = file.readline()
        if decode(line).capture.seq <= seq:
            low = start + len(line)
        else:
            high = start
    return low
