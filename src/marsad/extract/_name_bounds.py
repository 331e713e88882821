"""Where a name stands in folded text: on word boundaries, in its case, with words around it."""

from __future__ import annotations

import re

from ..model import Span

__all__ = ["CONTEXT_WORDS", "SHORT_FOR_CLITICS", "bounded", "case_fits", "inner", "window"]

CONTEXT_WORDS = 12
"""How many words either side of a name are searched for its context words. A post's sentence has
about 20 words; 12 reaches its other half without reaching the next subject."""

_ARABIC_LETTER = re.compile("[\u0620-\u06d3]")

_CLITICS = re.compile(r"(?:[وف]?[بلک]?|[وف]?(?:ب|ک)?ال|[وف]?لل|[وف]?س)\Z")
"""What may stand before an Arabic name inside its word: and/so, by/to/as, the article."""

_HEBREW_LETTER = re.compile("[\u05d0-\u05ea]")

_HEBREW_CLITICS = re.compile(r"[ושהבלמכ]{1,3}\Z")
"""And, that, the, in, to, from, as: written together with the Hebrew word that follows."""

_SUFFIXES = re.compile(r"(?:ها|های|هایی|هایش|ام|ات|اش|مان|تان|شان)?(?!\w)")

_SUFFIX_AFTER_VOWEL = re.compile(r"(?:ی|یی|یه)?(?!\w)")

SHORT_FOR_CLITICS = 4
"""Shorter names are not looked for behind a one-letter clitic: «ورد» is a word, not «و» + «رد»."""


def bounded(flat: str, start: int, end: int) -> bool:
    """Tell whether ``flat[start:end]`` is a word or words, apart from clitics and suffixes."""
    arabic = bool(_ARABIC_LETTER.match(flat[start]))
    if start and (flat[start - 1].isalnum()):
        word = start
        while word and start - word < 5 and flat[word - 1].isalnum():
            word -= 1
        hebrew = bool(_HEBREW_LETTER.match(flat[start]))
        if not (arabic or hebrew) or end - start < SHORT_FOR_CLITICS:
            return False
        if not (_HEBREW_CLITICS if hebrew else _CLITICS).match(flat[word:start]):
            return False
    if end < len(flat) and flat[end].isalnum():
        if not arabic:
            return False
        after_vowel = flat[end - 1] in "اوه"
        return bool(
            _SUFFIXES.match(flat, end) or (after_vowel and _SUFFIX_AFTER_VOWEL.match(flat, end))
        )
    return True


def case_fits(written: str, source: str, span: Span) -> bool:
    """Tell whether a name is capitalised as names are, in scripts that have capitals.

    Acronyms have to be written as they are ("US", not "us"; "LeT", not "Let"); text without
    capitals is given the benefit of the doubt for names of six letters and more.
    """
    seen = span.of(source)
    if not written[0].isupper():
        return True
    if len(written) <= 5 and sum(map(str.isupper, written)) > 1:
        return written == seen or (written.isupper() and seen.isupper())
    return seen[:1].isupper() or (len(written) >= 6 and not any(c.isupper() for c in source[:400]))


def window(flat: str, span: Span) -> tuple[str, str]:
    """Return the words around ``span``, at most :data:`CONTEXT_WORDS` each side."""
    reach = CONTEXT_WORDS * 8
    before = flat[max(0, span.start - reach) : span.start].split(" ")[-CONTEXT_WORDS - 1 :]
    after = flat[span.end : span.end + reach].split(" ")[: CONTEXT_WORDS + 1]
    return " ".join(before), " ".join(after)


def inner(original: Span, key: str, flat: str, span: Span) -> Span:
    """Return the span of the name; of «لل…» the part that follows the preposition."""
    if key.startswith("لل") and not flat.startswith("ال", span.start):
        return Span(original.start + 1, original.end)
    return original
