"""What pages should show and do not, and what could not be parsed."""

from __future__ import annotations

from sqlalchemy import Connection

from ...model import Failure, ObservationKind, Post, make_id
from ...ports import Coverage, IngestCounts, ItemFailure
from ..failures import put_failure
from .batch import Batch
from .lookup import load_covered
from .posts import restore

__all__ = ["cover", "fail"]


def cover(connection: Connection, batch: Batch, coverage: Coverage) -> None:
    """Note which known posts a page should show but does not, and which are back."""
    shown = {Post.make_id(batch.capture.source_id, native) for native in coverage.shown}
    for post_id, stored in load_covered(connection, batch.capture, coverage):
        known = batch.known.setdefault(post_id, stored)
        if post_id in shown:
            restore(batch, known)
        elif known.last_seq < batch.capture.seq and not known.deleted:
            batch.observe(post_id, ObservationKind.DELETED)
            known.deleted = known.changed = True
            known.last_seq = batch.capture.seq
            batch.counts += IngestCounts(deletions=1)


def fail(connection: Connection, batch: Batch, item: ItemFailure) -> None:
    """Keep a failure row for what could not be parsed."""
    capture = batch.capture
    failure = Failure(
        id=make_id("f", "parse", capture.source_id, item.item),
        stage="parse",
        source_id=capture.source_id,
        item=item.item,
        error=type(item.error).__name__,
        message=item.error.message,
        hint=item.error.hint,
        at=capture.fetched_at,
    )
    put_failure(connection, failure)
    batch.counts += IngestCounts(failures=1)
