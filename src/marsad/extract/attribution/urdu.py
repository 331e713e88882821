"""Urdu attribution: the speaker before نے, the verb of saying, and کہ, a colon or a quotation.

Nouns of saying have the speaker before کا کہنا and کے مطابق; verbs with an object have it between
نے and the verb, closed by a postposition.
"""

from __future__ import annotations

from dataclasses import replace

from ._open_speech import is_speech
from ._said import finished
from ._said_cues import At
from ._said_lexicon import Cue, lexicon
from ._said_voice import with_own_voice
from ._types import Attribution
from ._urdu_speakers import UrduSpeakers
from ._words import Kind, Run, read

__all__ = ["attributions"]

_REACH = 4
"""Tokens after a verb in which "that", a colon or a quotation belongs to it."""

_ASKING = frozenset(["اپيل", "مطالبه", "درخواست"])
"""Nouns of asking, before which stand whom one asks and what for."""

_OWNING = frozenset(["كا", "كي"])
"""With them nouns of saying begin: "of X the saying is"."""

_CALLING = frozenset(["قرار", "كهه"])

_TELLING = frozenset(["بتانے", "كهنے"])
"""What somebody refuses who says nothing: "refused to say when …"."""


def attributions(text: str, *, voice: bool = False) -> tuple[Attribution, ...]:
    """Return what ``text`` attributes to whom, in order of content."""
    page, lex = read(text), lexicon("ur")
    named = finished(_Urdu(page, lex, "ur", owned=voice))
    return with_own_voice(page, lex, "ur", named) if voice else named


class _Urdu(UrduSpeakers):
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
        for cue in reversed(cues):
            ends.append(end)
            clause = self.before(run.first, cue.run.first)
            owning = self.page.form(cue.run.first) in _OWNING
            named = clause.last if owning else self.agent(clause)
            if named >= 0:
                joint = self.joint(Run(clause.first, named))
                end = joint if joint > clause.first else end
        return ends[::-1]

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
            end = self._claimed(at)
        return end or (self._object(at) if "object" in frames else 0)

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
        agent = self.agent(gap)
        led = page.count(Run(at.before.first, quote.first)) > 0
        if led or not (agent >= 0 or page.count(gap) <= _SHARED):
            return 0
        source = self.speaker(Run(quote.last, agent)) if agent >= 0 else None
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

    def _claimed(self, at: At) -> int:
        """… کی ذمہ داری X نے قبول کر لی"""
        page = self.page
        agent = self.agent(at.before)
        if agent < 0 or agent + 1 != at.cue.run.first:
            return 0
        for index in page.outside(Run(at.before.first, agent - 1)):
            if page.form(index) == "ذمه" and page.form(index + 1) == "داري":
                source = self.named(Run(index + 2, agent))
                said = page.content(self.without_postposition(Run(at.before.first, index)))
                end = at.cue.run.last
                return end * self.add(source, at.cue.run, said, "claim", at.sentence)
        return 0

    def _object(self, at: At) -> int:
        """X نے … کی مذمت کی"""
        page = self.page
        agent = self.agent(at.before)
        if agent >= 0:
            source = self.named(Run(self.joint(Run(at.before.first, agent)), agent))
            if source is None:
                return 0
            rest = page.trim(Run(agent + 1, at.cue.run.first))
            rest = self._after_addressee(rest, at.cue)
        elif self._shares_object(at):
            source, rest = None, page.trim(at.before)
        else:
            return 0
        rest = self.without_postposition(rest)
        if page.count(rest) == 0 or page.form(rest.last - 1) in _TELLING:
            return 0
        said = page.content(self._called(rest, at.cue))
        return at.cue.run.last * self.add(source, at.cue.run, said, "object-verb", at.sentence)

    def _called(self, run: Run, cue: Cue) -> Run:
        """Return the quotation that ends ``run``, what something is called; else ``run``."""
        opening = self.page.quoted[run.last - 1]
        called = opening >= run.first and self.page.form(cue.run.first) in _CALLING
        return self.page.quotes[opening][0] if called else run

    def _after_addressee(self, run: Run, cue: Cue) -> Run:
        """Drop "from the government" before what is asked of it."""
        if self.page.form(cue.run.first) not in _ASKING:
            return run
        asked = [i for i in self.page.outside(run) if self.page.form(i) == "سے"]
        return Run(asked[-1] + 1, run.last) if asked and asked[-1] + 2 < run.last else run

    def _shares_object(self, at: At) -> bool:
        first = at.before.first
        return first > at.sentence.first and self.page.form(first) in self.lex.lists["joins"]

    def _according(self, at: At) -> int:
        """X کے مطابق …"""
        page, lists = self.page, self.lex.lists
        start = self.joint(at.before)
        source = self.named(Run(start, at.cue.run.first))
        if source is None or page.form(source.last - 1) in lists["not_speakers"]:
            return 0
        if page.form(source.first) in lists["not_speakers"]:
            return 0
        near = min(at.after.last, at.after.first + _FAR)
        nested = self.cues_in(Run(at.after.first, near))
        if nested and at.depth < _RELAYS and self._forms(source) & lists["media"]:
            return self._passed_on(at, source, nested[0])
        said = page.content(at.after)
        return at.after.last * self.add(source, at.cue.run, said, "according", at.sentence)

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


_FAR = 60
"""Tokens in which another verb of saying is looked for; the bound keeps reading linear."""

_NESTED = 8
"""Words of a speaker within what another one reports."""

_RELAYS = 4
"""Speakers who pass on what one more says; a choice, not tuned. It bounds how deep reading goes."""

_SHARED = 6
"""Words before a verb that shares the speaker of the verb before it."""
