"""The built-in extractor: word lists, rules and the language model, without network.

One pass a post: fold the text, find names, find who says what, read each statement's act and
parts, find events. Every result carries spans of the version's text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from ..encoder.space import packed
from ..encoder.understanding import Understanding
from ..model import (
    UNDATED,
    Act,
    Basis,
    Entity,
    Mention,
    Span,
    Speaker,
    Statement,
    make_id,
    sha256_hex,
)
from ..ports import Extraction, Item
from ..text import Normalised, normalise
from . import slots
from .acts import classify
from .attribution import Attribution, attributions
from .events import events
from .mentions import Found, Gazetteer
from .naming import Named, named
from .speaking import SpokenDays
from .weapons import weapon_entities

__all__ = ["BuiltInExtractor"]

_VERSION = "rules/1"

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


class BuiltInExtractor:
    """Implements :class:`marsad.ports.Extractor` without network.

    Lists and rules (English, Arabic, Persian) and a language model (those and more) together.

    :param entities: whom and what to look for by name; weapons are always looked for.
    :param understanding: the language model; None leaves it to lists and rules.
    """

    def __init__(
        self, entities: Sequence[Entity] = (), understanding: Understanding | None = None
    ) -> None:
        self._entities = tuple(entities)
        self._understanding = understanding
        parts = [part for entity in self._entities for part in _facts(entity)]
        model = f"{understanding.recipe}+" if understanding else ""
        self.recipe = f"{_VERSION}+{model}{sha256_hex(chr(0).join(parts).encode())[:12]}"

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
        reading = _Reading(item, folded, language, known, self.recipe, self._understanding)
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
            vector=reading.vector(),
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
        understanding: Understanding | None,
    ) -> None:
        self._understanding = understanding
        self._seen = understanding.of(item.version.text) if understanding else None
        self._item = item
        self._folded = folded
        self._language = language
        self._known = known
        self._recipe = recipe
        self._text = item.version.text
        self._anchor = item.post.published.value

    def vector(self) -> bytes:
        """Return what the text means, packed; empty without a language model or a word."""
        if self._seen is None or not self._seen.vector.any():
            return b""
        packed_row: bytes = packed(self._seen.vector[None])[0].tobytes()
        return packed_row

    # ------------------------------------------------------------ mentions

    def mentions(self) -> tuple[Mention, ...]:
        """Return what the text names, in its order."""
        seen = self._seen.mentions if self._seen else ()
        found = named(self._folded, self._language, self._known, seen, self._anchor)
        return tuple(map(self._mention, found))

    def _mention(self, each: Named) -> Mention:
        version, span = self._item.version.id, each.span
        return Mention(
            id=make_id("m", version, span.start, span.end, each.kind),
            version_id=version,
            span=span,
            kind=each.kind,
            entity_id=each.entity_id,
            score=round(each.score, 3),
            recipe=f"{self._recipe}; {each.reason}",
        )

    # ------------------------------------------------------------ statements

    def statements(self) -> tuple[Statement, ...]:
        """Return what the post attributes to someone or says in its owner's voice."""
        voice = self._item.source.voice or self._item.post.forward is not None
        found = attributions(self._text, self._language or "", voice=voice, seen=self._seen)
        self._days = SpokenDays(self._text, self._language, self._item.post.published, found)
        made: list[Statement] = []
        for attribution in found:
            if attribution.content and not attribution.attitude:
                made.append(self._days.carried(self._statement(attribution), made[-1:]))
        return tuple({statement.id: statement for statement in made}.values())

    def _statement(self, attribution: Attribution) -> Statement:
        content = attribution.content
        words = " ".join(span.of(self._text) for span in content)
        cue = attribution.cue.of(self._text) if attribution.cue else None
        act, score, reason = classify(words, cue, self._language, self._acts(attribution))
        speaker = self._speaker(attribution)
        deadline = self._deadline(attribution, act)
        return Statement(
            id=self._id(content, speaker),
            version_id=self._item.version.id,
            speaker=speaker,
            content=content,
            act=act,
            date=self._days.of(attribution),
            cue=attribution.cue,
            direct=attribution.direct,
            addressee=self._addressee(attribution),
            target=self._target(attribution, act, speaker),
            condition=slots.condition(self._folded, content, self._language)
            or attribution.slots.get("condition"),
            deadline=deadline.span if deadline else None,
            deadline_at=deadline.at if deadline else UNDATED,
            capability=self._capability(attribution, act),
            hedges=self._hedges(attribution),
            chain=tuple(span.of(self._text) for span in attribution.chain),
            score=round(attribution.score * (0.5 + score / 2), 3),
            recipe=f"{attribution.recipe}; act: {reason}",
        )

    def _deadline(self, attribution: Attribution, act: Act) -> slots.Deadline | None:
        if act not in _WITH_DEADLINE:
            return None
        content, seen = attribution.content, attribution.slots.get("deadline")
        found = slots.deadline(self._folded, content, self._language, self._anchor)
        return found or (slots.Deadline(seen, UNDATED) if seen else None)

    def _capability(self, attribution: Attribution, act: Act) -> Span | None:
        if act not in _WITH_FORCES:
            return None
        found = slots.capability(self._folded, attribution.content, self._language)
        return found or attribution.slots.get("capability")

    def _acts(self, attribution: Attribution) -> Mapping[Act, float] | None:
        if self._understanding is None:
            return None
        return self._understanding.acts(self._text, attribution.cue, attribution.content)

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

    def _addressee(self, attribution: Attribution) -> str | None:
        first = attribution.content[0]
        starts = [s.start for s in (attribution.source, attribution.cue) if s] or [first.start]
        start = min(*starts, first.start) if starts else first.start
        start = max(start, first.start - 200)
        end = min(first.end, first.start + _REACH)
        return slots.addressee(self._folded, Span(start, end), self._language, self._known)

    def _target(self, attribution: Attribution, act: Act, speaker: Speaker) -> str | None:
        if act not in _AIMED:
            return None
        content, seen = attribution.content, attribution.slots.get("target")
        others = [
            found
            for found in self._known
            if found.entity.kind.value != "Weapon"
            and found.span.of(self._text) not in speaker.text
            and not (self._item.owner is not None and found.entity.id == self._item.owner.id)
        ]
        found = slots.target(self._folded, content, self._language, others)
        return found or (seen.of(self._text) if seen else None)

    def _hedges(self, attribution: Attribution) -> tuple[Span, ...]:
        spans = [s for s in (attribution.source, attribution.cue, *attribution.content) if s]
        start = min(s.start for s in spans)
        end = max(s.end for s in spans)
        window = Span(max(start, end - 600), end)
        found = {*attribution.hedges, *slots.hedges(self._folded, window, self._language)}
        return tuple(sorted(found))
