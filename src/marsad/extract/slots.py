"""The parts of a statement: condition, deadline, capability, target, addressee, hedges.

Patterns run on folded text, line by line, so nothing reaches over a paragraph's end; results are
spans of the original. Every repetition is bounded, so the cost stays linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from ..model import UNDATED, Dated, EntityKind, Precision, Span
from ..text import Normalised, find_dates, find_numbers
from ._lexicon import alternation, fold, read_toml, rules_language
from .mentions import Found

__all__ = [
    "Deadline",
    "addressee",
    "capability",
    "condition",
    "deadline",
    "has_condition",
    "hedges",
    "probable",
    "target",
]

_LONGEST_CONDITION = 220
"""Code points of a condition; longer runs are whole sentences without punctuation."""

_STOPS = '،,؛;.!?؟:»")('
_NUMBER = r"(?:\d{1,5}|[^\W\d_]{2,12}(?: و ?[^\W\d_]{3,10})?(?:[- ][a-z]{3,9})?)"
_NP_WORDS = 6
"""Words of a noun phrase that is taken where no known entity stands."""

_HOURS = {"hour": 1, "ساع": 1, "day": 24, "یوم": 24, "ایام": 24, "روز": 24}
_HOURS |= {"week": 168, "اسب": 168, "اساب": 168, "هفته": 168}


@dataclass(frozen=True, slots=True)
class Deadline:
    """Where a deadline stands, and the moment it means, reckoned from the post's date."""

    span: Span
    at: Dated


@dataclass(frozen=True, slots=True)
class _Patterns:
    opens: re.Pattern[str]
    closes: re.Pattern[str]
    whole: re.Pattern[str]
    deadlines: tuple[re.Pattern[str], ...]
    continues: re.Pattern[str]
    forces: re.Pattern[str]
    quantified: re.Pattern[str]
    target: re.Pattern[str]
    addressee: re.Pattern[str]
    stop: re.Pattern[str]
    hedges: re.Pattern[str]
    probable: re.Pattern[str]


@cache
def _patterns(language: str) -> _Patterns:
    words = read_toml("slots.toml")[language]

    def one(key: str) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w){alternation(words[key])}(?!\w)")

    lead, verb, tail = (alternation(words[f"deadline_{k}"]) for k in ("lead", "verb", "tail"))
    units, moments = alternation(words["units"]), alternation(words["moments"])
    forces, many = alternation(words["forces"]), alternation(words["quantities"])
    amount = rf"{_NUMBER}[- ]{units}"
    return _Patterns(
        opens=one("condition_open"),
        closes=one("condition_close"),
        whole=one("condition_whole"),
        deadlines=(
            re.compile(rf"(?<!\w){verb}(?: \w+){{0,5}}? (?P<span>{amount})(?!\w)"),
            re.compile(rf"(?<!\w)(?P<span>{lead} (?:the |مهله )?{amount}(?: {tail})?)(?!\w)"),
            re.compile(rf"(?<!\w)(?P<span>{amount}) {tail}(?!\w)"),
            re.compile(rf"(?<!\w)(?P<span>{lead} {moments})(?!\w)"),
        ),
        continues=one("continues"),
        forces=re.compile(rf"(?<!\w){forces}(?!\w)"),
        quantified=re.compile(rf"(?<!\w)(?:{many}|{_NUMBER}(?: {_NUMBER})?) {forces}(?!\w)"),
        target=one("target"),
        addressee=one("addressee"),
        stop=one("stop"),
        hedges=one("hedges"),
        probable=one("probable"),
    )


def has_condition(folded: str, language: str) -> bool:
    """Tell whether folded text holds a condition; ``language`` is en, ar or fa."""
    patterns = _patterns(language)
    return bool(patterns.opens.search(folded) or patterns.whole.search(folded))


def _lines(text: Normalised, spans: Iterable[Span]) -> Iterator[tuple[int, str]]:
    """Yield (offset in the folded text, folded line) of every line of every span."""
    for span in spans:
        at = span.start
        for line in span.of(text.source).splitlines(keepends=True):
            inside = text.normalised(Span(at, at + len(line)))
            yield inside.start, inside.of(text.text)
            at += len(line)


