"""When a Hebrew, Russian, Turkish or Urdu channel speaks for itself, and where one act ends.

Every sentence of a group's own channel is its own, but for headings, addresses, formulas and
questions. A short one goes on with the sentence before it in its paragraph.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache

from ._said_leads import Leads
from ._said_lexicon import Lexicon, lexicon
from ._said_performing import Performing
from ._types import Attribution
from ._voice import Voice, voice_passages
from ._words import Kind, Page, Run

__all__ = ["with_own_voice"]

_GOES_ON_WORDS = 6
"""Words of a sentence that only goes on with the one before it; chosen among 3 to 12, and none, by
the annotated posts of the four languages, where a word more or less costs a point."""

_ALONE_WORDS = 5
"""Words of a sentence that says something without the one before it; chosen likewise."""

_LINE_WORDS = 8
"""Words that make a line without a full stop a sentence rather than a signature; likewise."""

_WE_WORDS = 4
"""The same where it says "we"."""

_FORMULA_WORDS = 8
"""A longer sentence that begins with a formula also states something; a choice."""

_ADDRESS_WORDS = 6
"""Words of an address ("brothers in the hills!"); a choice."""

_LEAD_WORDS = 14
"""Words before a colon that only lead to what is said ("to the young I say: …"); a choice."""

_LEAD_TOKENS = 12
"""Tokens in which the colon after the name of somebody else stands; a choice."""

_UNDER = 80
"""Tokens under a line that names the enemy; the bound keeps reading linear."""

_WE_LEAD = 3
"""Words before the verb of "today we openly demand …"; a choice."""

_OF = frozenset(["كا", "كي", "كے", "كو", "سے", "پر"])
"""Urdu: "of", "to", "from" the enemy."""

_LEAST = 2
"""Words that something said has at least."""

_VERB_LAST = frozenset({"tr", "ur"})
"""Languages in which what is said stands before its verb."""


def with_own_voice(
    page: Page, lex: Lexicon, language: str, named: tuple[Attribution, ...]
) -> tuple[Attribution, ...]:
    """Return ``named`` with what the channel says for itself, in order of content."""
    spoken = voice_passages(page, _voice(language), named, lex.lists["hedges"])
    return tuple(sorted((*named, *spoken), key=lambda each: each.content[0].start))


@cache
def _voice(language: str) -> Voice:
    own = _Own(language)
    return Voice(
        speaks=own.speaks,
        states=own.states,
        silent=own.silent,
        alone=own.alone,
        opens=_no_kind,
        continues=_goes_on,
        closed=lambda _: False,
        language=language,
        labels=lambda: own.lists["labels"],
        said=own.said,
    )


class _Own:
    """How one language tells what a channel says for itself."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.lists = lexicon(language).lists
        self.leads = Leads(language)
        self.performing = Performing(language)

    def speaks(self, page: Page, run: Run) -> bool:
        """Tell whether a line without a full stop says "we"."""
        ours = any(page.form(index) in self.lists["we"] for index in page.outside(run))
        return page.count(run) >= _WE_WORDS and (ours or self._performed(page, run) is not None)

    def states(self, page: Page, run: Run) -> bool:
        """Tell whether ``run`` is a whole sentence rather than a line of words."""
        return bool(_ending(page, run)) or page.count(run) >= _LINE_WORDS

    def alone(self, page: Page, run: Run) -> bool:
        """Tell whether a sentence says something without the one before it."""
        return page.count(run) >= _ALONE_WORDS or self._performed(page, run) is not None

    def silent(self, page: Page, sentence: Run) -> bool:
        """Tell whether nobody says ``sentence``: a heading, an address, a formula, a question."""
        run = Run(page.trim(page.unlisted(sentence), tags=True).first, sentence.last)
        if page.count(run) == 0 or page.kind(run.last - 1) is Kind.COLON:
            return True
        ending = _ending(page, run)
        if "?" in ending or "؟" in ending:
            return True
        if self._is_formula(page, run) or self._is_address(page, run, ending):
            return True
        if self._is_led(page, run) or self.performing.by_another(page, run):
            return True
        if self._is_foes(page, run) or self._is_rumour(page, run):
            return True
        if self._is_under(page, sentence):
            return True
        return self._credits(page, sentence) or self._credits(page, _after(page, sentence))

    def _is_foes(self, page: Page, run: Run) -> bool:
        """Tell whether the enemy opens a sentence and says or threatens something in it."""
        foe = page.form(run.first) in self.lists["enemies"]
        owns = foe and page.form(run.first + 1) in _OF
        return foe and not owns and self._says(page, Run(run.first + 1, run.last))

    def _is_rumour(self, page: Page, run: Run) -> bool:
        """Tell whether a sentence begins with what nobody named says: "it is said that we fled"."""
        inner = page.trim(run, tags=True)
        if inner.first < inner.last and page.form(inner.last - 1) in self.lists["rumours"]:
            return True
        found = lexicon(self.language).cue(page, run.first)
        if found is None or page.form(run.first) not in self.lists["rumours"]:
            return False
        after = found.run.last + (page.kind(found.run.last) is Kind.COMMA)
        that = page.form(after)
        joined = self.language == "he" and that.startswith("ש")
        return joined or page.kind(after) is Kind.COLON or that in self.lists.get("clause", ())

    def _says(self, page: Page, run: Run) -> bool:
        words = lexicon(self.language)
        found = (words.cue(page, index) for index in page.outside(run))
        return any(cue and cue.frames - {"according", "own"} for cue in found)

    def _is_under(self, page: Page, sentence: Run) -> bool:
        """Tell whether a line that only names the enemy, and a colon, stands above ``sentence``."""
        for number in range(_place(page, sentence) - 1, -1, -1):
            above = page.sentences[number]
            gap = page.words[above.last : page.sentences[number + 1].first]
            blank = sum(word.kind is Kind.LINE for word in gap) > 1
            if blank or sentence.first - above.first > _UNDER:
                return False
            if page.kind(above.last - 1) is Kind.COLON:
                lead = page.trim(above, tags=True)
                return self.leads.another(page, lead) and self.leads.is_foe(page, lead)
        return False

    def _credits(self, page: Page, sentence: Run) -> bool:
        """Tell whether ``sentence`` only names who said the one before it: "So says X."."""
        run = page.trim(sentence, tags=True)
        ours = any(page.form(i) in self.lists["we"] for i in range(*run))
        so = run.first < run.last and page.form(run.first) in self.lists["so"]
        said = so and lexicon(self.language).cue(page, run.first + 1) is not None
        return said and not ours and page.count(run) <= _GOES_ON_WORDS

    def _is_led(self, page: Page, run: Run) -> bool:
        """Tell whether a sentence begins with the name of somebody else and a colon."""
        for index in page.outside(Run(run.first, min(run.last, run.first + _LEAD_TOKENS))):
            if page.kind(index) is Kind.COLON:
                lead = Run(run.first, index)
                return self._performed(page, lead) is None and self.leads.another(page, lead)
        return False

    def _is_formula(self, page: Page, run: Run) -> bool:
        forms = [page.form(run.first + n) for n in range(3)]
        openings = {" ".join(forms[:n]) for n in (1, 2, 3)}
        return page.count(run) <= _FORMULA_WORDS and bool(openings & self.lists["formulas"])

    def _is_address(self, page: Page, run: Run, ending: str) -> bool:
        addressed = page.form(run.first) in self.lists["addressed"]
        return ending.startswith("!") and page.count(run) <= _ADDRESS_WORDS and addressed

    def said(self, page: Page, run: Run) -> tuple[Run | None, Run]:
        """Return the verb that performs the act, and what is said without what leads to it."""
        run = _without_stop(page, run)
        first = _first_sentence(page, run)
        cue = self._performed(page, first)
        for index in page.outside(first):
            if page.kind(index) is Kind.COLON:
                lead = Run(run.first, index)
                leads = self.leads.own(page, lead) or self.leads.addresses(page, lead)
                if page.count(lead) <= _LEAD_WORDS and (cue or leads):
                    return cue, Run(index + 1, run.last)
        rest = self._beside(page, run, cue) if cue else run
        return cue, rest if page.count(page.trim(rest, tags=True)) >= _LEAST else run

    def _performed(self, page: Page, run: Run) -> Run | None:
        return self.performing.cue(page, run)

    def _beside(self, page: Page, run: Run, cue: Run) -> Run:
        """Return what is said before or after the verb; all of ``run`` where it stands inside."""
        if self.language in _VERB_LAST:
            ends = page.trim(run).last == cue.last
            return Run(run.first, cue.first) if ends else run
        lead = Run(run.first, cue.first)
        ours = any(page.form(i) in self.lists["voice_subjects"] for i in page.outside(lead))
        opens = page.count(lead) <= (_WE_LEAD if ours else 0)
        return Run(cue.last, run.last) if opens else run


