"""Checks the signed head, the time stamps and the anchors of an archive, for verification."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from ..errors import ArchiveError, MissingToolError
from ..ports import Problem
from .anchoring import Anchor, anchors
from .chain import Known
from .layout import Layout
from .signing import SignedHead, check_head, decode_head
from .stamping import Stamp, check_token, covers, load_roots, stamps

__all__ = ["Heads", "check_heads", "take_heads"]

_Found = TypeVar("_Found", Stamp, Anchor)


@dataclass(frozen=True, slots=True)
class Heads:
    """The files as they were at one moment.

    :ivar head: content of ``head.json``, None where there is none.
    :ivar public_key: content of ``key.pub``, None where there is none.
    :ivar faults: why time stamps or anchors cannot all be read; none where they can.
    """

    head: bytes | None = None
    public_key: bytes | None = None
    stamps: tuple[Stamp, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    faults: tuple[Problem, ...] = ()


def take_heads(layout: Layout) -> Heads:
    """Read the files."""
    faults: list[Problem] = []
    stamped = _readable(stamps(layout), faults)
    anchored = _readable(anchors(layout), faults)
    head, public_key = (
        path.read_bytes() if path.exists() else None for path in (layout.head, layout.public_key)
    )
    return Heads(head, public_key, stamped, anchored, tuple(faults))


def _readable(found: Iterator[_Found], faults: list[Problem]) -> tuple[_Found, ...]:
    read: list[_Found] = []
    try:
        read.extend(found)
    except ArchiveError as error:
        faults.append(Problem("stamps", error.message))
    return tuple(read)


def check_heads(heads: Heads) -> tuple[list[Known], list[Problem]]:
    """Return the entries that the files vouch for, and what is wrong with the files."""
    known: list[Known] = []
    problems = list(heads.faults)
    for stamp in heads.stamps:
        head = _checked(f"stamps/{stamp.seq}.json", stamp.head, None, problems)
        problems.extend(_token_faults(stamp, head))
        if head is not None:
            known.append(_known(head, "was time-stamped"))
    for anchor in heads.anchors:
        head = _checked(f"stamps/{anchor.seq}.json", anchor.head, None, problems)
        if head is not None and head.seq != anchor.seq:
            problems.append(_renamed(f"stamps/{anchor.seq}.json.ots", head))
        elif head is not None:
            known.append(_known(head, "was anchored"))
    if heads.head is not None:
        head = _checked("head.json", heads.head, heads.public_key or b"", problems)
        if head is not None:
            known.append(_known(head, "was signed"))
    return known, problems


def _renamed(record: str, head: SignedHead) -> Problem:
    return Problem(record, f"is a stamp on entry {head.seq}: it was renamed")


def _known(head: SignedHead, how: str) -> Known:
    return Known(head.seq, head.entry_hash, how, head.peaks)


def _checked(
    record: str, line: bytes, public_key: bytes | None, problems: list[Problem]
) -> SignedHead | None:
    """Return the head on ``line`` where its signature holds.

    :param public_key: content of ``key.pub``; None where any key will do, as old stamps may
        have been made with one that was lost since.
    """
    try:
        head = decode_head(line)
    except ArchiveError as error:
        problems.append(Problem(record, error.message))
        return None
    if public_key not in (None, head.public_key.encode() + b"\n"):
        problems.append(Problem(record, "was signed with another key than that in key.pub"))
        return None
    if not check_head(head):
        problems.append(Problem(record, "was changed: its signature does not hold"))
        return None
    return head


def _token_faults(stamp: Stamp, head: SignedHead | None) -> Iterator[Problem]:
    record = f"stamps/{stamp.seq}.tsr"
    if head is not None and head.seq != stamp.seq:
        yield _renamed(record, head)
    if not covers(stamp.token, stamp.head):
        yield Problem(record, "is no time stamp on the head beside it")
        return
    try:
        check_token(stamp.token, stamp.head, load_roots(stamp.roots))
    except MissingToolError:
        return  # what can be told without the package was told above
    except ArchiveError as error:
        yield Problem(record, error.message)
