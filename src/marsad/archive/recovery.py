"""Finds where appending goes on, after a process that may have been killed at any moment.

A WARC record is durable before its ledger line is written, and a capture is acknowledged only
when the line is durable. So whatever stands behind the last whole ledger line, and whatever
WARC bytes no line names, was never acknowledged. It is moved aside, never deleted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from pathlib import Path

from ..errors import ArchiveError
from .copies import read_copies
from .files import set_aside
from .layout import Layout
from .ledger import GENESIS, decode, last_line

__all__ = ["Head", "recover"]


@dataclass(frozen=True, slots=True)
class Head:
    """Where the archive ends.

    :ivar seq: number of the last capture; 0 where there is none.
    :ivar hash: of its ledger entry.
    :ivar ledger_end: bytes of the ledger.
    :ivar number: of the WARC file that is being filled, from 1.
    :ivar position: bytes of that file.
    """

    seq: int = 0
    hash: str = GENESIS
    ledger_end: int = 0
    number: int = 1
    position: int = 0


def recover(layout: Layout, moment: datetime) -> Head:
    """Move unfinished bytes to ``lost+found`` and return where the archive then ends.

    The caller holds the lock. ``moment`` names the files that are moved aside.

    :raises ArchiveError: the last ledger line cannot be read.
    """
    line, end = last_line(layout.ledger)
    head = Head(ledger_end=end)
    if line is not None:
        entry = decode(line)
        number = layout.warc_number(entry.capture.warc)
        head = Head(entry.capture.seq, entry.capture.entry_hash, end, number, entry.end)
    _cut(layout, layout.ledger, end, moment)
    closed = _closed(layout, head)
    for path in sorted(layout.warc_folder.iterdir()):
        _settle_warc(layout, path, head, closed, moment)
    if head.number <= closed:
        return replace(head, number=closed + 1, position=0)
    return _on_whole_file(layout, head)


def _closed(layout: Layout, head: Head) -> int:
    """Return the number of the last WARC file to which nothing may be appended; 0 for none.

    Where that cannot be told, it is the present one: a damaged list stops no sealing.
    """
    try:
        return read_copies(layout).closed
    except ArchiveError:
        return head.number


def _settle_warc(layout: Layout, path: Path, head: Head, closed: int, moment: datetime) -> None:
    try:
        number = layout.warc_number(path.name)
    except ValueError:
        return  # not ours: left where it is, and reported by verify
    if number <= closed:
        return  # whole when it was closed: if the ledger says less, it is the ledger that changed
    if number == head.number:
        _cut(layout, path, head.position, moment)
    elif number > head.number:
        _cut(layout, path, 0, moment)
        path.unlink()


def _cut(layout: Layout, path: Path, size: int, moment: datetime) -> None:
    if not path.exists() or path.stat().st_size <= size:
        return
    places = (layout.lost(path.name, moment, number) for number in count())
    set_aside(path, size, next(place for place in places if not place.exists()))


def _on_whole_file(layout: Layout, head: Head) -> Head:
    """Begin a new WARC file where the last is cut short or gone, so that sealing can go on.

    The damage stays as it is; verify reports it.
    """
    path = layout.warc(layout.warc_name(head.number))
    size = path.stat().st_size if path.exists() else 0
    if size == head.position:
        return head
    return Head(head.seq, head.hash, head.ledger_end, head.number + 1, 0)
