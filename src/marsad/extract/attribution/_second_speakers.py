"""Who speaks in Hebrew and Russian: the noun phrase before or after a verb of saying."""

from __future__ import annotations

from ._open_speech import is_speech
from ._said import SpeakerReading
from ._said_cues import At
from ._words import Kind, Run

__all__ = ["DASHES", "FAR", "GAP", "REACH", "SecondSpeakers"]

REACH = 26
"""Tokens after a verb in which a colon or "that" belongs to it; a choice, not tuned."""

GAP = 14
"""Tokens between a quotation and the verb after it ("…", X of Y said)."""

FAR = 60
"""Tokens in which a clause may go on after its verb; the bound keeps reading linear."""

_DOCUMENT = 2
"""Tokens in which the noun for a statement or letter stands: "in the statement of X"."""

_OWN_PLACE = 3
"""Tokens of "on his channel" between a verb and its subject."""

DASHES = frozenset("-–—―")


class SecondSpeakers(SpeakerReading):
    """The part of reading a Hebrew or Russian page that finds speakers."""

    def is_adverbial(self, run: Run) -> bool:
        """Tell whether the words between two commas before a verb are no part of its subject."""
        return self.page.form(run.first) in self.lex.lists["openers"]

    def subject(self, at: At, between: Run) -> Run | None:
        """Return the speaker before the verb, else between it and what it opens."""
        document = self.document(at.before)
        if document is not None:
            return document
        before = self.before_verb(at.before)
        last = self.page.form(at.cue.run.first - 1)
        if self.is_led(at.before) and self.page.count(between):
            after = self.speaker(Run(between.first, self.cut(between)))
            if after is not None and not self.is_addressee(after):
                return after
        if before is not None and last not in self.lex.lists["relative"]:
            return before
        run = Run(between.first, self.cut(between))
        return None if self.is_addressee(run) else self.speaker(run)

    def document(self, before: Run) -> Run | None:
        """Return whose statement ``before`` names: "in the statement of X (it is said)"."""
        run = self.bare(before)
        for index in range(run.first, min(run.last - 1, run.first + _DOCUMENT)):
            if self.page.form(index) in self.lex.lists["documents"]:
                return self.speaker(Run(index + 1, run.last))
        return None

    def is_led(self, before: Run) -> bool:
        """Tell whether only where, when or on whose behalf stands before a verb."""
        run = self.bare(before)
        return run.first < run.last and self.page.form(run.first) in self.lex.lists["openers"]

    def is_addressee(self, run: Run) -> bool:
        """Tell whether the words after a verb are whom it addresses; by default its speaker."""
        del run
        return False

    def before_verb(self, run: Run) -> Run | None:
        """Return the subject before a verb, led by adverbials up to a comma or by none."""
        page, lists = self.page, self.lex.lists
        run = page.trim(run, tags=True)
        parts = self.between_commas(run)
        while parts and (
            page.form(parts[0].first) in lists["joins"] or self.is_adverbial(parts[0])
        ):
            if page.form(parts[0].first) in lists["joins"]:
                parts[0] = Run(parts[0].first + 1, parts[0].last)
            elif len(parts) == 1 and page.form(parts[0].first) in lists["openers"]:
                break
            else:
                parts.pop(0)
            if parts and page.count(parts[0]) == 0:
                parts.pop(0)
        if not parts:
            return None
        run = self._after_setting(Run(parts[0].first, self.main_end(parts)))
        for index in page.outside(Run(run.first + 1, run.last)):
            if page.form(index) in lists["relative"]:
                run = Run(run.first, index)
                break
        return self.speaker(run)

    def main_end(self, parts: list[Run]) -> int:
        """Return where the subject ends that ``parts`` between commas make up."""
        return parts[-1].last

    def _after_setting(self, run: Run) -> Run:
        """Drop "meanwhile" and "earlier on Monday" where no comma ends them."""
        first = run.first
        for length in (2, 3):
            opening = " ".join(self.page.form(first + n) for n in range(length))
            led = opening in self.lex.lists["meanwhile"]
            first = min(first + length * led, run.last)
        while first < run.last and self._is_setting(first):
            first += 1
        return Run(first, run.last)

    def between_commas(self, run: Run) -> list[Run]:
        parts: list[Run] = []
        first = run.first
        for index in self.page.outside(run):
            if self.page.kind(index) is Kind.COMMA:
                parts.append(Run(first, index))
                first = index + 1
        parts.append(Run(first, run.last))
        return [part for part in parts if self.page.count(part)]

    def after_verb(self, at: At) -> tuple[Run | None, int]:
        """Return the subject after a verb and where it ends."""
        first = at.cue.run.last
        while first < at.after.last and self._is_setting(first):
            first += 1
        if self.page.form(first + 1) in self.lex.lists["own_place"]:
            first += _OWN_PLACE
        first += self.page.form(first) in self.lex.lists["on"]
        last = self.cut(Run(first, at.after.last))
        return self.speaker(Run(first, last)), last

    def _is_setting(self, index: int) -> bool:
        """Tell whether an adverb or "on Thursday" stands at ``index``, between verb and subject."""
        lists, form = self.lex.lists, self.page.form
        if form(index) in lists["adverbs"] or form(index) in lists["days"]:
            return True
        return form(index) in lists["on"] and form(index + 1) in lists["days"]

    def cut(self, run: Run) -> int:
        """Return where the noun phrase at the start of ``run`` ends."""
        page = self.page
        index = run.first
        while index < min(run.last, run.first + FAR):
            if page.kind(index) is Kind.QUOTE and is_speech(page, index):
                return index
            if page.kind(index) is Kind.COMMA and not self._apposition(index, run):
                return index
            dash = page.form(index) in DASHES and page.text[page.words[index].start - 1].isspace()
            if dash or self.ends_phrase(index):
                return index
            index = page.skip(index)
        return min(index, run.last)

    def _apposition(self, comma: int, run: Run) -> bool:
        """Tell whether a name or title stands after ``comma``, rather than another clause."""
        if self.page.form(comma + 1) not in self.known:
            return False
        for index in range(comma + 1, min(run.last, comma + GAP)):
            if self.page.kind(index) is Kind.COMMA:
                return True
            if self.is_cue(index):
                return False
        return True

    def colon_in(self, run: Run) -> int:
        """Return where a colon stands in ``run``; its end where none does."""
        for index in self.page.outside(Run(run.first, min(run.last, run.first + FAR))):
            if self.page.kind(index) is Kind.COLON:
                return index
        return run.last

    def after_colons(self, run: Run) -> int:
        """Return where ``run`` begins after the last colon in it."""
        first = run.first
        for index in self.page.outside(run):
            if self.page.kind(index) is Kind.COLON:
                first = index + 1
        return first
