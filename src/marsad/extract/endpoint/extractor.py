"""The extractor of the endpoint tier: a model reads, and only what stands in the text is kept.

What is known without a model stays with the rules: names of known entities, dates, events, and
what the text means. The model adds other names and all statements. Where the server fails, or its
answer has no meaning, the post fails as a whole: nobody could tell statements of the rules from
those of the model, nor a post without statements from one that was never read.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...errors import ExtractionError
from ...model import (
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
from ...ports import Extraction, Extractor, Item
from ...text import find_dates, normalise
from .. import slots
from ..acts import classify
from ..posts import has_voice, language_of, mention, statement_id, voice
from ..rules import BuiltInExtractor
from ..speaking import day_of_post
from .addressed import addressed
from .client import Endpoint
from .grounding import QUOTES, Ground, Reason
from .placing import Placed, place
from .prompt import messages, new_fence, prompt_hash
from .schema import KINDS, SCHEMA, Answer, ToldStatement, read_answer

__all__ = ["EndpointExtractor"]

_VERSION = "endpoint/1"
_LOG = logging.getLogger(__name__)

_WINDOW = 6000
"""Code points of one request; with the instruction some 4,000 tokens of Arabic, which servers of
small models take."""

_LONGEST = 120_000
"""Code points of a post that is read, 20 requests; longer ones fail instead of blocking others."""

_AGREED, _ALONE = 0.7, 0.5
"""Scores of a statement whose act the rules see too, and of one that rests on the model alone;
an order, not a measurement: calibration is the business of whoever chooses the model."""

_NAME_SCORE = 0.6
"""Score of a name that the model alone told; likewise."""

_ACTS = frozenset(act.value for act in Act)


@dataclass(frozen=True, slots=True)
class Found:
    """What one post holds.

    :ivar dropped: how many things that the model told were not believed, by reason.
    :ivar answers: what the server was asked for and answered, by a key that stands for model,
        instruction and passage; empty where all was recalled.
    """

    extraction: Extraction
    dropped: Counter[Reason]
    answers: Mapping[str, str]


class EndpointExtractor:
    """Implements :class:`marsad.ports.Extractor` with a model behind an endpoint.

    :param entities: whom to look for by name, as in :class:`marsad.extract.BuiltInExtractor`.
    :param rules: finds known names, dates, events and the meaning in place of such an extractor.
    :param recall: returns what :attr:`Found.answers` held under a key, or None: nothing is asked
        twice then, whatever becomes of entities and rules.
    :ivar keys: begins every key of :attr:`Found.answers`, and no key of another model or
        instruction.
    :ivar dropped: how many things that the model told were not believed, by reason, in all calls
        of :meth:`extract`.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        entities: Sequence[Entity] = (),
        *,
        rules: Extractor | None = None,
        recall: Callable[[str], str | None] | None = None,
    ) -> None:
        self._endpoint = endpoint
        self._recall = recall
        self._rules = rules or BuiltInExtractor(entities)
        self._model = f"{_VERSION} {endpoint.model}+{prompt_hash()}"
        self.keys = f"{_hash(self._model)}/"
        self.recipe = f"{self._model}+{self._rules.recipe}"
        self.dropped: Counter[Reason] = Counter()

    def extract(self, item: Item) -> Extraction:
        """Return mentions, statements and events of ``item.version``; see :meth:`read`."""
        found = self.read(item)
        self.dropped += found.dropped
        return found.extraction

    def read(self, item: Item) -> Found:
        """Return what ``item.version`` holds, with what was not believed of the model.

        Several threads may call it at the same time.

        :raises UnansweredError: the server gave no useful answer, which is not the text's doing.
        :raises ExtractionError: a refusal, an answer without meaning, or too long a text.
        """
        text = item.version.text
        if len(text) > _LONGEST:
            raise ExtractionError(
                f"The post has {len(text)} characters; an endpoint is given {_LONGEST} at most.",
                hint="Follow such documents with the built-in tier.",
            )
        new: dict[str, str] = {}
        answers = [(window, self._answer(window.of(text), new)) for window in _windows(text)]
        reading = _Reading(item, self._model)
        for window, answer in answers:
            reading.take(window, answer)
        _log(item, reading.dropped)
        known = self._rules.extract(item)
        found = Extraction(
            mentions=_mentions(known.mentions, reading.mentions),
            statements=tuple({s.id: s for s in reading.statements}.values()),
            events=known.events,
            vector=known.vector,
        )
        return Found(found, reading.dropped, new)

    def _answer(self, passage: str, new: dict[str, str]) -> Answer:
        """Return what the model says of ``passage``; what it had to be asked goes into ``new``.

        An answer without meaning is asked for once more: servers that read several texts at once
        do not answer twice in the same words.
        """
        key = f"{self.keys}{_hash(passage)}"
        told = self._recall(key) if self._recall else None
        if told is not None:
            return read_answer(told)
        told = self._told(passage)
        try:
            answer = read_answer(told)
        except ExtractionError:
            told = self._told(passage)
            answer = read_answer(told)
        new[key] = told
        return answer

    def _told(self, passage: str) -> str:
        return self._endpoint.ask(messages(passage, new_fence(passage)), SCHEMA)


def _hash(text: str) -> str:
    return sha256_hex(text.encode("utf-8", "surrogatepass"))


def _log(item: Item, dropped: Counter[Reason]) -> None:
    if dropped:
        told = ", ".join(f"{reason.value}: {count}" for reason, count in dropped.items())
        _LOG.info("%s: dropped from the model's answer: %s", item.version.id, told)


