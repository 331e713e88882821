"""Find dates in English, Arabic and Persian text, absolute and relative.

Absolute dates are Gregorian, Solar Hijri (Jalali) or Islamic (Hijri; tabular, so a day earlier or
later is possible and the date says that it is estimated). Relative ones ("tomorrow", "within 72
hours") are reckoned from an anchor, which is normally when the post was published.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import NamedTuple

from marsad.model import UNDATED, Dated, Precision, Span

from .calendars import from_hijri, from_jalali
from .date_words import MONTHS, UNCERTAIN_MONTHS, UNITS, WEEKDAYS, folded
from .lexicon import words
from .normalise import Normalised, normalise
from .numbers import number_word

__all__ = ["FoundDate", "find_dates"]


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text.

    :ivar span: where it stands, in code points of the text searched.
    :ivar date: what it means; without a value where the text alone does not say.
    :ivar calendar: ``gregorian``, ``jalali``, ``hijri`` or ``relative``.
    """

    span: Span
    date: Dated
    calendar: str


class _Context(NamedTuple):
    language: str | None
    anchor: datetime | None
    text: Normalised


class _Reading(NamedTuple):
    date: Dated
    calendar: str


_Read = Callable[[re.Match[str], _Context], _Reading | None]

_YEAR = r"(?P<year>1[2-9]\d\d|20\d\d)"
_DAY = r"(?<!\d)(?P<day>\d{1,2})"
_BEFORE = r"(?<![^\W_])"
_AFTER = r"(?![^\W_])"
_WITHIN = "خلال|فی غضون|مهله"
_HOUR_OF_DAY = "(?:ظهر|فجر|صباح|مساء|عصر|منتصف لیل|غروب|ظهر روز|پایان روز|noon on|midnight on)"
_DUALS = {"ساعتین": 3600, "یومین": 86400, "اسبوعین": 604800}
_AMOUNT = r"(?P<amount>\d{1,4}|[^\W\d_]{2,12})"


def find_dates(text: str, language: str | None, anchor: datetime | None) -> tuple[FoundDate, ...]:
    """Return the dates of ``text`` in order; spans are in code points and do not overlap.

    :param language: ISO 639 code; decides between calendars where only digits are written
        (``1405/02/03`` is Jalali in Persian, ``1447/9/1`` is Hijri in Arabic).
    :param anchor: aware moment from which relative dates and missing years are reckoned; without
        it such dates are found but carry no value.
    :raises ValueError: ``anchor`` has no time zone.
    """
    if anchor is not None and anchor.tzinfo is None:
        raise ValueError("anchor needs a time zone")
    context = _Context(language, anchor.astimezone(UTC) if anchor else None, normalise(text))
    found: list[tuple[Span, _Reading]] = []
    for pattern, read in _rules():
        for match in pattern.finditer(context.text.text):
            reading = read(match, context)
            if reading is not None:
                found.append((Span(*match.span()), reading))
    return tuple(
        FoundDate(context.text.original(span), *reading) for span, reading in _longest(found)
    )


def _longest(found: list[tuple[Span, _Reading]]) -> Iterator[tuple[Span, _Reading]]:
    """Yield readings from left to right; of two that overlap the longer, else the earlier rule."""
    end = 0
    ranked = sorted(enumerate(found), key=lambda i: (i[1][0].start, -i[1][0].end, i[0]))
    for _, (span, reading) in ranked:
        if span.start >= end:
            yield span, reading
            end = span.end


