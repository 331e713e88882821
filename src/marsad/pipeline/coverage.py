"""Which sources were followed in a period, and which were silent, blocked or late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from ..model import Outcome, Source, Visit
from ..ports import CoverageState, PostFilter, Reader, SourceCoverage

__all__ = ["coverage_between"]

# A source that was not read for longer than this within the period counts as late: a day, since
# reports are made of days. A choice, not measured.
_LATE = timedelta(days=1)


def coverage_between(
    reader: Reader,
    began: datetime,
    ended: datetime,
    now: datetime,
    source_ids: Sequence[str] = (),
) -> tuple[SourceCoverage, ...]:
    """Return the coverage of sources from one moment until before another, by source id.

    What lies before a source's first visit, or after ``now``, is not held against it.

    :param source_ids: of these sources only; of all where there are none.
    """
    visits: dict[str, list[Visit]] = defaultdict(list)
    for visit in reader.visits(began, ended):
        visits[visit.source_id].append(visit)
    first = reader.first_visits()
    last = reader.last_visits(source_ids or None)
    period = _Period(began, max(began, min(ended, now)))
    chosen = [s for s in reader.sources() if not source_ids or s.id in source_ids]
    return tuple(
        _of(reader, s, visits[s.id], period, _Known(first.get(s.id), last.get(s.id)))
        for s in chosen
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


@dataclass(frozen=True, slots=True)
class _Known:
    """When a source was first visited, and how its latest visit went."""

    first: datetime | None
    last: Visit | None

    def read_since(self, moment: datetime) -> bool:
        """Tell whether the source was read at ``moment`` or after it."""
        success = self.last.last_success if self.last else None
        return success is not None and success >= moment


def _day(moment: datetime) -> str:
    return moment.astimezone(UTC).date().isoformat()


def _of(
    reader: Reader,
    source: Source,
    visits: Sequence[Visit],
    period: _Period,
    known: _Known,
) -> SourceCoverage:
    first_day, last_day = period.days
    since = known.first if known.first and known.first > period.began else None
    read_since = known.read_since(period.ended)
    posts = reader.count_posts(PostFilter(source_id=source.id, day_from=first_day, day_to=last_day))
    unread = _unread(visits, min(since or period.began, period.ended), period.ended)
    return SourceCoverage(
        source=source,
        state=_state(visits, posts, unread, read_since=read_since),
        visits=len(visits),
        succeeded=sum(v.succeeded for v in visits),
        posts=posts,
        unread_seconds=unread.total_seconds(),
        gaps=len(reader.history(source.id).gaps),
        since=since,
        message=next((v.message for v in reversed(visits) if v.message), ""),
        read_since=read_since,
    )


def _unread(visits: Sequence[Visit], began: datetime, ended: datetime) -> timedelta:
    moments = sorted([began, *(v.began for v in visits if v.succeeded), ended])
    return max(b - a for a, b in pairwise(moments))


def _state(
    visits: Sequence[Visit], posts: int, unread: timedelta, *, read_since: bool
) -> CoverageState:
    outcomes = {visit.outcome for visit in visits}
    if not outcomes:
        return CoverageState.READ_LATER if read_since else CoverageState.NOT_VISITED
    if not any(visit.succeeded for visit in visits):
        if Outcome.GONE in outcomes:
            return CoverageState.GONE
        blocked = Outcome.REFUSED in outcomes
        return CoverageState.BLOCKED if blocked else CoverageState.FAILED
    if unread > _LATE:
        return CoverageState.LATE
    return CoverageState.FOLLOWED if posts else CoverageState.SILENT
