"""Verbs by which a Persian channel does what it says: "we condemn …", "X is asked to …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from marsad.model import Act

from ..acts import classify
from ._persian_lexicon import lexicon, verb_form
from ._persian_verbs import is_finite
from ._words import Kind, Page, Run

__all__ = ["Performed", "performing", "said", "splits"]

_OWN = re.compile(r"^مي\w{2,}(?:يم|م)$|^(?:داريم|دارم|هستيم|هستم|ايم|\w{3,}(?:يم|هايم|هام))$")
"""Verbs of the first person that perform an act, singular too, folded."""

_IMPERSONAL = frozenset(["ميشود", "ميگردد", "ميرود"])
"""After a noun of asking: "drivers are asked to …"."""

_KINDS = ("blame", "asking", "mourning", "thanks", "denying", "warning", "pledging", "ready")

_WORDS = 2
"""Words that are said by themselves; fewer only end the sentence. Not tuned."""

_COMMON = frozenset((Act.OTHER, Act.ANNOUNCEMENT))


_ELSE = frozenset(["وگرنه", "والا"])
"""They go on with an ultimatum: "Leave by Friday; or else …"."""


class Performed(NamedTuple):
    """A verb with which "we" do what it says: its tokens, noun included, and the kind of act."""

    run: Run
    kind: str


def performing(page: Page, run: Run) -> Iterator[Performed]:
    """Yield the verbs in the first person by which ``run`` performs something."""
    for index in page.outside(run):
        form, length = verb_form(page, index)
        asked = form in _IMPERSONAL
        if not asked and not _OWN.match(form):
            continue
        for first in (index, index - 1, index - 2, index - 3):
            kind = _kind(verb_form(page, first)[0]) if first >= run.first else ""
            if kind and (not asked or (kind == "asking" and first == index - 1)):
                yield Performed(Run(first, index + length), kind)
                break


def _kind(form: str) -> str:
    lists = lexicon().lists
    kind = next((name for name in _KINDS if form in lists[f"voice_{name}"]), "")
    return kind or (form if form in lists["voice_performatives"] else "")


def splits(page: Page, sentence: Run) -> Iterator[Run]:
    """Cut a sentence at "and" after a verb in the first person, where another act follows.

    A semicolon cuts it as well where the words on both its sides name different acts.
    """
    first = sentence.first
    last: Performed | None = None
    marks = [i for i in page.outside(sentence) if page.form(i) in ("؛", ";")]
    for each in performing(page, sentence):
        mark = last.run.last if last else -1
        if last and each.kind != last.kind and page.form(mark) in ("و", "؛") and mark > first:
            yield from _pieces(page, Run(first, mark), marks)
            first = mark + 1
        last = each
    yield from _pieces(page, Run(first, sentence.last), marks)


def _pieces(page: Page, run: Run, marks: list[int]) -> Iterator[Run]:
    """Cut ``run`` at those semicolons between whose sides the act changes."""
    first, act = run.first, None
    inside = [mark for mark in marks if run.first < mark < run.last]
    for start, end in pairwise([run.first - 1, *inside, run.last]):
        named = _act(page, Run(start + 1, end))
        if act and named and act is not named and page.form(start + 1) not in _ELSE:
            yield Run(first, start)
            first = start + 1
        act = named or act
    yield Run(first, run.last)


def _act(page: Page, run: Run) -> Act | None:
    """Return the act that the words of ``run`` name outright, if there is one."""
    if page.count(run) < _WORDS:
        return None
    act, _, _ = classify(page.span(run).of(page.text), None, "fa")
    return None if act in _COMMON else act


def said(page: Page, run: Run) -> tuple[Run | None, Run]:
    """Return the verb in the first person, if it is the cue, and what is said.

    Where whom a sentence addresses takes more room than what it asks of him ("from all who … we
    demand that …"), that alone is what is said.
    """
    performed = next(performing(page, run), None)
    if performed is None or _told_before(page, Run(run.first, performed.run.first)):
        return None, run
    whole, start = page.trim(run), performed.run.last
    while page.form(start) in ("كه", "تا") or page.kind(start) is Kind.COLON:
        start += 1
    asked = Run(start, run.last)
    if page.count(asked) < _WORDS or start >= whole.last:
        return None, run
    room = whole.last - whole.first
    return (performed.run, asked) if 2 * (whole.last - start) < room else (None, run)


def _told_before(page: Page, lead: Run) -> bool:
    """Tell whether something is told before the verb: "They took our land and we condemn …"."""
    ends = (
        i for i in page.outside(lead) if page.kind(i) is Kind.STOP or page.form(i) in ("و", "؛")
    )
    return any(is_finite(page.form(index - 1)) for index in ends if index > lead.first)
