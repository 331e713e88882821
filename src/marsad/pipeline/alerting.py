"""Ask every search that is kept again, and raise an alert for each post that has come to match."""

from __future__ import annotations

import logging
from dataclasses import replace

from ..errors import QueryError, WorkspaceError
from ..model import Watch
from ..ports import Clock, Progress, Reader, Store
from ..text.asked import By, Query, Sort
from ..text.query import parse
from .alerts import STAGE, asked_up_to, note_asked, note_failure, raised, watches
from .ingest import failure_row
from .searching import Meanings, find_ids

__all__ = ["raise_alerts"]

_LOOKED_BACK = 20_000
"""Posts, those stored last, that are looked at again by each run, as a translation, a correction or
an edit may have made them match. A choice, not tuned: some days of a large workspace. What no run
has looked at yet is looked at, however much it is."""

_log = logging.getLogger("marsad.watch")


def raise_alerts(
    store: Store, meanings: Meanings, clock: Clock, progress: Progress | None = None
) -> int:
    """Raise an alert for each post that matches a kept search and did not before; return how many.

    A post that was stored before the search was saved raises none. Words alone are searched unless
    the search says otherwise: of what is new, something is always the nearest in meaning. A search
    that cannot be asked becomes a failure row.
    """
    kept, count = watches(store.read()), 0
    for number, watch in enumerate(kept, 1):
        try:
            count += _raise(store, meanings, clock, watch)
        except (QueryError, WorkspaceError) as error:
            note_failure(store, watch, failure_row(clock, STAGE, None, watch.name, error))
        if progress:
            progress("alerts", number, len(kept))
    return count


def _raise(store: Store, meanings: Meanings, clock: Clock, watch: Watch) -> int:
    reader = store.read()
    before, last = raised(reader, watch.id), reader.last_number()
    unasked = min(asked_up_to(reader, watch), last - _LOOKED_BACK)
    after, known = max(watch.since, before.floor, unasked), before.posts
    fresh = [post for post in _matching(reader, meanings, watch, after) if post not in known]
    now = before.plus(clock(), last, fresh) if fresh else None
    if not note_asked(store, watch, last, now) or not fresh:
        return 0
    _log.info("alerts", extra={"search": watch.name, "alerts": len(fresh)})
    return len(fresh)


def _matching(reader: Reader, meanings: Meanings, watch: Watch, after: int) -> list[str]:
    """Return the ids of posts that match and were stored later than ``after``, the newest last."""
    query = _asked(watch)
    ranked = find_ids(reader, meanings, query, None, after=after, sure=True)[1]
    return [post for post, _ in reversed(ranked.posts)]


def _asked(watch: Watch) -> Query:
    query = parse(watch.query)
    return replace(query, by=query.by or By.WORDS, sort=Sort.NEWEST)
