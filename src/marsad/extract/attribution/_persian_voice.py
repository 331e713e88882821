"""When a Persian channel speaks as "we", and where one act of speaking ends."""

from __future__ import annotations

import re

from ._persian_lexicon import lexicon, verb_form
from ._speakers import Voice
from ._words import Page, Run

__all__ = ["VOICE", "speaks_as_we"]

_WE = re.compile(r"^ن?مي\w+يم$|^\w{2,}هايم$")
"""Verbs of the first person plural: present, and perfect, folded."""


_IMPERATIVE = re.compile(
    r"^(?:ن?كنيد|نماييد|فرماييد|بفرماييد|شويد|نشويد|دهيد|ندهيد|گيريد|باشيد|نباشيد"
    r"|[بن](?!ا)\w{2,}(?:ييد|يد))$"
)
"""Requests in the second person plural, folded; past tenses with these letters are rare in them."""


def _speaks(page: Page, run: Run) -> bool:
    """Tell whether a group says the sentence ``run`` itself: as "we", or by asking or requiring."""
    return speaks_as_we(page, run) or bool(_requires(page, run))


def _requires(page: Page, run: Run) -> str:
    """Return the form by which a sentence asks or requires something, or an empty string."""
    for index in page.outside(run):
        form = page.form(index)
        if form in ("بايد", "نبايد"):
            return "بايد"
        if form not in ("بايد", "نبايد", "شايد") and _IMPERATIVE.match(form):
            return "كنيد"
    return ""


def speaks_as_we(page: Page, run: Run) -> bool:
    lists = lexicon().lists
    for index in page.outside(run):
        form, _ = verb_form(page, index)
        if form in lists["voice_subjects"] or form in lists["voice_words"] or _WE.match(form):
            return True
    return False


def _opening_act(page: Page, run: Run) -> str:
    """Return the act that a sentence performs, or an empty string: its first performative."""
    lists = lexicon().lists
    if page.form(run.first) in lists["voice_turns"]:
        return page.form(run.first)
    if (page.form(run.first), page.form(run.first + 1)) == ("در", "غير"):
        return "اگر"
    for index in page.outside(run):
        form, _ = verb_form(page, index)
        if form in lists["voice_performatives"] and _we_follows(page, index):
            return form
    return "" if speaks_as_we(page, run) else _requires(page, run)


def _we_follows(page: Page, index: int) -> bool:
    return any(_WE.match(verb_form(page, index + n)[0]) for n in (0, 1, 2))


def _conditions(page: Page, run: Run) -> bool:
    return page.form(run.first) in lexicon().lists["conditions"]


VOICE = Voice(
    speaks=_speaks,
    opens=_opening_act,
    continues=_conditions,
    closed=lambda act: act in lexicon().lists["voice_closed"],
    recipe="fa/voice",
)
