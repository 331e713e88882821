"""How the words that name an Arabic speaker make him known: by name, by title, not at all."""

from __future__ import annotations

import re

from marsad.model import Basis

from ._arabic_lexicon import Lexicon
from ._words import Kind, Page, Run

__all__ = ["basis_of", "is_paper"]


def basis_of(page: Page, lex: Lexicon, run: Run) -> Basis:
    """Tell how the words of ``run`` make the speaker known."""
    if run.first >= run.last:
        return Basis.PRONOUN
    forms = [w.form for w in page.words[run.first : run.last] if w.kind is Kind.WORD]
    if len(forms) > 1 and forms[0] in lex.lists["counts"] and forms[1] in _somebody(lex):
        return Basis.UNNAMED
    head = re.sub(r"^لل?(?=\w{3})", "", forms[0]) if forms else ""
    if head in lex.lists["unnamed"]:
        return Basis.UNNAMED
    if head in lex.lists["stand_ins"] and len(forms) == 1:
        return Basis.PRONOUN
    if head in lex.lists["indefinite"] and _is_indefinite(lex, forms):
        return Basis.UNNAMED
    if head not in lex.lists["titles"] or _names_somebody(lex, forms):
        return Basis.NAMED
    apposed = next((i for i in range(*run) if page.kind(i) is Kind.COMMA), run.first)
    before = [w.form for w in page.words[run.first : apposed] if w.kind is Kind.WORD]
    return Basis.NAMED if before and _names_somebody(lex, before) else Basis.TITLE


def _somebody(lex: Lexicon) -> frozenset[str]:
    return lex.lists["unnamed"] | lex.lists["indefinite"] | lex.lists["persons"]


def is_paper(page: Page, lex: Lexicon, run: Run) -> bool:
    """Tell whether ``run`` names what cannot speak: an article of law, pictures, a schedule."""
    head = page.form(run.first) if run.first < run.last else ""
    return bool(
        {head, head.removeprefix("ل"), "ا" + head.removeprefix("ل")} & lex.lists["papers_cited"]
    )


def _is_indefinite(lex: Lexicon, forms: list[str]) -> bool:
    """Tell whether titles without an article stay without a name: "an official in the X"."""
    after = forms[1] if len(forms) > 1 else ""
    if after in ("في", "من", "ب", "لدي", "") or len(forms) > 8:
        return True
    known = lex.lists["titles"] | lex.lists["bodies"]
    bare = not after.startswith("ال") and after not in known
    return bare and not _names_somebody(lex, forms)


def _names_somebody(lex: Lexicon, forms: list[str]) -> bool:
    """Tell whether a name follows titles and bodies: two last words that are neither."""
    tail = forms[-1]
    common = lex.lists["titles"] | lex.lists["bodies"] | lex.lists["relational"]
    if tail in common or len(forms) < 2:
        return False
    if not tail.startswith("ال"):
        return not tail.endswith(("ي", "يه")) or (not forms[-2].startswith("ال") and len(forms) > 2)
    return len(forms) > 2 and not forms[-2].startswith("ال") and forms[-2] not in common
