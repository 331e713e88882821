"""Lines of an English post that state nothing: headings, addresses, formulas, signatures."""

from __future__ import annotations

import re

from ._en_lexicon import lexicon
from ._words import Kind, Page, Run

__all__ = ["is_silent", "states"]

_FORMULA = re.compile(
    r"(?:in the name of|(?:and )?(?:there is )?(?:no )?victory (?:is|comes)"
    r"|may (?:god|allah|he)\b|peace (?:be )?(?:up)?on|(?:all )?praise (?:be|is)|glory (?:be )?to"
    r"|(?:and )?our last prayer|o (?:god|allah|lord)\b|(?:and )?god (?:is|knows)\b|to whom it may"
    r"|more to (?:come|follow)|(?:dear|respected) [\w' ]+[,:]?$)",
    re.IGNORECASE,
)
_SCRIPTURE = re.compile(r"[{﴿].*[}﴾]\W*$", re.DOTALL)
_ADDRESS = re.compile(
    r"(?:o (?:you|people|sons|youth|brothers|sisters|men|women|merchants)\b.*!"
    r"|(?:(?:and )?to|dear|our) .*[,:])$",
    re.IGNORECASE | re.DOTALL,
)
_CAPITALS = 0.8
"""Share of capital letters from which a line without a full stop is a heading; not tuned."""

_SMALL = frozenset(("of", "for", "the", "and", "in", "at", "to", "on", "by"))
"""Words between those of a name."""

_LINE_WORDS = 7
"""Words that make a line without a full stop a sentence rather than a signature; not tuned."""

_SENTENCE_WORDS = 3
"""The same where a full stop ends it."""

_FORMULA_WORDS = 12
"""A longer sentence that begins with a formula also states something; a choice."""

_NEAR = 8
"""Words at the start of a sentence in which its verb stands; a choice."""


def is_silent(page: Page, sentence: Run) -> bool:
    """Tell whether nobody says ``sentence``: a heading, an address, a formula or a question."""
    run = _bare(page, sentence)
    if run.first >= run.last:
        return True
    words = page.span(run).of(page.text).strip()
    if page.count(run) <= _FORMULA_WORDS and _FORMULA.match(words):
        return True
    recited = _SCRIPTURE.match(page.span(sentence).of(page.text))
    return bool(recited or _ADDRESS.match(words)) or _is_heading(page, run, words)


def states(page: Page, run: Run) -> bool:
    """Tell whether ``run`` is a whole sentence that states something, rather than a line of words.

    News of whom the owner's officials received or visited state nothing for the channel.
    """
    if any(page.form(run.first + n) in lexicon().voice["protocol"] for n in range(1, _NEAR)):
        return False
    whole = _ends(page, run) or page.listed(run) or page.kind(run.last) is Kind.COMMA
    return page.count(run) >= (_SENTENCE_WORDS if whole else _LINE_WORDS)


def _bare(page: Page, run: Run) -> Run:
    return Run(page.trim(page.unlisted(run)).first, run.last)


def _ends(page: Page, run: Run) -> bool:
    """Tell whether a full stop or the like ends ``run``."""
    tail = page.words[page.trim(run, tags=True).last : run.last + 1]
    return any(word.kind is Kind.STOP for word in tail)


def _is_heading(page: Page, run: Run, words: str) -> bool:
    """Tell whether a line names a kind of text, an addressee or a day, and says nothing."""
    if words.endswith((":", "?")):
        return True
    opening = page.form(page.trim(run, tags=True).first)
    letters = [char for char in words if char.isalpha()]
    shouted = sum(char.isupper() for char in letters) > _CAPITALS * len(letters)
    short = page.count(run) < _LINE_WORDS
    if short and (shouted or opening in lexicon().voice["headings"]):
        return True
    if _ends(page, run):
        return False
    if _is_signature(page, run, words):
        return True
    return not page.listed(run) and (shouted or opening in lexicon().voice["headings"])


def _is_signature(page: Page, run: Run, words: str) -> bool:
    """Tell whether a short line without a full stop is made of names."""
    bare = [word for word in words.split() if word[0].isalpha() and word not in _SMALL]
    named = sum(any(char.isupper() for char in word) for word in bare)
    return page.count(run) <= 2 * _LINE_WORDS and 5 * named >= 3 * len(bare)
