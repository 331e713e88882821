"""Dates as documents write them, turned into a Dated that says how exact it is."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from ..model import UNDATED, Dated, Precision

__all__ = ["read_iso"]

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?\Z")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_NO_SECONDS = re.compile(r"[T ]\d{2}:\d{2}(?!:?\d)")


def read_iso(
    written: str,
    basis: str,
    *,
    precision: Precision | None = None,
    estimated: bool = False,
) -> Dated:
    """Return an ISO 8601 date, day, month (``2024-05``) or year as UTC.

    A time without an offset is read as UTC, and the basis says so.

    :param precision: what the document claims; told from the form of ``written`` otherwise.
    :raises ValueError: not such a date.
    """
    if not written.strip():
        return UNDATED
    text = written.strip()
    moment, shown = _moment(text)
    if moment.tzinfo is None:
        if shown in (Precision.SECOND, Precision.MINUTE):
            basis, estimated = f"{basis}, without a time zone and read as UTC", True
        moment = moment.replace(tzinfo=UTC)
    chosen = precision or shown
    if chosen is Precision.UNKNOWN:
        return UNDATED
    return Dated(moment.astimezone(UTC), chosen, basis, estimated)


def _moment(text: str) -> tuple[datetime, Precision]:
    if partial := _PARTIAL.match(text):
        year, month = partial.groups()
        shown = Precision.MONTH if month else Precision.YEAR
        return datetime(int(year), int(month or 1), 1, tzinfo=UTC), shown
    if _DAY.match(text):
        return datetime.fromisoformat(text).replace(tzinfo=UTC), Precision.DAY
    shown = Precision.MINUTE if _NO_SECONDS.search(text) else Precision.SECOND
    return datetime.fromisoformat(text), shown
