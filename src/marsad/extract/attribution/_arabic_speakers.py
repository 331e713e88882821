"""Who speaks in an Arabic clause, and how the words that name him make him known."""

from __future__ import annotations

import re

from marsad.model import Basis

from ._arabic_frames import chain_and_source, ends_name, ends_phrase, opens_object
from ._arabic_lexicon import Lexicon
from ._arabic_voice import speaks_as_we
from ._reading import Reading
from ._speakers import Found
from ._words import Kind, Page, Run

__all__ = ["Speakers", "antecedent", "is_paper"]

_SUBJECT_WORDS = 16
"""Words before a verb above which they are no subject."""


_TANWIN = "\u064b"

_THAT_HE = frozenset({"انه", "انها", "انهم"})
"""After "except" and the like they stand for the subject of the clause before."""

_UNDER = frozenset({"من", "في", "الي", "علي", "عن", "مع", "بين", "ضد", "قرب", "امام", "لدي"})
"""Prepositions: the noun after them is no subject."""


class Speakers(Reading):
    """The half of reading an Arabic page that finds speakers."""

    language = "ar"

    def __init__(self, page: Page, lex: Lexicon) -> None:
        super().__init__(page)
        self.lex = lex
        lists = lex.lists
        self.urgent = lists["urgent"]
        self.labels = lists["labels"]
        self.openers = lists["openers"]
        self.papers = lists["papers"]
        self.known = lists["titles"] | lists["bodies"] | lists["unnamed"]
        self.unlikely = lists["negation"]

    def ends_phrase(self, index: int) -> bool:
        return ends_phrase(self.page, self.lex, index)

    def is_cue(self, index: int) -> bool:
        form = self.page.form(index)
        verb = self.lex.verb(form)
        if verb is None:
            return form.removeprefix("و") in self.lex.lists["relay_verbs"]
        joined = form not in self.lex.verbs and verb.form == "past"
        after = any(self.page.form(index + n) in self.lex.lists["titles"] for n in (1, 2))
        if after and verb.form == "past" and self.page.kind(index - 1) is not Kind.WORD:
            return True
        return (verb.sure or joined) and verb.form != "participle"

    def basis(self, run: Run) -> Basis:
        return _basis(self.page, self.lex, run)

    def relay(self, run: Run) -> tuple[Run | None, Run]:
        return chain_and_source(self.page, self.lex, run)

    def relays(self, index: int) -> bool:
        return self.page.form(index) in ("عن", "نقلا")

    def headline_source(self, first: int, colon: int) -> Run | None:
        """Return the speaker before a colon; of "a recording ascribed to X", that is X."""
        for index in self.page.outside(Run(first, colon)):
            if self.page.form(index) in self.lex.lists["ascribed"]:
                first = index + 1 + (self.page.form(index + 1) == "الي")
        verb = self.lex.verb(self.page.form(colon - 1))
        if verb is not None and verb.form == "present" and colon - first > 1:
            return None
        return super().headline_source(first, colon)

    def tells_of_another(self, rest: Run) -> bool:
        page, known = self.page, self.known
        if page.form(rest.first) not in known:
            return False
        for index in page.outside(Run(rest.first + 1, min(rest.last, rest.first + _SUBJECT_WORDS))):
            verb = self.lex.verb(page.form(index))
            if page.kind(index) is Kind.COLON or (verb and verb.sure and verb.form == "present"):
                return True
        return False

    def speaks_as_we(self, run: Run) -> bool:
        return speaks_as_we(self.page, run)

    def before(self, run: Run) -> Run:
        """Return the subject that stands before a verb; an empty run where there is none."""
        page = self.page
        none = Run(run.last, run.last)
        if run.last - run.first > 3 * _SUBJECT_WORDS:
            return none
        run = self._without_opener(run)
        if run.first >= run.last:
            return none
        for index in page.outside(run):
            if page.form(index) in self.lex.lists["ascribed"] and page.form(index + 1) == "الي":
                return self.cut(Run(index + 2, run.last))
        run = self.cut(run)
        return run if page.count(run) <= _SUBJECT_WORDS else none

    def speaker(self, run: Run) -> Run:
        """Return what of ``run`` names who speaks: without "to me", and without how he does it."""
        page, lists = self.page, self.lex.lists
        while run.first < run.last and page.form(run.first) in lists["to_whom"]:
            run = page.trim(Run(run.first + 1, run.last))
        if run.first >= run.last or self._is_manner(run.first):
            return Run(run.first, run.first)
        for index in page.outside(Run(run.first + 1, run.last)):
            told = page.kind(index) is Kind.COMMA and page.form(index + 1) in lists["withholding"]
            if told or self._is_manner(index):
                return page.trim(Run(run.first, index))
        return run

    def _is_manner(self, index: int) -> bool:
        """Tell whether "smiling", "and he wept" or "without delay" begins at ``index``."""
        page, form = self.page, self.page.form(index)
        if page.kind(index) is not Kind.WORD:
            return False
        word = page.text[page.words[index].start : page.words[index].end]
        return form in self.lex.lists["manner"] or (_TANWIN in word[-2:] and len(form) > 3)

    def is_sacred(self, run: Run) -> bool:
        """Tell whether God or a prophet is said to say something: scripture, not a statement."""
        return any(form in self.lex.lists["sacred"] for form in self._forms(run)) and (
            not self._forms(run) & self.lex.lists["titles"]
        )

    def subject_within(self, item: Found) -> Run | None:
        """Return the subject of an earlier clause of ``item``'s sentence, whose verb says nothing.

        That is the first title or body named in it, since verbs stand before their subjects.
        """
        page = self.page
        for index in page.outside(Run(item.sentence.first, item.cue.first)):
            starts = page.form(index) in self.lex.lists["titles"] | self.lex.lists["bodies"]
            if page.kind(index) is Kind.WORD and starts and page.form(index - 1) not in _UNDER:
                last = min(item.cue.first, index + _SUBJECT_WORDS)
                return self.cut(self._alone(Run(index, last)))
        return None

    def _alone(self, run: Run) -> Run:
        """Drop from a subject what its verb governs, and all after a comma."""
        for index in self.page.outside(Run(run.first + 1, run.last)):
            form = self.page.form(index)
            if self.page.kind(index) is Kind.COMMA or opens_object(
                self.lex, form, after_subject=True
            ):
                return self.page.trim(Run(run.first, index))
        return self.page.trim(run)

    def _without_opener(self, run: Run) -> Run:
        """Drop conjunctions, and an adverbial with its comma, before a subject."""
        page, lists = self.page, self.lex.lists
        none = Run(run.last, run.last)
        if page.form(run.first) in lists["conjunctions"]:
            run = Run(run.first + 1, run.last)
        if run.first < run.last and page.form(run.first) in _THAT_HE:
            run = Run(run.first + 1, run.last)
        colons = [i for i in page.outside(run) if page.kind(i) is Kind.COLON]
        run = page.trim(Run(colons[-1] + 1, run.last) if colons else run)
        if page.form(run.first) in ("وكان", "كان", "وكانت", "كانت"):
            return page.trim(Run(run.first + 1, run.last - (page.form(run.last - 1) == "قد")))
        if run.first >= run.last or page.form(run.first) not in self.openers:
            return run
        commas = [i for i in page.outside(run) if page.kind(i) is Kind.COMMA]
        run = page.trim(Run(commas[-1] + 1, run.last)) if commas else none
        opens = run.first < run.last and page.form(run.first) in self.openers
        return none if opens else run

    def cut(self, run: Run) -> Run:
        """Drop when and where it was said from the end of a speaker."""
        for index in self.page.outside(run):
            if index > run.first and self.ends_phrase(index):
                return self.page.trim(Run(run.first, index))
        return self.page.trim(run)


