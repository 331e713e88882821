"""Dates as lists write them, in ISO 8601 as far as they are known: 1971, 1971-03, 1971-03-04."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from unicodedata import decimal

__all__ = ["days_of", "is_day", "iso_date"]

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, start=1)}
_DAY = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ].*)?)?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_MONTH_FIRST = re.compile(r"(\d{2})/(\d{2})/(\d{4})")
_WORDS = re.compile(r"(?:(\d{1,2})\s+)?([A-Za-z]{3,9})\.?\s+(\d{4})")
_ABOUT = re.compile(r"^(?:circa|ca\.?|c\.?|approximately|about|approx\.?)\s*", re.IGNORECASE)


def iso_date(text: str | None, *, american: bool = False) -> str:
    """Return a date as far as ``text`` gives it, empty where it gives none.

    Zeros stand for what is not known: ``00/00/1965`` is 1965.

    :param american: ``02/03/1965`` is 3 February.
    """
    plain = _ABOUT.sub("", _folded(text or "").strip())
    if found := _ISO.fullmatch(plain):
        return _joined(*found.groups())
    if american and (found := _MONTH_FIRST.fullmatch(plain)):
        return _joined(found[3], found[1], found[2])
    if found := _DAY_FIRST.fullmatch(plain):
        return _joined(found[3], found[2], found[1])
    if found := _WORDS.fullmatch(plain):
        month = _MONTHS.get(found[2][:3].lower())
        return _joined(found[3], str(month), found[1]) if month else ""
    return ""


def days_of(text: str | None, *, american: bool = False) -> Iterator[str]:
    """Yield the dates of a text that may give several: "6.3.1955 or 15.3.1955"."""
    for part in re.split(r"\s+or\s+|;|,|\bbetween\b|\band\b|\bto\b", text or ""):
        day = iso_date(part.strip(), american=american)
        if day:
            yield day


def is_day(text: str) -> bool:
    """Tell whether ``text`` is a day of the calendar, or a month or year, in ISO 8601."""
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text + "0001-01-01"[len(text) :])
    except ValueError:
        return False
    return True


def _folded(text: str) -> str:
    """Return ``text`` with the digits of every script as ASCII."""
    return "".join(str(decimal(sign)) if sign.isdecimal() else sign for sign in text)


def _joined(year: str | None, month: str | None, day: str | None) -> str:
    """Return what is known of a date; an impossible one is as much as is possible of it."""
    if not year or not 1000 <= int(year) <= 2999:
        return ""
    if not month or not 1 <= int(month) <= 12:
        return year
    known = f"{year}-{int(month):02d}"
    whole = f"{known}-{int(day or 0):02d}"
    return whole if is_day(whole) else known
