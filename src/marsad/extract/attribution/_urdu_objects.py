"""Urdu verbs with an object: condemned, rejected, demanded, threatened, claimed."""

from __future__ import annotations

from ._said_cues import At
from ._said_lexicon import Cue
from ._urdu_adverbials import without_manner
from ._urdu_speakers import UrduSpeakers
from ._words import Run

__all__ = ["UrduObjects"]

_POSTPOSITIONS = frozenset(["كي", "كو", "كا", "سے", "پر", "كے", "ساته"])

_ASKING = frozenset(["اپيل", "مطالبه", "درخواست"])
"""Nouns of asking, before which stand whom one asks and what for."""

_CALLING = frozenset(["قرار", "كهه"])

_REFUSING = frozenset(["انكار", "گريز"])

_TELLING = frozenset(["بتانے", "كهنے", "تبصره", "جواب"])
"""What somebody refuses who says nothing: "refused to say when …"."""

_WHILE = "هويے"
"""It ends a verb that goes on with another one: "condemning the attack, he said"."""

_FEELING = frozenset(["اظهار"])

_NOT_ASKED = frozenset(["جانب", "طرف", "وجه", "حوالے", "طور", "طريقے", "سلسلے", "كم", "زياده"])
"""Words after which "from" does not tell of whom something is asked."""

_NO_ASKED = frozenset(["پهلے", "قبل", "متعلق", "انے", "جانے", "نكلنے", "واپسي", "زياده", "كم"])
"""Words before which it does not: "from abroad coming"."""


class UrduObjects(UrduSpeakers):
    """The part of reading an Urdu page that finds verbs with an object."""

    def claimed(self, at: At) -> int:
        """… کی ذمہ داری X نے قبول کر لی; return where it ends, or 0."""
        page = self.page
        agent = self.agent(at.before)
        if agent < 0 or agent + 1 != at.cue.run.first:
            return 0
        for index in page.outside(Run(at.before.first, agent - 1)):
            if page.form(index) == "ذمه" and page.form(index + 1) == "داري":
                source = self.named(Run(index + 2, agent))
                said = page.content(self.without_postposition(Run(at.before.first, index)))
                end = at.cue.run.last
                return end * self.add(source, at.cue.run, said, "claim", at.sentence)
        return 0

    def object_of(self, at: At) -> int:
        """X نے … کی مذمت کی; return where it ends, or 0."""
        page = self.page
        agent = self.agent(at.before)
        if agent >= 0:
            source = self.named(Run(self.joint(Run(at.before.first, agent)), agent))
            if source is None:
                return 0
            rest = page.trim(Run(agent + 1, at.cue.run.first))
            rest = self._after_addressee(rest, at.cue)
        elif self._shares_object(at):
            source, rest = None, page.trim(at.before)
        else:
            return 0
        rest = self._without_manner(self.without_postposition(rest), at.cue)
        if page.count(rest) == 0 or self._refuses(rest, at.cue):
            return 0
        said = page.content(self._called(rest, at.cue))
        return at.cue.run.last * self.add(source, at.cue.run, said, "object-verb", at.sentence)

    def _refuses(self, rest: Run, cue: Cue) -> bool:
        """Tell whether somebody refuses or avoids to say something."""
        last = {self.page.form(rest.last - 1), self.page.form(rest.last - 2)}
        return self.page.form(cue.run.first) in _REFUSING and bool(last & _TELLING)

    def _without_manner(self, rest: Run, cue: Cue) -> Run:
        cut = without_manner(self.page, rest, feels=bool(self._forms(cue.run) & _FEELING))
        return rest if cut == rest else self.without_postposition(cut)

    def _called(self, run: Run, cue: Cue) -> Run:
        """Return the quotation that ends ``run``, what something is called; else ``run``."""
        opening = self.page.quoted[run.last - 1]
        called = opening >= run.first and self.page.form(cue.run.first) in _CALLING
        return self.page.quotes[opening][0] if called else run

    def _after_addressee(self, run: Run, cue: Cue) -> Run:
        """Drop "from the government" before what is asked of it."""
        if self.page.form(cue.run.first) not in _ASKING:
            return run
        asked = [i for i in self.page.outside(run) if self._is_asked(i)]
        return Run(asked[0] + 1, run.last) if asked and asked[0] + 2 < run.last else run

    def _is_asked(self, index: int) -> bool:
        form = self.page.form
        told = form(index) == "سے" and form(index - 1) not in _NOT_ASKED
        return told and form(index + 1) not in _NO_ASKED

    def _shares_object(self, at: At) -> bool:
        """Tell whether "and condemned …" or "condemning …, he …" has the speaker before it."""
        first = at.before.first
        if first <= at.sentence.first:
            return False
        joined = self.page.form(first) in self.lex.lists["joins"]
        return joined or self.page.form(first - 1) == _WHILE

    def without_postposition(self, run: Run) -> Run:
        """Drop "and" before what is condemned, and how and "of" after it."""
        page, adverbs = self.page, self.lex.lists["adverbs"]
        first, last = run
        if page.form(first) in self.lex.lists["joins"]:
            first += 1
        while last > first and page.form(last - 1) in adverbs:
            last -= 1
        while last > first and page.form(last - 1) in _POSTPOSITIONS:
            last -= 1
        return Run(first, last)
