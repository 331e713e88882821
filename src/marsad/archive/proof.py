"""What shows that captures are in a ledger, to someone who has not got the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..errors import ArchiveError
from ..model import Capture
from .anchoring import Anchor, anchors
from .layout import Layout
from .ledger import Entry, decode, hashes_after, lines_after
from .signing import SignedHead, check_head, decode_head, encode_head, read_head
from .stamping import Stamp, stamps
from .tree import climb, paths, peak_of

__all__ = ["Proof", "entries_of", "newest_head", "prove"]


@dataclass(frozen=True, slots=True)
class Proof:
    """Ledger entries, and how each is joined to a signed head.

    :ivar entries: in ledger order, each once.
    :ivar paths: for each entry's ``seq`` the hashes from it up to its peak (:mod:`.tree`).
    :ivar stamp: the time stamp on ``head``, where there is one.
    :ivar anchor: what OpenTimestamps says of ``head``, where it was asked.
    """

    entries: tuple[Entry, ...]
    head: SignedHead
    paths: Mapping[int, tuple[str, ...]]
    stamp: Stamp | None = None
    anchor: Anchor | None = None


def newest_head(layout: Layout, seq: int) -> SignedHead | None:
    """Return a head that covers entry ``seq``, None where none does.

    It is the first that was time-stamped or has a block, else the first with a promise of one,
    else the newest.

    :raises ArchiveError: a head, stamp or anchor cannot be read.
    """
    witnessed: dict[int, bytes] = {stamp.seq: stamp.head for stamp in stamps(layout)}
    promised: dict[int, bytes] = {}
    for anchor in anchors(layout):
        (witnessed if anchor.blocks else promised)[anchor.seq] = anchor.head
    for heads in (witnessed, promised):
        covering = [number for number in heads if number >= seq]
        if covering:
            return decode_head(heads[min(covering)])
    head = read_head(layout)
    return head if head is not None and head.seq >= seq else None


def entries_of(layout: Layout, captures: Iterable[Capture]) -> tuple[Entry, ...]:
    """Return the ledger entries of ``captures``, in order, each once.

    :raises ArchiveError: one is not in the ledger.
    """
    found = {capture.seq: _entry(layout, capture) for capture in captures}
    return tuple(found[seq] for seq in sorted(found))


def prove(layout: Layout, entries: tuple[Entry, ...], head: SignedHead) -> Proof:
    """Return the proof that ``entries`` are among those that ``head`` covers, and its witnesses.

    Reads the ledger once, up to the head.

    :raises ArchiveError: the head does not agree with the ledger.
    """
    indexes = [entry.capture.seq - 1 for entry in entries]
    if not check_head(head):
        raise _disagreeing()
    try:
        ways = paths(indexes, head.seq, hashes_after(layout.ledger, 0))
    except ValueError as error:
        raise _disagreeing() from error
    for entry in entries:
        index, said = entry.capture.seq - 1, entry.capture.entry_hash
        number, _ = peak_of(index, head.seq)
        if climb(index, said, ways[index]) != head.peaks[number]:
            raise _disagreeing()
    line = encode_head(head)
    stamp = next((found for found in stamps(layout) if found.head == line), None)
    anchor = next((found for found in anchors(layout) if found.head == line), None)
    return Proof(entries, head, {i + 1: way for i, way in ways.items()}, stamp, anchor)


def _entry(layout: Layout, capture: Capture) -> Entry:
    line = next(lines_after(layout.ledger, capture.seq - 1), None)
    entry = None if line is None else decode(line)
    if entry is None or entry.capture != capture:
        raise ArchiveError(
            f"Capture {capture.id} is not in the ledger.",
            hint="Run `marsad verify` and restore the archive from a copy.",
        )
    return entry


def _disagreeing() -> ArchiveError:
    return ArchiveError(
        "The signed head does not agree with the ledger, so nothing can be proved with it.",
        hint="Run `marsad verify` and restore the archive from a copy.",
    )
