"""Verbs that do what they say ("we condemn …"), and whether it is the channel that does it."""

from __future__ import annotations

from ._said_lexicon import lexicon
from ._words import Kind, Page, Run

__all__ = ["Performing"]

_WORDS = 5
"""Words of the longest verb that performs an act."""

_SUBJECT_WORDS = 3
"""Words before the first postposition of which some must be a subject; a choice, not tuned."""

_POSTPOSITIONS = frozenset(["كي", "كو", "كا", "سے", "پر", "كے", "ميں", "تك"])

_PLURALS = ("ים", "ות")


class Performing:
    """How one language tells that the channel performs an act by naming it."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.lists = lexicon(language).lists

    def cue(self, page: Page, run: Run) -> Run | None:
        """Return the first verb by which "we" do what it says, neither negated nor asked."""
        cue = self._verb(page, run)
        if cue is None or self._is_undone(page, run, cue) or not self._is_ours(page, run, cue):
            return None
        return cue

    def by_another(self, page: Page, run: Run) -> bool:
        """Tell whether somebody else does what the first such verb of ``run`` says."""
        cue = self._verb(page, run)
        if cue is None or self._is_ours(page, run, cue) or self._is_undone(page, run, cue):
            return False
        lead = page.trim(Run(run.first, cue.first), tags=True)
        opens = {page.form(lead.first)}
        if self.language == "ur":
            return self._is_passive(page, cue) or self._has_subject(page, lead)
        return bool(opens & (self.lists["known"] | self.lists["pronouns"] | self.lists["enemies"]))

    def _verb(self, page: Page, run: Run) -> Run | None:
        for index in page.outside(run):
            forms = [page.form(index + n) for n in range(_WORDS)]
            for length in range(_WORDS, 0, -1):
                if " ".join(forms[:length]) in self.lists["performatives"]:
                    return Run(index, index + length)
        return None

    def _is_undone(self, page: Page, run: Run, cue: Run) -> bool:
        lists, form = self.lists, page.form
        negated = {form(cue.first - 1), form(cue.first - 2)} & lists["negations"]
        led = form(page.trim(run, tags=True).first)
        return bool(negated) or form(cue.last) in lists["undone"] or led in lists["doubts"]

    def _is_ours(self, page: Page, run: Run, cue: Run) -> bool:
        """Tell whether "we" act, where a verb has one form for us and for others."""
        lead = Run(run.first, cue.first)
        if self.language == "he":
            return self._is_first(page, lead, cue)
        if self.language != "ur":
            return True
        if self._is_passive(page, cue):
            return not self._on_behalf(page, lead)
        ours = any(
            page.form(i) == "هم" and page.form(i + 1) not in _POSTPOSITIONS
            for i in page.outside(lead)
        )
        return ours or page.form(cue.last - 1) != "هيں" or not self._has_room(page, lead)

    def _has_room(self, page: Page, lead: Run) -> bool:
        """Tell whether a subject may stand in ``lead``: two words without a postposition."""
        words = 0
        for index in page.outside(lead):
            if page.form(index) in _POSTPOSITIONS:
                words = 0
            elif page.kind(index) is Kind.WORD:
                words += page.form(index) not in self.lists["adverbs"]
            if words > 1:
                return True
        return False

    def _is_first(self, page: Page, lead: Run, cue: Run) -> bool:
        """Tell whether a Hebrew verb, of one form for I and he, opens or has "I" before it."""
        ours = any(page.form(i) in self.lists["voice_subjects"] for i in page.outside(lead))
        lead = page.trim(lead, tags=True)
        opens = all(
            page.form(i) in self.lists["adverbs"] or page.kind(i) is not Kind.WORD
            for i in range(*lead)
        )
        if page.form(cue.first).endswith(_PLURALS):
            named = self.lists["known"] | self.lists["pronouns"] | self.lists["enemies"]
            return ours or page.form(lead.first) not in named
        return ours or opens

    def _is_passive(self, page: Page, cue: Run) -> bool:
        return page.form(cue.last - 2) in ("جاتا", "جاتي")

    def _on_behalf(self, page: Page, lead: Run) -> bool:
        """Tell whether a passive names by whom: "on the part of X"."""
        return any(
            page.form(i) in ("طرف", "جانب") and page.form(i - 1) == "كي" for i in page.outside(lead)
        )

    def _has_subject(self, page: Page, lead: Run) -> bool:
        """Tell whether somebody else opens the Urdu ``lead``: a pronoun, a title, the enemy."""
        opens, we = page.form(lead.first), self.lists["we"]
        if opens == "وه":
            return True
        marks = [i for i in page.outside(lead) if page.form(i) in _POSTPOSITIONS]
        if self.lists["enemies"] & {page.form(i - 1) for i in marks if i > lead.first + 1}:
            return False
        foes = [i for i in page.outside(lead) if page.form(i) in self.lists["enemies"]]
        if foes and foes[0] > lead.first and page.form(foes[0] - 1) == "كے":
            return True
        if opens not in self.lists["known"] | self.lists["enemies"]:
            return False
        start = lead.first + 1 + (lead.first + 1 in marks)
        last = next((i for i in marks if i > start), lead.last)
        own = any(page.form(i) in we for i in range(start, last))
        return own or last - start >= _SUBJECT_WORDS
