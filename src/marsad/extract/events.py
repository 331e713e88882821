"""Meetings and attacks in running text: few kinds, high precision.

One event at most is read from a sentence. A toll without an attack word counts as an attack only
where a post speaks of one elsewhere, since accidents have tolls too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from ..model import UNDATED, Certainty, Dated, EntityKind, Event, Span, make_id
from ..text import Normalised, find_dates, find_numbers, sentences
from ._lexicon import alternation, fold, read_toml, rules_language
from .mentions import Found
from .slots import probable

__all__ = ["events"]

RECIPE = "rules/1"

_NUMBER = r"(?:\d{1,3}(?:,\d{3})*|[^\W\d_]{2,12})"
_PLACE_REACH = 25
"""Folded code points between a preposition and the place that it governs."""

_ACTORS = (EntityKind.PERSON, EntityKind.ORGANIZATION, EntityKind.PUBLIC_BODY)


@dataclass(frozen=True, slots=True)
class _Patterns:
    meeting: re.Pattern[str]
    attack: re.Pattern[str]
    killed: re.Pattern[str]
    injured: re.Pattern[str]
    place: re.Pattern[str]
    denied: re.Pattern[str]
    claimed: re.Pattern[str]
    accident: re.Pattern[str]
    comment: re.Pattern[str]


@cache
def _patterns(language: str) -> _Patterns:
    words = read_toml("events.toml")[language]

    def one(key: str) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w){alternation(words[key])}(?!\w)")

    def toll(key: str) -> re.Pattern[str]:
        options = "|".join(fold(p).replace("{number}", _NUMBER) for p in words[key])
        return re.compile(rf"(?<!\w)[وف]?(?:{options})(?!\w)")

    return _Patterns(
        meeting=one("meeting"),
        attack=one("attack"),
        killed=toll("killed"),
        injured=toll("injured"),
        place=one("place"),
        denied=one("denied"),
        claimed=one("claimed"),
        accident=one("accident"),
        comment=one("comment"),
    )


def events(
    text: Normalised,
    language: str | None,
    *,
    version_id: str,
    known: Sequence[Found] = (),
    anchor: datetime | None = None,
) -> tuple[Event, ...]:
    """Return the meetings (``CONSULT``) and attacks (``ASSAULT``) that ``text`` reports.

    :param known: entities found in ``text``; actors, targets and places are taken from them alone.
    :param anchor: aware moment of the post; without it, or where no date is written, an event has
        no date of its own.
    """
    code = rules_language(language)
    patterns = _patterns(code)
    about_attack = bool(patterns.attack.search(text.text))
    found = [
        _event(text, span, kind, patterns, code, version_id, known, anchor)
        for span, kind in _reports(text, language, patterns, about_attack)
    ]
    return tuple(_merged(found))


def _reports(
    text: Normalised, language: str | None, patterns: _Patterns, about_attack: bool
) -> Iterator[tuple[Span, str]]:
    """Yield the sentences that report an event, with the PLOVER root."""
    for sentence in sentences(text.source, language):
        folded = text.normalised(sentence).of(text.text)
        if _reports_attack(patterns, folded, about_attack):
            yield sentence, "ASSAULT"
        elif patterns.meeting.search(folded):
            yield sentence, "CONSULT"


def _reports_attack(patterns: _Patterns, folded: str, about_attack: bool) -> bool:
    """Tell whether a folded sentence reports an attack rather than speaks about one.

    A toll without an attack word needs one elsewhere in the post, or both dead and injured and no
    accident.
    """
    killed = _toll(patterns.killed, folded) is not None
    if patterns.attack.search(folded):
        return killed or not patterns.comment.search(folded)
    if not killed or patterns.accident.search(folded):
        return False
    return about_attack or _toll(patterns.injured, folded) is not None


def _merged(found: Sequence[Event]) -> Iterator[Event]:
    """Join reports that add to one another; tolls that differ stay apart, each a report.

    "X met Y. The meeting probably took place in Z." is one meeting; "An attack … Four dead." one
    attack.
    """
    last: Event | None = None
    for event in found:
        if last is not None and _same_event(last, event):
            last = _join(last, event)
            continue
        if last is not None:
            yield last
        last = event
    if last is not None:
        yield last


def _same_event(first: Event, second: Event) -> bool:
    if first.type != second.type or (first.place and second.place and first.place != second.place):
        return False
    if first.type == "CONSULT":
        return True
    one_toll = (first.killed, first.injured) == (None, None) or second.killed is None
    return one_toll and first.certainty is second.certainty


def _join(first: Event, second: Event) -> Event:
    span = Span(first.span.start, second.span.end)
    likely = Certainty.PROBABLE in (first.certainty, second.certainty)
    return replace(
        first,
        id=make_id("e", first.version_id, span.start, span.end, first.type),
        span=span,
        actor=first.actor or second.actor,
        target=first.target or second.target,
        place=second.place or first.place,
        place_precision=second.place_precision if second.place else first.place_precision,
        date=first.date if first.date.value else second.date,
        certainty=Certainty.PROBABLE if likely else first.certainty,
        killed=first.killed if first.killed is not None else second.killed,
        injured=first.injured if first.injured is not None else second.injured,
    )


def _event(
    text: Normalised,
    sentence: Span,
    kind: str,
    patterns: _Patterns,
    language: str,
    version_id: str,
    known: Sequence[Found],
    anchor: datetime | None,
) -> Event:
    run = text.normalised(sentence)
    folded = run.of(text.text)
    inside = [found for found in known if sentence.covers(found.span)]
    place = _place(folded, run.start, inside, patterns)
    actor, target = _parties(inside) if kind == "CONSULT" else (None, None)
    likely = probable(folded, language)
    return Event(
        id=make_id("e", version_id, sentence.start, sentence.end, kind),
        version_id=version_id,
        span=sentence,
        type=kind,
        actor=actor,
        target=target,
        place=place.entity.name() if place else None,
        place_precision="probable" if place and likely else "named",
        date=_date(sentence.of(text.source), language, anchor),
        certainty=_certainty(patterns, folded, likely),
        killed=_toll(patterns.killed, folded) if kind == "ASSAULT" else None,
        injured=_toll(patterns.injured, folded) if kind == "ASSAULT" else None,
        recipe=RECIPE,
    )


def _place(folded: str, offset: int, inside: Sequence[Found], patterns: _Patterns) -> Found | None:
    """Return the place behind a preposition, else the only place of the sentence."""
    places = [found for found in inside if found.entity.kind is EntityKind.PLACE]
    for found in places:
        start = found.folded.start - offset
        if patterns.place.search(folded, max(0, start - _PLACE_REACH), start):
            return found
    return places[0] if len(places) == 1 else None


def _parties(inside: Sequence[Found]) -> tuple[str | None, str | None]:
    """Return the first two persons of a sentence, else its first two organisations."""
    for kinds in (_ACTORS[:1], _ACTORS[1:]):
        names = list(dict.fromkeys(f.entity.name() for f in inside if f.entity.kind in kinds))
        if names:
            return names[0], (names[1] if len(names) > 1 else None)
    return None, None


def _date(sentence: str, language: str, anchor: datetime | None) -> Dated:
    dates = [found.date for found in find_dates(sentence, language, anchor)]
    return next((d for d in dates if d.value is not None), UNDATED)


def _certainty(patterns: _Patterns, folded: str, likely: bool) -> Certainty:
    if patterns.denied.search(folded):
        return Certainty.DENIED
    if patterns.claimed.search(folded):
        return Certainty.CLAIMED
    return Certainty.PROBABLE if likely else Certainty.REPORTED


def _toll(pattern: re.Pattern[str], folded: str) -> int | None:
    """Return the number of the first toll in a folded sentence."""
    for match in pattern.finditer(folded):
        number = next((n.value for n in find_numbers(match.group())), None)
        if isinstance(number, int):
            return number
    return None
