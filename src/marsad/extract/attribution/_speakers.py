"""From found passages to attributions: who "he" is, fuller names, hedges."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from marsad.model import Basis, Span

from ._types import Attribution
from ._words import Kind, Page, Run

__all__ = ["Found", "Hedges", "holds_rank", "resolve"]


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that attributes, in tokens, before its speaker is resolved.

    :ivar source: tokens naming the speaker; None for a pronoun that is not written (``basis``
        is then ``PRONOUN``) and where nobody is named (``UNNAMED``).
    :ivar sentence: the sentence; a pronoun without a speaker looks for one before it.
    :ivar feminine: gender that the verb shows, or None where it shows none.
    :ivar source_skip: characters of a joined preposition at the start of ``source``.
    :ivar full: a fuller naming of ``source`` before it, of somebody who may not have spoken.
    :ivar rank: a word of office for which ``source`` stands as a pronoun does ("the minister");
        only a naming that holds it is of the same person. Empty for a real pronoun.
    :ivar unheld: how ``source`` is known where nobody is found for whom it stands.
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
    full: Run | None = None
    rank: str = ""
    unheld: Basis = Basis.PRONOUN


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Somebody who spoke; ``full`` is the fuller name that ``run`` is short for, if any."""

    run: Run
    feminine: bool | None
    names: frozenset[str]
    basis: Basis
    sentence: int
    full: Span | None = None


def resolve(
    page: Page,
    found: Sequence[Found],
    *,
    hedges: frozenset[str],
    light: frozenset[str],
    antecedent: Callable[[Run], Run | None],
    within: Callable[[Found], Run | None] | None = None,
) -> tuple[Attribution, ...]:
    """Return the attributions of ``found``, in text order, with speakers resolved.

    A pronoun takes a speaker named in its sentence, else what ``within`` finds there, else the
    last speaker of its gender, else the last speaker, else what ``antecedent`` finds before its
    sentence; without any it is dropped.

    :param light: folded words that do not tell one speaker from another (titles, bodies).
    """
    speakers: list[_Speaker] = []
    result: list[Attribution] = []
    weak = Hedges(page, hedges)
    for item in found:
        attribution = _resolve_one(page, item, speakers, weak, light, (within, antecedent))
        if attribution is not None:
            result.append(attribution)
    return tuple(sorted(result, key=lambda a: (a.content[0].start, a.content[-1].end)))


def _resolve_one(
    page: Page,
    item: Found,
    speakers: list[_Speaker],
    hedges: Hedges,
    light: frozenset[str],
    looks: tuple[Callable[[Found], Run | None] | None, Callable[[Run], Run | None]],
) -> Attribution | None:
    within, antecedent = looks
    source = _source_span(page, item)
    resolved: Span | None = None
    basis = item.basis
    if item.basis is Basis.PRONOUN:
        if item.rank:
            run = _of_rank(page, item, speakers)
        else:
            run = _beside(speakers, item) or (within(item) if within else None)
            run = run or _last(speakers, item) or antecedent(item.sentence)
        if run is None and source is None:
            return None
        basis = basis if run else item.unheld
        resolved = _in_full(page, run, speakers) if run else None
        if run is None and item.source is not None:
            speakers.append(_speaker(item, frozenset()))
        elif run is not None and speakers:
            _spoke_again(speakers, run, item)
        source = source or resolved
    elif item.source is not None:
        names = _names(page, item.source, light)
        resolved = _fuller(page, item, names, speakers) or _given(page, item)
        speakers.append(replace(_speaker(item, names), full=resolved))
    return Attribution(
        source=source,
        cue=page.span(item.cue),
        content=item.content,
        direct=item.direct,
        basis=basis,
        resolved=resolved,
        chain=tuple(page.span(run) for run in item.chain),
        hedges=hedges.within(*_said_range(page, item, source)),
        recipe=item.recipe,
        score=item.score,
    )


def _of_rank(page: Page, item: Found, speakers: Sequence[_Speaker]) -> Run | None:
    """Return the last speaker whose naming holds the word of office that ``item`` has."""
    for speaker in reversed(speakers[-8:]):
        if speaker.names and holds_rank(page, speaker.run, item.rank):
            return speaker.run
    return item.full


def holds_rank(page: Page, run: Run, rank: str) -> bool:
    """Tell whether ``run`` has the word ``rank``, with what a language adds at its end."""
    forms = (word.form for word in page.words[run.first : run.last])
    if len(rank) <= _SHORT_RANK:
        return rank in forms
    return any(rank in form and f"-{rank}" not in form for form in forms)


_SHORT_RANK = 3
"""Letters of a word of office that is not looked for inside other words."""


def _speaker(item: Found, names: frozenset[str]) -> _Speaker:
    run = item.source or item.cue
    return _Speaker(run, item.feminine, names, item.basis, item.sentence.first)


def _given(page: Page, item: Found) -> Span | None:
    return page.span(item.full) if item.full else None


def _in_full(page: Page, run: Run, speakers: Sequence[_Speaker]) -> Span:
    """Return the fuller name of the speaker ``run``, or ``run`` itself."""
    full = (each.full for each in reversed(speakers[-8:]) if each.run == run and each.full)
    return next(full, page.span(run))


def _spoke_again(speakers: list[_Speaker], run: Run, item: Found) -> None:
    """Note that the speaker ``run`` speaks in the sentence of ``item`` too."""
    for speaker in reversed(speakers[-8:]):
        if speaker.run == run:
            speakers.append(replace(speaker, sentence=item.sentence.first))
            return


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


def _beside(speakers: list[_Speaker], item: Found) -> Run | None:
    """Return the last speaker that agrees with the verb, where one speaks in its sentence."""
    if speakers and speakers[-1].sentence == item.sentence.first:
        return _last(speakers, item)
    return None


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
        first = page.form(speaker.run.first).removeprefix("ال")
        its_own = speaker.basis is not Basis.UNNAMED or first == title
        if speaker.names and title in forms and its_own:
            return page.span(speaker.run)
    return None


class Hedges:
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