@cache
def _rules() -> tuple[tuple[re.Pattern[str], _Read], ...]:
    """Return the patterns with what reads them, the surest first."""
    month = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    name = rf"(?P<month>{month})(?:\s?[/(]\s?(?:{month})\)?)?"
    weekday = "|".join(sorted(map(re.escape, _weekdays()), key=len, reverse=True))
    unit = "|".join(sorted(map(re.escape, _units()), key=len, reverse=True))
    in_year = rf"(?:(?:,|،)? ?(?:من )?(?:عام |سنه |سال |لعام |للعام )?{_YEAR}(?!\d))"
    ahead = (
        rf"{_BEFORE}(?:within|in the next|in|{_WITHIN}|مدتها|ظرف|طی|تا|در مدت)"
        rf"(?: (?:the|ال|مهله|حداکثر|مدت))? (?:next |coming )?{_AMOUNT}[ -](?P<unit>{unit}){_AFTER}"
    )
    hours = rf"{_AMOUNT} (?P<unit>{unit}){_AFTER}"
    day_name = (
        rf"{_BEFORE}(?:(?P<lead>last|next|by|until|before|this|on|حتی|قبل|تا|پیش از) )?"
        rf"(?:{_HOUR_OF_DAY} )?(?:(?:یوم|روز) )?(?P<weekday>{weekday}){_AFTER}"
        rf"(?: (?P<tail>الماضی|المقبل|القادم|الفائت|گذشته|اینده|next|last){_AFTER})?"
    )
    sources: tuple[tuple[str, _Read], ...] = (
        (r"(?<!\d)(?P<year>\d{4})-(?P<number>\d\d)-(?P<day>\d\d)(?!\d)", _numeric),
        (rf"(?<!\d){_YEAR}[/.](?P<number>\d{{1,2}})[/.](?P<day>\d{{1,2}})(?!\d)", _numeric),
        (rf"{_DAY}(?P<mark>[/.-])(?P<number>\d{{1,2}})(?P=mark){_YEAR}(?!\d)", _numeric),
        (
            rf"{_DAY}(?:st|nd|rd|th)? ?(?:of |من شهر |من |شهر )?{name}{_AFTER}(?: ماه)?{in_year}?",
            _named,
        ),
        (rf"{_BEFORE}{name} {_DAY}(?:st|nd|rd|th)?(?![\d:])(?:,? {_YEAR}(?!\d))?", _named),
        (rf"{_BEFORE}{name}{_AFTER}(?: ماه)?{in_year}", _named),
        (rf"{_BEFORE}(?:in|since|during|عام|سنه|العام|سال|year) {_YEAR}(?!\d)", _year),
        (ahead, _ahead),
        (
            rf"{_BEFORE}(?:(?P<lead>{_WITHIN}|قبل|منذ|بعد) )?(?P<dual>{'|'.join(_DUALS)}){_AFTER}",
            _dual,
        ),
        (
            rf"{_BEFORE}[وف]?(?:امهل|یمهل|نمهل|تمهل)[^\W\d_]{{0,4}}(?: [^\W_]+){{0,4}}? {hours}",
            _ahead,
        ),
        (rf"{_BEFORE}{_AMOUNT}[ -](?P<unit>{unit}) (?:deadline|ultimatum|notice){_AFTER}", _ahead),
        (rf"{_BEFORE}(?:قبل|منذ) {_AMOUNT} (?P<unit>{unit}){_AFTER}", _ago),
        (rf"{_BEFORE}{_AMOUNT} (?P<unit>{unit}) (?:ago|پیش|قبل){_AFTER}", _ago),
        (day_name, _weekday),
        (rf"{_BEFORE}(?P<shift>{'|'.join(map(re.escape, _shifts()))}){_AFTER}", _shift),
    )
    return tuple((re.compile(source), read) for source, read in sources)


# ---------------------------------------------------------------- words


@cache
def _months() -> dict[str, tuple[str, int]]:
    return {
        name: (calendar, number)
        for calendar, months in MONTHS.items()
        for number, names in months.items()
        for name in folded(names)
    }


@cache
def _weekdays() -> dict[str, int]:
    return {name: number for number, names in WEEKDAYS.items() for name in folded(names)}


@cache
def _units() -> dict[str, int]:
    return {name: seconds for seconds, names in UNITS.items() for name in folded(names)}


_DAY_SHIFTS = {
    -2: "the day before yesterday,أول أمس,أول من أمس,پریروز",
    -1: "yesterday,last night,أمس,البارحة,الليلة الماضية,دیروز,دیشب,شب گذشته",
    0: "today,tonight,اليوم,هذا اليوم,الليلة,امروز,امشب",
    1: "tomorrow,غدا,غداً,فردا",
    2: "the day after tomorrow,بعد غد,پس‌فردا,پس فردا",
}


@cache
def _shifts() -> dict[str, int]:
    known = {name: days for days, names in _DAY_SHIFTS.items() for name in folded(names)}
    return dict(sorted(known.items(), key=lambda item: -len(item[0])))


# ---------------------------------------------------------------- readings


def _dated(day: date, precision: Precision, basis: str, *, estimated: bool = False) -> Dated:
    return Dated(datetime.combine(day, time(), UTC), precision, basis, estimated)


def _day_of(calendar: str, year: int, month: int, day: int) -> date | None:
    """Return the Gregorian day, or None where the calendar has no such day."""
    convert = {"gregorian": date, "jalali": from_jalali, "hijri": from_hijri}[calendar]
    try:
        return convert(year, month, day)
    except ValueError:
        return None


def _calendar_of(year: int, language: str | None) -> str:
    """Return the calendar that a bare year belongs to."""
    if year >= 1700:
        return "gregorian"
    if language == "ar" or (year >= 1430 and language not in ("fa", "prs")):
        return "hijri"
    return "jalali"


def _in_text(calendar: str) -> str:
    note = {"jalali": " (Solar Hijri)", "hijri": " (Islamic calendar, a day more or less)"}
    return "date in the text" + note.get(calendar, "")


def _numeric(match: re.Match[str], context: _Context) -> _Reading | None:
    """Read digits: year first, or day first; month first only where nothing else is possible."""
    year, month, day = (int(match[part]) for part in ("year", "number", "day"))
    if month > 12 >= day and match.start("day") < match.start("year"):
        month, day = day, month
    calendar = _calendar_of(year, context.language)
    found = _day_of(calendar, year, month, day)
    if found is None:
        return None
    ambiguous = match.start("day") < match.start("year") and day <= 12 and day != month
    estimated = calendar == "hijri" or (ambiguous and context.language == "en")
    return _Reading(_dated(found, Precision.DAY, _in_text(calendar), estimated=estimated), calendar)


