"""What is said before a Persian verb: its object, or a quotation."""

from __future__ import annotations

from ._open_speech import is_speech
from ._persian_lexicon import Cue, Lexicon
from ._persian_parts import Parts
from ._persian_speakers import is_event, is_somebody
from ._words import Kind, Page, Run

__all__ = ["Objects", "object_start"]


_ASIDE = frozenset(["به", "از", "با"])
"""They open to whom something was said, and how, after its object."""


class Objects(Parts):
    """The part of reading a Persian page that finds what stands between subject and verb."""

    def object(self, cue: Cue, rest: Run) -> Run | None:
        """Return the object of a verb in ``rest``, what stands between subject and verb."""
        page = self.page
        rest = self._own(cue, rest)
        if "within" in cue.frames:
            told = page.form(cue.run.first) == "خبر"
            return Run(cue.run.first + 1 + told, cue.run.last - 1)
        if cue.frames & {"ra", "predicate", "responsibility"}:
            ends = [i for i in page.outside(rest) if page.form(i) == "را"]
            if ends and self._fits(cue, rest, ends[-1]):
                return self._direct_object(cue, rest, ends[-1])
        if "predicate" in cue.frames and page.form(rest.first - 1) == "را":
            return self._complement(rest)
        for index in page.outside(self._last_part(cue, rest)):
            form = page.form(index)
            pair = form + page.form(index + 1)
            if pair in cue.frames and page.count(Run(index + 2, rest.last)):
                return Run(index + 2, rest.last)
            setting = form == "از" and page.form(index - 1) in self.lex.lists["settings"]
            least = self._least(cue, index)
            if (
                form in cue.frames
                and not setting
                and page.count(Run(index + 1, rest.last)) >= least
            ):
                return Run(index + 1, rest.last)
        return None

    def _least(self, cue: Cue, index: int) -> int:
        """Return how many words what the preposition at ``index`` opens must have."""
        page = self.page
        alone = page.form(index + 1)
        pronoun = alone in self.lex.lists["pronouns"] | self.lex.lists["demonstratives"]
        plain = "say" not in cue.frames and page.form(index) != "به" and not pronoun
        return 1 if plain or page.form(index - 1) == "را" else 2

    def _own(self, cue: Cue, rest: Run) -> Run:
        """Drop from ``rest`` the clause before the "and" that begins the clause of ``cue``."""
        joint = self.joined(cue, rest)
        return Run(joint + 1, rest.last) if joint else rest

    def _complement(self, rest: Run) -> Run | None:
        """Return what somebody calls "it": a quotation, or the words before the verb."""
        quote = next((i for i in self.page.outside(rest) if i in self.page.quotes), -1)
        if quote >= 0:
            return self.page.quotes[quote][0]
        led = self.page.form(rest.first) in self.lex.lists["boundaries"]
        return None if led or not self.page.count(rest) else rest

    def _last_part(self, cue: Cue, rest: Run) -> Run:
        """Drop "X of the party," from "X of the party, of Y …" where "of" opens what is said."""
        page = self.page
        opened = [
            i
            for i in page.outside(rest)
            if page.kind(i) is Kind.COMMA and page.form(i + 1) in cue.frames
        ]
        return Run(opened[-1] + 1, rest.last) if opened else rest

    def _fits(self, cue: Cue, rest: Run, marker: int) -> bool:
        """Tell whether the object with را at ``marker`` makes ``cue`` a verb of saying."""
        if "predicate" in cue.frames:
            after = self.page.form(marker + 1)
            return marker + 1 < rest.last and after not in self.lex.lists["boundaries"]
        answers = bool(self._forms(Run(rest.first, marker)) & {"مسيوليت", "مسووليت"})
        if "refused" in cue.frames:
            return not answers
        return answers or "responsibility" not in cue.frames

    def _direct_object(self, cue: Cue, rest: Run, marker: int) -> Run | None:
        """Return the object that ends with را at ``marker``, and what is said of it.

        Where and when it was said is skipped: it starts at a known noun or a comma. To whom and
        how something was denied or condemned is left out.
        """
        page = self.page
        start = object_start(page, self.lex, Run(rest.first, marker))
        if start is None:
            return None
        alone = cue.head in self.lex.lists["object_only"] and page.form(marker + 1) in _ASIDE
        said = page.count(Run(marker + 1, rest.last)) and not alone
        return Run(start, rest.last if said else marker)

    def fronted(self, cue: Cue, said: Run | None, subject: Run) -> tuple[Run | None, Run | None]:
        """Put right what is said and who says it where the object with را stands first."""
        page = self.page
        if page.form(subject.first) not in self.lex.lists["objects"] or "within" in cue.frames:
            return said, subject
        for index in page.outside(Run(subject.first + 1, cue.run.first)):
            if page.form(index) == "را":
                speaker = self.phrase(Run(index + 1, cue.run.first))
                starts = speaker is not None and not self.ends_phrase(speaker.first)
                return (Run(subject.first, index), speaker) if starts else (said, subject)
        return said, subject

    def bare_object(self, said: Run) -> Run:
        """Drop "responsibility for" before an object, and را and adverbs of manner after it."""
        page = self.page
        first, last = said
        if page.form(first) in ("مسيوليت", "مسووليت") and last > first + 1:
            first += 1
        while last > first + 1 and page.form(last - 1) in self.lex.lists["manner"]:
            last -= 1
        return Run(first, last - 1 if page.form(last - 1) == "را" else last)

    def last_quote(self, run: Run) -> Run | None:
        quotes = [i for i in self.page.outside(run) if is_speech(self.page, i)]
        if not quotes or self._names(quotes[-1], run):
            return None
        return self.page.quotes[quotes[-1]][0]

    def _names(self, quote: int, run: Run) -> bool:
        """Tell whether a quotation inside ``run`` is the name of the noun before it."""
        page = self.page
        before = quote > run.first and page.kind(quote - 1) is Kind.WORD
        return before and page.form(quote - 1) not in ("را", "كه", "اينكه", "عبارت", "جمله")


def object_start(page: Page, lex: Lexicon, run: Run) -> int | None:
    """Return where the object that ends with ``run`` begins: at a known noun or after a comma."""
    for index in page.outside(run):
        if _opens_object(page, lex, index):
            return index
    commas = [i for i in page.outside(run) if page.kind(i) is Kind.COMMA]
    if commas:
        return commas[-1] + 1
    first = run.first
    if page.form(first) in ("در", "با", "طي"):
        first += 2
    return first if page.count(Run(first, run.last)) else None


def _opens_object(page: Page, lex: Lexicon, index: int) -> bool:
    """Tell whether an object begins at ``index``: no noun after a title ("head of …") does."""
    form = page.form(index)
    if form in ("ان", "اين"):
        return page.form(index + 1) != "را" and not is_somebody(page, lex, index + 1)
    act = form in lex.lists["objects"] or is_event(page, lex, index)
    act = act and page.form(index - 1) not in ("با", "طي")
    return act and page.form(index - 1) not in lex.lists["roles"] | lex.lists["rooms"]
