"""Sources, their visits, and what was captured of them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from ...errors import WorkspaceError
from ...model import Capture, MediaFile, Source, Visit
from ...ports import IngestCounts, ParsedItem, Validators
from .. import life, media, tables
from ..codec import encode, storable
from ..ingest import ingest
from ..portable import insert_new, insert_or_update
from .base import Row, SomeWriter, require_changed

__all__ = ["CaptureWriter"]

_PUT_CAPTURES = insert_new(tables.captures, "id")


class CaptureWriter(SomeWriter):
    """Writes what is collected."""

    def put_source(self, source: Source) -> None:
        """Add ``source``, or overwrite the one with its id."""
        row = {"id": source.id, "data": encode(source)}
        self._connection.execute(insert_or_update(tables.sources), row)

    def put_visit(self, visit: Visit) -> None:
        """Add ``visit`` to the coverage ledger, or overwrite the one with its id."""
        life.put_visit(self._connection, visit)

    def put_captures(self, captures: Sequence[Capture]) -> None:
        """Note ``captures`` as still to be parsed; those that are known stay as they are.

        :raises WorkspaceError: another capture has the place of one in the ledger.
        """
        rows = [_capture_row(capture) for capture in captures]
        if not rows:
            return
        try:
            self._connection.execute(_PUT_CAPTURES, rows)
        except IntegrityError as error:
            raise WorkspaceError(
                "The database knows other captures than this archive.",
                hint="Collect in the folder whose archive belongs to the database, or restore the "
                "archive; `marsad verify` tells what is missing.",
            ) from error

    def ingest(self, capture: Capture, items: Sequence[ParsedItem]) -> IngestCounts:
        """Store what ``capture`` showed; doing so again changes nothing.

        ``posts`` counts new posts, ``versions`` later versions of known posts, ``unchanged``
        posts seen again with the same text. The capture is noted if it was not, but stays
        unparsed until :meth:`mark_parsed`, so that a large one can be ingested in parts.
        """
        self.put_captures([capture])
        return ingest(self._connection, capture, items)

    def mark_parsed(self, capture_id: str) -> None:
        """Note that everything in a capture was ingested.

        :raises NotFoundError: no such capture.
        """
        captures = tables.captures
        found = self._connection.execute(
            update(captures).where(captures.c.id == capture_id).values(parsed=True)
        )
        require_changed(found.rowcount, "capture", capture_id)

    def put_validators(self, source_id: str, url: str, validators: Validators) -> None:
        """Remember the validators of what was last sealed from ``url``."""
        life.put_validators(self._connection, source_id, url, validators)

    def put_media(self, file: MediaFile) -> None:
        """Keep what was received for a post's media."""
        media.put_media(self._connection, file)


def _capture_row(capture: Capture) -> Row:
    return {
        "id": capture.id,
        "seq": capture.seq,
        "source_id": capture.source_id,
        "url": storable(capture.url),
        "sha256": capture.sha256,
        "parsed": False,
        "data": encode(capture),
    }
