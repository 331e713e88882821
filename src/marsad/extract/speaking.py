"""On which day something was said: the date beside its cue, else that of the post."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..model import UNDATED, Dated, Precision, Span, Statement
from ..text import find_dates
from .attribution import Attribution

__all__ = ["SpokenDays", "day_of_post"]

_NEAR = 40
"""Code points around a cue in which the date of the speech stands ("said on Tuesday")."""

_FRAMED = 120
"""The same where the subject, or "in a statement that X carried", stands between the verb and what
is said."""

_CLAUSE = 300
"""Code points before a cue that ends its clause, in which the date of the speech stands."""

_VERB_LAST = frozenset(("fa", "prs"))

_OF_POST = "date of the post"
"""What a statement's date rests on where the text names none."""

_CARRYING = frozenset(("ar", "en"))
"""Languages in which a sentence that names the day of one statement dates the next one too."""

_SAID = "\ufffc"
"""Stands for every character of what is said and of who says it."""

_SAYS_WHEN = re.compile(
    rf"(?:^|[{_SAID}،؛»\"]|\b(?:روز|نیز|هم|شب|شامگاه|صبح|عصر|ظهر|بامداد|در|و|اما|ولی|همین|که"
    r"|(?:خطبه|نشست|جلسه|گفتگو|گفت‌وگو|مصاحبه|سخنرانی|بیانیه|نامه|پیام|مراسم|دیدار|کنفرانس"
    r"|برنامه|نطق|توییت|اطلاعیه|اعلامیه|سخنان|نماز)[\w‌]*(?: خبری| مطبوعاتی| جمعه)?))\s*$"
)
"""Before a date of speech; after other nouns ("yesterday's attack") it dates something else."""

_SAYS_WHEN_ENGLISH = re.compile(
    rf"(?:^|[{_SAID},;”\"’]|\b(?:and|also|but|has|had|issued|released|published|dated|delivered"
    r"|speaking|talking|writing|sermon|statement|communiqu[eé]|speech|interview|message|post|posted"
    r"|briefing|conference|meeting|letter|address|remarks|session|call|ceremony|rally|release))\s*"
    r"(?:(?:late|early|earlier|on)\s+)*$",
    re.IGNORECASE,
)
"""The same in English: "X on Monday condemned", "in a speech late on Sunday, X said"."""

_OWNING = ("'s", "’s")
"""After a date: "Monday's theft" says nothing of when it was talked about."""

_SCENE = re.compile(
    r"(?:^(?:in|at|during|speaking|addressing|asked)|\b(?:speaking|addressing|writing))\b"
    r"(?:(?!\b(?:who|which|that|where|since|until|after|before|killed|were|was)\b)[^,;])*$",
    re.IGNORECASE,
)
"""Where something is said: "At a press conference in X on Monday the mayor announced"."""


def day_of_post(published: Dated) -> Dated:
    """Return the date of a statement whose text names none: that of its post."""
    if published.value is None:
        return UNDATED
    return Dated(published.value, published.precision, _OF_POST, published.estimated)


class SpokenDays:
    """Finds the days of the statements of one text.

    :param published: of the text; dates are reckoned from it.
    :param found: all passages of the text, whose words date nothing themselves.
    """

    def __init__(
        self, text: str, language: str | None, published: Dated, found: Iterable[Attribution]
    ) -> None:
        self._text = text
        self._language = language
        self._published = published
        self._anchor = published.value
        self._framing = _framing(text, found)

    def of(self, attribution: Attribution) -> Dated:
        """Return the date that stands beside the cue, else the date of the post."""
        if attribution.cue is not None:
            edge = attribution.cue.end
            bounds = [s.start for s in attribution.content if s.start >= edge]
            near_by = _FRAMED if bounds and self._language in _CARRYING else _NEAR
            end = min([*bounds, edge + near_by, len(self._text)])
            near = self._text[edge:end].split("\n", 1)[0]
            for found in find_dates(near, self._language, self._anchor):
                if near[found.span.end :].startswith(_OWNING):
                    continue
                if found.date.value is not None and self._not_future(found.date):
                    return found.date
            dated = None
            if self._language in _VERB_LAST:
                dated = self._date_before(attribution.cue)
            elif self._language == "en":
                dated = self._date_ahead(attribution.cue)
            if dated is not None:
                return dated
        return day_of_post(self._published)

    def _date_before(self, cue: Span) -> Dated | None:
        """Return the date that stands before a cue that ends its clause, outside what is said."""
        sentence = re.split(r"[.!?؟\n]", self._framing[max(0, cue.start - _CLAUSE) : cue.start])[-1]
        sentence = sentence.replace("\u200cشب", " شب")
        for found in find_dates(sentence, self._language, self._anchor):
            beside = _SAYS_WHEN.search(sentence[: found.span.start])
            if beside and found.date.value is not None and self._not_future(found.date):
                return found.date
        return None

    def carried(self, statement: Statement, before: Sequence[Statement]) -> Statement:
        """Give a statement the day that the one before it in its sentence, by the same, names.

        In English a speaker's next sentence goes on with what was said in the one before.
        """
        cue = statement.cue
        if not before or cue is None or before[0].cue is None or self._language not in _CARRYING:
            return statement
        last = before[0]
        between = self._text[min(before[0].cue.end, cue.start) : cue.start]
        named = last.date.basis != _OF_POST and statement.date.basis == _OF_POST
        same = last.speaker.text == statement.speaker.text
        goes_on = self._language == "en"
        if named and same and (goes_on or not re.search(r"[.!?؟\n]", between)):
            return replace(statement, date=last.date)
        return statement

    def _date_ahead(self, cue: Span) -> Dated | None:
        """Return the date of speech in an English cue's sentence, outside what is said."""
        sentence = re.split(r"[.!?]\s|\n", self._framing[max(0, cue.start - _CLAUSE) : cue.start])
        words = sentence[-1].lstrip()
        for found in find_dates(words, self._language, self._anchor):
            owns = words[found.span.end :].startswith(_OWNING)
            ahead = words[: found.span.start]
            beside = _SAYS_WHEN_ENGLISH.search(ahead) or _SCENE.search(ahead)
            if beside and not owns and found.date.value and self._not_future(found.date):
                return found.date
        return None

    def _not_future(self, date: Dated) -> bool:
        """Tell whether something may already have been said on ``date``."""
        if self._anchor is None or date.value is None or date.precision is Precision.UNKNOWN:
            return True
        return date.value <= self._anchor


def _framing(text: str, found: Iterable[Attribution]) -> str:
    """Return ``text`` with what is said, and who says it, blanked out, in the same length."""
    parts = [part for a in found for part in (*a.content, *((a.source,) if a.source else ()))]
    kept: list[str] = []
    at = 0
    for part in sorted(parts):
        if part.end > at:
            start = max(at, part.start)
            kept += (text[at:start], _SAID * (part.end - start))
            at = part.end
    return "".join((*kept, text[at:]))
