"""One visit to a source: collect, and enter it in the coverage ledger."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..errors import FetchError, GoneError, MarsadError, RefusedError
from ..model import Outcome, Source, Visit, make_id
from ..ports import IngestCounts, Progress, Reader
from .ingest import Collected, Collection, collect
from .media import collect_media
from .rhythm import Rhythm, seconds_to_next

__all__ = ["visit"]


def visit(
    collection: Collection,
    source: Source,
    rhythm: Rhythm,
    progress: Progress | None = None,
    *,
    media: str = "off",
) -> tuple[Visit, IngestCounts]:
    """Read ``source`` once and enter the visit, with when the next is due, in the ledger.

    :param media: ``hash`` or ``keep`` the files of its posts, or leave them (``off``).
    """
    began = collection.clock()
    reader = collection.store.read()
    before = reader.last_visits([source.id]).get(source.id)
    found = collect(collection, source, progress)
    if media != "off" and found.error is None:
        changed = found.counts.posts + found.counts.versions > 0
        collect_media(collection, source, keep=media == "keep", changed=changed, progress=progress)
    ended = collection.clock()
    outcome = _outcome(found)
    done = outcome in (Outcome.NEW, Outcome.UNCHANGED)
    told = found.error or (found.first if outcome is Outcome.FAILED else None)
    failed = 0 if done else 1 + (before.failed_in_row if before else 0)
    entry = Visit(
        id=make_id("i", source.id, began.isoformat()),
        source_id=source.id,
        began=began,
        ended=ended,
        outcome=outcome,
        posts=found.counts.posts,
        edits=found.counts.versions,
        deletions=found.counts.deletions,
        failures=found.counts.failures,
        message=told.message if told else "",
        due=ended + _wait(reader, source, rhythm, ended, failed, found.error),
        last_success=ended if done else (before.last_success if before else None),
        failed_in_row=failed,
    )
    with collection.store.write() as writer:
        writer.put_visit(entry)
    return entry, found.counts


def _outcome(found: Collected) -> Outcome:
    if isinstance(found.error, GoneError):
        return Outcome.GONE
    if isinstance(found.error, RefusedError):
        return Outcome.REFUSED
    counts = found.counts
    if found.error is not None or (counts.failures and not counts.posts + counts.unchanged):
        return Outcome.FAILED
    changed = counts.posts + counts.versions + counts.deletions
    return Outcome.NEW if changed else Outcome.UNCHANGED


def _wait(
    reader: Reader,
    source: Source,
    rhythm: Rhythm,
    now: datetime,
    failed: int,
    error: MarsadError | None,
) -> timedelta:
    asked = error.retry_after if isinstance(error, FetchError) else None
    seconds = seconds_to_next(
        rhythm,
        reader.post_times(source.id),
        now,
        failed_in_row=failed,
        retry_after=asked,
        seed=f"{source.id} {now.isoformat()}",
    )
    return timedelta(seconds=seconds)
