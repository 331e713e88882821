"""How well sources were followed in a period: what a reader of a report has to know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ..model import Source

__all__ = ["CoverageState", "PeriodCoverage", "SourceCoverage"]


class CoverageState(StrEnum):
    """How well a source was followed in a period."""

    FOLLOWED = "followed"
    SILENT = "silent"
    LATE = "late"
    FAILED = "failed"
    BLOCKED = "blocked"
    GONE = "gone"
    READ_LATER = "read later"
    NOT_VISITED = "not visited"


@dataclass(frozen=True, slots=True)
class SourceCoverage:
    """One source in a period.

    :ivar posts: posts that were published in the period, as far as they are held.
    :ivar since: when the source was first visited, where that was not before the period.
    :ivar unread_seconds: the longest stretch of the period in which the source was not read.
    :ivar gaps: runs of post numbers that no page has shown, in the whole life of the source.
    :ivar message: what the last failure said.
    :ivar read_since: True where a visit after the period was answered usefully.
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
    read_since: bool = False


@dataclass(frozen=True, slots=True)
class PeriodCoverage:
    """All sources that a report covers, in its period.

    :ivar first: first UTC day, ``YYYY-MM-DD``.
    :ivar last: last UTC day, inclusive; never later than the day on which it was drawn up.
    """

    first: str
    last: str
    sources: tuple[SourceCoverage, ...]