def _back(text: Normalised, start: int, end: int) -> Span:
    """Return the original span of a folded run, without white space and commas at its edges."""
    while end > start and text.text[end - 1] in " ،,؛;.":
        end -= 1
    while start < end and text.text[start] == " ":
        start += 1
    return text.original(Span(start, end))


def condition(text: Normalised, content: Sequence[Span], language: str | None) -> Span | None:
    """Return the condition that ``content`` (spans of the original) sets, or None."""
    patterns = _patterns(rules_language(language))
    for at, line in _lines(text, content):
        whole = patterns.whole.search(line)
        if whole:
            return _back(text, at + whole.start(), at + whole.end())
        opening = patterns.opens.search(line)
        if opening:
            limit = min(len(line), opening.start() + _LONGEST_CONDITION)
            ends = [limit]
            ends += [i for i in range(opening.end(), limit) if line[i] in _STOPS][:1]
            closing = patterns.closes.search(line, opening.end(), limit)
            ends += [closing.start()] if closing else []
            end = min(ends)
            if end - opening.end() >= 3:
                return _back(text, at + opening.start(), at + end)
    return None


def deadline(
    text: Normalised, content: Sequence[Span], language: str | None, anchor: datetime | None
) -> Deadline | None:
    """Return the deadline that ``content`` sets, or None.

    :param anchor: aware moment of the post, from which "within 72 hours" is reckoned.
    """
    code = rules_language(language)
    patterns = _patterns(code)
    for at, line in _lines(text, content):
        for pattern in patterns.deadlines:
            for match in pattern.finditer(line):
                start, end = match.span("span")
                end = _continued(patterns, line, end)
                span = _back(text, at + start, at + end)
                moment = _moment(span.of(text.source), code, anchor)
                if moment is not None:
                    return Deadline(span, moment)
    return None


def _continued(patterns: _Patterns, line: str, end: int) -> int:
    """Return where a deadline ends that goes on ("…, ending on Friday at six")."""
    more = patterns.continues.match(line, min(end + 1, len(line)))
    if more is None:
        return end
    stops = [i for i in range(more.end(), min(len(line), more.end() + 80)) if line[i] in _STOPS]
    reach = stops[0] if stops else min(len(line), more.end() + 80)
    return reach if find_dates(line[more.end() : reach], None, None) else more.end()


def _moment(words: str, language: str, anchor: datetime | None) -> Dated | None:
    """Return the moment that the words of a deadline mean; None where they hold no time at all."""
    dates = [found.date for found in find_dates(words, language, anchor)]
    named = [d for d in dates if d.value is not None and anchor is not None and d.value >= anchor]
    if named:
        return named[-1]
    hours = next((h for stem, h in _HOURS.items() if stem in fold(words)), None)
    number = next((n.value for n in find_numbers(words)), None)
    if hours is None or number is None:
        return None if any(c.isdigit() for c in words) else _same_day(anchor)
    if anchor is None or not 0 < number * hours < 24 * 3660:
        return UNDATED
    return Dated(
        anchor + timedelta(hours=float(number * hours)),
        Precision.MINUTE if hours == 1 else Precision.DAY,
        "counted from the date of the post",
        estimated=True,
    )


def _same_day(anchor: datetime | None) -> Dated:
    """Return the day of the post: "before sunset" without a day means today's."""
    if anchor is None:
        return UNDATED
    return Dated(anchor, Precision.DAY, "a time of day without a day", estimated=True)


_BETWEEN_FORCES = re.compile(r"[\s،,]*(?:and|و)?\s*(?:\w+\s){0,3}?")


def capability(text: Normalised, content: Sequence[Span], language: str | None) -> Span | None:
    """Return the forces that ``content`` offers or boasts of ("three thousand fighters"), or None.

    At least one item must have a quantity; items that follow in the same list are taken along.
    """
    patterns = _patterns(rules_language(language))
    for at, line in _lines(text, content):
        first = _quantity(patterns, line)
        if first is None:
            continue
        start, end = first
        while True:
            gap = _BETWEEN_FORCES.match(line, end)
            follower = patterns.forces.search(line, end, end + 60)
            if follower is None or gap is None or not _listed(line[end : follower.start()]):
                break
            end = follower.end()
        return _back(text, at + start, at + end)
    return None


