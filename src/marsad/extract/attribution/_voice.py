"""What a channel says in its own voice: which sentences are its own, and where one act ends.

A group that publishes in its own name stands for what it writes there. So every sentence that is
neither a heading, a formula nor a signature, and that nobody else is named as saying, is said by
the channel, whether or not it says "we".
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from marsad.model import Act, Basis, Span

from ..acts import classify
from ._speakers import Hedges
from ._types import Attribution
from ._words import Kind, Page, Run

__all__ = ["Voice", "voice_passages"]


def _whole(page: Page, sentence: Run) -> tuple[Run, ...]:
    del page
    return (sentence,)


def _itself(page: Page, run: Run) -> tuple[Run | None, Run]:
    del page
    return None, run


def _always(page: Page, run: Run) -> bool:
    del page, run
    return True


@dataclass(frozen=True, slots=True)
class Voice:
    """How a language lets a channel speak for itself.

    :ivar speaks: whether a sentence is said in the first person, or demands something.
    :ivar states: whether a sentence states something, though nobody says "we" in it.
    :ivar silent: whether a sentence is a heading, a formula, a signature: said by nobody.
    :ivar opens: the word with which a sentence performs an act ("we call on"), or an empty
        string; a sentence with another such word begins a statement of its own.
    :ivar closed: whether the act that a sentence opened is over with it (thanks, condolences).
    :ivar continues: whether a sentence goes on with the statement before it; told as well whether
        both stand in one paragraph.
    :ivar alone: whether a sentence that joins no other and names no act is a statement.
    :ivar labels: folded first words of labels before a colon.
    :ivar splits: the parts of a sentence that are acts of their own; the whole by default.
    :ivar said: the verb that performs a passage's act, where it is the cue, and what is said.
    """

    speaks: Callable[[Page, Run], bool]
    states: Callable[[Page, Run], bool]
    silent: Callable[[Page, Run], bool]
    opens: Callable[[Page, Run], str]
    continues: Callable[[Page, Run, bool], bool]
    closed: Callable[[str], bool]
    language: str
    labels: Callable[[], frozenset[str]]
    splits: Callable[[Page, Run], Iterable[Run]] = _whole
    said: Callable[[Page, Run], tuple[Run | None, Run]] = _itself
    alone: Callable[[Page, Run], bool] = _always


@dataclass(slots=True)
class _Passage:
    run: Run
    act: str
    named: Act | None


def voice_passages(
    page: Page, voice: Voice, taken: Iterable[Attribution], hedges: frozenset[str]
) -> tuple[Attribution, ...]:
    """Return what the channel says in its own voice, outside what it quotes others saying.

    A sentence joins the passage before it where the language lets it go on, and where the words of
    both name one act outright.
    """
    weak = Hedges(page, hedges)
    passages: list[_Passage] = []
    starts = {paragraph.first for paragraph in page.paragraphs}
    for first, run in _own(page, voice, _Taken(page, taken)):
        act, named = voice.opens(page, run), _named(page, run, voice.language)
        last = passages[-1] if passages else None
        inside = first not in starts
        if last and _joins(page, voice, last, _Passage(run, act, named), inside=inside):
            last.run = Run(last.run.first, run.last)
        elif named is not None or voice.alone(page, run):
            passages.append(_Passage(run, act, named))
    return tuple(_voiced(page, each.run, voice, weak) for each in passages)


def _own(page: Page, voice: Voice, taken: _Taken) -> Iterator[tuple[int, Run]]:
    """Yield the parts of sentences that the channel says, each with its sentence's first token."""
    for sentence in page.sentences:
        if voice.silent(page, sentence) or _is_led(page, sentence, voice):
            continue
        for part in voice.splits(page, sentence):
            run = _unlabelled(page, Run(page.trim(page.unlisted(part)).first, part.last), voice)
            if not _has_words(page, run) or taken.covers_most(page.span(run)):
                continue
            if voice.speaks(page, run) or voice.states(page, run):
                yield part.first, run


def _has_words(page: Page, run: Run) -> bool:
    inner = page.trim(run, tags=True)
    return inner.first < inner.last


