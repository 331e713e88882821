"""Which sources were followed in a period, and which were silent, blocked or late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from ..model import Outcome, Source, Visit
from ..ports import PostFilter, Reader

__all__ = ["CoverageState", "SourceCoverage", "coverage_between"]

# A source that was not read for longer than this within the period counts as late: a day, since
# reports are made of days. A choice, not measured.
_LATE = timedelta(days=1)


class CoverageState(StrEnum):
    """How well a source was followed in a period."""

    FOLLOWED = "followed"
    SILENT = "silent"
    LATE = "late"
    FAILED = "failed"
    BLOCKED = "blocked"
    GONE = "gone"
    NOT_VISITED = "not visited"


@dataclass(frozen=True, slots=True)
class SourceCoverage:
    """One source in a period.

    :ivar posts: posts that were published in the period, as far as they are held.
    :ivar since: when the source was first visited, if that was within the period.
    :ivar unread_seconds: the longest stretch of the period in which the source was not read.
    :ivar gaps: runs of post numbers that no page has shown, in the whole life of the source.
    :ivar message: what the last failure said.
    """

    source: Source
    state: CoverageState
    visits: int
    succeeded: int
    posts: int
    unread_seconds: float
    gaps: int
    since: datetime | None = None
    message: str = ""


def coverage_between(
    reader: Reader, began: datetime, ended: datetime, now: datetime
) -> tuple[SourceCoverage, ...]:
    """Return the coverage of every source from one moment until before another, by source id.

    What lies before a source's first visit, or after ``now``, is not held against it.
    """
    visits: dict[str, list[Visit]] = defaultdict(list)
    for visit in reader.visits(began, ended):
        visits[visit.source_id].append(visit)
    first = reader.first_visits()
    period = _Period(began, max(began, min(ended, now)))
    return tuple(
        _of(reader, source, visits[source.id], period, first.get(source.id))
        for source in reader.sources()
    )


@dataclass(frozen=True, slots=True)
class _Period:
    began: datetime
    ended: datetime

    @property
    def days(self) -> tuple[str, str]:
        """First and last UTC day."""
        last = max(self.began, self.ended - timedelta(microseconds=1))
        return _day(self.began), _day(last)


def _day(moment: datetime) -> str:
    return moment.astimezone(UTC).date().isoformat()


def _of(
    reader: Reader,
    source: Source,
    visits: Sequence[Visit],
    period: _Period,
    first: datetime | None,
) -> SourceCoverage:
    first_day, last_day = period.days
    since = first if first and first > period.began else None
    posts = reader.count_posts(PostFilter(source_id=source.id, day_from=first_day, day_to=last_day))
    unread = _unread(visits, min(since or period.began, period.ended), period.ended)
    return SourceCoverage(
        source=source,
        state=_state(visits, posts, unread),
        visits=len(visits),
        succeeded=sum(v.succeeded for v in visits),
        posts=posts,
        unread_seconds=unread.total_seconds(),
        gaps=len(reader.history(source.id).gaps),
        since=since,
        message=next((v.message for v in reversed(visits) if v.message), ""),
    )


def _unread(visits: Sequence[Visit], began: datetime, ended: datetime) -> timedelta:
    moments = sorted([began, *(v.began for v in visits if v.succeeded), ended])
    return max(b - a for a, b in pairwise(moments))


def _state(visits: Sequence[Visit], posts: int, unread: timedelta) -> CoverageState:
    outcomes = {visit.outcome for visit in visits}
    if not outcomes:
        return CoverageState.NOT_VISITED
    if not any(visit.succeeded for visit in visits):
        if Outcome.GONE in outcomes:
            return CoverageState.GONE
        blocked = Outcome.REFUSED in outcomes
        return CoverageState.BLOCKED if blocked else CoverageState.FAILED
    if unread > _LATE:
        return CoverageState.LATE
    return CoverageState.FOLLOWED if posts else CoverageState.SILENT
