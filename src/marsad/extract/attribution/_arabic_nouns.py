"""Arabic nouns by their shape: of doing something, as an object, as how something is said."""

from __future__ import annotations

import re

from ._arabic_lexicon import Lexicon
from ._words import Page, Run

__all__ = ["is_accusative", "is_adverbial", "is_doing", "nominal", "opens_object"]

_TANWIN = "\u064b"

_PREPOSITIONS = frozenset({"في", "من", "علي", "الي", "عن", "مع"})

# Shapes of verbal nouns, folded, without article: istifal, ifal, iftial, tafil, mufaala.
_VERBAL_NOUN = re.compile(
    r"^(?:است\w{2}ا\w|ا\w{2}ا\w|ا\wت\w{0,1}ا\w|ان\w{2}ا\w|ت\w{2}ي\w|م\wا\w{2}ه)\w{0,2}$"
)


_DEFECTIVE = re.compile(r"^(?:است\wا\wه|ا\wا\wه|ت\w\wيه)\w{0,2}$")
"""The same of verbs with a weak letter ("removal", "resignation")."""


def is_doing(lex: Lexicon, form: str) -> bool:
    """Tell whether a noun, with or without the article, is one of doing something."""
    plain = form.removeprefix("ال")
    if plain in lex.lists["doing"]:
        return True
    verbal = _VERBAL_NOUN.match(plain) or _DEFECTIVE.match(plain)
    return verbal is not None and plain not in lex.lists["not_object"]


def is_accusative(page: Page, index: int) -> bool:
    """Tell whether a noun is written as the object: with the sign of the indefinite accusative."""
    word = page.text[page.words[index].start : page.words[index].end]
    return _TANWIN in word[-2:]


def opens_object(lex: Lexicon, form: str, *, after_subject: bool) -> bool:
    """Tell whether a word heads what is condemned, announced or denied."""
    if form in lex.lists["objects"] or _is_possessed(lex, form):
        return True
    noun = _VERBAL_NOUN.match(form) is not None and form not in lex.lists["not_object"]
    noun = noun and not form.startswith("ال")
    return noun and (after_subject or form.startswith("ا"))


_POSSESSED = re.compile(r"^(\w{4,}?)(?:هما|ها|هم)$")


def _is_possessed(lex: Lexicon, form: str) -> bool:
    """Tell whether a noun has "her" or "their" and is no person or body ("her minister")."""
    match = _POSSESSED.match(form)
    if match is None:
        return False
    head = match.group(1)
    if head.startswith("ل") and len(head) > 4:
        return False
    bare = {head, head.removesuffix("ت") + "ه", head.removesuffix("و"), head.removesuffix("ي")}
    somebody = lex.lists["titles"] | lex.lists["bodies"] | lex.lists["indefinite"]
    return not bare & somebody and form not in lex.lists["adverbs"]


def nominal(page: Page, lex: Lexicon, run: Run) -> Run:
    """Drop from the start of a subject how, before whom or to whom it was said.

    "Said before all that …" has no subject there; "said to the agency Minister X" has one.
    """
    while run.first < run.last and page.form(run.first) in lex.lists["to_whom"]:
        run = Run(run.first + 1, run.last)
    if run.first >= run.last or not is_adverbial(page, lex, run.first):
        return run
    somebody = lex.lists["titles"] | lex.lists["unnamed"] | lex.lists["indefinite"]
    for index in page.outside(Run(run.first + 1, run.last)):
        if page.form(index) in somebody and page.form(index - 1) not in _PREPOSITIONS:
            return Run(index, run.last)
    return Run(run.first, run.first)


_BEFORE = re.compile(r"^(?:امام|قدام|بحضور|وسط|عند|حين)(?:هم|ها|نا|ه|كم)?$")
"""Before whom or when; with a pronoun or a noun behind it."""


def is_adverbial(page: Page, lex: Lexicon, index: int) -> bool:
    """Tell whether the word at ``index`` tells how, before whom or to whom, and names nobody."""
    form = page.form(index)
    word = page.text[page.words[index].start : page.words[index].end]
    ours = form.endswith("نا") and len(form) > 4
    whom = ours or form.removeprefix("لل").removeprefix("ل") in lex.lists["told"]
    told = form[:1] == "ل" and whom
    how = form.startswith(("بال", "عال")) and len(form) > 5 and form not in lex.lists["not_ba"]
    return told or how or _TANWIN in word[-2:] or _BEFORE.match(form) is not None
