"""Where the subject of an Arabic verb ends, and whom it addresses begins."""

from __future__ import annotations

from ._arabic_lexicon import Lexicon, Verb
from ._arabic_nouns import nominal
from ._words import Page, Run

__all__ = ["JUDGING", "subject_of"]

_PREPOSITIONS = frozenset({"في", "من", "علي", "الي", "عن", "مع"})

JUDGING = frozenset({"وصف", "اعتبر"})
"""Verbs that call something what stands behind them."""

_THIS = frozenset({"هذا", "هذه", "ذلك", "تلك", "هولاء"})
"""Behind a speaker they open what he speaks of: "the mayor called [this decision] …"."""

_TOLD = frozenset({"ابلغ", "اخبر", "اخطر"})
"""Verbs with whom they tell between their subject and "that"."""


def subject_of(page: Page, lex: Lexicon, run: Run, marker: str, verb: Verb) -> Run:
    """Drop marks at the ends of ``run`` and, before a preposition, whom the subject addresses.

    "The minister X [the Front] against …": a second body after two words is addressed.
    """
    run = nominal(page, lex, run)
    this = (i for i in page.outside(Run(run.first + 1, run.last)) if page.form(i) in _THIS)
    run = Run(run.first, next(this, run.last))
    parted = _TOLD | JUDGING | lex.lists["transitive"]
    direct = marker not in ("preposition", "joined")
    if direct and verb.lemma not in parted:
        return page.trim(run)
    objects = verb.lemma in lex.lists["addressing"] | parted
    known = direct and verb.lemma in lex.lists["transitive"]
    held = lex.lists["titles"] | lex.lists["bodies"] | lex.lists["relational"]
    held |= _PREPOSITIONS | {"باسم"}
    for index in page.outside(Run(run.first + 1, run.last)):
        form = page.form(index)
        before = page.form(index - 1)
        before = before if before in held else before.removeprefix("ل")
        if index == run.first + 1:
            if objects and _begins_noun(page, lex, index, known=known):
                return page.trim(Run(run.first, index))
            continue
        twice = form.startswith("ال") and before.startswith("ال") and before in lex.lists["bodies"]
        starts = form in lex.lists["bodies"] and (before not in held or twice)
        told = verb.lemma in _TOLD and before.startswith("ال") and before not in held
        starts = starts or (told and form.startswith("ال") and form in lex.lists["titles"])
        starts = starts or (objects and _begins_noun(page, lex, index, known=known))
        if form in lex.lists["objects"] or form in lex.lists["addressed"] or starts:
            return page.trim(Run(run.first, index))
    return page.trim(run)


def _begins_noun(page: Page, lex: Lexicon, index: int, *, known: bool) -> bool:
    """Tell whether a definite noun at ``index`` stands behind another: "the mayor [the builder]".

    Adjectives of relation, those in the list and titles go on with the noun before them. With
    ``known``, only a body, those who are addressed and a dual or plural of people begin one:
    behind a verb with a direct object "the third battalion" is more often that object.
    """
    before, form = page.form(index - 1), page.form(index)
    if not (before.startswith("ال") and form.startswith("ال")):
        return False
    if known:
        people = lex.lists["bodies"] | lex.lists["addressed"]
        return form in people or form.endswith(("ين", "ات"))
    described = form in lex.lists["titles"] | lex.lists["describing"]
    return not described and not form.endswith(("ي", "يه"))
