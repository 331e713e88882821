"""Lines of an Arabic post that state nothing: headings, formulas, scripture, signatures."""

from __future__ import annotations

from ._arabic_asking import OCCASIONS
from ._arabic_lexicon import lexicon
from ._words import Kind, Page, Run

__all__ = ["is_silent", "states"]

_SIGNS = frozenset(map(chr, range(0x64B, 0x653)))
"""Vowel signs: scripture is written with nearly all of them."""

_VOWELLED = 0.35
"""Vowel signs a letter from which a line is taken for scripture. A choice, not tuned: fully
vowelled text has over .6, posts under .15."""

_LINE_WORDS = 7
"""Words that make a line without a full stop a sentence rather than a signature; not tuned."""

_SENTENCE_WORDS = 4
"""The same where a full stop ends it."""

_OPENING = 4
"""Words at the start of a sentence among which its verb stands."""

_FORMULA_WORDS = 12
"""A longer sentence that begins with a formula also states something; a choice."""


def is_silent(page: Page, sentence: Run) -> bool:
    """Tell whether nobody says ``sentence``: it is a heading, a formula or scripture."""
    run = Run(page.trim(page.unlisted(sentence)).first, sentence.last)
    if run.first >= run.last:
        return True
    return _is_formula(page, run) or _is_scripture(page, sentence) or _is_heading(page, run)


def states(page: Page, run: Run) -> bool:
    """Tell whether ``run`` is a whole sentence that states something, rather than a line of words.

    News of whom the owner's officials received or visited state nothing for the channel.
    """
    if any(_is_protocol(page, index) for index in range(run.first, run.first + _OPENING)):
        return False
    least = _SENTENCE_WORDS if _ends(page, run) else _LINE_WORDS
    return page.count(run) >= least


def _ends(page: Page, run: Run) -> bool:
    """Tell whether a full stop or the like ends ``run``."""
    tail = page.words[page.trim(run, tags=True).last : run.last + 1]
    return any(word.kind is Kind.STOP for word in tail)


def _is_formula(page: Page, run: Run) -> bool:
    words = page.trim(run)
    opening = page.form(words.first).lstrip("و"), page.form(words.first + 1)
    lists = lexicon().lists
    if page.count(words) > _FORMULA_WORDS:
        return False
    return (
        opening[0] in lists["voice_formulas"]
        or opening[0] + opening[1] in lists["voice_formulas"]
        or (page.count(words) <= _LINE_WORDS and page.form(words.first) in lists["voice_formulas"])
    )


def _is_scripture(page: Page, run: Run) -> bool:
    text = page.span(page.trim(run)).of(page.text) if page.count(run) else ""
    signs = sum(char in _SIGNS for char in text)
    letters = sum(char.isalpha() for char in text)
    return "﴿" in text or signs > _VOWELLED * max(1, letters)


def _is_heading(page: Page, run: Run) -> bool:
    """Tell whether a line names a kind of text, an addressee or a day, and says nothing."""
    words = page.trim(run, tags=True)
    if page.kind(run.last - 1) is Kind.COLON or _is_caption(page, words):
        return True
    if _quotes_another(page, words):
        return True
    if _ends(page, run) or page.count(words) > 2 * _LINE_WORDS:
        return False
    numbers = sum(page.kind(index) is Kind.NUMBER for index in range(*words))
    dated = numbers > 0 and page.count(words) < _LINE_WORDS
    return dated or page.form(words.first) in lexicon().lists["voice_headings"]


def _quotes_another(page: Page, words: Run) -> bool:
    """Tell whether a line only quotes what the channel answers: "On the enemy's word: «…»"."""
    if page.form(words.first).removeprefix("و") not in OCCASIONS:
        return False
    colon = next((i for i in page.outside(words) if page.kind(i) is Kind.COLON), -1)
    quote = page.quotes.get(colon + 1) if colon > 0 else None
    return quote is not None and page.count(Run(quote[0].last, words.last)) == 0


_PICTURES = frozenset({"صور", "صوره", "بالصور", "فيديو", "بالفيديو", "شاهد", "مقطع", "مشاهد"})


def _is_caption(page: Page, words: Run) -> bool:
    """Tell whether a line says what pictures show: "Pictures | …", "A clip: …"."""
    marked = page.form(words.first + 1) in ("|", "•", "-", "–") or (
        page.kind(words.first + 1) is Kind.COLON
    )
    return marked and page.form(words.first) in _PICTURES


def _is_protocol(page: Page, index: int) -> bool:
    return page.form(index).removeprefix("و") in lexicon().lists["voice_protocol"]
