"""Who speaks in Urdu: before نے, before کا, or on whose behalf."""

from __future__ import annotations

from ._said_cues import At
from ._urdu_adverbials import (
    after_adverbials,
    owner_of_statement,
    speaks_in,
    without_relative,
)
from ._urdu_headlines import UrduHeadlines
from ._words import Kind, Run

__all__ = ["UrduSpeakers"]

_WHILE = frozenset(["هويے", "قبل"])
"""They end what comes before a speaker: "while talking to the press"; "before this"."""

_SIDES = frozenset(["طرف", "جانب"])
"""On the side of: who does what a verb in the passive says stands before."""

_PASSIVE = frozenset(["جاتا", "جاتي", "گيا", "گيي"])

_ADDRESSED = frozenset(["كو", "سے"])
"""They end whom a verb without "نے" is said to."""

_DETERMINERS = frozenset(["اپنے", "اپني", "تمام", "ان", "سب", "هر", "قابض", "دشمن", "عوام"])
"""They begin whom something is said to."""

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
        plain = (source, None, 0)
        quoted = Run(agent + 1, at.cue.run.first)
        for index in page.outside(quoted):
            if page.form(index) in self.lex.lists["relay"] and page.form(index - 1) == "كے":
                cited = Run(agent + 1, index - 1)
                return (self.speaker(cited), source, 0) if self._cites(source, cited) else plain
        return plain

    def _cites(self, source: Run | None, cited: Run) -> bool:
        """Tell whether a paper cites somebody; others speak "with reference to" something."""
        lists = self.lex.lists
        paper = source is not None and bool(self._forms(source) & lists["media"])
        head = self.page.form(self.page.trim(cited).last - 1)
        return paper or head in lists["unnamed"] or (head in self.known and source is None)

    def _on_behalf(self, at: At) -> Run | None:
        """X کی طرف سے … کیا جاتا ہے; "we" on our own behalf are not named."""
        page = self.page
        if not _PASSIVE & self._forms(at.cue.run):
            return None
        for index in page.outside(at.before):
            if page.form(index) in _SIDES and page.form(index - 1) == "كي":
                return self.named(Run(at.before.first, index - 1))
        return None

    def _without_agent(self, at: At) -> Run | None:
        """X کہتے ہیں کہ …; the verb takes no "نے", and adverbs may follow the name."""
        page, lists = self.page, self.lex.lists
        if not self._forms(at.cue.run) & lists["agentless"]:
            return None
        run = page.trim(Run(self.joint(at.before), at.before.last))
        if page.form(run.last - 1) in _ADDRESSED:
            return self._titled_in(Run(run.first, self._addressee(run)))
        last = run.first
        while last < run.last and page.form(last) not in lists["adverbs"]:
            last = page.skip(last)
        return self._titled_in(Run(run.first, last))

    def _titled_in(self, run: Run) -> Run | None:
        source = self.named(run)
        return source if source is not None and self._forms(source) & self.known else None

    def _addressee(self, run: Run) -> int:
        """Return where whom something is said to begins: at "all …", else at the last word."""
        opens = (i for i in self.page.outside(run) if self.page.form(i) in _DETERMINERS)
        return next((index for index in opens if index > run.first), run.last - 2)

    def named(self, run: Run) -> Run | None:
        page, lists = self.page, self.lex.lists
        run = page.trim(without_relative(page, page.trim(run)))
        for index in page.outside(run):
            if page.form(index) in lists["clause"]:
                run = page.trim(Run(index + 1, run.last))
        for index in page.outside(Run(run.first, run.last - 1)):
            if page.form(index) in _WHILE:
                run = page.trim(Run(index + 1, run.last))
        while run.first < run.last and page.form(run.first) in lists["joins"]:
            run = page.trim(Run(run.first + 1, run.last))
        return self.speaker(after_adverbials(page, run))

    def _container(self, run: Run) -> Run | None:
        """X کے بیان میں (کہا گیا ہے); X کی جانب سے جاری بیان میں"""
        owner = owner_of_statement(self.page, Run(self.joint(run), run.last))
        return self.named(owner) if owner is not None else None

    def issued(self, run: Run) -> Run:
        """Return of ``run`` who issued the statement with which it ends, or all of it."""
        page = self.page
        run = page.trim(run)
        owner = (
            owner_of_statement(page, run) if speaks_in(page, Run(run.last - 1, run.last)) else None
        )
        return owner or run

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
