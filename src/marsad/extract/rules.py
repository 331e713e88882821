"""The built-in extractor: word lists, rules and the language model, without network.

One pass a post: fold the text, find names, find who says what, read each statement's act and
parts, find events. Every result carries spans of the version's text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from ..encoder.space import packed
from ..encoder.understanding import Understanding
from ..model import (
    UNDATED,
    Act,
    Basis,
    Dated,
    Entity,
    Mention,
    Span,
    Speaker,
    Statement,
    sha256_hex,
)
from ..ports import Extraction, Item
from ..text import Normalised, normalise
from . import slots
from .acts import Asked, classify
from .attribution import Attribution, attributions
from .events import events
from .mentions import Found, Gazetteer
from .naming import Named, named
from .posts import has_voice, language_of, mention, statement_id, voice
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
"""Code points of the content in which an addressee is looked for: "We call on X to …"; this and
the next two are not tuned."""

_BEFORE = 200
"""The same before the content, from the source or cue on."""

_HEDGED = 600
"""Code points at the end of a statement in which hedges are looked for."""


class BuiltInExtractor:
    """Implements :class:`marsad.ports.Extractor` without network.

    Lists and rules (eight languages for statements) and a language model (more) together.

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
        language = language_of(item)
        owners = frozenset((item.owner.id,)) if item.owner else frozenset()
        known, doubtful = self._gazetteer.look(folded, owners=owners)
        reading = _Reading(
            item, folded, language, (known, doubtful), self.recipe, self._understanding
        )
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
    yield from (f"{name.language}:{name.text}:{name.ambiguous}" for name in entity.names)
    yield from entity.context
    yield from entity.decoys


def _is_statement(attribution: Attribution) -> bool:
    """Tell whether somebody says something: not in "it is said that", where nobody does."""
    somebody = attribution.source is not None or attribution.basis is Basis.VOICE
    return bool(attribution.content) and somebody and not attribution.attitude


class _Reading:
    """One post being read."""

    def __init__(
        self,
        item: Item,
        folded: Normalised,
        language: str | None,
        looked: tuple[tuple[Found, ...], tuple[Found, ...]],
        recipe: str,
        understanding: Understanding | None,
    ) -> None:
        self._understanding = understanding
        self._seen = understanding.of(item.version.text) if understanding else None
        self._item = item
        self._folded = folded
        self._language = language
        self._known, self._doubtful = looked
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
        found = named(self._folded, self._language, self._known, seen, self._anchor, self._doubtful)
        return tuple(map(self._mention, found))

    def _mention(self, each: Named) -> Mention:
        recipe = f"{self._recipe}; {each.reason}"
        score = round(each.score, 3)
        return mention(
            self._item, each.span, each.kind, each.entity_id, score, recipe, each.candidates
        )

    # ------------------------------------------------------------ statements

    def statements(self) -> tuple[Statement, ...]:
        """Return what the post attributes to someone or says in its owner's voice."""
        own = has_voice(self._item)
        owner = voice(self._item) if own else ""
        found = attributions(
            self._text, self._language or "", voice=own, owner=owner, seen=self._seen
        )
        days = SpokenDays(self._text, self._language, self._item.post.published, found)
        made: list[Statement] = []
        for attribution in found:
            if _is_statement(attribution):
                said = self._statement(attribution, days.of(attribution))
                made.append(days.carried(said, made[-1:]))
        return tuple({statement.id: statement for statement in made}.values())

    def _statement(self, attribution: Attribution, date: Dated) -> Statement:
        content = attribution.content
        words = " ".join(span.of(self._text) for span in content)
        cue = attribution.cue.of(self._text) if attribution.cue else None
        act, score, reason = classify(words, cue, self._language, self._asked(attribution))
        speaker = self._speaker(attribution)
        deadline = self._deadline(attribution, act)
        return Statement(
            id=statement_id(self._item, content, speaker),
            version_id=self._item.version.id,
            speaker=speaker,
            content=content,
            act=act,
            date=date,
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

    def _asked(self, attribution: Attribution) -> Asked | None:
        """Return what asks the language model for the act of a statement."""
        model = self._understanding
        if model is None:
            return None
        cue, content = attribution.cue, attribution.content
        return lambda hints: model.acts(self._text, cue, content, self._language or "", hints)

    def _speaker(self, attribution: Attribution) -> Speaker:
        """Return the speaker's words; pronouns and short forms are spelled out where resolved."""
        if attribution.basis is Basis.VOICE:
            return Speaker(voice(self._item), Basis.VOICE)
        named = attribution.resolved or attribution.source
        words = named.of(self._text) if named else ""
        return Speaker(words, attribution.basis, attribution.source)

    def _addressee(self, attribution: Attribution) -> str | None:
        first = attribution.content[0]
        starts = [s.start for s in (attribution.source, attribution.cue, first) if s]
        start = max(min(starts), first.start - _BEFORE)
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
        window = Span(max(start, end - _HEDGED), end)
        found = {*attribution.hedges, *slots.hedges(self._folded, window, self._language)}
        return tuple(sorted(found))