def _basis(page: Page, lex: Lexicon, run: Run) -> Basis:
    """Tell how the words of ``run`` make the speaker known."""
    if run.first >= run.last:
        return Basis.PRONOUN
    forms = [w.form for w in page.words[run.first : run.last] if w.kind is Kind.WORD]
    head = re.sub(r"^لل?(?=\w{3})", "", forms[0]) if forms else ""
    if head in lex.lists["unnamed"]:
        return Basis.UNNAMED
    if head in lex.lists["stand_ins"] and len(forms) == 1:
        return Basis.PRONOUN
    if head in lex.lists["indefinite"] and _is_indefinite(lex, forms):
        return Basis.UNNAMED
    if head in lex.lists["titles"] and not _names_somebody(lex, forms):
        return Basis.TITLE
    return Basis.NAMED


def is_paper(page: Page, lex: Lexicon, run: Run) -> bool:
    """Tell whether ``run`` names what cannot speak: an article of law, pictures, a schedule."""
    head = page.form(run.first) if run.first < run.last else ""
    return bool(
        {head, head.removeprefix("ل"), "ا" + head.removeprefix("ل")} & lex.lists["papers_cited"]
    )


def _is_indefinite(lex: Lexicon, forms: list[str]) -> bool:
    """Tell whether titles without an article stay without a name: "an official in the X"."""
    after = forms[1] if len(forms) > 1 else ""
    if after in ("في", "من", "ب", "لدي", "") or len(forms) > 8:
        return True
    known = lex.lists["titles"] | lex.lists["bodies"]
    bare = not after.startswith("ال") and after not in known
    return bare and not _names_somebody(lex, forms)


def _names_somebody(lex: Lexicon, forms: list[str]) -> bool:
    """Tell whether a name follows titles and bodies: two last words that are neither."""
    tail = forms[-1]
    common = lex.lists["titles"] | lex.lists["bodies"] | lex.lists["relational"]
    if tail in common or len(forms) < 2:
        return False
    if not tail.startswith("ال"):
        return not tail.endswith(("ي", "يه")) or (not forms[-2].startswith("ال") and len(forms) > 2)
    return len(forms) > 2 and not forms[-2].startswith("ال") and forms[-2] not in common


def antecedent(page: Page, lex: Lexicon, sentence: Run) -> Run | None:
    """Return the last titled person named before ``sentence``, at most 120 words back."""
    for index in range(sentence.first - 1, max(-1, sentence.first - 120), -1):
        if page.form(index) in lex.lists["titles"]:
            first = index
            while page.form(first - 1) in lex.lists["titles"]:
                first -= 1
            end = index + 1
            while end < sentence.first and page.kind(end) in (Kind.WORD, Kind.TAG):
                if ends_phrase(page, lex, end) or ends_name(page, lex, end, first):
                    break
                if end - first > 8:
                    break
                end += 1
            return page.trim(Run(first, end))
    return None