def _named(match: re.Match[str], context: _Context) -> _Reading | None:
    """Read a month by name with a day, a year or both."""
    name = match["month"]
    calendar, month = _months()[name]
    groups = match.groupdict()
    if not _trusted(match, context, has_year=groups["year"] is not None):
        return None
    day = int(groups["day"]) if groups.get("day") else None
    estimated = calendar == "hijri"
    if groups["year"] is not None:
        year, basis = int(groups["year"]), _in_text(calendar)
    elif context.anchor is None:
        return _Reading(UNDATED, calendar)
    else:
        year = _likely_year(calendar, month, day or 1, context.anchor.date())
        basis, estimated = f"{_in_text(calendar)}, year of the post", True
    found = _day_of(calendar, year, month, day or 1)
    if found is None:
        return None
    precision = Precision.DAY if day else Precision.MONTH
    return _Reading(_dated(found, precision, basis, estimated=estimated), calendar)


def _trusted(match: re.Match[str], context: _Context, *, has_year: bool) -> bool:
    """Tell whether a month's name is one here: «تیر» needs a year, ``March`` its capital."""
    name = match["month"]
    if name in folded(UNCERTAIN_MONTHS) and not has_year:
        return False
    start = context.text.original(Span(*match.span("month"))).start
    first = context.text.source[start]
    return first.isupper() or not first.isascii()


def _likely_year(calendar: str, month: int, day: int, anchor: date) -> int:
    """Return the year that puts the day nearest to the anchor."""
    offset = {"gregorian": 0, "jalali": 621, "hijri": 579}[calendar]
    best, distance = anchor.year - offset, 10_000
    for year in range(anchor.year - offset - 1, anchor.year - offset + 2):
        found = _day_of(calendar, year, month, day)
        if found is not None and abs((found - anchor).days) < distance:
            best, distance = year, abs((found - anchor).days)
    return best


def _year(match: re.Match[str], context: _Context) -> _Reading | None:
    year = int(match["year"])
    calendar = _calendar_of(year, context.language)
    found = _day_of(calendar, year, 1, 1)
    if found is None:
        return None
    estimated = calendar == "hijri"
    return _Reading(
        _dated(found, Precision.YEAR, _in_text(calendar), estimated=estimated), calendar
    )


def _moved(context: _Context, seconds: int, basis: str, *, whole_days: bool) -> _Reading:
    """Return the moment, or with ``whole_days`` the day, ``seconds`` after the anchor."""
    if context.anchor is None:
        return _Reading(Dated(basis="relative to an unknown date"), "relative")
    moment = context.anchor + timedelta(seconds=seconds)
    if whole_days:
        return _Reading(_dated(moment.date(), Precision.DAY, basis, estimated=True), "relative")
    return _Reading(Dated(moment, Precision.MINUTE, basis, estimated=True), "relative")


def _amount(match: re.Match[str]) -> int | None:
    """Return the number before a unit of time, in digits or a word."""
    word = match["amount"]
    return int(word) if word.isdigit() else number_word(word)


def _ahead(match: re.Match[str], context: _Context) -> _Reading | None:
    amount = _amount(match)
    if amount is None:
        return None
    unit = _units()[match["unit"]]
    basis = "counted from the date of the post"
    return _moved(context, amount * unit, basis, whole_days=unit >= 86400)


def _ago(match: re.Match[str], context: _Context) -> _Reading | None:
    amount = _amount(match)
    if amount is None:
        return None
    unit = _units()[match["unit"]]
    basis = "counted back from the date of the post"
    return _moved(context, -amount * unit, basis, whole_days=unit >= 86400)


def _dual(match: re.Match[str], context: _Context) -> _Reading:
    """Read «ساعتين», «يومين», «أسبوعين»: two, ahead or back by the word before."""
    unit = _DUALS[match["dual"]]
    sign = -1 if match["lead"] in ("قبل", "منذ") else 1
    basis = "counted from the date of the post"
    return _moved(context, 2 * sign * unit, basis, whole_days=unit >= 86400)


def _shift(match: re.Match[str], context: _Context) -> _Reading:
    """Read yesterday, today, tomorrow."""
    days = _shifts()[match["shift"]]
    return _moved(context, 86400 * days, "counted from the date of the post", whole_days=True)


_FORWARD = words("next by until before حتی قبل تا المقبل القادم اینده") | {"پیش از"}
_BACK = words("last الماضی الفائت گذشته")


def _weekday(match: re.Match[str], context: _Context) -> _Reading:
    """Read a weekday: the last one that was (today counts), or the next where words say so."""
    if context.anchor is None:
        return _Reading(Dated(basis="relative to an unknown date"), "relative")
    gap = (_weekdays()[match["weekday"]] - context.anchor.weekday()) % 7
    hints = {match["lead"], match["tail"]}
    if hints & _FORWARD and not hints & _BACK:
        days = gap or 7
    else:
        days = gap - 7 if gap else (-7 if hints & _BACK else 0)
    return _moved(
        context, 86400 * days, "weekday counted from the date of the post", whole_days=True
    )