def _is_led(page: Page, sentence: Run, voice: Voice) -> bool:
    """Tell whether a sentence is another's by its look: "#Name: …", "@name: …", "> …".

    A tag may be a label, too: "#urgent: …".
    """
    first = next((i for i in range(*sentence) if page.kind(i) is not Kind.LINE), sentence.last)
    if first + 1 >= sentence.last:
        return False
    tagged = page.kind(first) is Kind.TAG and page.kind(first + 1) is Kind.COLON
    label = page.form(first).lstrip("#@") in voice.labels()
    return (tagged and not label) or page.form(first) == ">"


def _unlabelled(page: Page, run: Run, voice: Voice) -> Run:
    """Drop a label and its colon from the start of ``run``: "Correction: …"."""
    near = range(run.first + 1, min(run.last - 1, run.first + _LABEL))
    colon = next((index for index in near if page.kind(index) is Kind.COLON), -1)
    labelled = colon > 0 and page.form(run.first) in voice.labels()
    return Run(colon + 1, run.last) if labelled else run


_LABEL = 4
"""Tokens of a label, its colon included."""


def _joins(page: Page, voice: Voice, last: _Passage, new: _Passage, *, inside: bool) -> bool:
    """Tell whether ``new`` goes on with ``last``; ``inside`` where it begins no paragraph."""
    if not _adjoin(page, last.run, new.run) or (
        last.act and not new.act and voice.closed(last.act)
    ):
        return False
    if last.named is not None and last.named is new.named:
        another = last.act and new.act and last.act != new.act
        return not another and not page.listed(new.run)
    goes_on = new.named is None and new.act in ("", last.act)
    return goes_on and voice.continues(page, new.run, inside)


_COMMON = frozenset((Act.OTHER, Act.ANNOUNCEMENT))
"""Acts that say too little to make two sentences one."""


def _named(page: Page, run: Run, language: str) -> Act | None:
    """Return the act that the words of ``run`` name outright, if there is one."""
    act, _, _ = classify(page.span(run).of(page.text), None, language)
    return None if act in _COMMON else act


class _Taken:
    """What is already said by somebody named, who says it included, as spans apart."""

    def __init__(self, page: Page, taken: Iterable[Attribution]) -> None:
        starts = [page.words[sentence.first].start for sentence in page.sentences]
        self._spans: list[Span] = []
        for part in sorted(_hull(a, starts) for a in taken):
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


def _hull(attribution: Attribution, starts: Sequence[int]) -> Span:
    """Return the characters from the first to the last word of an act of speaking.

    Whom a pronoun stands for may be named sentences before it, with the channel's own words
    between.

    :param starts: where sentences start, in order.
    """
    parts = [*attribution.content]
    parts += [attribution.cue] if attribution.cue else []
    first = min(part.start for part in parts)
    named, sentence = attribution.source, starts[max(0, bisect_right(starts, first) - 1)]
    if named and (attribution.basis is not Basis.PRONOUN or named.start >= sentence):
        parts.append(named)
    return Span(min(part.start for part in parts), max(part.end for part in parts))


def _adjoin(page: Page, before: Run, after: Run) -> bool:
    gap = page.words[before.last : after.first]
    return all(w.kind not in (Kind.WORD, Kind.NUMBER, Kind.TAG) for w in gap)


def _voiced(page: Page, run: Run, voice: Voice, hedges: Hedges) -> Attribution:
    verb, said = voice.said(page, run)
    inner = page.trim(said, tags=True)
    if inner.first >= inner.last:  # it names a tag alone: "We condemn #…"
        verb, said, inner = None, run, page.trim(run)
    last = inner.last
    if last < said.last and page.kind(last) is Kind.STOP:
        last += 1
    span = page.span(Run(inner.first, last))
    return Attribution(
        source=None,
        cue=page.span(verb) if verb else None,
        content=(span,),
        direct=False,
        basis=Basis.VOICE,
        resolved=None,
        chain=(),
        hedges=hedges.within(span.start, span.end),
        recipe=f"{voice.language}/voice",
        score=0.8,
    )
