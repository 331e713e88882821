"""Days, months and years as lists and posts give them."""

from __future__ import annotations

import re
from datetime import UTC, date

from ...model import Dated, Precision
from .._english import MONTHS, day_phrase
from .values import When

__all__ = ["agree", "of_dated", "of_iso", "overlap", "phrase"]

_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_PRECISIONS = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}
_LENGTHS = {Precision.YEAR: 4, Precision.MONTH: 7}


def of_iso(value: str | None, basis: str = "") -> When | None:
    """Return the day, month or year that begins ``value``; None where none does."""
    match = _ISO.match(value or "")
    if match is None:
        return None
    found = match[0]
    return When(found, _PRECISIONS[len(found)], basis=basis) if _real(found) else None


def _real(value: str) -> bool:
    try:
        date.fromisoformat(value + "-01-01"[len(value) - 4 :])
    except ValueError:
        return False
    return True


def of_dated(dated: Dated) -> When | None:
    """Return the UTC day of ``dated``, or as much of it as is known; None for no date."""
    if dated.value is None:
        return None
    length = _LENGTHS.get(dated.precision, 10)
    value = dated.value.astimezone(UTC).date().isoformat()[:length]
    return When(value, _PRECISIONS[length], dated.estimated, dated.basis)


def agree(one: When, other: When) -> bool:
    """Tell whether two dates may be the same: a year and a day in it may."""
    return one.value.startswith(other.value) or other.value.startswith(one.value)


def overlap(one: tuple[When | None, When | None], other: tuple[When | None, When | None]) -> bool:
    """Tell whether two periods certainly share a day; an unknown end goes on.

    A period without beginning may have begun at any time, which is not certain.
    """
    if one[0] is None or other[0] is None:
        return False
    return _before(other[0], one[1]) and _before(one[0], other[1])


def _before(begun: When, end: When | None) -> bool:
    return end is None or begun.value < end.value[: len(begun.value)]


def phrase(when: When) -> str:
    """Return ``3 March 2026``, ``March 2026`` or ``2026``, and whether it is an estimate."""
    value = when.value
    if when.precision is Precision.DAY:
        plain = day_phrase(value)
    elif when.precision is Precision.MONTH:
        plain = f"{MONTHS[int(value[5:7]) - 1]} {value[:4]}"
    else:
        plain = value
    return f"{plain} (estimated)" if when.estimated else plain
