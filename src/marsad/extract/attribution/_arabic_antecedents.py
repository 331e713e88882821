"""Whom an Arabic pronoun stands for: the last titled person named before it."""

from __future__ import annotations

from ._arabic_frames import ends_name, ends_phrase
from ._arabic_lexicon import Lexicon
from ._arabic_nouns import is_doing
from ._words import Kind, Page, Run

__all__ = ["UNDER", "antecedent", "is_joined_deed", "is_other"]

UNDER = frozenset({"من", "في", "الي", "علي", "عن", "مع", "بين", "ضد", "قرب", "امام", "لدي"})
"""Prepositions: the noun after them is no subject."""

_MET = frozenset({"وفد", "وفدا", "رجال", "ابناء", "شيوخ", "وجهاء", "ممثلي"})
"""Whom somebody receives or thanks."""

_TITLED = 4
"""Words between two titles of one person ("commander of the naval forces, general …")."""


def _phrase_start(page: Page, lex: Lexicon, index: int) -> int:
    """Return where the titles begin of which the one at ``index`` is the last."""
    titles, first = lex.lists["titles"], index
    for back in range(index - 1, max(-1, index - 2 - _TITLED), -1):
        stops = page.kind(back) is not Kind.WORD or ends_phrase(page, lex, back)
        if stops or page.form(back) in UNDER:
            break
        beside = back == first - 1 or not page.form(back).startswith("ال")
        if page.form(back) in titles and beside:
            first = back
    return first


def is_joined_deed(page: Page, lex: Lexicon, index: int) -> bool:
    """Tell whether a noun of doing with a joined ب stands at ``index``: no part of a name."""
    form = page.form(index)
    return form[:1] == "ب" and form not in lex.lists["not_ba"] and is_doing(lex, form[1:])


def is_other(page: Page, lex: Lexicon, index: int) -> bool:
    """Tell whether another than the subject begins at ``index``: "received [a delegation]"."""
    form = page.form(index)
    joined = form.startswith(("بال", "لل")) and len(form) > 5 and form not in lex.lists["not_ba"]
    met = form in lex.lists["bodies"] | _MET and not form.startswith("ال")
    return joined or (met and page.form(index - 1).startswith("ال"))


def antecedent(page: Page, lex: Lexicon, sentence: Run) -> Run | None:
    """Return the last titled person named before ``sentence``, at most 120 words back."""
    for index in range(sentence.first - 1, max(-1, sentence.first - 120), -1):
        if page.form(index) in lex.lists["titles"] and page.quoted[index] < 0:
            first = _phrase_start(page, lex, index)
            end = index + 1
            while end < sentence.first and page.kind(end) in (Kind.WORD, Kind.TAG):
                if ends_phrase(page, lex, end) or ends_name(page, lex, end, first):
                    break
                if end - first > 8 or is_joined_deed(page, lex, end) or is_other(page, lex, end):
                    break
                end += 1
            return page.trim(Run(first, end))
    return None
