"""Convert days of the Solar Hijri (Jalali) and the Islamic calendar to Gregorian days."""

from __future__ import annotations

from datetime import date

__all__ = ["from_hijri", "from_jalali"]

_JALALI_EPOCH = date(622, 3, 21).toordinal()
"""1 Farvardin of the year 1 as the 33-year rule reckons back to it from known new years."""

_HIJRI_EPOCH = 227_015
"""1 Muharram of the year 1 (16 July 622 Julian), as a day number with 0001-01-01 as day 1;
Reingold and Dershowitz, Calendrical Calculations, the "arithmetic Islamic calendar"."""


def _jalali_leaps(year: int) -> int:
    """Return the leap years before ``year`` under the 33-year rule."""
    return (8 * (year - 1) + 29) // 33


def _jalali_is_leap(year: int) -> bool:
    """Tell leap years: remainders of (25·year + 11) by 33 that are below 8.

    The 33-year rule agrees with the official, astronomical calendar from 1178 to 1634 AP.
    """
    return (25 * year + 11) % 33 < 8


def from_jalali(year: int, month: int, day: int) -> date:
    """Return the Gregorian day of a day in the Solar Hijri calendar of Iran.

    :raises ValueError: no such day, or a year outside 1178–1634, where the rule holds.
    """
    if not 1178 <= year <= 1634:
        raise ValueError(f"Solar Hijri year {year} is outside 1178–1634")
    longest = 31 if month <= 6 else 30 if month < 12 or _jalali_is_leap(year) else 29
    if not (1 <= month <= 12 and 1 <= day <= longest):
        raise ValueError(f"no such day: {year}-{month}-{day}")
    months = 31 * (month - 1) if month <= 7 else 186 + 30 * (month - 7)
    days = 365 * (year - 1) + _jalali_leaps(year) + months + day - 1
    return date.fromordinal(_JALALI_EPOCH + days)


def from_hijri(year: int, month: int, day: int) -> date:
    """Return the Gregorian day of a day in the tabular Islamic calendar.

    Months really begin when a crescent is seen or announced, so that a country may be a day
    earlier or later.

    :raises ValueError: no such day, or a year outside 1–9000.
    """
    if not (1 <= year <= 9000 and 1 <= month <= 12 and 1 <= day <= 30):
        raise ValueError(f"no such day: {year}-{month}-{day}")
    days = 354 * (year - 1) + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2 + day - 1
    return date.fromordinal(_HIJRI_EPOCH + days)
