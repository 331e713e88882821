"""Quotations and colons in Hebrew and Russian, and who is quoted by whom."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from marsad.model import Span

from ._open_speech import is_speech
from ._said_cues import At
from ._said_lexicon import Cue
from ._second_speakers import DASHES, GAP, REACH, SecondSpeakers
from ._words import Kind, Run

__all__ = ["SecondQuotes"]


_CLAIM_WORDS = 2
"""Words of "responsibility for"."""

QUOTES = frozenset({"say", "quoted"})
"""Frames of verbs that take a quotation; ``quoted`` takes nothing else but what a colon opens."""


class SecondQuotes(SecondSpeakers):
    """The part of reading a Hebrew or Russian page that finds what marks or a colon enclose.

    :ivar dashed: whether a dash always stands between a quotation and its verb.
    :ivar relaying: who passes on what the rest of the sentence says.
    :ivar paragraph: the number of the paragraph that is read.
    """

    dashed = False
    paragraph = 0
    relaying: Run | None = None

    def clause_mark(self, index: int) -> int:
        """Return how many tokens "that" has at ``index``; 0 where it does not stand there."""
        return int(self.page.form(index) in self.lex.lists["clause"])

    def object_run(self, run: Run) -> Run:
        """Return the words of ``run`` that are the object of a verb right before it."""
        return run

    def cue_at(self, index: int) -> Cue | None:
        """Any word between a quotation's comma and a title or pronoun is one of saying."""
        cue = super().cue_at(index)
        page = self.page
        if cue is not None or page.kind(index) is not Kind.WORD:
            return cue
        at = index - 1
        while page.kind(at) is Kind.COMMA or page.form(at) in DASHES:
            at -= 1
        closes = 0 <= at < index - 1 and page.quoted[at] >= 0 and not self._is_no_verb(index)
        dashed = not self.dashed or page.form(index - 1) in DASHES
        to_whom = page.form(index + 1) in self.lex.lists["adverbs"]
        titled = page.form(index + 1 + to_whom) in self.known | self.lex.lists["pronouns"]
        named = dashed and titled
        return Cue(Run(index, index + 1), frozenset({"say"})) if closes and named else None

    def _is_no_verb(self, index: int) -> bool:
        lists, form = self.lex.lists, self.page.form(index)
        return any(form in lists[name] for name in ("known", "adverbs", "hedges", "openers"))

    def interrupted(self, run: Run) -> None:
        """Read «…, — said X, — …»: the verb and its speaker stand inside the marks."""
        page = self.page
        for opening in page.outside(run):
            if not is_speech(page, opening):
                continue
            quote = page.quotes[opening][0]
            for index in range(opening + 2, quote.last - 1):
                cue = self.lex.cue(page, index) if page.form(index - 1) in DASHES else None
                if cue is not None and cue.frames & QUOTES and self._marked_off(index - 2):
                    self._inside_marks(quote, cue, run)
                    break

    def _marked_off(self, index: int) -> bool:
        return self.page.kind(index) in (Kind.COMMA, Kind.STOP)

    def _inside_marks(self, quote: Run, cue: Cue, sentence: Run) -> None:
        page = self.page
        last = cue.run.last
        while last < quote.last - 1 and page.kind(last) not in (Kind.COMMA, Kind.STOP):
            last += 1
        source = self.speaker(Run(cue.run.last, last))
        first = page.content(Run(quote.first + 1, cue.run.first - 1))[0]
        rest = page.content(page.trim(Run(last, quote.last - 1)))[0]
        self.add(source, cue.run, ((*first, *rest), True), "inside-quote", sentence)

    def opened(self, at: At) -> int:
        """X said: …; also for verbs that otherwise have an object ("praised Y: …")."""
        page = self.page
        if "relay" in at.frames:
            return 0
        for index in page.outside(Run(at.after.first, min(at.after.last, at.after.first + REACH))):
            if self.clause_mark(index) or (is_speech(page, index) and at.frames & QUOTES):
                return 0
            if page.kind(index) is Kind.COLON:
                aside = page.kind(at.cue.run.first - 1) is Kind.COMMA
                passed = Run(at.cue.run.last, index)
                if aside and any(page.kind(i) is Kind.COMMA for i in page.outside(passed)):
                    return 0
                return self._after_colon(at, index)
        return 0

    def _after_colon(self, at: At, colon: int) -> int:
        page = self.page
        quote = page.quotes.get(colon + 1)
        rest = quote[0] if quote else Run(colon + 1, at.sentence.last)
        said = page.content(rest)
        between = Run(at.cue.run.last, colon)
        source = self.subject(at, between)
        if "object" in at.frames and "say" not in at.frames and page.count(between) > 1:
            named = page.content(self.object_run(between))
            self.add(source, at.cue.run, named, "object", at.sentence)
        if not said[0]:
            item = self.add(source, at.cue.run, self._next(at), "verb-colon", at.sentence)
            if item:
                self.goes_on(self.paragraph, len(self.found) - 1, whole=True)
            return rest.last * item
        return rest.last * self.add(source, at.cue.run, said, "verb-colon", at.sentence)

    def _next(self, at: At) -> tuple[tuple[Span, ...], bool]:
        """Return the sentence after one that ends in a colon."""
        number = bisect_left(self._firsts, at.sentence.last)
        if number == len(self._firsts):
            return (), False
        return self.page.content(self.page.sentences[number])

    def quote_before(self, at: At) -> int:
        """ "…", said X; "…", X said."""
        page = self.page
        if not at.frames & QUOTES:
            return 0
        opening = self._last_quote(at.before)
        if opening < 0:
            return 0
        quote = page.quotes[opening][0]
        gap = Run(quote.last, at.cue.run.first)
        marked = page.kind(gap.first) is Kind.COMMA or page.form(gap.first) in DASHES
        led = page.count(Run(at.before.first, quote.first)) > 0
        ended = page.kind(quote.last - 2) in (Kind.COMMA, Kind.STOP)
        if not (marked or ended) or (led and not is_speech(page, opening)):
            return 0
        if page.count(gap) > GAP:
            return 0
        follows = self._marked(at)
        if page.count(gap) and (follows or not marked):
            return 0
        source, end = self.after_verb(at)
        if page.count(self.bare(gap)):
            source = self.speaker(gap) or source
        parts, _ = page.content(quote)
        more = self._second_part(end, at.sentence)
        spans = (*parts, *(more[0] if more else ()))
        if not self.add(source, at.cue.run, (spans, True), "quote-verb", at.sentence):
            return 0
        return more[1] if more else max(end, at.cue.run.last)

    def _last_quote(self, run: Run) -> int:
        found = -1
        for index in self.page.outside(run):
            if index in self.page.quotes:
                found = index
        return found

    def _second_part(self, end: int, sentence: Run) -> tuple[tuple[Span, ...], int] | None:
        """Return the quotation that goes on after "…, said X, …"."""
        page = self.page
        for index in range(end, min(sentence.last, end + GAP)):
            quote = page.quotes.get(index)
            marked = page.kind(index - 1) is Kind.COMMA or page.form(index - 1) in DASHES
            if quote is not None and marked and index > end:
                return page.content(quote[0])[0], quote[0].last
            if page.kind(index) in (Kind.STOP, Kind.COLON) or self.is_cue(index):
                return None
        return None

    def quote_after(self, at: At) -> int:
        """X said "…"."""
        page = self.page
        if not at.frames & QUOTES:
            return 0
        for index in page.outside(Run(at.after.first, min(at.after.last, at.after.first + GAP))):
            if self.clause_mark(index) or page.kind(index) in (Kind.STOP, Kind.LINE):
                return 0
            beside = index == at.cue.run.last and index in page.quotes
            if is_speech(page, index) or (beside and page.count(page.quotes[index][0]) > 1):
                between = Run(at.cue.run.last, index)
                quote = page.quotes[index][0]
                if self._goes_on_after(quote, at.after.last):
                    return 0
                source = self.subject(at, between)
                said = page.content(quote)
                return quote.last * self.add(source, at.cue.run, said, "verb-quote", at.sentence)
        return 0

    def _goes_on_after(self, quote: Run, end: int) -> bool:
        """Tell whether a sentence has words right after a quotation, which is a part of it."""
        page = self.page
        return quote.last < end and page.kind(quote.last) in (Kind.WORD, Kind.NUMBER)

    def _marked(self, at: At) -> bool:
        page = self.page
        near = Run(at.after.first, min(at.after.last, at.after.first + GAP))
        return any(self.clause_mark(i) or page.kind(i) is Kind.COLON for i in page.outside(near))

    def quoting(self, at: At) -> int:
        """Read X quotes Y: …; else keep X for what the rest of the sentence says."""
        passing_on = self.relaying
        self.relaying = self.before_verb(at.before)
        first = self.quoted_from(at.cue)
        colon = self.colon_in(Run(first, at.sentence.last))
        rest = Run(first, colon)
        if self.cues_in(rest):
            return first
        if colon == at.sentence.last:
            return self._referring(at, first, passing_on) if passing_on else first
        quote = self.page.quotes.get(colon + 1)
        said = quote[0] if quote else Run(colon + 1, at.sentence.last)
        chain = (self.relaying,) if self.relaying else ()
        content = self.page.content(said)
        self.add(self.speaker(rest), at.cue.run, content, "relay", at.sentence, chain=chain)
        return said.last

    def _referring(self, at: At, first: int, agency: Run) -> int:
        """Read "as X reports, citing Y, …"."""
        page = self.page
        last = self.cut(Run(first, at.sentence.last))
        said = Run(last + 1, at.sentence.last)
        if page.kind(last) is not Kind.COMMA or page.count(said) <= 1:
            return first
        source, content = self.speaker(Run(first, last)), page.content(said)
        self.add(source, at.cue.run, content, "relay", at.sentence, chain=(agency,))
        return said.last

    def sentence_before(self, at: At) -> int:
        """… X told about it: the sentence before is what X says."""
        page, lists = self.page, self.lex.lists
        opening = page.trim(at.before, tags=True)
        led = " ".join(page.form(opening.first + n) for n in range(2)) in lists["about_it"]
        so = page.form(at.cue.run.first) in lists["so"] and not page.count(opening)
        number = bisect_right(self._firsts, at.sentence.first) - 2
        if number < 0 or not (led or so):
            return 0
        said = page.sentences[number]
        content = page.content(said)
        after, end = self.after_verb(at)
        source = self.speaker(Run(opening.first + 2, opening.last)) if led else None
        source = source or after
        if source is None or self._is_said(content[0]) or page.count(said) <= 1:
            return 0
        return end * self.add(source, at.cue.run, content, "sentence-before", at.sentence)

    def _is_said(self, content: tuple[Span, ...]) -> bool:
        """Tell whether somebody was found who says a part of ``content``."""
        said = self.found[-1].content if self.found else ()
        return any(one.overlap(other) for one in said for other in content)

    def claimed(self, at: At) -> int:
        """Responsibility for … claimed X."""
        page = self.page
        opening = page.trim(at.before, tags=True)
        claims = page.form(opening.first) in self.lex.lists["claimed"]
        if "claim" not in at.frames or not claims or page.count(opening) <= _CLAIM_WORDS:
            return 0
        source, end = self.after_verb(at)
        content = page.content(Run(opening.first + _CLAIM_WORDS, opening.last))
        return end * self.add(source, at.cue.run, content, "claim", at.sentence) if source else 0

    def quoted_from(self, cue: Cue) -> int:
        """Return where the name begins of whom a relay quotes."""
        return cue.run.last
