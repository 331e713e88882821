"""Lines of a Persian post that state nothing: headings, addresses, formulas, signatures."""

from __future__ import annotations

from ._persian_lexicon import lexicon, verb_form
from ._persian_performing import performing
from ._persian_verbs import is_finite
from ._words import Kind, Page, Run

__all__ = ["is_silent", "states"]

_SIGNS = frozenset(map(chr, range(0x64B, 0x653)))
"""Vowel signs, which Persian hardly writes: a line with many is scripture."""

_VOWELLED = 0.25
"""Vowel signs a letter from which a line is taken for scripture. A choice, not tuned."""

_LINE_WORDS = 10
"""Words that make a line without verb and full stop a sentence; a choice."""

_SENTENCE_WORDS = 3
"""The same where it has a verb, or …"""

_VERBLESS_WORDS = 8
"""… where only a full stop ends it ("four trucks taken at the pass."); a choice."""

_ADDRESS_WORDS = 9
"""Words of an address ("dear compatriots!") without a verb; a longer exclamation says something.
Not tuned."""

_FORMULA_WORDS = 9
"""A longer sentence that begins with a formula also states something; a choice."""


def is_silent(page: Page, sentence: Run) -> bool:
    """Tell whether nobody says ``sentence``: a heading, an address, a formula or scripture."""
    run = Run(page.trim(page.unlisted(sentence)).first, sentence.last)
    if page.count(run) == 0:
        return True
    if _is_formula(page, run) or _is_scripture(page, sentence):
        return True
    return _is_heading(page, run) or _is_asked(page, run)


def states(page: Page, run: Run) -> bool:
    """Tell whether ``run`` is a whole sentence rather than a line of words."""
    words = page.count(run)
    if has_verb(page, run):
        return words >= _SENTENCE_WORDS
    return words >= (_VERBLESS_WORDS if _ending(page, run) else _LINE_WORDS)


def has_verb(page: Page, run: Run) -> bool:
    """Tell whether one of the last words of ``run`` is a finite verb."""
    last = page.trim(run, tags=True).last
    near = range(max(run.first, last - 2), last)
    return any(is_finite(verb_form(page, index)[0]) for index in near)


def _ending(page: Page, run: Run) -> str:
    """Return the full stop or the like that ends ``run``; an empty string without one."""
    tail = page.words[page.trim(run, tags=True).last : run.last + 1]
    return next((word.form for word in tail if word.kind is Kind.STOP), "")


def _is_asked(page: Page, run: Run) -> bool:
    """Tell whether ``run`` is a question: it states nothing, unless an answer is demanded."""
    asked = any(mark in _ending(page, run) for mark in "؟?")
    return asked and next(performing(page, run), None) is None


def _is_formula(page: Page, run: Run) -> bool:
    words = page.trim(run)
    forms = [page.form(words.first + n) for n in range(3)]
    openings = {"".join(forms[:n]) for n in (1, 2, 3)}
    return page.count(words) <= _FORMULA_WORDS and bool(openings & lexicon().lists["formulas"])


def _is_scripture(page: Page, run: Run) -> bool:
    text = page.span(page.trim(run)).of(page.text)
    signs = sum(char in _SIGNS for char in text)
    return "﴿" in text or signs > _VOWELLED * max(1, sum(char.isalpha() for char in text))


def _is_heading(page: Page, run: Run) -> bool:
    """Tell whether a line names a kind of text, an addressee or a day, and says nothing."""
    words = page.trim(run, tags=True)
    if page.kind(run.last - 1) is Kind.COLON:
        return True
    ending, count = _ending(page, run), page.count(words)
    if has_verb(page, run) or count > _LINE_WORDS:
        return False
    if ending.startswith(("!", "…")) and count <= _ADDRESS_WORDS:
        return True
    dated = any(page.kind(index) is Kind.NUMBER for index in range(*words)) and not ending
    return dated or (not ending and page.form(words.first) in lexicon().lists["headings"])
