"""When a Persian channel speaks as "we", and where one act of speaking ends."""

from __future__ import annotations

import re

from ._persian_lexicon import lexicon, verb_form
from ._speakers import Voice
from ._words import Page, Run

__all__ = ["VOICE", "speaks_as_we"]

_WE = re.compile(r"^ن?مي\w+يم$|^\w{2,}هايم$")
"""Verbs of the first person plural: present, and perfect, folded."""


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
    for index in page.outside(run):
        form, _ = verb_form(page, index)
        if form in lists["voice_performatives"] and _we_follows(page, index):
            return form
    return ""


def _we_follows(page: Page, index: int) -> bool:
    return any(_WE.match(verb_form(page, index + n)[0]) for n in (0, 1, 2))


def _conditions(page: Page, run: Run) -> bool:
    return page.form(run.first) in lexicon().lists["conditions"]


VOICE = Voice(
    speaks=speaks_as_we,
    opens=_opening_act,
    continues=_conditions,
    closed=lambda act: act in lexicon().lists["voice_closed"],
    recipe="fa/voice",
)
