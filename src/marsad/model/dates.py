"""A date that says how exact it is and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

__all__ = ["UNDATED", "Dated", "Precision"]


class Precision(StrEnum):
    """How exact a date is."""

    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Dated:
    """A moment in UTC, or none, with precision, basis and whether it is an estimate.

    ``basis`` is a short English phrase that says where the date comes from, such as
    ``"time element of the page"`` or ``"estimated from the article number"``.
    """

    value: datetime | None = None
    precision: Precision = Precision.UNKNOWN
    basis: str = "no date given"
    estimated: bool = False

    def __post_init__(self) -> None:
        if self.value is not None and self.value.tzinfo is None:
            raise ValueError("Dated.value needs a time zone; pass an aware datetime in UTC")
        if self.value is None and self.precision is not Precision.UNKNOWN:
            raise ValueError("a date without a value has unknown precision")

    @property
    def day(self) -> str | None:
        """The UTC day as ``YYYY-MM-DD``; None where even the day is unknown."""
        if self.value is None or self.precision in (Precision.MONTH, Precision.YEAR):
            return None
        return self.value.astimezone(UTC).date().isoformat()


UNDATED = Dated()