def _windows(text: str) -> Iterator[Span]:
    """Yield runs of at most :data:`_WINDOW` code points, cut between lines, sentences or words."""
    start = 0
    while start < len(text):
        end = min(len(text), start + _WINDOW)
        if end < len(text):
            cuts = (text.rfind(mark, start + _WINDOW // 2, end) for mark in ("\n", ". ", " "))
            end = next((cut + 1 for cut in cuts if cut > 0), end)
        if text[start:end].strip():
            yield Span(start, end)
        start = end


def _mentions(known: Iterable[Mention], told: Iterable[Mention]) -> tuple[Mention, ...]:
    """Join known names and dates of the rules with other names of the model, in text order."""
    kept = [m for m in known if m.entity_id is not None or m.kind == "Date"]
    for each in sorted(told, key=lambda m: (m.span.start, -m.span.end)):
        if not any(each.span.overlap(other.span) for other in kept):
            kept.append(each)
    return tuple(sorted(kept, key=lambda m: (m.span, m.kind)))


class _Reading:
    """One post, and what is believed of the answers about it."""

    def __init__(self, item: Item, recipe: str) -> None:
        self._item = item
        self._recipe = recipe
        self._text = item.version.text
        self._folded = normalise(self._text)
        self._language = language_of(item)
        self._suspect = addressed(self._text, self._language)
        self._anchor = item.post.published.value
        self.mentions: list[Mention] = []
        self.statements: list[Statement] = []
        self.dropped: Counter[Reason] = Counter()

    def take(self, window: Span, answer: Answer) -> None:
        """Keep of ``answer`` what stands in ``window`` of the text."""
        ground = Ground(self._text, window)
        if answer.unknown:
            self.dropped[Reason.FIELD] += answer.unknown
        for text, kind in dict.fromkeys((m.text, m.kind) for m in answer.mentions):
            self.mentions += self._named(ground, text, kind)
        for told in answer.statements:
            if told.act not in _ACTS:
                self.dropped[Reason.ACT] += 1
                continue
            placed = place(ground, told, voice=has_voice(self._item), dropped=self.dropped)
            if placed is not None and self._believed(placed.core()):
                self.statements.append(self._statement(told, placed))

    def _named(self, ground: Ground, text: str, kind: str) -> list[Mention]:
        found = ground.all(text) if kind in KINDS else ()
        if not found:
            self.dropped[Reason.ABSENT if kind in KINDS else Reason.KIND] += 1
        return [
            mention(self._item, span, kind, None, _NAME_SCORE, self._recipe)
            for span in found
            if self._believed((span,))
        ]

    def _believed(self, spans: Iterable[Span]) -> bool:
        """Tell whether none of ``spans`` lies in a run that speaks to a machine; count it if so."""
        if not any(span.overlap(run) for span in spans for run in self._suspect):
            return True
        self.dropped[Reason.MACHINE] += 1
        return False

    def _statement(self, told: ToldStatement, placed: Placed) -> Statement:
        speaker = self._speaker(placed)
        act, agreed = self._act(told, placed)
        return Statement(
            id=statement_id(self._item, placed.content, speaker),
            version_id=self._item.version.id,
            speaker=speaker,
            content=placed.content,
            act=act,
            date=self._date(placed.said_on),
            cue=placed.cue,
            direct=told.direct and self._quoted(placed.content[0]),
            addressee=self._words(placed.addressee),
            target=self._words(placed.target),
            condition=placed.condition,
            deadline=placed.deadline,
            deadline_at=self._deadline(placed.deadline),
            capability=placed.capability,
            hedges=tuple(span for span in placed.hedges if self._clear(span)),
            chain=tuple(span.of(self._text) for span in placed.chain if self._clear(span)),
            score=_AGREED if agreed else _ALONE,
            recipe=f"{self._recipe}; act: {'rules' if self._suspect else 'model'}",
        )

    def _act(self, told: ToldStatement, placed: Placed) -> tuple[Act, bool]:
        """Return the act, and whether the rules see it.

        In a post that speaks to a machine an act, which is no string of the text and cannot be
        found there, is left to the rules.
        """
        words = " ".join(span.of(self._text) for span in placed.content)
        seen = classify(words, self._words(placed.cue), self._language)[0]
        act = seen if self._suspect else Act(told.act)
        return act, act is seen and not self._suspect

    def _speaker(self, placed: Placed) -> Speaker:
        if placed.basis is Basis.VOICE:
            return Speaker(voice(self._item), Basis.VOICE)
        if placed.speaker is None:
            return Speaker("", Basis.UNNAMED)
        named = placed.resolved if placed.resolved and self._clear(placed.resolved) else None
        return Speaker((named or placed.speaker).of(self._text), placed.basis, placed.speaker)

    def _date(self, said_on: Span | None) -> Dated:
        """Return the date that the words of the passage mean, else that of the post."""
        if said_on is not None and self._clear(said_on):
            for found in find_dates(said_on.of(self._text), self._language, self._anchor):
                moment = found.date.value
                if moment is not None and (self._anchor is None or moment <= self._anchor):
                    return found.date
        return day_of_post(self._item.post.published)

    def _deadline(self, span: Span | None) -> Dated:
        """Return the moment that the words of a deadline mean; a model is not asked to reckon."""
        if span is None:
            return UNDATED
        found = slots.deadline(self._folded, (span,), self._language, self._anchor)
        return found.at if found else UNDATED

    def _words(self, span: Span | None) -> str | None:
        return span.of(self._text) if span is not None and self._clear(span) else None

    def _quoted(self, span: Span) -> bool:
        """Tell whether a quotation mark stands before ``span`` or at its beginning."""
        before = self._text[max(0, span.start - 2) : span.start + 1]
        return any(mark in before for mark in QUOTES.strip())

    def _clear(self, span: Span) -> bool:
        return not any(span.overlap(run) for run in self._suspect)
