"""Visit, SourceFact: the life of a source, as collecting it showed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

__all__ = ["Outcome", "SourceFact", "Visit"]


class Outcome(StrEnum):
    """How a visit ended."""

    NEW = "new"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    REFUSED = "refused"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Visit:
    """One attempt to read a source; the coverage ledger is made of these.

    :ivar message: why it failed, in plain words; empty where it did not.
    :ivar due: when the next visit was to begin, as reckoned at the end of this one.
    :ivar last_success: when the latest visit that was answered usefully ended, this one
        included; None where there never was one.
    :ivar failed_in_row: visits that failed since then, this one included.
    """

    id: str
    source_id: str
    began: datetime
    ended: datetime
    outcome: Outcome
    posts: int = 0
    edits: int = 0
    deletions: int = 0
    failures: int = 0
    message: str = ""
    due: datetime | None = None
    last_success: datetime | None = None
    failed_in_row: int = 0

    @property
    def succeeded(self) -> bool:
        """True where the source answered usefully."""
        return self.outcome in (Outcome.NEW, Outcome.UNCHANGED)


@dataclass(frozen=True, slots=True)
class SourceFact:
    """What a source's own page said about it, from ``seen_at`` until another value was seen.

    :ivar field: ``name``, ``handle``, ``number`` (an id that survives renaming), ``description``,
        ``members`` or ``successor`` (an address that it announced as its backup or new home).
    """

    source_id: str
    field: str
    value: str
    seen_at: datetime
    capture_id: str
