"""When a Persian channel speaks as "we", and where one act of speaking ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ._persian_headings import is_silent, states
from ._persian_lexicon import lexicon, verb_form
from ._voice import Voice
from ._words import Kind, Page, Run

__all__ = ["VOICE", "speaks_as_we"]

_WE = re.compile(r"^ن?مي\w+يم$|^\w{2,}هايم$")
"""Verbs of the first person plural: present, and perfect, folded."""

_OWN = re.compile(r"^مي\w{2,}(?:يم|م)$|^(?:داريم|دارم|هستيم|هستم|ايم|\w{3,}(?:يم|هايم|هام))$")
"""Verbs of the first person that perform an act, singular too, folded."""

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
    found = next(_performing(page, run), None)
    return found.kind if found else _requires(page, run)


_KINDS = ("blame", "asking", "mourning", "thanks", "denying", "warning", "pledging", "ready")


class _Performed(NamedTuple):
    """A verb with which "we" do what it says: its tokens, noun included, and the kind of act."""

    run: Run
    kind: str


def _performing(page: Page, run: Run) -> Iterator[_Performed]:
    """Yield the verbs in the first person by which ``run`` performs something."""
    for index in page.outside(run):
        form, length = verb_form(page, index)
        if not _OWN.match(form):
            continue
        for first in (index, index - 1, index - 2, index - 3):
            kind = _kind(verb_form(page, first)[0]) if first >= run.first else ""
            if kind:
                yield _Performed(Run(first, index + length), kind)
                break


def _kind(form: str) -> str:
    lists = lexicon().lists
    kind = next((name for name in _KINDS if form in lists[f"voice_{name}"]), "")
    return kind or (form if form in lists["voice_performatives"] else "")


def _splits(page: Page, sentence: Run) -> Iterator[Run]:
    """Cut a sentence at "and" after a verb in the first person, where another act follows."""
    first = sentence.first
    last: _Performed | None = None
    for each in _performing(page, sentence):
        mark = last.run.last if last else -1
        if last and each.kind != last.kind and page.form(mark) in ("و", "؛") and mark > first:
            yield Run(first, mark)
            first = mark + 1
        last = each
    yield Run(first, sentence.last)


def _said(page: Page, run: Run) -> tuple[Run | None, Run]:
    """Return the verb in the first person, if it is the cue, and what is said.

    Where whom a sentence addresses takes more room than what it asks of him ("from all who … we
    demand that …"), that alone is what is said.
    """
    performed = next(_performing(page, run), None)
    if performed is None:
        return None, run
    start = performed.run.last
    while page.form(start) in ("كه", "تا") or page.kind(start) is Kind.COLON:
        start += 1
    asked, whole = Run(start, run.last), page.trim(run)
    if page.count(asked) < _ASKED or start >= whole.last:
        return None, run
    room = whole.last - whole.first
    return (performed.run, asked) if 2 * (whole.last - start) < room else (None, run)


_ASKED = 2
"""Words after the verb that are what it asks; fewer only end the sentence. Not tuned."""

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
    splits=_splits,
    said=_said,
)
