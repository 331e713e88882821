"""Hebrew attribution: "that" and prepositions are letters joined to the word after them."""

from __future__ import annotations

import re
from dataclasses import replace

from marsad.model import Span

from ._open_speech import is_speech
from ._said import finished
from ._said_cues import At
from ._said_lexicon import Cue, lexicon
from ._said_voice import with_own_voice
from ._second_speakers import REACH
from ._types import Attribution
from ._verb_second import VerbSecond
from ._words import Kind, Run, read

__all__ = ["attributions"]

_ADDRESSING = frozenset("בל")
"""Prepositions joined to whom a verb of saying addresses."""

_NO_SOURCES = frozenset(
    ["שעה", "חוק", "החוק", "הנוהל", "התוכנית", "התכנית", "סדר", "הצורך", "הדין"]
)
"""After "according to" they name nobody: "for the time being", "by law"."""

_JOINED = frozenset("בלמ")
"""Prepositions joined to the object of a verb of saying."""

_APART = frozenset(["על", "מפני", "את", "עם", *_JOINED])
"""Prepositions before which an adverb may stand."""

_SHORT = 3
"""Letters of a word from whose front no preposition is taken off."""

_WILL = re.compile(r"י[א-ת]{2,}ו$|ת[א-ת]{2,}נה$")
"""Verbs in the future with the ending of "they"."""

_NAME_WORDS = 3
"""Words of a name without title before a colon and a quotation."""

_OBJECT_REACH = 6
"""Tokens after a verb in which the mark of its object stands ("condemned strongly …")."""


def attributions(text: str, *, voice: bool = False) -> tuple[Attribution, ...]:
    """Return what ``text`` attributes to whom, in order of content."""
    page, lex = read(text), lexicon("he")
    named = finished(_Hebrew(page, lex, "he", owned=voice))
    return with_own_voice(page, lex, "he", named) if voice else named


