"""Urdu headlines: the speaker before a noun of saying, or after what he says."""

from __future__ import annotations

from ._said import SpeakerReading
from ._urdu_adverbials import after_adverbials
from ._words import Kind, Run

__all__ = ["UrduHeadlines"]

_TITLED_WORDS = 8
"""Words of a title and name after what a headline says; a choice."""

_CLOSING_WORDS = 10
"""Words of a speaker and what he does after a quotation that opens a headline."""


class UrduHeadlines(SpeakerReading):
    """The part of reading an Urdu page that finds what headlines attribute."""

    def is_name(self, run: Run) -> bool:
        """Urdu has no capitals: a headline needs a title, or a quotation after its colon."""
        return self.page.quotes.get(run.last + 1) is not None

    def closing(self, run: Run) -> None:
        """Read a headline that names the speaker after what he says, or says it without a verb."""
        page = self.page
        run = self._trimmed(run)
        marks = [i for i in page.outside(run) if page.kind(i) in (Kind.COMMA, Kind.COLON)]
        found = len(self.found)
        if marks:
            self._named_after(
                self._trimmed(Run(run.first, marks[-1])), Run(marks[-1] + 1, run.last)
            )
        if len(self.found) == found:
            for part in self._between(marks, run):
                self._nominal(part, run)

    def _trimmed(self, run: Run) -> Run:
        """Trim ``run``, but keep the marks of quotations at its ends."""
        page = self.page
        first, last = page.trim(run, tags=True)
        if first == last:
            return Run(first, last)
        opening, closing = page.quoted[first], page.quoted[last - 1]
        last = page.quotes[closing][0].last if closing >= 0 else last
        return Run(opening if opening >= 0 else first, last)

    def _between(self, marks: list[int], run: Run) -> list[Run]:
        firsts, lasts = [run.first, *(mark + 1 for mark in marks)], [*marks, run.last]
        pairs = zip(firsts, lasts, strict=True)
        return [self.page.trim(Run(first, last)) for first, last in pairs]

    def _named_after(self, said: Run, rest: Run) -> None:
        """…، X کا مطالبہ; …: X; "…"، X"""
        page, lists = self.page, self.lex.lists
        quote = page.quotes.get(said.first)
        quoted = quote is not None and quote[0].last == said.last
        owns = self._owns(rest)
        closed = page.form(rest.last - 1) in lists["closing"] and owns > 0
        short = quoted and page.count(rest) <= _CLOSING_WORDS
        titled = self._is_title(rest) and page.form(said.last - 1) in lists["finite"]
        if not (closed or short or titled):
            return
        source = self.speaker(Run(rest.first, owns if closed else rest.last))
        if source is not None and (closed or self._forms(source) & self.known):
            cue = Run(rest.last - 1, rest.last)
            run = Run(said.first, rest.last)
            self.add(source, cue, page.content(said), "closing", run)

    def _owns(self, run: Run) -> int:
        """Return the first "of" in ``run``, or -1: before it stands whose words they are."""
        forms = self.page.form
        return next((i for i in self.page.outside(run) if forms(i) in ("كا", "كي")), -1)

    def _is_title(self, run: Run) -> bool:
        """Tell whether ``run`` is a title and name, and no sentence."""
        page, lists = self.page, self.lex.lists
        ends = page.form(run.last - 1) in lists["finite"]
        short = 0 < page.count(run) <= _TITLED_WORDS
        return short and not ends and page.form(run.first) in self.known

    def _nominal(self, run: Run, sentence: Run) -> None:
        """X کی … کی مذمت"""
        page = self.page
        last = run.last - 1
        owns = self._owns(run)
        noun = page.form(last) in self.lex.lists["nominal"]
        while page.form(last - 1) in self.lex.lists["adverbs"]:
            last -= 1
        if not noun or page.form(last - 1) not in ("كي", "كا"):
            return
        source = self.speaker(Run(run.first, owns)) if run.first < owns < last - 2 else None
        if source is not None and self._forms(source) & self.known:
            said = page.content(Run(owns + 1, last - 1))
            self.add(source, Run(run.last - 1, run.last), said, "nominal", sentence)

    def headline_source(self, first: int, colon: int) -> Run | None:
        """X کا انتباہ: …; nobody speaks before the colon of "…: X"."""
        page = self.page
        run = page.trim(Run(first, colon))
        if self._is_title(self._up_to_line(colon + 1)):
            return None
        if page.quoted[run.first] >= 0 and page.quotes[page.quoted[run.first]][0].last >= colon:
            return None
        told = after_adverbials(page, run)
        if told != run and not self._forms(told) & self.known:
            return None
        if page.form(run.last - 1) in self.lex.lists["closing"] and self._owns(run) == run.last - 2:
            return self.speaker(Run(run.first, run.last - 2))
        return super().headline_source(first, colon)

    def _up_to_line(self, first: int) -> Run:
        last = first
        while self.page.kind(last) not in (Kind.LINE, Kind.STOP):
            last += 1
        return Run(first, last)
