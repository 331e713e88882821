"""What the rules of Hebrew, Russian, Turkish and Urdu have in common: words of saying, clauses."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ._reading import Reading
from ._said_leads import Leads
from ._said_lexicon import Cue, Lexicon
from ._words import Kind, Page, Run

__all__ = ["CLAUSE_TOKENS", "At", "CueReading"]

CLAUSE_TOKENS = 90
"""Tokens before a verb of saying in which its speaker and object are looked for; as in Persian."""


@dataclass(frozen=True, slots=True)
class At:
    """A verb of saying with the words of its clause.

    :ivar before: what stands before it, from the end of the clause read before.
    :ivar after: what follows it, up to the next clause.
    :ivar depth: how many relays pass on what it says.
    """

    cue: Cue
    before: Run
    after: Run
    sentence: Run
    depth: int = 0

    @property
    def frames(self) -> frozenset[str]:
        return self.cue.frames


class CueReading(Reading):
    """Reading with the words of a lexicon: where something is said, and what its clause holds."""

    def __init__(self, page: Page, lex: Lexicon, language: str, *, owned: bool) -> None:
        super().__init__(page)
        self.owned = owned
        self.lex = lex
        self.language = language
        self.leads = Leads(language)
        lists = lex.lists
        self.urgent = lists["urgent"]
        self.labels = lists["labels"]
        self.openers = lists["headline_openers"]
        self.papers = lists["papers"]
        self.known = lists["known"]
        self.unlikely = lists["unlikely"]

    @cached_property
    def cues(self) -> list[Cue]:
        """All words of saying of the page, outside quotations, in order."""
        return list(self._all_cues(Run(0, len(self.page.words))))

    def _all_cues(self, run: Run) -> Iterator[Cue]:
        last = run.first
        for index in self.page.outside(run):
            if index < last:
                continue
            cue = self.cue_at(index)
            if cue is not None:
                last = cue.run.last
                yield cue

    def cue_at(self, index: int) -> Cue | None:
        """Return the words of saying that begin at ``index``."""
        return self.lex.cue(self.page, index)

    def cues_in(self, run: Run) -> list[Cue]:
        """Return the words of saying that stand in ``run``."""
        starts = self._starts
        low = bisect_left(starts, run.first)
        high = bisect_left(starts, run.last, low)
        return [cue for cue in self.cues[low:high] if cue.run.last <= run.last]

    @cached_property
    def _starts(self) -> list[int]:
        return [cue.run.first for cue in self.cues]

    def is_cue(self, index: int) -> bool:
        at = bisect_left(self._starts, index)
        return at < len(self._starts) and self._starts[at] == index

    def unsaid(self, at: At) -> bool:
        """Tell whether a verb is negated, asked about or only supposed."""
        page, lists = self.page, self.lex.lists
        first, last = at.cue.run
        if page.form(last) in lists["undone"] or page.form(first - 1) in lists["negations"]:
            return True
        between = page.kind(first - 1) is Kind.WORD and page.form(first - 1) not in lists["only"]
        if between and first - 2 >= at.before.first and page.form(first - 2) in lists["negations"]:
            return True
        return page.form(page.trim(at.before, tags=True).first) in lists["doubts"]

    def ends_phrase(self, index: int) -> bool:
        kind = self.page.kind(index)
        if kind in (Kind.STOP, Kind.LINE, Kind.COLON):
            return True
        return self.page.form(index) in self.lex.lists["stops"]

    def speaks_as_we(self, run: Run) -> bool:
        return bool(self._forms(run) & self.lex.lists["we"])

    def before(self, start: int, end: int) -> Run:
        """Return the words before ``end`` that its clause may have, from ``start`` on.

        They begin at a quotation rather than inside it. The bound keeps reading linear.
        """
        first = max(start, end - CLAUSE_TOKENS)
        opening = self.page.quoted[first] if first < end else -1
        return Run(max(start, opening) if opening >= 0 else first, end)

    def parts(self, run: Run) -> list[Run]:
        """Split a sentence after quotations that end one themselves ("… it is." Then X …)."""
        page = self.page
        found: list[Run] = []
        first = run.first
        for opening in page.outside(run):
            quote = page.quotes.get(opening)
            if quote is None or not self._closes_sentence(quote[0]):
                continue
            found.append(Run(first, quote[0].last))
            first = quote[0].last
        return [*found, Run(first, run.last)] if first < run.last else found

    def _closes_sentence(self, quote: Run) -> bool:
        """Tell whether a quotation ends in a full stop and no verb of saying follows it."""
        page = self.page
        last = quote.last - 1
        while last > quote.first and page.kind(last) in (Kind.QUOTE, Kind.OTHER):
            last -= 1
        follows = page.kind(quote.last) is Kind.WORD and not self.is_cue(quote.last)
        return follows and page.kind(last) is Kind.STOP
