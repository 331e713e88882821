"""What stands before the subject in an Arabic clause: adverbials, "it is noted that", datelines."""

from __future__ import annotations

import re

from ._arabic_lexicon import Lexicon
from ._arabic_nouns import is_adverbial
from ._reading import Reading
from ._words import Kind, Page, Run

__all__ = ["Openings"]

_THAT_HE = frozenset({"انه", "انها", "انهم", "فانه", "فانها", "فانهم"})
"""After "except" and the like they stand for the subject of the clause before."""

_STILL = frozenset({"زال", "زالت", "زالوا", "يزال", "تزال", "يزالون"})
"""After "not", they say that somebody still does it."""

_NOTED = 5
"""Words within which "it is worth pointing out to" comes to "that"."""

_ASKED = re.compile(r"^[وف]?(?:سال|سئل)\w{0,4}$")
"""Somebody asked the speaker, or he was asked."""


class Openings(Reading):
    """The part of reading an Arabic page that drops what opens a clause."""

    def __init__(self, page: Page, lex: Lexicon) -> None:
        super().__init__(page)
        self.lex = lex
        self.openers = lex.lists["openers"]
        self.known = lex.lists["titles"] | lex.lists["bodies"] | lex.lists["unnamed"]

    def without_opener(self, run: Run) -> Run:
        """Drop conjunctions, and an adverbial with its comma, before a subject."""
        page, lists = self.page, self.lex.lists
        none = Run(run.last, run.last)
        if page.form(run.first) in lists["conjunctions"]:
            run = Run(run.first + 1, run.last)
        still = next((n for n in (1, 0) if page.form(run.first + n) in _STILL), -1)
        if still >= 0 and run.first + still < run.last:
            run = Run(run.first + still + 1, run.last)
        if run.first < run.last and page.form(run.first) in _THAT_HE:
            run = Run(run.first + 1, run.last)
        run = Run(self._noted(run), run.last)
        colons = [i for i in page.outside(run) if self._parts(i)]
        run = page.trim(Run(colons[-1] + 1, run.last) if colons else run)
        if run.first < run.last and self.tells_how(run.first):
            return none
        run = Run(run.first + self._leads(run), run.last)
        if page.form(run.first) in ("وكان", "كان", "وكانت", "كانت"):
            return page.trim(Run(run.first + 1, run.last - (page.form(run.last - 1) == "قد")))
        if run.first >= run.last or not self._opens(run.first):
            return run
        commas = [i for i in page.outside(run) if page.kind(i) is Kind.COMMA]
        run = page.trim(Run(commas[-1] + 1, run.last)) if commas else none
        opens = run.first < run.last and self._opens(run.first)
        return none if opens else run

    def _noted(self, run: Run) -> int:
        """Return where a clause begins, after "it is noted that" and "worth mentioning that"."""
        if self.page.form(run.first) not in self.lex.lists["discourse"]:
            return run.first
        opening = range(run.first + 1, min(run.first + _NOTED, run.last))
        return next((i + 1 for i in opening if self.page.form(i) == "ان"), run.first)

    def _parts(self, index: int) -> bool:
        """Tell whether a colon, or the lengthened dash of a dateline, stands at ``index``."""
        dash = self.page.kind(index) is Kind.WORD and self.page.form(index) == ""
        return dash or self.page.kind(index) is Kind.COLON

    def tells_how(self, index: int) -> bool:
        """Tell whether a phrase opens with how something was said, or with a question put."""
        form = self.page.form(index)
        return (
            form in self.lex.lists["how"]
            or _ASKED.match(form) is not None
            or is_adverbial(self.page, self.lex, index)
        )

    def _leads(self, run: Run) -> bool:
        """Tell whether a feminine verb opens ``run``, before the body that does it."""
        form, after = self.page.form(run.first), self.page.form(run.first + 1)
        return (
            form.endswith("ت") and len(form) > 2 and form not in self.known and after in self.known
        )

    def _opens(self, index: int) -> bool:
        """Tell whether an adverbial opens at ``index``, with or without "and"."""
        form = self.page.form(index)
        return form in self.openers or (form[:1] == "و" and form[1:] in self.openers)
