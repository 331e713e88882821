"""Who speaks in an Arabic clause, and how the words that name him make him known."""

from __future__ import annotations

from marsad.model import Basis

from ._arabic_antecedents import UNDER, is_joined_deed, is_other
from ._arabic_basis import basis_of
from ._arabic_frames import chain_and_source, ends_phrase
from ._arabic_lexicon import Lexicon
from ._arabic_mentions import Mentions
from ._arabic_nouns import is_doing, opens_object
from ._arabic_openings import Openings
from ._arabic_voice import speaks_as_we
from ._speakers import Found
from ._words import Kind, Page, Run

__all__ = ["Speakers"]

_SUBJECT_WORDS = 16
"""Words before a verb above which they are no subject."""


_TANWIN = "\u064b"

_RECORDED = 24
"""Words before "in which he says" among which the recording is named; not tuned."""

_BUT = frozenset({"غير", "الا", "بيد"})
_BREAKS = (Kind.COMMA, Kind.STOP, Kind.LINE)
"""What a verb with "and" stands behind that begins what somebody else does."""


class Speakers(Openings):
    """The half of reading an Arabic page that finds speakers."""

    language = "ar"

    def __init__(self, page: Page, lex: Lexicon) -> None:
        super().__init__(page, lex)
        self.mentions = Mentions(page, lex)
        lists = lex.lists
        self.urgent = lists["urgent"]
        self.labels = lists["labels"]
        self.papers = lists["papers"]
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
        return basis_of(self.page, self.lex, run)

    def relay(self, run: Run) -> tuple[Run | None, Run]:
        return chain_and_source(self.page, self.lex, run)

    def relays(self, index: int) -> bool:
        return self.page.form(index) in ("عن", "نقلا")

    def headline_source(self, first: int, colon: int) -> Run | None:
        """Return the speaker before a colon; of "a recording ascribed to X", that is X."""
        for index in self.page.outside(Run(first, colon)):
            if self.page.form(index) in self.lex.lists["ascribed"]:
                first = index + 1 + (self.page.form(index + 1) in ("الي", "ل"))
        first = self._author(Run(first, colon))
        verb = self.lex.verb(self.page.form(colon - 1))
        if verb is not None and verb.form == "present" and colon - first > 1:
            return None
        opens = self.page.trim(Run(first, colon)).first
        protocol = self.page.form(opens) in self.lex.lists["voice_protocol"]
        if protocol or self.tells_how(opens):
            return None
        return super().headline_source(first, colon)

    def _author(self, run: Run) -> int:
        """Return where the author begins: "a comment from X:", "from the speech of X:"."""
        page, recordings = self.page, self.lex.lists["recordings"]
        first = page.trim(run).first
        if page.form(first) == "من" and page.form(first + 1) in self.papers:
            return first + 1
        for index in page.outside(run):
            if (
                page.form(index) == "من"
                and {page.form(index - 1), page.form(index - 2)} & recordings
            ):
                return index + 1
        return run.first

    def tells_of_another(self, rest: Run) -> bool:
        page, known = self.page, self.known
        if page.form(rest.first) not in known:
            return False
        for index in page.outside(Run(rest.first + 1, min(rest.last, rest.first + _SUBJECT_WORDS))):
            verb = self.lex.verb(page.form(index))
            if page.kind(index) is Kind.COLON or (verb and verb.sure and verb.form != "participle"):
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
        run = self.without_opener(run)
        if run.first >= run.last:
            return none
        for index in page.outside(run):
            if page.form(index) in self.lex.lists["ascribed"] and page.form(index + 1) in (
                "الي",
                "ل",
            ):
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
            before = page.form(index - 1)
            under = before in UNDER or is_doing(self.lex, before)
            if page.kind(index) is Kind.WORD and starts and not under and page.quoted[index] < 0:
                last = min(item.cue.first, index + _SUBJECT_WORDS)
                return self.cut(self._alone(Run(index, last)))
        return None

    def recorded(self, run: Run) -> tuple[Run, int] | None:
        """Return who speaks in the recording that ``run`` names, and how long its "of" is."""
        page, recordings = self.page, self.lex.lists["recordings"]
        near = list(page.outside(Run(max(run.first, run.last - _RECORDED), run.last)))
        noun = next((i for i in near if page.form(i) in recordings), -1)
        for index in (i for i in near if noun >= 0 and i > noun):
            form = page.form(index)
            if form in ("ل", "الي", "من") or (form == "علي" and "صفح" in page.form(index + 1)):
                return self.cut(Run(index + 1, run.last)), 0
            of = form[:1] == "ل" and len(form) > 3 and page.kind(index) is Kind.WORD
            named = "ال" + form[2:] in self.known if form.startswith("لل") else of
            if of and named:
                return self.cut(Run(index, run.last)), 1 + form.startswith("لل")
        return None

    def nearer(self, sentence: Run, at: int) -> Run | None:
        """Return who does something between the last cue and the participle at ``at``.

        "… said X, and the council gave a deadline, threatening to …": the council threatens.
        """
        page, lists = self.page, self.lex.lists
        last = self.found[-1].cue.first if self.found else -1
        first = max(sentence.first, last + 1, at - 3 * _SUBJECT_WORDS)
        somebody = lists["titles"] | lists["bodies"] | lists["unnamed"]
        for index in reversed(list(page.outside(Run(first, at)))):
            if page.form(index) not in somebody or page.quoted[index] >= 0 or index - 1 == last:
                continue
            turns = page.form(index - 1) == "ان" and page.form(index - 2) in _BUT
            verb = page.form(index - 1)
            joined = verb[:1] == "و" and len(verb) > 3 and page.kind(index - 2) in _BREAKS
            if turns or (joined and not verb.startswith("وال")):
                near = self._alone(Run(index, min(at, index + _SUBJECT_WORDS)))
                near = self.shortened(self._construct(self.cut(near)))
                return self.mentions.before(near) or near
        return None

    def shortened(self, subject: Run) -> Run:
        """Drop whom it addresses from a subject that opens with a short form of a speaker."""
        head, first = self.page.form(subject.first), Run(subject.first, subject.first + 1)
        lasts = {self.page.form(each.source.last - 1) for each in self.found[-8:] if each.source}
        family = head.startswith("ال") and head in lasts and head not in self.known
        full = self.mentions.before(first)
        after = self.page.form(first.last)
        added = full is not None and after not in self._forms(full)
        return first if family or (added and not after.endswith(("ي", "يه"))) else subject

    def _construct(self, run: Run) -> Run:
        """Drop the object from "the council of the village [the police]"."""
        page = self.page
        for index in range(run.first + 2, run.last):
            before, form = page.form(index - 1), page.form(index)
            both = before.startswith("ال") and form.startswith("ال")
            titled = form in self.lex.lists["titles"]
            if both and not form.endswith(("ي", "يه")) and not titled:
                return Run(run.first, index)
        return run

    def _alone(self, run: Run) -> Run:
        """Drop from a subject what its verb governs, and all after a comma."""
        for index in self.page.outside(Run(run.first + 1, run.last)):
            form = self.page.form(index)
            comma = self.page.kind(index) is Kind.COMMA
            deed = is_joined_deed(self.page, self.lex, index) or is_other(
                self.page, self.lex, index
            )
            if comma or deed or opens_object(self.lex, form, after_subject=True):
                return self.page.trim(Run(run.first, index))
        return self.page.trim(run)

    def cut(self, run: Run) -> Run:
        """Drop when and where it was said from the end of a speaker."""
        for index in self.page.outside(run):
            if index > run.first and self.ends_phrase(index):
                return self.page.trim(Run(run.first, index))
        return self.page.trim(run)