def _after(page: Page, sentence: Run) -> Run:
    """Return the sentence after ``sentence``; an empty run after the last one."""
    at = _place(page, sentence) + 1
    return page.sentences[at] if at < len(page.sentences) else Run(0, 0)


def _place(page: Page, sentence: Run) -> int:
    return bisect_left(page.sentences, Run(sentence.first, 0))


def _no_kind(page: Page, run: Run) -> str:
    """Kinds of acts part no sentences here: by the annotated posts length alone does as well."""
    del page, run
    return ""


def _goes_on(page: Page, run: Run, inside: bool) -> bool:
    return inside and page.count(run) <= _GOES_ON_WORDS


def _first_sentence(page: Page, run: Run) -> Run:
    stops = (i for i in page.outside(run) if page.kind(i) in (Kind.STOP, Kind.LINE))
    return Run(run.first, next(stops, run.last))


def _without_stop(page: Page, run: Run) -> Run:
    """Drop the full stop that ends ``run``; marks of exclamation stay."""
    last = page.trim(run, tags=True).last
    return Run(run.first, last) if _ending(page, run)[:1] in (".", "۔", "…") else run


def _ending(page: Page, run: Run) -> str:
    """Return the full stop or the like that ends ``run``; an empty string without one."""
    tail = page.words[page.trim(run, tags=True).last : run.last + 1]
    return next((word.form for word in tail if word.kind is Kind.STOP), "")
