"""How facts are put into words on the pages; the filters of the templates."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from ..model import Basis, Dated, Precision
from ..text import direction, duration, isolated

__all__ = [
    "FILTERS",
    "day",
    "excerpt",
    "kind_word",
    "language",
    "moment",
    "reason",
    "web_url",
    "when",
]

_LANGUAGES = {
    "ar": "Arabic",
    "arz": "Egyptian Arabic",
    "apc": "Levantine Arabic",
    "ary": "Moroccan Arabic",
    "ckb": "Sorani Kurdish",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fr": "French",
    "he": "Hebrew",
    "kmr": "Kurmanji Kurdish",
    "prs": "Dari",
    "ps": "Pashto",
    "ru": "Russian",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "und": "unknown language",
    "ur": "Urdu",
}
_BASES = {
    Basis.NAMED: "named",
    Basis.PRONOUN: "named by a pronoun",
    Basis.TITLE: "named by title only",
    Basis.VOICE: "the channel itself speaks",
    Basis.UNNAMED: "not named",
}
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def language(code: str | None) -> str:
    """Return the English name of a language; its code where we have no name for it."""
    return _LANGUAGES.get(code or "und", code or "und")


def day(value: str | None) -> str:
    """Return an ISO day as ``2 March 2026``; "date unknown" for None."""
    if value is None:
        return "date unknown"
    year, month, number = value.split("-")
    return f"{int(number)} {_MONTHS[int(month) - 1]} {year}"


def moment(value: datetime | None) -> str:
    """Return a moment as ``2 March 2026, 08:15 UTC``; "never" for None."""
    if value is None:
        return "never"
    utc = value.astimezone(UTC)
    return f"{utc.day} {_MONTHS[utc.month - 1]} {utc.year}, {utc:%H:%M} UTC"


def when(dated: Dated) -> str:
    """Return a date with the precision that it has, and whether it is an estimate."""
    if dated.value is None:
        return "date unknown"
    utc = dated.value.astimezone(UTC)
    month = f"{_MONTHS[utc.month - 1]} {utc.year}"
    words = {
        Precision.YEAR: str(utc.year),
        Precision.MONTH: month,
        Precision.DAY: f"{utc.day} {month}",
    }.get(dated.precision, moment(utc))
    return f"estimated: {words}" if dated.estimated else words


def web_url(url: str | None) -> str | None:
    """Return ``url`` where it is a plain web address that may become a link, else None."""
    if not url or any(ord(c) < 0x21 for c in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def excerpt(text: str, most: int = 160) -> str:
    """Return the beginning of ``text`` on one line, cut between words."""
    line = " ".join(text[: 4 * most].split())
    if len(line) <= most:
        return line
    return line[:most].rsplit(" ", 1)[0] + " …"


_VERSIONED = re.compile(r"^rules/\d+(?:\+[^+;\s]+)+(?:; |$)")
_TOLD = (
    (re.compile(r"\bencoder/(\w+)"), r"model, \1 head"),
    (re.compile(r"^endpoint/\d+ ([^;]+)\+[0-9a-f]+"), r"model server, \1"),
    (re.compile(r"^(?:rules/([a-z]+)|([a-z]{2,3}/[\w-]+))"), r"rule \1\2"),
    (re.compile(r"^list\b"), "word list"),
)
_PERSON = re.compile(r"^person/\d+: (?P<did>\w+)(?:; found by )?")
_SURE = ((0.9, "very strong"), (0.75, "strong"), (0.5, "fair"))
"""Words for scores. The steps are a reading aid and no measurement: scores of rules are not
calibrated."""


def reason(recipe: str, score: float) -> str:
    """Return in words what found something, and how sure that is.

    :param recipe: tells the head, rule, word list or server; one of an unknown form is returned
        as it is. What a reader did has no score.
    :param score: from 0 to 1.
    """
    person = _PERSON.match(recipe)
    if person:
        before = _finder(recipe[person.end() :])
        return f"{person['did']} by a reader" + (f"; first {before}" if before else "")
    word = next((word for least, word in _SURE if score >= least), "weak")
    return "; ".join(filter(None, (_finder(recipe), f"{word}, {score:.0%}")))


def _finder(recipe: str) -> str:
    told = _VERSIONED.sub("", recipe) or ("rules and word lists" if recipe else "")
    for form, words in _TOLD:
        told = form.sub(words, told)
    return told


def _slug(text: str) -> str:
    return re.sub("[^a-z0-9]+", "-", text.lower()).strip("-")


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _basis(value: Basis) -> str:
    return _BASES[value]


def _iso(found: Any) -> str:
    """Return a day, month or year of a dossier in words, and whether it is an estimate."""
    year, *rest = found.value.split("-")
    month = f"{_MONTHS[int(rest[0]) - 1]} " if rest else ""
    number = f"{int(rest[1])} " if len(rest) > 1 else ""
    plain = f"{number}{month}{year}"
    return f"estimated: {plain}" if found.estimated else plain


def kind_word(value: str) -> str:
    """Return what a kind of entity is called on the pages."""
    return {"PublicBody": "public body"}.get(value, value.lower())


FILTERS: dict[str, Callable[..., Any]] = {
    "basis": _basis,
    "counted": _counted,
    "day": day,
    "direction": direction,
    "duration": duration,
    "excerpt": excerpt,
    "iso": _iso,
    "isolated": isolated,
    "kind_word": kind_word,
    "language": language,
    "moment": moment,
    "reason": reason,
    "slug": _slug,
    "web_url": web_url,
    "when": when,
}
