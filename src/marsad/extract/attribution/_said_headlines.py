"""Headlines and speech that goes on, in Hebrew, Russian, Turkish and Urdu."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from marsad.model import Basis

from ._said_cues import CueReading
from ._words import Kind, Run

__all__ = ["SPEAKER_TOKENS", "TITLE_WORDS", "SaidHeadlines"]

SPEAKER_TOKENS = 60
"""Tokens of a speaker, marks included."""

_PLACE_TOKENS = 4
"""Tokens in which the colon after a place stands."""

TITLE_WORDS = 8
"""Tokens after a title that may belong to the name that follows it."""


class SaidHeadlines(CueReading):
    """The part of a reading that finds what stands before a colon, and how far its speech goes."""

    def _inside(self, opened: object, before: int, number: int) -> bool:
        """Speech that a colon opened ends where somebody is named as saying something."""
        del opened, before, number
        return False

    def _extend(self, sentence: Run, number: int) -> None:
        """In a group's channel each paragraph under its spokesman's name is a statement."""
        opened, page = self.open, self.page
        if opened is not None and self._is_headed(sentence) and self._headline(sentence, number):
            return
        if opened is not None and self.owned and opened.whole:
            item = self.found[opened.index]
            gap = page.text[item.content[-1].end : page.words[sentence.first].start]
            content, _ = page.content(sentence)
            if "\n" in gap and content:
                self.found.append(replace(item, content=content))
                self.goes_on(number, len(self.found) - 1, whole=True)
                return
        super()._extend(sentence, number)

    def _is_headed(self, sentence: Run) -> bool:
        """Tell whether a title, a name and a colon open a sentence: another one speaks there."""
        colon = self._headline_colon(sentence)
        lead = self.page.trim(Run(sentence.first, max(colon, sentence.first)))
        titled = self.page.form(lead.first) in self.known - self.labels
        return colon >= 0 and titled and self.page.count(lead) <= TITLE_WORDS

    def _headline(self, run: Run, number: int) -> bool:
        """X: …; where X said something after the colon, or passes it on, that is read instead."""
        colon = self._headline_colon(run)
        source = self.headline_source(run.first, colon) if colon >= 0 else None
        if source is None:
            return False
        passes_on = bool(self._forms(source) & self.lex.lists["media"])
        before = len(self.found)
        if passes_on or self._goes_on_telling(colon):
            self.clauses(Run(colon + 1, run.last), number)
        if len(self.found) == before:
            return super()._headline(run, number)
        for index in range(before, len(self.found)):
            item = self.found[index]
            if item.basis is Basis.PRONOUN:
                self.found[index] = replace(item, source=source, basis=self.basis(source))
            elif passes_on:
                self.found[index] = replace(item, chain=(source, *item.chain))
        return True

    def _goes_on_telling(self, colon: int) -> bool:
        """Tell whether a pronoun and a verb of saying follow a colon: "…: he said that"."""
        pronoun = self.page.form(colon + 1) in self.lex.lists["pronouns"]
        return self.is_cue(colon + 1) or (pronoun and self.is_cue(colon + 2))

    def headline_source(self, first: int, colon: int) -> Run | None:
        """What holds no title is a label or a place, unless it is written as a name is."""
        source = super().headline_source(first, colon)
        if source is None and self.owned:
            return self._other_than_owner(self.page.trim(Run(first, colon)))
        if source is None or self._forms(source) & self.known:
            return source
        if source.first in self.page.quotes and self.page.quotes[source.first][0].last >= colon:
            return None
        return source if self.is_name(source) else None

    def _other_than_owner(self, lead: Run) -> Run | None:
        """Return the enemy, or who says "we" after a colon in a group's channel."""
        page = self.page
        last = lead.last
        while page.kind(last) not in (Kind.STOP, Kind.LINE) and last < lead.last + SPEAKER_TOKENS:
            last += 1
        named = self.leads.another(page, lead) and not self._forms(lead) & self._not_names
        named = named and page.form(lead.first) not in self.openers
        foe = self._forms(lead) & self.lex.lists["enemies"]
        return lead if named and (foe or self.speaks_as_we(Run(lead.last, last))) else None

    @cached_property
    def _not_names(self) -> frozenset[str]:
        return self.lex.lists["voice_words"] | self.unlikely

    def after_place(self, run: Run) -> Run:
        """Drop a place or label and its colon from the start of a sentence ("Ankara: …")."""
        for index in range(run.first + 1, min(run.last, run.first + _PLACE_TOKENS)):
            if self.page.kind(index) is Kind.COLON and not self.is_cue(index - 1):
                quoted = index + 1 in self.page.quotes
                return run if quoted else Run(index + 1, run.last)
        return run

    def is_name(self, run: Run) -> bool:
        """Tell whether ``run``, in which no title stands, is written as a name is."""
        written = [w for w in self.page.words[run.first : run.last] if w.kind is Kind.WORD]
        capital = [self.page.text[w.start].isupper() for w in written]
        return len(written) > 1 and all(capital)
