"""Hebrew and Russian: the speaker stands before or after a verb of saying, what is said follows.

A sentence is read from its verbs of saying outwards. What is said is a quotation before or after
the verb, what a colon or "that" opens, an infinitive, an object, or the clause that the verb and
its speaker close or interrupt ("the road, said X, is open").
"""

from __future__ import annotations

from abc import abstractmethod

from marsad.model import Basis, Span

from ._said_cues import At
from ._said_lexicon import Cue
from ._second_quotes import SecondQuotes
from ._second_speakers import DASHES, FAR, GAP, REACH
from ._words import Kind, Run

__all__ = ["VerbSecond"]

_LEAST = 2
"""Words of a clause before ", said X"."""

_HEAD = 3
"""Words before ", says X," that are the subject of what goes on after it."""

_JOIN_REACH = 8
"""Tokens before a verb in which the "and" stands that joins its clause to the one before."""


class VerbSecond(SecondQuotes):
    """One pass over the sentences of a page; a language says what marks a clause."""

    def said_after_mark(self, run: Run) -> tuple[tuple[Span, ...], bool]:
        """Return what a clause says that begins after its mark."""
        return self.page.content(run)

    @abstractmethod
    def is_infinitive(self, index: int) -> bool:
        """Tell whether an infinitive stands at ``index``."""

    def clauses(self, run: Run, number: int) -> None:
        self.paragraph = number
        for part in self.parts(run):
            self._part(part)

    def _part(self, run: Run) -> None:
        run = self.after_place(run)
        start = run.first
        cues = self.cues_in(run)
        passive = [cue for cue in cues if "closing" in cue.frames]
        cues = passive or cues
        ends = self._ends(cues, run)
        self.relaying = None
        self.interrupted(run)
        for cue, end in zip(cues, ends, strict=True):
            if cue.run.first < start:
                continue
            at = At(cue, self.before(start, cue.run.first), Run(cue.run.last, end), run)
            before = len(self.found)
            chain = self.relaying
            start = self._read(at) or start
            self.relayed(before, chain)
            if "relay" in cue.frames and len(self.found) == before:
                start = self.quoting(at)

    def _ends(self, cues: list[Cue], run: Run) -> list[int]:
        end = run.last
        ends: list[int] = []
        for cue in reversed(cues):
            ends.append(end)
            joint = self._joint(cue, run)
            end = joint or end
        return ends[::-1]

    def _joint(self, cue: Cue, run: Run) -> int:
        """Return where the clause of ``cue`` begins if it is joined to another; else 0."""
        page = self.page
        if self.hangs_on(cue, run):
            return cue.run.first
        low = max(run.first + 1, cue.run.first - _JOIN_REACH)
        for index in range(cue.run.first, low - 1, -1):
            if index < cue.run.first and page.kind(index) in (Kind.COLON, Kind.STOP):
                return 0
            joins = self.joins_at(index)
            if joins and (page.kind(index - 1) is Kind.COMMA or index >= cue.run.first - 2):
                return index
            if page.form(index) == ";":
                return index + 1
        joined = page.form(cue.run.first)[:1] in self.lex.joined[:1] and page.kind(
            cue.run.first - 1
        ) in (Kind.COMMA, Kind.WORD, Kind.QUOTE)
        return cue.run.first if joined and not self._plain(cue) else 0

    def hangs_on(self, cue: Cue, sentence: Run) -> bool:
        """Tell whether ``cue`` is a participle that tells what the speaker before it also says."""
        del cue, sentence
        return False

    def joins_at(self, index: int) -> bool:
        """Tell whether the word at ``index`` joins a clause to the one before it."""
        return self.page.form(index) in self.lex.lists["joins"]

    def _plain(self, cue: Cue) -> bool:
        return self.page.form(cue.run.first) in self.lex.phrases

    def _read(self, at: At) -> int:
        """Read one verb; return where what follows it begins, 0 where it says nothing."""
        if at.frames & {"according", "own"}:
            return self._according(at)
        if self._is_no_cue(at):
            return 0
        ways = (
            self.sentence_before,
            self.claimed,
            self.opened,
            self.quote_before,
            self._clause,
            self._wish,
            self._tail,
            self.quote_after,
            self._object,
        )
        return next((end for way in ways if (end := way(at))), 0)

    def _is_no_cue(self, at: At) -> bool:
        """Tell whether a verb is negated, hangs on a conjunction or a pronoun ("who says")."""
        page, lists = self.page, self.lex.lists
        if self.unsaid(at):
            return True
        before = self.bare(at.before)
        led = page.form(before.first) not in lists["openers"] and before.first < before.last
        if page.kind(at.cue.run.first - 1) is Kind.COMMA:
            return False
        if page.form(before.first) in lists["unlikely"] and led:
            return True
        parts = self.between_commas(before)
        return any(page.form(part.first) in lists["subordinate"] for part in parts[1:])

    def _clause(self, at: At) -> int:
        """X said that …"""
        mark = self._mark(at)
        if mark < 0:
            return 0
        start = mark + max(1, self.clause_mark(mark))
        inner = self.cues_in(Run(start, min(at.after.last, start + FAR)))
        source = self.subject(at, Run(at.cue.run.last, mark))
        if source is not None and inner and self._passes_on(source, at, inner[0], start):
            self.relaying = source
            return start
        said = self.said_after_mark(Run(self._content_start(mark, start), at.after.last))
        if not self.add(source, at.cue.run, said, "verb-that", at.sentence):
            return 0
        return at.after.last

    def _content_start(self, mark: int, start: int) -> int:
        del mark
        return start

    def _passes_on(self, source: Run, at: At, inner: Cue, start: int) -> bool:
        """Tell whether another one said what is reported; then that is read instead."""
        said = Run(start, inner.run.first)
        near = 0 < self.page.count(said) <= GAP and self.basis(source) is not Basis.PRONOUN
        if not near or "say" not in inner.frames:
            return False
        last = min(at.after.last, inner.run.last + REACH)
        return any(self.clause_mark(i) for i in range(inner.run.last, last))

    def _mark(self, at: At) -> int:
        if not at.frames & {"say", "infinitive"}:
            return -1
        page = self.page
        for index in page.outside(Run(at.after.first, min(at.after.last, at.after.first + REACH))):
            if page.kind(index) is Kind.STOP:
                return -1
            if "infinitive" in at.frames and self.is_infinitive(index):
                return -1
            if self.clause_mark(index):
                return index
        return -1

    def _wish(self, at: At) -> int:
        """X called on Y to …"""
        page = self.page
        if "infinitive" not in at.frames:
            return 0
        for index in page.outside(Run(at.after.first, min(at.after.last, at.after.first + REACH))):
            if page.kind(index) in (Kind.STOP, Kind.LINE, Kind.COLON):
                return 0
            if self.is_infinitive(index):
                first = index - (page.form(index - 1) in self.lex.lists["negations"])
                led = self.is_led(at.before)
                source = self.subject(at, Run(at.cue.run.last, first if led else at.cue.run.last))
                said = page.content(Run(first, at.after.last))
                return at.after.last * self.add(source, at.cue.run, said, "wish", at.sentence)
        return 0

    def _tail(self, at: At) -> int:
        """…, said X; the clause before is what X says. In its middle, the clause goes on."""
        page = self.page
        gap = at.cue.run.first - 1
        dashed = page.form(gap) in DASHES
        says = at.frames & {"say", "closing"}
        if not says or not (page.kind(gap) is Kind.COMMA or dashed):
            return 0
        before = page.trim(Run(self.after_colons(Run(at.before.first, gap)), gap), tags=True)
        source, end = self.after_verb(at)
        source, chain, end = self._whom_it_quotes(at, source, end)
        if page.count(before) < 1 or source is None or not self.may_follow(at, source):
            return 0
        if self.is_subject_with_aside(before):
            return 0
        more = Run(end + 1, at.after.last)
        resumes = page.count(before) <= _HEAD or self._resumes(more)
        goes_on = page.kind(end) is Kind.COMMA and page.count(more) > 1 and resumes
        if page.count(before) < _LEAST and not goes_on:
            return 0
        first, _ = page.content(before)
        colon = self.colon_in(more) if goes_on else more.last
        rest = page.content(Run(more.first, colon))[0] if goes_on else ()
        recipe = "aside" if goes_on else "clause-verb"
        said = ((*first, *rest), False)
        self.add(source, at.cue.run, said, recipe, at.sentence, chain=chain)
        if goes_on and colon + 1 in page.quotes:
            quote = page.quotes[colon + 1][0]
            self.add(source, at.cue.run, page.content(quote), "aside-quote", at.sentence)
        return at.after.last if goes_on else end

    def is_subject_with_aside(self, before: Run) -> bool:
        """Tell whether ``before`` is a subject with what describes it, rather than a clause."""
        del before
        return False

    def may_follow(self, at: At, source: Run) -> bool:
        """Tell whether the subject of a verb after a clause may be ``source``, behind it."""
        del at, source
        return True

    def _whom_it_quotes(
        self, at: At, source: Run | None, end: int
    ) -> tuple[Run | None, tuple[Run, ...], int]:
        """Read "…, reports X, citing Y": Y speaks, X passes it on."""
        cue = self.cue_at(end)
        if source is None or cue is None or "relay" not in cue.frames:
            return source, (), end
        last = self.cut(Run(cue.run.last, at.sentence.last))
        return self.speaker(Run(cue.run.last, last)), (source,), last

    def _resumes(self, run: Run) -> bool:
        """Tell whether a clause that was interrupted goes on at ``run``."""
        return self.page.form(run.first) not in self.lex.lists["openers"]

    def _object(self, at: At) -> int:
        """X denied the reports of …"""
        if "object" not in at.frames:
            return 0
        page = self.page
        run = Run(at.after.first, at.after.last)
        source = self.subject(at, Run(at.cue.run.last, at.cue.run.last))
        shared = at.before.first > at.sentence.first
        if not (source or shared) or page.kind(run.first) in (Kind.COMMA, Kind.STOP):
            return 0
        said = page.content(self.object_run(run))
        return at.after.last * self.add(source, at.cue.run, said, "object", at.sentence)

    def _according(self, at: At) -> int:
        page = self.page
        own = "own" in at.frames
        source, end = (None, at.cue.run.last) if own else self.after_verb(at)
        if source is None and not own:
            return 0
        before = page.trim(Run(at.before.first, at.cue.run.first), tags=True)
        if not own and not page.count(before):
            source, end = self._before_comma(at, source, end)
        after = Run(end, at.after.last)
        media = source is not None and self._forms(source) & self.lex.lists["media"]
        near = Run(after.first, min(after.last, after.first + FAR))
        if media and not page.count(before) and self.cues_in(near):
            self.relaying = source
            return end
        words = page.count(before)
        rest = page.content(after)[0]
        if not rest and not words:
            return 0
        led = words and page.form(before.first) not in self.lex.lists["joins"]
        first = page.content(before)[0] if led and self._aside_of(at, before, end) else ()
        said = ((*first, *rest), False)
        self.add(source, at.cue.run, said, "according", at.sentence)
        return at.after.last

    def _before_comma(self, at: At, source: Run | None, end: int) -> tuple[Run | None, int]:
        """End a name that opens a sentence at its only comma: what follows is no title of his."""
        run = Run(at.cue.run.last, min(at.after.last, at.cue.run.last + FAR))
        commas = [i for i in self.page.outside(run) if self.page.kind(i) is Kind.COMMA]
        if len(commas) != 1 or commas[0] >= end:
            return source, end
        return self.speaker(Run(run.first, commas[0])), commas[0]

    def _aside_of(self, at: At, before: Run, end: int) -> bool:
        """Tell whether "according to X" interrupts or closes the clause ``before``."""
        del before, end
        return self.page.kind(at.cue.run.first - 1) is Kind.COMMA
