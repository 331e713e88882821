"""From found passages to attributions: who "he" is, fuller names, hedges, the channel's voice."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from marsad.model import Basis, Span

from ._types import Attribution
from ._words import Kind, Page, Run

__all__ = ["Found", "Voice", "resolve", "voice_passages"]


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that attributes, in tokens, before its speaker is resolved.

    :ivar source: tokens naming the speaker; None for a pronoun that is not written (``basis``
        is then ``PRONOUN``) and where nobody is named (``UNNAMED``).
    :ivar sentence: the sentence; a pronoun without a speaker looks for one before it.
    :ivar feminine: gender that the verb shows, or None where it shows none.
    :ivar source_skip: characters of a joined preposition at the start of ``source``.
    :ivar same: True where the speaker is that of the passage found just before.
    """

    source: Run | None
    cue: Run
    content: tuple[Span, ...]
    direct: bool
    basis: Basis
    recipe: str
    score: float
    sentence: Run
    feminine: bool | None = None
    chain: tuple[Run, ...] = ()
    same: bool = False
    source_skip: int = 0


@dataclass(frozen=True, slots=True)
class _Speaker:
    run: Run
    feminine: bool | None
    names: frozenset[str]
    basis: Basis


def resolve(
    page: Page,
    found: Sequence[Found],
    *,
    hedges: frozenset[str],
    light: frozenset[str],
    antecedent: Callable[[Run], Run | None],
) -> tuple[Attribution, ...]:
    """Return the attributions of ``found``, in text order, with speakers resolved.

    A pronoun takes the last speaker of its gender, else the last speaker, else what
    ``antecedent`` finds before its sentence; without any it is dropped.

    :param light: folded words that do not tell one speaker from another (titles, bodies).
    """
    speakers: list[_Speaker] = []
    result: list[Attribution] = []
    weak = _Hedges(page, hedges)
    for item in found:
        attribution = _resolve_one(page, item, speakers, weak, light, antecedent)
        if attribution is not None:
            result.append(attribution)
    return tuple(sorted(result, key=lambda a: (a.content[0].start, a.content[-1].end)))


def _resolve_one(
    page: Page,
    item: Found,
    speakers: list[_Speaker],
    hedges: _Hedges,
    light: frozenset[str],
    antecedent: Callable[[Run], Run | None],
) -> Attribution | None:
    source = _source_span(page, item)
    resolved: Span | None = None
    if item.basis is Basis.PRONOUN:
        run = _last(speakers, item) or antecedent(item.sentence)
        if run is None and source is None:
            return None
        resolved = page.span(run) if run else None
        if run is None and item.source is not None:
            speakers.append(_Speaker(item.source, item.feminine, frozenset(), item.basis))
        source = source or resolved
    elif item.source is not None:
        names = _names(page, item.source, light)
        resolved = _fuller(page, item, names, speakers)
        speakers.append(_Speaker(item.source, item.feminine, names, item.basis))
    return Attribution(
        source=source,
        cue=page.span(item.cue),
        content=item.content,
        direct=item.direct,
        basis=item.basis,
        resolved=resolved,
        chain=tuple(page.span(run) for run in item.chain),
        hedges=hedges.within(*_said_range(page, item, source)),
        recipe=item.recipe,
        score=item.score,
    )


def _source_span(page: Page, item: Found) -> Span | None:
    if item.source is None:
        return None
    span = page.span(item.source)
    return Span(span.start + item.source_skip, span.end)


def _said_range(page: Page, item: Found, source: Span | None) -> tuple[int, int]:
    """Return the characters from the first to the last word of an act of speaking."""
    cue = page.span(item.cue)
    starts = [cue.start, item.content[0].start]
    if source is not None and item.source is not None:
        starts.append(source.start)
    return min(starts), max(cue.end, item.content[-1].end)


def _last(speakers: list[_Speaker], item: Found) -> Run | None:
    """Return the last speaker that agrees with the verb; the last of all where none does."""
    if not speakers:
        return None
    if not item.same and item.feminine is not None:
        for speaker in reversed(speakers[-8:]):
            if speaker.feminine is item.feminine:
                return speaker.run
    return speakers[-1].run


def _names(page: Page, run: Run, light: frozenset[str]) -> frozenset[str]:
    words = page.words[run.first : run.last]
    forms = {w.form for w in words if w.kind is Kind.WORD}
    return frozenset(f for f in forms if not {f, f.removeprefix("ال")} & light)


def _fuller(
    page: Page, item: Found, names: frozenset[str], speakers: list[_Speaker]
) -> Span | None:
    """Return an earlier, longer way to name the same speaker, if there is one."""
    if item.source is None:
        return None
    definite = page.form(item.source.first).startswith("ال")
    if item.basis is Basis.UNNAMED:
        return _same_title(page, item.source, speakers) if definite else None
    if not names and (item.basis is Basis.TITLE or definite):
        return _same_title(page, item.source, speakers)
    for speaker in reversed(speakers[-8:]):
        longer = speaker.run.last - speaker.run.first > item.source.last - item.source.first
        if longer and names and names <= speaker.names:
            return page.span(speaker.run)
    return None


