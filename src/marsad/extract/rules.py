"""The built-in extractor: word lists and rules, no model, no network.

One pass a post: fold the text, find names, find who says what, read each statement's act and
parts, find events. Every result carries spans of the version's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from ..model import (
    UNDATED,
    Act,
    Basis,
    Dated,
    Entity,
    Mention,
    Precision,
    Span,
    Speaker,
    Statement,
    make_id,
    sha256_hex,
)
from ..ports import Extraction, Item
from ..text import Normalised, find_dates, normalise
from . import slots
from .acts import classify
from .attribution import Attribution, attributions
from .events import events
from .mentions import Found, Gazetteer
from .ner import unlisted_names
from .weapons import weapon_entities

__all__ = ["RuleExtractor"]

_VERSION = "rules/1"

_KINDS = {"PER": "Person", "LOC": "Place", "ORG": "Organization"}

_WITH_DEADLINE = frozenset(
    (Act.THREAT, Act.CONDITIONAL_THREAT, Act.DEMAND, Act.CALL, Act.WARNING, Act.READINESS)
)
"""Acts that set deadlines; elsewhere "within sixty days" is a term or a plain date."""

_WITH_FORCES = frozenset(
    (Act.PLEDGE, Act.READINESS, Act.THREAT, Act.CONDITIONAL_THREAT, Act.WARNING, Act.ANNOUNCEMENT)
)
_AIMED = frozenset(Act) - {
    Act.OTHER,
    Act.ANNOUNCEMENT,
    Act.CONDOLENCE,
    Act.READINESS,
    Act.DENIAL,
    Act.PLEDGE,
}
_REACH = 60
"""Code points of the content in which an addressee is looked for: "We call on X to …"."""

_NEAR = 40
"""Code points around a cue in which the date of the speech stands ("said on Tuesday")."""

_FRAMED = 120
"""The same in Arabic, where the subject stands between the verb and what is said."""

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


class RuleExtractor:
    """Implements :class:`marsad.ports.Extractor` with rules for English, Arabic and Persian.

    In other languages it finds the names of known entities alone.

    :param entities: whom and what to look for by name; weapons are always looked for.
    """

    def __init__(self, entities: Sequence[Entity] = ()) -> None:
        self._entities = tuple(entities)
        parts = [part for entity in self._entities for part in _facts(entity)]
        self.recipe = f"{_VERSION}+{sha256_hex(chr(0).join(parts).encode())[:12]}"

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return Gazetteer([*self._entities, *weapon_entities()])

    def extract(self, item: Item) -> Extraction:
        """Return mentions, statements and events of ``item.version``."""
        text = item.version.text
        folded = normalise(text)
        language = item.version.language or next(iter(item.source.languages), None)
        owners = frozenset((item.owner.id,)) if item.owner else frozenset()
        known = self._gazetteer.find(folded, owners=owners)
        reading = _Reading(item, folded, language, known, self.recipe)
        return Extraction(
            mentions=reading.mentions(),
            statements=reading.statements(),
            events=events(
                folded,
                language,
                version_id=item.version.id,
                known=known,
                anchor=item.post.published.value,
            ),
        )


def _facts(entity: Entity) -> Iterable[str]:
    """Yield what of an entity changes what is found."""
    yield entity.id
    yield entity.kind.value
    yield from (f"{name.language}:{name.text}" for name in entity.names)
    yield from entity.context


class _Reading:
    """One post being read."""

    def __init__(
        self,
        item: Item,
        folded: Normalised,
        language: str | None,
        known: tuple[Found, ...],
        recipe: str,
    ) -> None:
        self._item = item
        self._folded = folded
        self._language = language
        self._known = known
        self._recipe = recipe
        self._text = item.version.text
        self._anchor = item.post.published.value
        self._framing = self._text

    # ------------------------------------------------------------ mentions

    def mentions(self) -> tuple[Mention, ...]:
        """Return known entities, then names that cues give away, then dates, in text order."""
        found = [
            self._mention(f.span, f.entity.kind.value, f.entity.id, f.score) for f in self._known
        ]
        taken = [f.span for f in self._known]
        dates = find_dates(self._text, self._language, self._anchor)
        others = [
            (span, _KINDS[kind], score)
            for span, kind, score in unlisted_names(self._folded, self._language)
        ]
        others += [(date.span, "Date", 0.9) for date in dates]
        free = _Free(taken)
        found += [
            self._mention(span, kind, None, score)
            for span, kind, score in sorted(others)
            if free.take(span)
        ]
        return tuple(sorted(found, key=lambda m: (m.span, m.kind)))

    def _mention(self, span: Span, kind: str, entity_id: str | None, score: float) -> Mention:
        version = self._item.version.id
        mention = make_id("m", version, span.start, span.end, kind)
        return Mention(mention, version, span, kind, entity_id, score, self._recipe)

    # ------------------------------------------------------------ statements

    def statements(self) -> tuple[Statement, ...]:
        """Return what the post attributes to someone or says in its owner's voice."""
        voice = self._item.source.voice or self._item.post.forward is not None
        found = attributions(self._text, self._language or "", voice=voice)
        self._framing = _framing(self._text, found)
        made: list[Statement] = []
        for attribution in found:
            if attribution.content and not attribution.attitude:
                made.append(self._same_day(self._statement(attribution), made[-1:]))
        return tuple({statement.id: statement for statement in made}.values())

    def _statement(self, attribution: Attribution) -> Statement:
        content = attribution.content
        words = " ".join(span.of(self._text) for span in content)
        cue = attribution.cue.of(self._text) if attribution.cue else None
        act, score, reason = classify(words, cue, self._language)
        speaker = self._speaker(attribution)
        condition = slots.condition(self._folded, content, self._language)
        deadline = None
        if act in _WITH_DEADLINE:
            deadline = slots.deadline(self._folded, content, self._language, self._anchor)
        capability = None
        if act in _WITH_FORCES:
            capability = slots.capability(self._folded, content, self._language)
        return Statement(
            id=self._id(content, speaker),
            version_id=self._item.version.id,
            speaker=speaker,
            content=content,
            act=act,
            date=self._date(attribution),
            cue=attribution.cue,
            direct=attribution.direct,
            addressee=self._addressee(attribution),
            target=self._target(content, act, speaker),
            condition=condition,
            deadline=deadline.span if deadline else None,
            deadline_at=deadline.at if deadline else UNDATED,
            capability=capability,
            hedges=self._hedges(attribution),
            chain=tuple(span.of(self._text) for span in attribution.chain),
            score=round(attribution.score * (0.5 + score / 2), 3),
            recipe=f"{attribution.recipe}; act: {reason}",
        )

    def _id(self, content: Sequence[Span], speaker: Speaker) -> str:
        bounds = [bound for span in content for bound in (span.start, span.end)]
        return make_id("s", self._item.version.id, *bounds, speaker.text)

    def _speaker(self, attribution: Attribution) -> Speaker:
        """Return the speaker's words; pronouns and short forms are spelled out where resolved."""
        if attribution.basis is Basis.VOICE or attribution.source is None:
            if attribution.basis is Basis.VOICE:
                return Speaker(self._voice(), Basis.VOICE)
            return Speaker("", attribution.basis)
        named = attribution.resolved or attribution.source
        return Speaker(named.of(self._text), attribution.basis, attribution.source)

    def _voice(self) -> str:
        """Return who says "we": whom a forward came from, else the owner of the source."""
        if self._item.post.forward is not None:
            return self._item.post.forward.name
        if self._item.owner is not None:
            return self._item.owner.name()
        return self._item.source.owner or self._item.source.name

    def _date(self, attribution: Attribution) -> Dated:
        """Return the date that stands beside the cue, else the date of the post."""
        if attribution.cue is not None:
            edge = attribution.cue.end
            bounds = [s.start for s in attribution.content if s.start >= edge]
            near_by = _FRAMED if bounds and self._language == "ar" else _NEAR
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
        published = self._item.post.published
        if published.value is None:
            return UNDATED
        return Dated(published.value, published.precision, _OF_POST, published.estimated)

    def _date_before(self, cue: Span) -> Dated | None:
        """Return the date that stands before a cue that ends its clause, outside what is said."""
        sentence = re.split(r"[.!?؟\n]", self._framing[max(0, cue.start - _CLAUSE) : cue.start])[-1]
        sentence = sentence.replace("\u200cشب", " شب")
        for found in find_dates(sentence, self._language, self._anchor):
            beside = _SAYS_WHEN.search(sentence[: found.span.start])
            if beside and found.date.value is not None and self._not_future(found.date):
                return found.date
        return None

    def _same_day(self, statement: Statement, before: Sequence[Statement]) -> Statement:
        """Give a statement the day that the one before it in its sentence, by the same, names.

        In English "he added" goes on with what was said in the sentence before.
        """
        cue = statement.cue
        if not before or cue is None or before[0].cue is None or self._language not in _CARRYING:
            return statement
        last = before[0]
        between = self._text[min(before[0].cue.end, cue.start) : cue.start]
        named = last.date.basis != _OF_POST and statement.date.basis == _OF_POST
        same = last.speaker.text == statement.speaker.text
        goes_on = statement.speaker.basis is Basis.PRONOUN and self._language == "en"
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

    def _addressee(self, attribution: Attribution) -> str | None:
        first = attribution.content[0]
        starts = [s.start for s in (attribution.source, attribution.cue) if s] or [first.start]
        start = min(*starts, first.start) if starts else first.start
        start = max(start, first.start - 200)
        end = min(first.end, first.start + _REACH)
        return slots.addressee(self._folded, Span(start, end), self._language, self._known)

    def _target(self, content: Sequence[Span], act: Act, speaker: Speaker) -> str | None:
        if act not in _AIMED:
            return None
        others = [
            found
            for found in self._known
            if found.entity.kind.value != "Weapon"
            and found.span.of(self._text) not in speaker.text
            and not (self._item.owner is not None and found.entity.id == self._item.owner.id)
        ]
        return slots.target(self._folded, content, self._language, others)

    def _hedges(self, attribution: Attribution) -> tuple[Span, ...]:
        spans = [s for s in (attribution.source, attribution.cue, *attribution.content) if s]
        start = min(s.start for s in spans)
        end = max(s.end for s in spans)
        window = Span(max(start, end - 600), end)
        found = {*attribution.hedges, *slots.hedges(self._folded, window, self._language)}
        return tuple(sorted(found))


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


class _Free:
    """Which runs of a text are still free; runs are offered from left to right."""

    def __init__(self, taken: Sequence[Span]) -> None:
        self._taken = sorted(taken)
        self._at = 0
        self._end = 0

    def take(self, span: Span) -> bool:
        """Take ``span`` if nothing overlaps it."""
        while self._at < len(self._taken) and self._taken[self._at].end <= span.start:
            self._at += 1
        blocked = self._at < len(self._taken) and self._taken[self._at].start < span.end
        if blocked or span.start < self._end:
            return False
        self._end = span.end
        return True
