"""Russian and Ukrainian attribution: one grammar with the words of both."""

from __future__ import annotations

import re

from ._said import finished
from ._said_cues import At
from ._said_lexicon import Cue, lexicon
from ._said_voice import with_own_voice
from ._types import Attribution
from ._verb_second import VerbSecond
from ._words import Kind, Run, read

__all__ = ["attributions"]

_INFINITIVE = re.compile(r"^\w{2,}(?:[аеиоуыюя]ть|ти|чь|сть|[аеиоуыюя]ться|тись|тися|чься)$")
_DATIVE = re.compile(r"\w{3}(?:ам|ям|ому|ему|ым|им)$")
_GERUND = re.compile(r"^\w{2,}(?:ав|ев|ив|ув|ыв|яв|вши|ая|яя|уя|ясь|вшись|авая)$")

_DESCRIBING = re.compile(
    r"^(?:(?:близ[кь]|знаком|знайом|осведомл|обізнан)\w{2,}"
    r"|\w{3,}(?:вш|[юуяа]щ|нн)(?:ий|ый|ая|ее|ое|ие|ые)(?:ся)?)$"
)
"""A participle or adjective behind a comma, of the noun before it ("a source, close to …")."""

_VERB = re.compile(r"^\w{2,}(?:[аеиоуыяі]л[аио]?|[аиіуя]в)(?:с[ья])?$")
_NO_VERB = re.compile(
    r"^(?:генерал|канал|отдел|персонал|квартал|вокзал|журнал|капитал|филиал|трибунал|материал|"
    r"посол|село|дело|начал|раздел|предел|телеканал|телеграм-канал)\w{0,2}$"
)
"""Nouns that end as verbs in the past do."""

_IN = frozenset({"в", "во", "у"})
_PLURAL = ("ли", "ют", "ят")
_UKRAINIAN = re.compile("[іїєґ]")


def attributions(text: str, *, voice: bool = False) -> tuple[Attribution, ...]:
    """Return what ``text`` attributes to whom, in order of content."""
    page, lex = read(text), lexicon("ru")
    named = finished(_Russian(page, lex, "ru", owned=voice))
    return with_own_voice(page, lex, "ru", named) if voice else named


class _Russian(VerbSecond):
    """One pass over the sentences of a Russian page."""

    dashed = True
    capitals = True

    def is_infinitive(self, index: int) -> bool:
        form = self.page.form(index)
        if self.page.kind(index) is not Kind.WORD or form.endswith("ость"):
            return False
        return bool(_INFINITIVE.match(form)) and not self.lex.has("nouns_like_infinitives", form)

    def is_adverbial(self, run: Run) -> bool:
        """Adverbial participles ("answering …", "having paused") and prepositions open one."""
        first = self.page.words[run.first]
        written = self.page.text[first.start]
        gerund = _GERUND.match(first.form) and not (written.isupper() and self.page.count(run) > 2)
        return bool(gerund) or super().is_adverbial(run)

    def speaker(self, run: Run) -> Run | None:
        """A name in the dative after "and" is whom the speaker of the verb before it addresses."""
        found = super().speaker(run)
        joined = self.page.form(run.first - 1) in self.lex.lists["joins"]
        if found and joined and _DATIVE.search(self.page.form(found.first)):
            return None
        return found

    def may_follow(self, at: At, source: Run) -> bool:
        """A participle ("having threatened …") has no subject; Ukrainian verbs end like it."""
        if not self.page.form(at.cue.run.first).endswith(("в", "вши")):
            return True
        listed = self._forms(source) & (self.known | self.lex.lists["pronouns"])
        return bool(listed) or self.page.text[self.page.words[source.first].start].isupper()

    def object_run(self, run: Run) -> Run:
        page = self.page
        for index in page.outside(run):
            joined = page.form(index + 1) in self.lex.lists["joins"]
            if page.kind(index) is Kind.COMMA and joined:
                return Run(run.first, index)
        return run

    def subject(self, at: At, between: Run) -> Run | None:
        """ "In the statement it is said": whose it is, the sentences before tell."""
        first, last = self.bare(at.before)
        named = last - first == _IN_DOCUMENT and self.page.form(first) in _IN
        if named and self.page.form(last - 1) in self.lex.lists["documents"]:
            return None
        return super().subject(at, between)

    def before_verb(self, run: Run) -> Run | None:
        """ "In the ministry they said": the ministry says it; "in Moscow the minister said"."""
        found = super().before_verb(run)
        if found is None or self.page.form(found.first) not in _IN:
            return found
        if self.page.form(run.last).endswith(_PLURAL):
            return Run(found.first + 1, found.last)
        titles = (i for i in range(found.first + 1, found.last) if self.page.form(i) in self.known)
        return Run(next(titles, found.first), found.last)

    def main_end(self, parts: list[Run]) -> int:
        """What somebody does while he speaks ("…, speaking to the press, …") is no subject."""
        asides = (part.first - 1 for part in parts[1:] if self._is_gerund(part.first))
        return next(asides, parts[-1].last)

    def is_subject_with_aside(self, before: Run) -> bool:
        parts = self.between_commas(before)
        people = self.known | self.lex.lists["pronouns"] | self.lex.lists["unnamed"]
        if len(parts) != _WITH_ASIDE or self.page.form(parts[0].first) not in people:
            return False
        first = parts[1].first
        return bool(_DESCRIBING.match(self.page.form(first))) or self._is_gerund(first)

    def ends_title(self, index: int) -> bool:
        form = self.page.form(index)
        small = self.page.text[self.page.words[index].start].islower()
        return small and bool(_VERB.match(form)) and not _NO_VERB.match(form)

    def _is_gerund(self, index: int) -> bool:
        word = self.page.words[index]
        small = self.page.text[word.start].islower()
        return small and _GERUND.match(word.form) is not None

    def hangs_on(self, cue: Cue, sentence: Run) -> bool:
        """Ukrainian verbs in the past end like Russian participles."""
        page, first = self.page, cue.run.first
        if page.kind(first - 1) is not Kind.COMMA or first <= sentence.first:
            return False
        if page.form(first) not in self.lex.lists["participles"]:
            return False
        foreign = not page.form(first).endswith("вши") and _UKRAINIAN.search(
            page.span(sentence).of(page.text)
        )
        follows = (cue.run.last, cue.run.last + 1)
        return not foreign and any(self.clause_mark(index) for index in follows)


_IN_DOCUMENT = 2
"""Words of "in the statement"."""

_WITH_ASIDE = 2
"""Parts between commas of a subject and what describes it."""
