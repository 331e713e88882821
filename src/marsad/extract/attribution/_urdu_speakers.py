"""Who speaks in Urdu: before نے, before کا, or on whose behalf."""

from __future__ import annotations

from ._said_cues import At
from ._urdu_headlines import UrduHeadlines
from ._words import Kind, Run

__all__ = ["UrduSpeakers"]

_POSTPOSITIONS = frozenset(["كي", "كو", "كا", "سے", "پر", "كے"])

_WHILE = frozenset(["هويے", "قبل"])
"""They end what comes before a speaker: "while talking to the press"; "before this"."""

_SIDES = frozenset(["طرف", "جانب"])
"""On the side of: who does what a verb in the passive says stands before."""

_PASSIVE = frozenset(["جاتا", "جاتي"])

_CONTAINERS = frozenset(["بيان", "پيغام", "خط", "اعلاميے", "پريس", "ٹويٹ", "رپورٹ", "خطاب"])
"""What is said stands in them: "in a statement of X it was said that"."""

_STRONG = frozenset(["جبكه", "تاهم", "ليكن", "مگر", "ادهر"])
"""Conjunctions that open a clause wherever they stand."""


class UrduSpeakers(UrduHeadlines):
    """The part of reading an Urdu page that finds speakers."""

    def speaker_and_relay(self, at: At) -> tuple[Run | None, Run | None, int]:
        """Return the speaker before a verb of saying, and the relay that quotes him."""
        page = self.page
        agent = self.agent(at.before)
        if page.form(at.cue.run.first) == "كا":
            start = self.joint(at.before)
            return self.named(Run(start, at.cue.run.first)), None, 0
        if agent < 0:
            led = self._container(at.before) or self._on_behalf(at)
            return led or self._without_agent(at), None, 0
        source = self.named(Run(self.joint(Run(at.before.first, agent)), agent))
        quoted = Run(agent + 1, at.cue.run.first)
        for index in page.outside(quoted):
            if page.form(index) in self.lex.lists["relay"] and page.form(index - 1) == "كے":
                return self.speaker(Run(agent + 1, index - 1)), source, 0
        return source, None, 0

    def _on_behalf(self, at: At) -> Run | None:
        """X کی طرف سے … کیا جاتا ہے; "we" on our own behalf are not named."""
        page = self.page
        if page.form(at.cue.run.last - 2) not in _PASSIVE:
            return None
        for index in page.outside(at.before):
            if page.form(index) in _SIDES and page.form(index - 1) == "كي":
                return self.named(Run(at.before.first, index - 1))
        return None

    def _without_agent(self, at: At) -> Run | None:
        """X کہتے ہیں کہ …; the verb takes no "نے", and adverbs may follow the name."""
        page, lists = self.page, self.lex.lists
        if page.form(at.cue.run.first) not in lists["agentless"]:
            return None
        first = page.trim(Run(self.joint(at.before), at.before.last)).first
        last = first
        while last < at.before.last and page.form(last) not in lists["adverbs"]:
            last = page.skip(last)
        source = self.named(Run(first, last))
        return source if source is not None and self._forms(source) & self.known else None

    def named(self, run: Run) -> Run | None:
        page, lists = self.page, self.lex.lists
        run = page.trim(run)
        for index in page.outside(run):
            if page.form(index) in lists["clause"]:
                run = page.trim(Run(index + 1, run.last))
        for index in page.outside(Run(run.first, run.last - 1)):
            if page.form(index) in _WHILE:
                run = page.trim(Run(index + 1, run.last))
        while run.first < run.last and page.form(run.first) in lists["joins"]:
            run = page.trim(Run(run.first + 1, run.last))
        return self.speaker(run)

    def _container(self, run: Run) -> Run | None:
        """X کے بیان میں (کہا گیا ہے)"""
        page = self.page
        for index in reversed(list(page.outside(run))):
            if page.form(index) in _CONTAINERS and page.form(index - 1) == "كے":
                return self.speaker(Run(self.joint(Run(run.first, index)), index - 1))
        return None

    def agent(self, run: Run) -> int:
        """Return the last "نے" of ``run``, or -1."""
        found = -1
        for index in self.page.outside(run):
            if self.page.form(index) in self.lex.lists["agent"]:
                found = index
        return found

    def joint(self, run: Run) -> int:
        """Return where the last clause of ``run`` begins: at "while", or at "and" after a verb."""
        page, lists = self.page, self.lex.lists
        found = run.first
        for index in page.outside(run):
            if page.form(index) not in lists["joins"]:
                continue
            after = page.form(index - 1) in lists["finite"] or page.kind(index - 1) is Kind.COMMA
            if after or page.form(index) in _STRONG:
                found = index
        return found

    def without_postposition(self, run: Run) -> Run:
        page, adverbs = self.page, self.lex.lists["adverbs"]
        first, last = run
        if page.form(first) in self.lex.lists["joins"]:
            first += 1
        while last > first and page.form(last - 1) in adverbs:
            last -= 1
        while last > first and page.form(last - 1) in _POSTPOSITIONS:
            last -= 1
        return Run(first, last)
