"""What reading posts has in common in all languages but English: sentences and headlines.

"X: …" at the start of a paragraph is the commonest way in which posts attribute.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace

from marsad.model import Basis

from ._open_speech import OpenSpeech
from ._speakers import Found
from ._words import Kind, Page, Run

__all__ = ["Reading"]

_HEADLINE_WORDS = 16
"""Words before the colon of "X: …" above which X is no speaker: the longest title with name in
the 5,000 posts looked at had 14."""

_UNKNOWN_WORDS = 5
"""The same where no title and no body is among them."""

_BARE_NAME = 3
"""Words of a name without title where the headline goes on ("X about Y: …")."""

_LED = 12
"""Tokens of an item of a list among which the verb stands that says who says it; not tuned."""

_SEPARATORS = frozenset("|-–—/•▪▫●◾◼▶►")


class Reading(OpenSpeech):
    """One pass over the sentences of a page; a language fills in what its words mean."""

    urgent: frozenset[str]
    labels: frozenset[str]
    openers: frozenset[str]
    papers: frozenset[str]
    unlikely: frozenset[str]

    @abstractmethod
    def clauses(self, run: Run, number: int) -> None:
        """Find what the sentence ``run`` of paragraph ``number`` attributes."""

    @abstractmethod
    def ends_phrase(self, index: int) -> bool:
        """Tell whether the token at ``index`` cannot belong to the name of a speaker."""

    @abstractmethod
    def is_cue(self, index: int) -> bool:
        """Tell whether a verb of saying stands at ``index``, so that a line is no headline."""

    @abstractmethod
    def basis(self, run: Run) -> Basis:
        """Tell how the words of ``run`` make the speaker known."""

    def relay(self, run: Run) -> tuple[Run | None, Run]:
        """Split the words of a headline into the relay, if there is one, and the speaker."""
        return None, run

    def relays(self, index: int) -> bool:
        """Tell whether the word at ``index`` belongs to "quoting", before the speaker."""
        del index
        return False

    def tells_of_another(self, rest: Run) -> bool:
        """Tell whether ``rest``, after a headline's colon, begins "Y said …", with Y known."""
        del rest
        return False

    def run(self) -> list[Found]:
        """Return what the page attributes, in the order in which it was found."""
        starts = {p.first: n for n, p in enumerate(self.page.paragraphs)}
        number = -1
        for sentence in self.page.sentences:
            number = starts.get(sentence.first, number)
            if _is_footer(self.page, sentence):
                self.open = None
                continue
            self._sentence(sentence, number, starts)
        return self.found

    def _sentence(self, sentence: Run, number: int, starts: dict[int, int]) -> None:
        before, opened = len(self.found), self.open
        after_dots = self.page.form(sentence.first - 1).startswith(("..", "…"))
        run = self.page.unlisted(Run(self._skip_lead(sentence), sentence.last))
        if opened is not None and opened.whole and self._is_item(sentence, starts, opened):
            if not self._attributes(run, number):
                self._list_item(run, opened, number)
            return
        if opened is not None and opened.listed and opened.paragraph != number:
            opened = self.open = None
        if not ((sentence.first in starts or after_dots) and self._headline(run, number)):
            self.clauses(run, number)
        if opened is not None and self._inside(opened, before, number):
            del self.found[before:]
            self.open = opened
        if len(self.found) == before:
            self._extend(sentence, number)

    def _skip_lead(self, sentence: Run) -> int:
        """Return where a sentence begins after "urgent |", a place and a dash, tags, symbols."""
        first = sentence.first
        for index in self.page.outside(Run(first, min(first + 7, sentence.last))):
            form, kind = self.page.form(index), self.page.kind(index)
            mark = kind is Kind.OTHER and form not in "()[]" and index not in self.page.quotes
            if (mark and ((form in _SEPARATORS and self._apart(index)) or index == first)) or (
                index == first
                and (form in self.urgent or kind in (Kind.TAG, Kind.COLON, Kind.STOP, Kind.COMMA))
            ):
                first = index + 1
        return first

    def _apart(self, index: int) -> bool:
        """Tell whether a dash stands between words, neither in a compound nor after a quotation."""
        word = self.page.words[index]
        if self.page.kind(index - 1) in (Kind.COMMA, Kind.QUOTE):
            return False
        around = self.page.text[max(0, word.start - 1) : word.end + 1]
        return not (around[:1].isalpha() and around[-1:].isalpha())

    def _attributes(self, run: Run, number: int) -> bool:
        """Tell whether an item of a list names who says it, and keep that."""
        before, opened = len(self.found), self.open
        if not self._headline(run, number):
            self.clauses(run, number)
        named = self.found[before:]
        if named and named[0].source is not None and named[0].cue.first < run.first + _LED:
            self.open = replace(opened, paragraph=number, listed=True) if opened else None
            return True
        del self.found[before:]
        self.open = opened
        return False

    def _headline(self, run: Run, number: int) -> bool:
        """X: … at the start of a paragraph."""
        colon = self._headline_colon(run)
        source = self.headline_source(run.first, colon) if colon >= 0 else None
        if source is None:
            return False
        rest = Run(colon + 1, run.last)
        told = self.is_cue(rest.first) or self.tells_of_another(rest)
        if told and self._reported(source, rest, number):
            return True
        quoted = self.page.quotes.get(colon + 1)
        content, _ = self.page.content(quoted[0] if quoted else Run(colon + 1, run.last))
        chain, source = self.relay(source)
        item = Found(
            source=source,
            cue=Run(colon, colon + 1),
            content=content,
            direct=True,
            basis=self.basis(source),
            recipe=f"{self.language}/headline-colon",
            score=0.75,
            sentence=run,
            chain=(chain,) if chain else (),
        )
        return self.keep(item, colon + 1, None if quoted else number)

    def _reported(self, agency: Run, rest: Run, number: int) -> bool:
        """Agency: said X …; the agency relays what X said."""
        before = len(self.found)
        if not self._headline(rest, number):
            self.clauses(rest, number)
        self.relayed(before, agency)
        return len(self.found) > before

    def relayed(self, before: int, relay: Run | None) -> None:
        """Put ``relay`` before the speakers of what was found since ``before``."""
        if relay is not None:
            for index in range(before, len(self.found)):
                item = self.found[index]
                self.found[index] = replace(item, chain=(relay, *item.chain))

    def _headline_colon(self, run: Run) -> int:
        for index in self.page.outside(Run(run.first, min(run.last, run.first + 30))):
            if self.page.kind(index) is Kind.COLON:
                return index
            if self.page.kind(index) is Kind.WORD and self.is_cue(index):
                return -1
        return -1

    def headline_source(self, first: int, colon: int) -> Run | None:
        """Return the speaker in the words before a colon, or None where they are a label."""
        page = self.page
        run = page.trim(Run(first, colon))
        while run.first < run.last and page.form(run.first) in self.papers:
            run = page.trim(Run(run.first + 1, run.last))
        words = page.count(run)
        if not 1 <= words <= _HEADLINE_WORDS or page.kind(run.last - 1) is Kind.NUMBER:
            return None
        opens, ends = page.form(run.first), page.form(run.last - 1)
        if {opens, ends} & self.labels or opens in self.openers or self.speaks_as_we(run):
            return None
        cut = self._cut_headline(run)
        forms = self._forms(run)
        if forms & self.known:
            return cut
        short = words <= _UNKNOWN_WORDS or (words <= 8 and page.count(cut) <= _BARE_NAME)
        unnamed = self.owned or forms & self.unlikely or page.kind(colon + 1) is Kind.NUMBER
        return cut if short and not unnamed else None

    def _cut_headline(self, run: Run) -> Run:
        """Drop from a speaker in a headline to whom, where and about what he speaks."""
        for index in self.page.outside(run):
            if index > run.first and self.ends_phrase(index) and not self.relays(index):
                return self.page.trim(Run(run.first, index))
        return run


def _is_footer(page: Page, sentence: Run) -> bool:
    """Tell whether a line only carries tags, a channel's name or a link."""
    words = page.words[sentence.first : sentence.last]
    tags = sum(1 for w in words if w.kind is Kind.TAG)
    plain = sum(1 for w in words if w.kind in (Kind.WORD, Kind.NUMBER))
    return tags > 0 and plain <= 2
