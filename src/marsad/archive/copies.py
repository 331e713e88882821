"""Which files of an archive are closed, and which were copied to a store: ``copies.json``.

A WARC file is closed once nothing will be appended to it any more. That is written down before
a byte of it is copied, and what a copy was found to be before the file here may be removed, so
whatever is killed, what the list says is true. Without the list everything is still found: it
is made anew from what is in the store.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from ..errors import ArchiveError
from .files import explained, make_folder, write_whole
from .layout import Layout
from .ledger import number_field, text_field
from .locking import acquire, release

__all__ = ["Copies", "Copy", "alone", "close_up_to", "read_copies", "write_copies"]

_FORMAT = "marsad-copies/1"


@dataclass(frozen=True, slots=True)
class Copy:
    """A file as a store holds it.

    :ivar size: bytes.
    :ivar sha256: of what was read back from the store.
    :ivar store: its URL.
    :ivar checked_at: UTC moment at which it was read back last.
    """

    size: int
    sha256: str
    store: str
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class Copies:
    """The list.

    :ivar closed: number of the last WARC file to which nothing is appended any more; 0 for none.
    :ivar files: by name, as in the archive's folder, such as ``warc/000001.warc.gz``.
    """

    closed: int = 0
    files: Mapping[str, Copy] = field(default_factory=dict)

    def with_closed(self, number: int) -> Copies:
        """Return the list in which WARC files up to ``number`` are closed."""
        return replace(self, closed=max(self.closed, number))

    def with_copy(self, name: str, copy: Copy) -> Copies:
        """Return the list with ``copy``; it takes the place of an earlier one."""
        return replace(self, files={**self.files, name: copy})

    def without(self, name: str) -> Copies:
        """Return the list without the copy of ``name``."""
        return replace(self, files={key: c for key, c in self.files.items() if key != name})


def read_copies(layout: Layout) -> Copies:
    """Return the list, an empty one where there is none.

    :raises ArchiveError: it cannot be read.
    """
    try:
        return _decoded(json.loads(layout.copies.read_bytes()))
    except FileNotFoundError:
        return Copies()
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ArchiveError(
            f"{layout.copies} cannot be read ({type(error).__name__}: {error}).",
            hint="Move it away and run `marsad archive push`: the list is made anew from what "
            "is in the store.",
        ) from error


def _decoded(raw: dict[str, object]) -> Copies:
    files = raw["files"]
    if raw["format"] != _FORMAT or not isinstance(files, dict):
        raise ValueError("not such a list")
    return Copies(number_field(raw, "closed"), {name: _copy(files[name]) for name in files})


def _copy(raw: dict[str, object]) -> Copy:
    return Copy(
        size=number_field(raw, "size"),
        sha256=text_field(raw, "sha256"),
        store=text_field(raw, "store"),
        checked_at=datetime.fromisoformat(text_field(raw, "checked_at")).astimezone(UTC),
    )


def write_copies(layout: Layout, copies: Copies) -> None:
    """Keep the list, durably; a kill leaves the old one or the new one, whole.

    :raises DiskFullError: no room.
    :raises ArchiveError: cannot be written.
    """
    files = {
        name: {
            "size": copy.size,
            "sha256": copy.sha256,
            "store": copy.store,
            "checked_at": copy.checked_at.astimezone(UTC).isoformat(),
        }
        for name, copy in copies.files.items()
    }
    fields = {"format": _FORMAT, "closed": copies.closed, "files": files}
    with explained(layout.root):
        write_whole(layout.copies, json.dumps(fields, indent=1, sort_keys=True).encode() + b"\n")


def close_up_to(layout: Layout, number: int) -> None:
    """Note that nothing is appended to WARC files up to ``number`` from now on.

    The caller holds the archive's lock, and opens the archive anew to seal on.

    :raises WorkspaceError: another process is copying.
    """
    with alone(layout):
        write_copies(layout, read_copies(layout).with_closed(number))


@contextmanager
def alone(layout: Layout) -> Iterator[None]:
    """Hold the lock of whoever copies.

    :raises WorkspaceError: another process has it.
    """
    with explained(layout.root):
        make_folder(layout.root)
        descriptor = acquire(layout.copies_lock, "copying files of")
    try:
        yield
    finally:
        release(descriptor)