class _Hebrew(VerbSecond):
    """One pass over the sentences of a Hebrew page."""

    def cue_at(self, index: int) -> Cue | None:
        """A verb with "that" joined to it says something only where "that" or a mark follows."""
        cue = self._with_preposition(index) or super().cue_at(index)
        form = self.page.form(index)
        if form == "העיר" and self.page.form(index - 1) in self.known:
            return None  # "head of the city", not "he remarked"
        if cue and "according" in cue.frames and self.page.form(cue.run.last) in _NO_SOURCES:
            return None
        if cue is None or form in self.lex.phrases or not form.startswith("ש"):
            return cue
        near = range(cue.run.last, cue.run.last + 3)
        follows = any(self.page.form(i) == "כי" or self.page.kind(i) is Kind.COLON for i in near)
        return cue if follows else None

    def _with_preposition(self, index: int) -> Cue | None:
        """Return a phrase whose preposition is joined to its object, or stands after an adverb."""
        page, form = self.page, self.page.form(index)
        if page.kind(index) is not Kind.WORD:
            return None
        joined = form[1:] if form[:1] == "ו" and form not in self.lex.phrases else form
        for words, frames in self.lex.phrases.get(joined, ()):
            last = self._phrase_end(index, words)
            if len(words) > 1 and last:
                alone = next((f for w, f in self.lex.phrases[joined] if len(w) == 1), frozenset())
                return Cue(Run(index, last), frames | alone)
        return None

    def _phrase_end(self, index: int, words: tuple[str, ...]) -> int:
        """Return where ``words`` end that begin at ``index``; 0 where they do not stand there."""
        page, at = self.page, index + 1
        for word in words[1:]:
            at += page.form(at) in self.lex.lists["adverbs"] and word in _APART
            if word in _JOINED and page.form(at)[:1] == word and len(page.form(at)) > _SHORT:
                return at
            if page.form(at) != word:
                return 0
            at += 1
        return at

    def joins_at(self, index: int) -> bool:
        """ "And" is joined to the title that opens a clause after a comma."""
        form = self.page.form(index)
        titled = form[:1] == "ו" and form not in self.known and form[1:] in self.known
        return super().joins_at(index) or (titled and self.page.kind(index - 1) is Kind.COMMA)

    def quoted_from(self, cue: Cue) -> int:
        for index in range(cue.run.last, cue.run.last + 3):
            if self.page.form(index) == "את":
                return index + 1
        return cue.run.last

    def clause_mark(self, index: int) -> int:
        form = self.page.form(index)
        if form in self.lex.lists["clause"] or form == "וכי":
            return 1
        if self.page.kind(index - 1) is Kind.COMMA or self.page.kind(index) is not Kind.WORD:
            return 0
        return int(form.startswith("ש") and self._is_that(form))

    def _is_that(self, form: str) -> bool:
        """Tell whether the first letter of ``form`` is "that": what it joins must be a word.

        Where no list shows it, the letter may as well belong to a noun, and nothing is cut.
        """
        rest, lists = form[1:], self.lex.lists
        if len(rest) < 2 or form in lists["with_shin"]:
            return False
        if _WILL.match(rest):
            return True
        joined = rest in self.lex.phrases or rest.startswith("ה")
        names = ("known", "pronouns", "negations", "we", "unnamed", "after_shin")
        return joined or any(rest in lists[name] for name in names)

    def _clause(self, at: At) -> int:
        """Read "X reported, citing Y, that …": Y speaks, X passes it on."""
        known = len(self.found)
        end = super()._clause(at)
        cited = self._cited(at) if len(self.found) > known else None
        if cited is not None:
            item, (agency, source) = self.found[-1], cited
            chain = (agency,)
            basis = self.basis(source)
            self.found[-1] = replace(item, source=source, basis=basis, chain=chain)
        return end

    def speaker(self, run: Run) -> Run | None:
        """Neither a quotation speaks, nor a preposition that is joined to one."""
        found = super().speaker(run)
        if found is None:
            return None
        page = self.page
        quoted = is_speech(page, found.first) and page.quotes[found.first][0].last >= found.last
        alone = found.last - found.first == 1 and page.form(found.first) in _JOINED
        return None if quoted or alone else found

    def _cited(self, at: At) -> tuple[Run, Run] | None:
        """Return the agency and whom it cites, before or right after the verb."""
        page, end = self.page, min(at.after.last, at.cue.run.last + REACH)
        for index in page.outside(Run(at.before.first, end)):
            length = self._citing(index)
            if self.clause_mark(index) and index >= at.cue.run.last:
                return None
            if length and page.kind(index - 1) is not Kind.QUOTE:
                last = self.cut(Run(index + length, end))
                ahead = Run(at.before.first, min(index, at.cue.run.first))
                agency, source = self.speaker(ahead), self.speaker(Run(index + length, last))
                return (agency, source) if agency and source else None
        return None

    def _citing(self, index: int) -> int:
        """Return how many tokens "citing" has at ``index``; 0 where it does not stand there."""
        form = self.page.form
        return 2 * (form(index) in self.lex.lists["citing"] and form(index + 1) == "על")

    def _content_start(self, mark: int, start: int) -> int:
        return start if self.page.form(mark) in ("כי", "וכי") else mark

    def said_after_mark(self, run: Run) -> tuple[tuple[Span, ...], bool]:
        spans, direct = self.page.content(run)
        if not spans or self.page.form(run.first)[:1] != "ש":
            return spans, direct
        return (Span(spans[0].start + 1, spans[0].end), *spans[1:]), False

    def is_infinitive(self, index: int) -> bool:
        form = self.page.form(index)
        if self.page.kind(index) is not Kind.WORD or not form.startswith("ל") or len(form) < 4:
            return False
        return not form.endswith("ים") and not self.lex.has("nouns_like_infinitives", form)

    def is_addressee(self, run: Run) -> bool:
        form = self.page.form(run.first)
        return form[:1] in _ADDRESSING and form not in self.known

    def object_run(self, run: Run) -> Run:
        page = self.page
        first = run.first
        for index in page.outside(Run(run.first, min(run.last, run.first + _OBJECT_REACH))):
            if page.form(index) == "את":
                first = index + 1
                break
        for index in page.outside(Run(first, run.last)):
            if page.kind(index) is Kind.COMMA and page.form(index + 1).startswith("ו"):
                return Run(first, index)
        return Run(first, run.last)

    def is_name(self, run: Run) -> bool:
        """Hebrew has no capitals: a headline needs a title, or a quotation after its colon."""
        return (
            self.page.count(run) <= _NAME_WORDS and self.page.quotes.get(run.last + 1) is not None
        )
