"""Urdu attribution: the speaker before نے, the verb of saying, and کہ, a colon or a quotation.

Nouns of saying have the speaker before کا کہنا and کے مطابق; verbs with an object have it between
نے and the verb, closed by a postposition.
"""

from __future__ import annotations

from dataclasses import replace

from marsad.model import Span

from ._open_speech import is_speech
from ._said import finished
from ._said_cues import At
from ._said_lexicon import Cue, lexicon
from ._said_voice import with_own_voice
from ._types import Attribution
from ._urdu_adverbials import speaks_in
from ._urdu_objects import UrduObjects
from ._words import Kind, Run, read

__all__ = ["attributions"]

_REACH = 4
"""Tokens after a verb in which "that", a colon or a quotation belongs to it."""

_OWNING = frozenset(["كا", "كي"])
"""With them nouns of saying begin: "of X the saying is"."""


def attributions(text: str, *, voice: bool = False) -> tuple[Attribution, ...]:
    """Return what ``text`` attributes to whom, in order of content."""
    page, lex = read(text), lexicon("ur")
    named = finished(_Urdu(page, lex, "ur", owned=voice))
    return with_own_voice(page, lex, "ur", named) if voice else named


class _Urdu(UrduObjects):
    """One pass over the sentences of an Urdu page."""

    def clauses(self, run: Run, number: int) -> None:
        del number
        for part in self.parts(run):
            self._part(self.after_place(part))

    def _part(self, run: Run) -> None:
        cues = self.cues_in(run)
        start = run.first
        for cue, end in zip(cues, self._ends(cues, run), strict=True):
            if cue.run.first < start:
                continue
            at = At(cue, self.before(start, cue.run.first), Run(cue.run.last, end), run)
            start = self._read(at) or start
        if start == run.first:
            self.closing(run)

    def _ends(self, cues: list[Cue], run: Run) -> list[int]:
        """Return for each cue where the next speaker's clause begins."""
        ends: list[int] = []
        end = run.last
        for number in range(len(cues) - 1, -1, -1):
            ends.append(end)
            clause = self.before(run.first, cues[number].run.first)
            if number and self._goes_on(cues[number], cues[number - 1], clause):
                end = self.joint(clause)
            else:
                end = self._start(cues[number], clause) or end
        return ends[::-1]

    def _start(self, cue: Cue, clause: Run) -> int:
        """Return where the speaker of ``cue`` begins behind another one's words, or 0."""
        owning = self.page.form(cue.run.first) in _OWNING
        named = clause.last if owning else self.agent(clause)
        joint = self.joint(Run(clause.first, named)) if named >= 0 else 0
        return joint if joint > clause.first else 0

    def _goes_on(self, cue: Cue, last: Cue, clause: Run) -> bool:
        """Tell whether "and warned that" goes on with the speaker of the verb ``last``.

        Not so where what he says has somebody else who did something: that one may have warned.
        """
        joint = self.joint(clause)
        near = self.page.count(Run(joint, cue.run.first)) <= _SHARED
        acts = cue.frames & {"say", "object"} and self.page.form(cue.run.first) not in _OWNING
        if not (acts and near and last.run.last < joint and "say" in last.frames):
            return False
        agentless = self._forms(cue.run) & self.lex.lists["agentless"]
        return not agentless and self.agent(Run(last.run.last, cue.run.first)) < 0

    def _read(self, at: At) -> int:
        frames = at.frames
        if self.unsaid(at):
            return at.cue.run.last
        if "according" in frames:
            return self._according(at)
        end = 0
        if "say" in frames:
            end = self._quote_before(at) or self._said(at)
        if "claim" in frames:
            end = self.claimed(at)
        return end or (self.object_of(at) if "object" in frames else 0)

    # Ways in which a verb joins to what is said.

    def _said(self, at: At) -> int:
        """X نے کہا کہ …; X نے کہا: …; X کا کہنا ہے کہ …"""
        page = self.page
        mark = self._mark(at)
        if mark < 0:
            return 0
        source, chain, skip = self.speaker_and_relay(at)
        if source is None and not self._shares(at):
            return 0
        nested = self._nested(Run(mark, at.after.last))
        if nested is not None and chain is None and source is not None and at.depth < _RELAYS:
            told = replace(at, after=Run(mark, at.after.last))
            return self._passed_on(told, source, nested)
        quote = page.quotes.get(mark)
        rest = quote[0] if quote and self._whole(quote[0], at.after) else Run(mark, at.after.last)
        said = page.content(rest)
        if not self.add(source, at.cue.run, said, "verb-that", at.sentence, skip=skip):
            return 0
        self.relayed(len(self.found) - 1, chain)
        return rest.last

    def _nested(self, run: Run) -> Cue | None:
        """Return the verb of another speaker with whom what is reported begins."""
        for cue in self.cues_in(Run(run.first, min(run.last, run.first + _FAR)))[:1]:
            agent = self.agent(Run(run.first, cue.run.first))
            near = agent >= 0 and self.page.count(Run(run.first, agent)) <= _NESTED
            clause = self.page.form(cue.run.last) in self.lex.lists["clause"]
            if near and clause and "say" in cue.frames:
                return cue
        return None

    def _whole(self, quote: Run, after: Run) -> bool:
        """Tell whether a quotation is all that is said, rather than the start of a clause."""
        return quote.last >= after.last or self.page.kind(quote.last) is not Kind.WORD

    def _mark(self, at: At) -> int:
        """Return where what is said begins after the verb, or -1."""
        page = self.page
        for index in range(at.cue.run.last, min(at.after.last, at.cue.run.last + _REACH)):
            if page.form(index) in self.lex.lists["clause"]:
                follows = page.kind(index + 1) in (Kind.COLON, Kind.COMMA)
                return index + 1 + follows
            if page.kind(index) is Kind.COLON:
                return index + 1
            if is_speech(page, index):
                return index
            if page.kind(index) is Kind.COMMA and is_speech(page, index + 1):
                return index + 1
            if page.kind(index) in (Kind.STOP, Kind.LINE):
                return -1
        return -1

    def _shares(self, at: At) -> bool:
        """Tell whether a verb without a speaker follows another one of its sentence."""
        before = self.page.trim(at.before)
        return at.before.first > at.sentence.first and self.page.count(before) <= _SHARED

    def _quote_before(self, at: At) -> int:
        """ "…", X نے کہا; and goes on after it: , "…"."""
        page = self.page
        opening = -1
        for index in page.outside(at.before):
            if index in page.quotes:
                opening = index
        if opening < 0 or self._mark_is_clause(at):
            return 0
        quote = page.quotes[opening][0]
        gap = Run(quote.last, at.cue.run.first)
        owning = self.page.form(at.cue.run.first) in _OWNING
        agent = gap.last if owning and page.count(gap) else self.agent(gap)
        led = page.count(Run(at.before.first, quote.first)) > 0
        if led or not (agent >= 0 or page.count(gap) <= _SHARED):
            return 0
        source = self.named(Run(quote.last, agent)) if agent >= 0 else None
        if agent >= 0 and source is None:
            return 0
        parts, _ = page.content(quote)
        more = self._second_part(at)
        spans = (*parts, *(page.content(more)[0] if more else ()))
        self.add(source, at.cue.run, (spans, True), "quote-verb", at.sentence)
        return more.last if more else at.cue.run.last

    def _mark_is_clause(self, at: At) -> bool:
        near = range(at.cue.run.last, at.cue.run.last + 2)
        return any(self.page.form(i) in self.lex.lists["clause"] for i in near)

    def _second_part(self, at: At) -> Run | None:
        page = self.page
        index = at.cue.run.last
        quote = page.quotes.get(index + 1)
        return quote[0] if quote and page.kind(index) is Kind.COMMA else None

    def _according(self, at: At) -> int:
        """X کے مطابق …"""
        page, lists = self.page, self.lex.lists
        start = self.joint(at.before)
        whole = Run(start, at.cue.run.first)
        source = self.named(self.issued(whole))
        if source is None or page.form(source.last - 1) in lists["not_speakers"]:
            return 0
        if page.form(source.first) in lists["not_speakers"]:
            return 0
        near = min(at.after.last, at.after.first + _FAR)
        nested = self.cues_in(Run(at.after.first, near))
        if nested and at.depth < _RELAYS and self._forms(source) & lists["media"]:
            return self._passed_on(at, source, nested[0])
        spans, direct = page.content(at.after)
        said = (*self._said_before(Run(start, source.first)), *spans), direct
        return at.after.last * self.add(source, at.cue.run, said, "according", at.sentence)

    def _said_before(self, lead: Run) -> tuple[Span, ...]:
        """Return where something happened, before who says so: "in the firing, police say, …"."""
        page = self.page
        lead = page.trim(lead)
        place = page.count(lead) > 0 and page.form(lead.last - 1) in _PLACES
        apart = place and page.form(lead.first) not in self.lex.lists["pronouns"]
        return page.content(lead)[0] if apart and not speaks_in(page, lead) else ()

    def _passed_on(self, at: At, source: Run, inner: Cue) -> int:
        """Read what a relay says that another one said; 0 where nobody else speaks."""
        before = len(self.found)
        end = self._read(
            At(
                inner,
                Run(at.after.first, inner.run.first),
                Run(inner.run.last, at.after.last),
                at.sentence,
                at.depth + 1,
            )
        )
        if not end:
            said = self.page.content(at.after)
            return at.after.last * self.add(source, at.cue.run, said, "according", at.sentence)
        self.relayed(before, source)
        return end


_PLACES = frozenset(["ميں", "پر"])

_FAR = 60
"""Tokens in which another verb of saying is looked for; the bound keeps reading linear."""

_NESTED = 8
"""Words of a speaker within what another one reports."""

_RELAYS = 4
"""Speakers who pass on what one more says; a choice, not tuned. It bounds how deep reading goes."""

_SHARED = 6
"""Words before a verb that shares the speaker of the verb before it."""
