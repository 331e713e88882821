"""Which files an archive has, and where each is."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import ArchiveError
from .copies import Copies, read_copies
from .layout import Layout
from .ledger import decode, lines_after
from .signing import SignedHead, check_head

__all__ = ["Held", "closed_number", "holdings", "warcs_here"]


@dataclass(frozen=True, slots=True)
class Held:
    """A file of the archive, and where it is.

    :ivar name: as in the archive's folder.
    :ivar size: bytes, here if it is here and else in the store.
    :ivar here: it is in the archive's folder.
    :ivar store: URL of the store that has it too; empty for none.
    :ivar closed: nothing is appended to it any more.
    """

    name: str
    size: int
    here: bool
    store: str
    closed: bool


def closed_number(layout: Layout, head: SignedHead | None, copies: Copies) -> int:
    """Return the number of the last closed WARC file; 0 for none.

    Files before that of an entry that was signed are never written again.

    :raises ArchiveError: the head does not agree with the ledger.
    """
    if head is None:
        return copies.closed
    line = next(lines_after(layout.ledger, head.seq - 1), None)
    capture = None if line is None else decode(line).capture
    if capture is None or capture.entry_hash != head.entry_hash or not check_head(head):
        raise ArchiveError(
            "The signed head does not agree with the ledger, so nothing is copied.",
            hint="Run `marsad verify`, and keep both files: they may show what was changed.",
        )
    return max(copies.closed, layout.warc_number(capture.warc) - 1)


def holdings(layout: Layout, head: SignedHead | None) -> tuple[Held, ...]:
    """Return the files of the archive that are copied to stores, by name.

    :raises ArchiveError: the list of copies cannot be read, or as :func:`closed_number`.
    """
    copies = read_copies(layout)
    closed = closed_number(layout, head, copies)
    names = {layout.stored(name) for name in warcs_here(layout)} | set(copies.files)
    names |= {layout.stored(layout.warc_name(number)) for number in range(1, closed + 1)}
    return tuple(_held(layout, name, closed, copies) for name in sorted(names))


def _held(layout: Layout, name: str, closed: int, copies: Copies) -> Held:
    path, copy = layout.root / name, copies.files.get(name)
    here = path.exists()
    size = path.stat().st_size if here else copy.size if copy else 0
    warc = path.name if name.startswith("warc/") else ""
    return Held(
        name=name,
        size=size,
        here=here,
        store=copy.store if copy else "",
        closed=bool(warc) and layout.warc_number(warc) <= closed,
    )


def warcs_here(layout: Layout) -> list[str]:
    """Return the names of the WARC files in the folder, strange ones left out."""
    found = []
    for path in layout.warc_folder.iterdir() if layout.warc_folder.is_dir() else ():
        try:
            layout.warc_number(path.name)
        except ValueError:
            continue  # verify reports it
        found.append(path.name)
    return sorted(found)
