"""What an Arabic channel asks of somebody, apart from whom it asks: "we call on X to …"."""

from __future__ import annotations

from ._arabic_lexicon import Lexicon, lexicon
from ._arabic_nouns import is_doing
from ._words import Kind, Page, Run

__all__ = ["OCCASIONS", "asked"]

_ADDRESSED = 24
"""Words of whom a channel addresses, with what describes him; not tuned."""

_ASKED = 2
"""Words that are something asked; a choice."""

_OPENING = 6
"""Words at the start of a sentence among which the verb stands that addresses; not tuned."""

_PREPOSITIONS = frozenset({"الي", "من", "علي"})

OCCASIONS = frozenset({"ردا", "تعليقا", "تعقيبا", "جوابا", "بخصوص", "بشان", "حول"})
"""First words of what a channel answers, or speaks about."""

_RELATIVES = frozenset({"الذي", "التي", "الذين", "اللذين", "اللواتي"})
"""They, or a verb of saying, tell what those said whom a channel addresses: no word of its own."""

_POSSESSED = ("هم", "ها", "كم", "ه")
"""Endings of what they have done whom "we" bless."""

_SUFFIXES = ("كم", "هم", "ها", "ه", "")
"""Pronouns joined to a verb, or none: whom it addresses."""


def asked(page: Page, run: Run) -> tuple[Run | None, Run]:
    """Return the verb in the first person, if it is the cue, and what is said.

    Where the verb and whom it addresses take more room than what is asked of him, that alone is
    what is said.
    """
    lex = lexicon()
    run = _after_occasion(page, run)
    for verb in page.outside(Run(run.first, min(run.last, run.first + _OPENING))):
        takes = _takes(lex, page.form(verb))
        if takes is None:
            continue
        start = _start(page, lex, Run(verb + 1, run.last), takes)
        whole, said = page.span(page.trim(run)), Run(start, run.last)
        if start < 0 or page.count(said) < _ASKED:
            return None, run
        left = whole.end - page.words[start].start
        return (Run(verb, verb + 1), said) if 2 * left < whole.end - whole.start else (None, run)
    return None, run


def _after_occasion(page: Page, run: Run) -> Run:
    """Drop what a sentence answers, and its colon: "In reply to …: we are no party"."""
    if page.form(page.trim(run).first).removeprefix("و") not in OCCASIONS:
        return run
    near = page.outside(Run(run.first, min(run.last - 1, run.first + _ADDRESSED)))
    colon = next((index for index in near if page.kind(index) is Kind.COLON), -1)
    return Run(colon + 1, run.last) if colon > 0 else run


def _takes(lex: Lexicon, form: str) -> frozenset[str] | None:
    """Return what opens that which a verb in the first person asks; None for another word."""
    plain = form[1:] if form[:1] in ("و", "ف") else form
    if plain[:1] not in ("ن", "ا"):
        return None
    stems = (plain[1:].removesuffix(end) for end in _SUFFIXES if plain.endswith(end))
    return next((lex.asks[stem] for stem in stems if stem in lex.asks), None)


def _start(page: Page, lex: Lexicon, run: Run, takes: frozenset[str]) -> int:
    """Return the first token of what is asked in ``run``, the tokens after the verb, or -1."""
    if "possessed" in takes and not page.form(run.first).startswith("ل"):
        return -1
    for index in page.outside(Run(run.first, min(run.last, run.first + _ADDRESSED))):
        form = page.form(index)
        if form in _RELATIVES or lex.verb(form) is not None:
            return -1
        if page.kind(index) is Kind.COLON or form in lex.lists["clause"]:
            return index + 1
        if index > run.first and _opens(page, lex, index, takes):
            return index + (form in _PREPOSITIONS)
    return -1


def _opens(page: Page, lex: Lexicon, index: int, takes: frozenset[str]) -> bool:
    """Tell whether what is asked begins at ``index``: with the verb's preposition, or a noun."""
    form = page.form(index)
    if form in takes:
        return True
    for joined in ("ب", "ل"):
        noun = form.removeprefix(joined)
        if joined in takes and noun != form and is_doing(lex, "ال" * (noun[:1] == "ل") + noun):
            return True
    if "possessed" in takes and page.form(index - 1) not in ("في", "ل"):
        return form.endswith(_POSSESSED)
    return "noun" in takes and page.form(index - 1) not in _PREPOSITIONS and is_doing(lex, form)
