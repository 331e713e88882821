"""When a Persian channel speaks as "we", and where one act of speaking ends."""

from __future__ import annotations

import re

from ._persian_headings import is_silent, states
from ._persian_lexicon import lexicon, verb_form
from ._persian_performing import performing, said, splits
from ._voice import Voice
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
    """Return the kind of act that a sentence performs: that of its first performative."""
    found = next(performing(page, run), None)
    return found.kind if found else _requires(page, run)


_SHORT = 3
"""Words of a sentence that only goes on with the one before it; not tuned."""


def _goes_on(page: Page, run: Run, inside: bool) -> bool:
    return inside and page.count(run) <= _SHORT


VOICE = Voice(
    speaks=_speaks,
    states=states,
    silent=is_silent,
    opens=_opening_act,
    continues=_goes_on,
    closed=lambda act: act in ("thanks", "mourning"),
    language="fa",
    labels=lambda: lexicon().lists["labels"],
    splits=splits,
    said=said,
)