def _same_title(page: Page, source: Run, speakers: list[_Speaker]) -> Span | None:
    title = page.form(source.first).removeprefix("ال")
    for speaker in reversed(speakers[-8:]):
        forms = {
            w.form.removeprefix("ال") for w in page.words[speaker.run.first : speaker.run.last]
        }
        if speaker.names and title in forms:
            return page.span(speaker.run)
    return None


class _Hedges:
    """The words of a page that weaken what they stand beside."""

    def __init__(self, page: Page, words: frozenset[str]) -> None:
        self._spans = [
            Span(w.start, w.end) for w in page.words if w.kind is Kind.WORD and w.form in words
        ]

    def within(self, start: int, end: int) -> tuple[Span, ...]:
        """Return those between two character offsets."""
        first = bisect_left(self._spans, Span(start, start))
        last = bisect_left(self._spans, Span(end, end))
        return tuple(self._spans[first:last])


def _whole(page: Page, sentence: Run) -> tuple[Run, ...]:
    del page
    return (sentence,)


@dataclass(frozen=True, slots=True)
class Voice:
    """How a language lets a channel speak as "we".

    :ivar speaks: whether a sentence is said in the first person plural.
    :ivar opens: the word with which a sentence performs an act ("we call on"), or an empty
        string; a sentence with another such word begins a statement of its own.
    :ivar closed: whether the act that a sentence opened is over with it (thanks, condolences).
    :ivar continues: whether a sentence beside such sentences is said in the same voice.
    :ivar splits: the parts of a sentence that are acts of their own; the whole by default.
    """

    speaks: Callable[[Page, Run], bool]
    opens: Callable[[Page, Run], str]
    continues: Callable[[Page, Run], bool]
    closed: Callable[[str], bool]
    recipe: str
    splits: Callable[[Page, Run], Iterable[Run]] = _whole


def voice_passages(
    page: Page, voice: Voice, taken: Iterable[Attribution], hedges: frozenset[str]
) -> tuple[Attribution, ...]:
    """Return what the channel says in its own voice, outside what it quotes others saying.

    Adjacent sentences join into one passage until a sentence opens another act.
    """
    others = _Taken(taken)
    weak = _Hedges(page, hedges)
    passages: list[tuple[Run, str]] = []
    for sentence in (part for whole in page.sentences for part in voice.splits(page, whole)):
        run = page.trim(sentence)
        if run.first >= run.last or others.covers_most(page.span(run)):
            continue
        beside = bool(passages) and _adjoin(page, passages[-1][0], run)
        if not voice.speaks(page, run) and not (beside and voice.continues(page, run)):
            continue
        act = voice.opens(page, run)
        last = passages[-1][1] if passages else ""
        if beside and act in ("", last) and not (last and not act and voice.closed(last)):
            passages[-1] = (Run(passages[-1][0].first, sentence.last), passages[-1][1])
        else:
            passages.append((Run(run.first, sentence.last), act))
    return tuple(_voiced(page, run, voice, weak) for run, _ in passages)


class _Taken:
    """What is already said by somebody named, as spans that do not overlap."""

    def __init__(self, taken: Iterable[Attribution]) -> None:
        self._spans: list[Span] = []
        for part in sorted(part for a in taken for part in a.content):
            if self._spans and part.start <= self._spans[-1].end:
                before = self._spans[-1]
                self._spans[-1] = Span(before.start, max(before.end, part.end))
            else:
                self._spans.append(part)

    def covers_most(self, span: Span) -> bool:
        """Tell whether more than half of ``span`` is taken."""
        first = max(0, bisect_left(self._spans, span) - 1)
        last = bisect_left(self._spans, Span(span.end, span.end))
        covered = sum(span.overlap(other) for other in self._spans[first:last])
        return 2 * covered > span.end - span.start


def _adjoin(page: Page, before: Run, after: Run) -> bool:
    gap = page.words[before.last : after.first]
    return all(w.kind not in (Kind.WORD, Kind.NUMBER, Kind.TAG) for w in gap)


def _voiced(page: Page, run: Run, voice: Voice, hedges: _Hedges) -> Attribution:
    inner = page.trim(run, tags=True)
    last = inner.last
    if last < run.last and page.kind(last) is Kind.STOP:
        last += 1
    span = page.span(Run(inner.first, last))
    return Attribution(
        source=None,
        cue=None,
        content=(span,),
        direct=False,
        basis=Basis.VOICE,
        resolved=None,
        chain=(),
        hedges=hedges.within(span.start, span.end),
        recipe=voice.recipe,
        score=0.8,
    )
