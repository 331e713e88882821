"""Who did what to whom in an attack: the fillers of the roles, from what the head says of words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from marsad.model import Span

from .engine import Reading
from .incident_cues import Cues
from .labels import INCIDENT, tags
from .space import Floats
from .tagging import Run, runs, shares_of, shares_of_kind
from .words import Window

__all__ = ["fillers"]

_EAGER = {"PerpInd": 1.4, "PerpOrg": 0.7, "Target": 1.2, "Victim": 0.7, "Weapon": 1.7}
"""Added to the logits of each role, as all are rare in what was learnt from. Like all numbers here,
chosen by MUC-4: its development texts in halves, and a fifth of the training texts that the cues
were then not fitted to. 0.3 more or less of any loses up to 1.5 points of 50. Points in these
comments are those of ``python -m evaluation.run --only incident``, once with each changed."""

_CUES = 0.3
"""Share of the cues beside the head: together seven points higher than the head alone; with a share
of .2 or .35 one of them less."""

_NEIGHBOUR = 0.25
"""Probability of the role from which a word beside a run belongs to it: with .35 and .1 one point
lower, with .5 one and a half."""

_ONE = ("PerpInd", "PerpOrg")
"""Roles of which only the likeliest filler is taken; with all of them three points lower."""

_HIT = ("Target", "Victim", "Weapon")
"""Without any of these no attack is told of: whoever is named did nothing; one point."""

_FULL = "Victim"
"""Of a person's names the longest stands for all; for other roles the likeliest. One point."""

_SMALL = re.compile(
    "(?:the|an?|of|in|on|at|by|to|for|from|with|and|or|as|near|that|which|whom?|was|were|is|are"
    "|has|have|had|been?|its|his|her|their|this|these|those|said|after|before|when|while|some"
    "|several)"
)
_SIGN = re.compile(r"[^\w\s]\Z")
_OWNER = re.compile(r"\S+['’]\Z")
_BEFORE = 25
"""Code points before a filler in which an opening quotation mark, or an owner, is looked for; not
tuned."""


def fillers(
    text: str, read: Sequence[tuple[Window, Reading]], cues: Cues | None = None
) -> dict[str, list[str]]:
    """Return for each role its fillers, the likeliest first, as they stand in ``text``.

    Of names one of which is within another (``fmln guerrillas``, ``guerrillas``) one stands for
    both.

    :param read: the windows of ``text``, and what the heads say of each.
    :param cues: what the words around a word say; the head is asked alone where it is left out.
    """
    weight: dict[str, dict[str, float]] = {role: defaultdict(float) for role in INCIDENT}
    for (window, _), logits in zip(read, _told(text, read, cues), strict=True):
        for span, run in _found(text, window, logits):
            weight[run.kind][" ".join(span.of(text).split())] += run.score
    if not any(weight[role] for role in _HIT):
        return {role: [] for role in INCIDENT}
    return {role: _apart(role, found) for role, found in weight.items()}


def _told(text: str, read: Sequence[tuple[Window, Reading]], cues: Cues | None) -> list[Floats]:
    """Return for each window the logits of the head, or those of head and cues together."""
    head = [reading.incident for _, reading in read]
    if cues is None:
        return head
    both = zip(head, cues.logits(text, read), strict=True)
    return [(1 - _CUES) * one + _CUES * other for one, other in both]


def _found(text: str, window: Window, logits: Floats) -> Iterator[tuple[Span, Run]]:
    eager = np.zeros(logits.shape[-1], dtype=np.float32)
    for number, tag in enumerate(tags("incident")):
        eager[number] = _EAGER.get(tag[2:], 0.0)
    shares = shares_of(logits + eager)
    words = [span.of(text).casefold() for span in window.words]
    used = 0
    for run in runs("incident", shares):
        first, last = _widened(run, shares_of_kind("incident", shares, run.kind), words, used)
        first, last = _trimmed(first, last, words)
        used = last
        span = Span(window.words[first].start, window.words[last - 1].end)
        yield _owned(text, _quoted(text, span)), run


def _widened(run: Run, belongs: Floats, words: Sequence[str], used: int) -> tuple[int, int]:
    """Return the bounds of a run with the words beside it that may well belong to it."""

    def fits(number: int) -> bool:
        return bool(belongs[number] >= _NEIGHBOUR) and (
            words[number] == "-" or not _loose(words[number])
        )

    first, last = run.first, run.last
    while first > used and fits(first - 1):
        first -= 1
    while last < len(words) and fits(last):
        last += 1
    return first, last


def _trimmed(first: int, last: int, words: Sequence[str]) -> tuple[int, int]:
    """Return the bounds without articles, prepositions and signs at either end; never empty."""
    while first < last - 1 and _loose(words[first]):
        first += 1
    while last > first + 1 and _loose(words[last - 1]):
        last -= 1
    return first, last


def _loose(word: str) -> bool:
    return bool(_SMALL.fullmatch(word) or _SIGN.match(word))


def _quoted(text: str, span: Span) -> Span:
    """Return ``span`` from the opening quotation mark on, where it holds only the closing one."""
    if span.of(text).count('"') != 1:
        return span
    opening = text.rfind('"', max(0, span.start - _BEFORE), span.start)
    return Span(opening, span.end) if opening >= 0 else span


def _owned(text: str, span: Span) -> Span:
    """Return ``span`` with the owner's name, where it begins with the *s* of an owner.

    A few tenths of a point: *'s home* is nobody's.
    """
    if not text.startswith("s ", span.start):
        return span
    owner = _OWNER.search(text, max(0, span.start - _BEFORE), span.start)
    return Span(owner.start(), span.end) if owner else span


def _apart(role: str, weight: dict[str, float]) -> list[str]:
    """Return one name of each group of names of which one is within another."""
    groups: list[list[str]] = []
    for name in sorted(weight, key=lambda each: (-weight[each], each)):
        group = next((g for g in groups if any(_alike(name, other) for other in g)), None)
        if group is None:
            groups.append([name])
        else:
            group.append(name)
    names = [max(group, key=len) if role == _FULL else group[0] for group in groups]
    return names[:1] if role in _ONE else names


def _alike(one: str, other: str) -> bool:
    short, long = sorted((f" {one.casefold()} ", f" {other.casefold()} "), key=len)
    return short in long
