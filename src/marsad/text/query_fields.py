"""The fields of the query language, and what may stand behind each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from ..errors import QueryError
from ..model import Act, Reliability
from .asked import By, Sort
from .normalise import normalise

__all__ = ["FIELDS", "HELD", "field_values", "option_value"]

FIELDS = {
    "source": "source:NAME, a source’s id or part of its name",
    "owner": "owner:NAME, who publishes the source",
    "lang": "lang:ar, the code of a language, or several: lang:ar,fa",
    "after": "after:2026-03-01, that day or later; also after:2026-03",
    "before": "before:2026-03-01, earlier than that day",
    "on": "on:2026-03-01, on:2026-03 or on:2026",
    "act": "act:threat, what a statement in the post does",
    "entity": "entity:NAME, an entity’s id, or a name of it in any script",
    "place": "place:NAME, a place that the post names",
    "has": "has:media, has:translation, has:edit or has:deletion",
    "reliability": "reliability:B, reliability:A,B or reliability:A-C",
    "by": "by:words, by:meaning or by:both",
    "spelling": "spelling:exact or spelling:any",
    "sort": "sort:best or sort:newest",
}
"""Name → how it is written."""

HELD = ("media", "translation", "edit", "deletion")
"""What ``has:`` asks for."""

_OPTIONS: dict[str, tuple[str, ...]] = {
    "by": tuple(By),
    "spelling": ("exact", "any"),
    "sort": tuple(Sort),
}
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
_GRADES = re.compile(r"([a-f])(?:-?([a-f]))?")


def option_value(name: str, typed: Sequence[str], position: int) -> tuple[str, ...]:
    """Return the one value of a field that is about the search as a whole; () for others.

    :raises QueryError: it is none of those there are.
    """
    known = _OPTIONS.get(name)
    if known is None:
        return ()
    return (_one_of(name, typed[0], known, position),)


def field_values(name: str, typed: Sequence[str], position: int) -> tuple[str, ...]:
    """Return what a field stands for, as :class:`marsad.text.asked.Field` has it.

    :raises QueryError: it is no day, act, grade, language, or kind of thing that a post has.
    """
    if name in ("after", "before", "on"):
        first, end = _days(name, typed[0], position)
        return {"after": (first,), "before": (first,), "on": (first, end)}[name]
    if name == "reliability":
        return tuple(dict.fromkeys(g for each in typed for g in _grades(each, position)))
    if name == "lang":
        return tuple(_language(each, position) for each in typed)
    if name == "act":
        named = (each.replace("-", " ").replace("_", " ") for each in typed)
        return tuple(_one_of(name, each, tuple(Act), position) for each in named)
    if name == "has":
        return tuple(_one_of(name, each, HELD, position) for each in typed)
    return tuple(typed)


def _one_of(name: str, typed: str, known: Sequence[str], position: int) -> str:
    folded = normalise(typed).text.strip()
    if folded in known:
        return str(folded)
    begun = [each for each in known if each.startswith(folded)] if folded else []
    if len(begun) == 1:
        return str(begun[0])
    raise _unknown(name, typed, position, f"Known: {', '.join(known)}.")


def _days(name: str, typed: str, position: int) -> tuple[str, str]:
    """Return the first day of a day, month or year, and the first after it."""
    match = _DAY.fullmatch(normalise(typed).text.replace("/", "-"))
    year, month, day = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
    try:
        first = date(year, month or 1, day or 1)
        return first.isoformat(), _following(first, month, day).isoformat()
    except (ValueError, OverflowError):
        hint = f"Write a day as {name}:2026-03-01, a month as {name}:2026-03."
        raise _unknown(name, typed, position, hint) from None


def _following(first: date, month: int, day: int) -> date:
    if day:
        return first + timedelta(days=1)
    if month:
        return (first + timedelta(days=31)).replace(day=1)
    return first.replace(year=first.year + 1)


def _grades(typed: str, position: int) -> Sequence[str]:
    match = _GRADES.fullmatch(typed.lower())
    if match is None:
        known = ", ".join(f"{grade.value} {grade.meaning}" for grade in Reliability)
        raise _unknown("reliability", typed, position, f"Grades: {known}.")
    first, last = match[1].upper(), (match[2] or match[1]).upper()
    return [grade.value for grade in Reliability if min(first, last) <= grade <= max(first, last)]


def _language(typed: str, position: int) -> str:
    if not _LANGUAGE.fullmatch(typed.lower()):
        raise _unknown("lang", typed, position, "Write a code, such as ar, fa, he, ru or en.")
    return typed.lower()


def _unknown(name: str, typed: str, position: int, hint: str) -> QueryError:
    shown = typed if len(typed) <= 40 else f"{typed[:40]}…"
    return QueryError(f"“{name}:” does not know “{shown}”.", position=position, hint=hint)
