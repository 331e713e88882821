"""When a web page was published: what it states, else its address, else a guess that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from ..model import UNDATED, Dated, Precision
from .moments import read_iso
from .page_facts import Facts

__all__ = ["published", "read_any"]

# The first pages of the web are of 1991. Years before are of another calendar (1405) or wrong.
_FIRST_YEAR = 1991
# Clocks and time zones of publishers differ from ours by no more than this.
_AHEAD = timedelta(days=1)
_DAY_IN_ADDRESS = re.compile(
    r"/((?:19|20)\d\d)(?:/(?=\d)|-|/[a-z_-]{1,40}/)(\d{1,2})[/-](\d{1,2})(?=[/_.-]|\Z)",
    re.IGNORECASE,
)
_RUN_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)([01]\d)([0-3]\d)(?=[/_.-]|\Z)")
_SLASHES = re.compile(r"\A(\d{4})/(\d{1,2})/(\d{1,2})\b")
_SHORT_ZONE = re.compile(r"(:\d\d(?:\.\d+)?[+-]\d{2})\Z")


def published(facts: Facts, url: str, guess: str | None, seen_at: datetime) -> Dated:
    """Return the best date of a page.

    :param url: the page's address, in which many sites write the day.
    :param guess: a day found by reading the page, ``YYYY-MM-DD``, or None; counts as estimated.
    :param seen_at: when the page was read; a date after it is no date of publication.
    """
    for found in _candidates(facts, url, guess):
        if found.value and found.value.year >= _FIRST_YEAR and found.value <= seen_at + _AHEAD:
            return found
    return UNDATED


def read_any(written: str, basis: str) -> Dated:
    """Return an ISO 8601 or RFC 5322 date; undated where it is neither."""
    text = _SLASHES.sub(lambda m: f"{m[1]}-{int(m[2]):02}-{int(m[3]):02}", written.strip()[:80])
    if "T" in text or " " in text:
        text = (
            _SHORT_ZONE.sub(r"\1:00", text)
            if re.search(r":\d\d(?:\.\d+)?[+-]\d{2}\Z", text)
            else text
        )
    try:
        return read_iso(text, basis)
    except (ValueError, OverflowError):
        return _read_mail_date(text, basis)


def _read_mail_date(text: str, basis: str) -> Dated:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return UNDATED
    if moment.tzinfo is None:
        unsaid = f"{basis}, without a time zone and read as UTC"
        return Dated(moment.replace(tzinfo=UTC), Precision.SECOND, unsaid, True)
    try:
        return Dated(moment.astimezone(UTC), Precision.SECOND, basis)
    except OverflowError:
        return UNDATED


def _candidates(facts: Facts, url: str, guess: str | None) -> Iterator[Dated]:
    for written, basis in facts.dates:
        yield read_any(written, basis)
    yield _of_address(url)
    if guess:
        # htmldate makes New Year's Day of a bare year, such as that of a copyright notice.
        known = guess.removesuffix("-01-01")
        yield replace(read_any(known, "guessed from the page"), estimated=True)


def _of_address(url: str) -> Dated:
    found = _DAY_IN_ADDRESS.search(url) or _RUN_IN_ADDRESS.search(url)
    if found is None:
        return UNDATED
    year, month, day_of_month = map(int, found.groups())
    try:
        day = datetime(year, month, day_of_month, tzinfo=UTC)
    except ValueError:
        return UNDATED
    return Dated(day, Precision.DAY, "day in the address of the page")