def _quantity(patterns: _Patterns, line: str) -> tuple[int, int] | None:
    """Return the first run in which a number, in figures or words, stands before forces."""
    for match in patterns.quantified.finditer(line):
        words = match.group()
        starts = [number.span.start for number in find_numbers(words)]
        many = _many_words().search(words)
        starts += [many.start()] if many else []
        if starts:
            return match.start() + min(starts), match.end()
    return None


@cache
def _many_words() -> re.Pattern[str]:
    tables = read_toml("slots.toml")
    words = [w for code in ("en", "ar", "fa") for w in tables[code]["quantities"]]
    return re.compile(rf"(?<!\w){alternation(words)}(?!\w)")


def _listed(gap: str) -> bool:
    """Tell whether what stands between two items is that of a list."""
    return len(gap) <= 30 and bool(re.match(r"\s*(?:[،,]|and\b|و)", gap))


def target(
    text: Normalised, content: Sequence[Span], language: str | None, known: Sequence[Found]
) -> str | None:
    """Return the words for what a statement is aimed at, or None.

    A known entity behind a word such as "against" comes first, then a known party anywhere in the
    content, then a noun phrase behind such a word, then a known place.
    """
    patterns = _patterns(rules_language(language))
    phrases: list[Span] = []
    for at, line in _lines(text, content):
        for match in patterns.target.finditer(line):
            named = _named_after(at + match.end(), at + len(line), known)
            if named is not None:
                return named.span.of(text.source)
            phrase = _phrase(patterns, line, match.end())
            if phrase:
                phrases.append(_back(text, at + phrase[0], at + phrase[1]))
    inside = [f for f in known if any(span.covers(f.span) for span in content)]
    parties = [f for f in inside if f.entity.kind is not EntityKind.PLACE]
    for spans in ([f.span for f in parties], phrases, [f.span for f in inside]):
        if spans:
            return spans[0].of(text.source)
    return None


def addressee(
    text: Normalised, window: Span, language: str | None, known: Sequence[Found]
) -> str | None:
    """Return the words for whom a statement addresses, or None.

    :param window: the original's run from the speaker to the end of the cue and a little of the
        content; nothing outside it is read.
    """
    patterns = _patterns(rules_language(language))
    for at, line in _lines(text, (window,)):
        for match in patterns.addressee.finditer(line):
            named = _named_after(at + match.end(), at + match.end() + 25, known)
            weak = match.group() in _WEAK_ADDRESS
            if named is not None and not (weak and not _TELLS.search(line, match.end())):
                return named.span.of(text.source)
            if weak:
                continue
            phrase = _phrase(patterns, line, match.end())
            if phrase:
                return _back(text, at + phrase[0], at + phrase[1]).of(text.source)
    return None


_WEAK_ADDRESS = frozenset(("از", "به", "با", "o"))
"""Prepositions that lead to an addressee only where a known entity and a verb of telling follow."""

_TELLS = re.compile(r"(?<!\w)(?:خواست|خواستند|میخواه|گفت|تسلیت|هشدار|people|mothers|brothers)")


def _named_after(start: int, end: int, known: Sequence[Found]) -> Found | None:
    """Return the first known entity that begins in the folded run, close to its start."""
    for found in known:
        if start <= found.folded.start < min(end, start + 40):
            return found
    return None


def _phrase(patterns: _Patterns, line: str, start: int) -> tuple[int, int] | None:
    """Return the run of up to six words after ``start`` that looks like a noun phrase."""
    limit = min(len(line), start + 80)
    end = next((i for i in range(start, limit) if line[i] in _STOPS), limit)
    stop = patterns.stop.search(line, start + 1, end)
    end = stop.start() if stop else end
    words = list(re.finditer(r"\S+", line[start:end]))[:_NP_WORDS]
    if not words or len(words[-1].group()) < 2:
        return None
    return start + words[0].start(), start + words[-1].end()


def hedges(text: Normalised, window: Span, language: str | None) -> tuple[Span, ...]:
    """Return the words in ``window`` (of the original) that weaken what is said there."""
    patterns = _patterns(rules_language(language))
    return tuple(
        text.original(Span(at + m.start(), at + m.end()))
        for at, line in _lines(text, (window,))
        for m in patterns.hedges.finditer(line)
    )


def probable(folded: str, language: str | None) -> bool:
    """Tell whether folded text says "probably" in one of its forms."""
    return bool(_patterns(rules_language(language)).probable.search(folded))
