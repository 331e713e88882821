"""OpenTimestamps on signed heads: Bitcoin blocks as witnesses that a head was there by then.

Calendars promise at once and keep the promise hours later: an :class:`Anchor` is pending first
and is completed by :func:`upgrade`. Its file is a standard one, ``12.json.ots`` beside the head
``12.json``, which any client of OpenTimestamps verifies.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from ..errors import ArchiveError, FetchError, MarsadError
from ..ports import Problem
from .calendars import CALENDARS, Answer, ask, calendar_url, is_trusted
from .files import explained, make_folder, write_whole
from .layout import Layout
from .opentimestamps import (
    APPEND,
    SHA256,
    Detached,
    Path,
    Step,
    read_detached,
    read_paths,
    write_detached,
)
from .signing import SignedHead
from .stamping import stamped_line

__all__ = ["Anchor", "Anchored", "Block", "anchor", "anchors", "check_anchor", "upgrade"]

TIMEOUT = 30.0
"""Seconds in which a calendar must have answered in full; the public ones take one or two."""

_MAX_ENDS = 16
"""Attestations in one answer; calendars give one."""


class Block(NamedTuple):
    """A Bitcoin block that witnesses.

    :ivar height: its number.
    :ivar merkle_root: that it must have, 64 hex digits in the order in which blocks are shown.
    """

    height: int
    merkle_root: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """A signed head and what OpenTimestamps says of it.

    :ivar seq: number of the newest entry that it covers.
    :ivar head: the bytes that were submitted, a line as :func:`.signing.encode_head` gives it.
    :ivar proof: the detached file.
    :ivar pending: addresses of calendars whose promise is not kept yet, sorted.
    :ivar blocks: the lowest first; none while it is pending. What the anchor says, not what
        the block chain says: compare each with a block explorer or a node.
    """

    seq: int
    head: bytes
    proof: bytes
    pending: tuple[str, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Anchored:
    """What came of asking calendars: the anchor as it is kept now, and who gave nothing."""

    anchor: Anchor
    problems: tuple[Problem, ...] = ()


def check_anchor(seq: int, head: bytes, proof: bytes) -> Anchor:
    """Return what ``proof`` says of ``head``; nobody is asked.

    :raises ArchiveError: not a detached file, or about something else.
    """
    detached = read_detached(proof)
    if detached.digest != sha256(head).digest():
        raise _wrong("it is about something else")
    ends = [path.attestation for path in detached.paths]
    pending = {end.calendar for end in ends if end.calendar is not None}
    return Anchor(seq, head, proof, tuple(sorted(pending)), _blocks(detached))


def _blocks(detached: Detached) -> tuple[Block, ...]:
    found = set()
    for path in detached.paths:
        height, root = path.attestation.height, path.message(detached.digest)
        if height is None or root is None:
            continue
        if len(root) != 32:
            raise _wrong("what should be a Merkle root is none")
        found.add(Block(height, root[::-1].hex()))
    return tuple(sorted(found))


def _wrong(why: str) -> ArchiveError:
    return ArchiveError(
        f"The OpenTimestamps proof does not hold ({why}).",
        hint="Restore the folder `stamps` from a copy, or have the head stamped again.",
    )


def anchors(layout: Layout) -> Iterator[Anchor]:
    """Yield all anchors, the oldest entry first; strange files are left out.

    :raises ArchiveError: one cannot be read, or is not on the head beside it.
    """
    if layout.stamps_folder.is_dir():
        names = (path.name.partition(".")[0] for path in layout.stamps_folder.glob("*.json.ots"))
        for seq in sorted(int(name) for name in names if name.isascii() and name.isdigit()):
            yield _read(layout, seq)


def _read(layout: Layout, seq: int) -> Anchor:
    try:
        head, proof = (p.read_bytes() for p in (layout.stamped_head(seq), layout.anchor(seq)))
        return check_anchor(seq, head, proof)
    except OSError as error:
        raise ArchiveError(
            f"The OpenTimestamps proof at entry {seq} cannot be read ({error}).",
            hint="Restore the folder `stamps` from a copy.",
        ) from error
    except ArchiveError as error:
        raise ArchiveError(f"Entry {seq}: {error.message}", hint=error.hint) from error


# ---------------------------------------------------------------- asking


def anchor(
    layout: Layout,
    head: SignedHead,
    calendars: Sequence[str] = CALENDARS,
    *,
    timeout: float = TIMEOUT,
    proxy: str = "",
) -> Anchored:
    """Have calendars promise a block for ``head``, and keep what they promise.

    One promise is enough; the calendars that gave none are named. A head at an entry that was
    anchored before is not submitted again. The caller holds the archive's lock.

    :raises ConfigError: one of ``calendars`` is no address.
    :raises FetchError: none of them gave a promise.
    :raises ArchiveError: cannot be written.
    """
    if layout.anchor(head.seq).exists():
        return Anchored(_read(layout, head.seq))
    urls = [f"{calendar_url(calendar)}/digest" for calendar in calendars]
    line = stamped_line(layout, head)
    digest = sha256(line).digest()
    # Random bytes as the reference client adds, so that a calendar cannot tell what it sees.
    nonce = os.urandom(16)
    paths, problems = _promised(urls, sha256(digest + nonce).digest(), timeout, proxy)
    whole = _behind((Step(APPEND, nonce), Step(SHA256)), paths)
    kept = check_anchor(head.seq, line, write_detached(Detached(digest, whole)))
    with explained(layout.root):
        make_folder(layout.stamps_folder)
        write_whole(layout.stamped_head(head.seq), line)
        write_whole(layout.anchor(head.seq), kept.proof)
    return Anchored(kept, problems)


def _promised(
    urls: Sequence[str], message: bytes, timeout: float, proxy: str
) -> tuple[frozenset[Path], tuple[Problem, ...]]:
    paths: frozenset[Path] = frozenset()
    problems = []
    answers = ask(urls, [message] * len(urls), timeout=timeout, proxy=proxy)
    for url, answer in zip(urls, answers, strict=True):
        try:
            paths |= _understood(answer, message)
        except MarsadError as error:
            problems.append(_problem(url, error))
    if not paths:
        reasons = "; ".join(f"{problem.record}: {problem.message}" for problem in problems)
        raise FetchError(
            "OpenTimestamps", f"no calendar gave a promise ({reasons})", hint="Try again."
        )
    return paths, tuple(problems)


def _understood(answer: Answer, message: bytes) -> frozenset[Path]:
    """Return what an answer leads to from ``message``; nothing where there is no answer yet.

    :raises FetchError: it did not come.
    :raises ArchiveError: it is not in the format, or too much of it.
    """
    if answer is None:
        return frozenset()
    if isinstance(answer, FetchError):
        raise answer
    paths = read_paths(answer, message)
    if len(paths) > _MAX_ENDS:
        raise _wrong("the answer has too many ends")
    _blocks(Detached(message, paths))  # refuses what is no Merkle root
    return paths


def _problem(url: str, error: MarsadError) -> Problem:
    return Problem(url, error.reason if isinstance(error, FetchError) else error.message)


def _behind(steps: tuple[Step, ...], paths: Iterable[Path]) -> frozenset[Path]:
    return frozenset(Path(steps + path.steps, path.attestation) for path in paths)


def upgrade(
    layout: Layout,
    seq: int,
    named: Sequence[str] = (),
    *,
    timeout: float = TIMEOUT,
    proxy: str = "",
) -> Anchored:
    """Ask the calendars of the anchor at entry ``seq`` for the blocks that they promised.

    Nobody is asked where it has a block already. Promises that name an unknown calendar are not
    followed. Needs no lock: the file is replaced whole, and each spelling of it is right.

    :param named: calendars to ask besides those of the known operators.
    :raises ConfigError: one of ``named`` is no address.
    :raises ArchiveError: there is no such anchor, or it cannot be read or written.
    """
    old = _read(layout, seq)
    trusted = [calendar_url(url) for url in named]
    if old.blocks:
        return Anchored(old)
    detached = read_detached(old.proof)
    asked, problems = _followed(detached, trusted)
    answers = ask(list(asked), [None] * len(asked), timeout=timeout, proxy=proxy)
    paths = set(detached.paths)
    for (url, (path, message)), answer in zip(asked.items(), answers, strict=True):
        try:
            found = _understood(answer, message)
        except MarsadError as error:
            problems.append(_problem(url, error))
            continue
        if _blocks(Detached(message, found)):
            paths.discard(path)
            paths |= _behind(path.steps, found)
    return Anchored(
        _settled(layout, old, Detached(detached.digest, frozenset(paths))), (*problems,)
    )


def _settled(layout: Layout, old: Anchor, detached: Detached) -> Anchor:
    new = check_anchor(old.seq, old.head, write_detached(detached))
    if new.blocks:
        with explained(layout.root):
            write_whole(layout.anchor(old.seq), new.proof)
    return new


def _followed(
    detached: Detached, trusted: Sequence[str]
) -> tuple[dict[str, tuple[Path, bytes]], list[Problem]]:
    """Return the addresses to ask, each with the path that it completes and its message."""
    asked: dict[str, tuple[Path, bytes]] = {}
    problems = []
    for path in sorted(detached.paths):
        url, message = path.attestation.calendar, path.message(detached.digest)
        if url is None:
            continue
        if message is None or not is_trusted(url, trusted):
            problems.append(
                Problem(url, "is not a calendar that is known; name it to have it asked")
            )
            continue
        asked[f"{url.rstrip('/')}/timestamp/{message.hex()}"] = path, message
    return asked, problems
