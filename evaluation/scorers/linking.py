"""Scores of links: which entity a marked name means, or none.

Gold text marks names as ``[[words|entity]]``, with ``NIL`` where no entity of the package is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from evaluation.scorers.attribution import Prf
from marsad.model import Mention, Span

__all__ = ["NIL", "Marked", "link_prf", "unmarked"]

NIL = "NIL"
_MARK = re.compile(r"\[\[([^\[\]|]+)\|([^\[\]|]+)\]\]")


@dataclass(frozen=True, slots=True)
class Marked:
    """A name in a text and the id of the entity that it means, or :data:`NIL`."""

    span: Span
    entity: str


def unmarked(text: str) -> tuple[str, tuple[Marked, ...]]:
    """Return the text without marks, and the marks as spans of it, in order."""
    plain, found, end = "", [], 0
    for match in _MARK.finditer(text):
        plain += text[end : match.start()]
        found.append(Marked(Span(len(plain), len(plain) + len(match[1])), match[2]))
        plain += match[1]
        end = match.end()
    return plain + text[end:], tuple(found)


def link_prf(gold: Iterable[Marked], found: Iterable[Mention]) -> Prf:
    """Count links on marked names: one is right where it overlaps a name and has its entity.

    A link on a name that means none is wrong, and so is a second one on any. Names that mean an
    entity count as wanted. Links where nothing is marked are not judged.
    """
    counts = Prf()
    links = [mention for mention in found if mention.entity_id is not None]
    for mark in gold:
        on = [each.entity_id for each in links if each.span.overlap(mark.span)]
        counts += Prf(int(mark.entity in on), len(on), int(mark.entity != NIL))
    return counts
