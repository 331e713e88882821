"""Russian and Ukrainian attribution: one grammar with the words of both."""

from __future__ import annotations

import re

from ._said import finished
from ._said_cues import At
from ._said_lexicon import lexicon
from ._said_voice import with_own_voice
from ._types import Attribution
from ._verb_second import VerbSecond
from ._words import Kind, Run, read

__all__ = ["attributions"]

_INFINITIVE = re.compile(r"^\w{2,}(?:[аеиоуыюя]ть|ти|чь|сть|[аеиоуыюя]ться|тись|чься)$")
_DATIVE = re.compile(r"\w{3}(?:ам|ям|ому|ему|ым|им)$")
_GERUND = re.compile(r"^\w{2,}(?:ав|ев|ив|ув|ыв|яв|вши|ая|яя|уя|ясь|вшись|авая)$")


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
