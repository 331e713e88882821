"""A group that speaks of itself by its name: "The Brigade of the Lighthouse stands by you"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from marsad.model import Basis, Span

from ._types import Attribution
from ._words import fold

__all__ = ["named_itself"]

_WORD = re.compile(r"[^\W\d_]+")

_OPENING = {"»": "«", "”": "“", '"': '"', "״": "״"}
"""Marks that close a quotation inside a name, each with the one that opens it."""

_NOT_SUBJECT = re.compile(
    r"""\s*(?:
        ['’]                                             # Turkish: a case ending
      | [^\W\d_]+l[ae]r[ıi]\b                            # Turkish: its enemies
      | (?:کے|کی|کا|کو|سے|پر|كے|كی|كا|كو)\b                # Urdu: of it, to it
      | буд(?:ет|ут|е|уть)\s+\w+(?:ен|ан|ят|ыт|ит)[аоы]?\b  # it will be destroyed
      | буд(?:е|уть)\s+\w+(?:ено|ано|ений|ена|ені|аний)\b
      | (?:יושמד|תושמד|יחוסל|תחוסל|יובס|תובס|ייכחד|תיכחד)
    )""",
    re.VERBOSE,
)
"""What follows a name that does nothing itself: it is owned, addressed or suffers."""


def named_itself(text: str, found: Iterable[Attribution], owner: str) -> tuple[Attribution, ...]:
    """Return ``found`` with the owner as the speaker where his own words open with his whole name.

    :param owner: the name of whom the channel is of; of an empty one nothing is found.
    """
    name = [fold(match.group()) for match in _WORD.finditer(owner)]
    return tuple(_named(text, each, name) for each in found) if name else tuple(found)


def _named(text: str, each: Attribution, owner: list[str]) -> Attribution:
    if each.basis is not Basis.VOICE or each.source is not None:
        return each
    name = _name(text, each.content[0], owner)
    return replace(each, source=name, basis=Basis.NAMED) if name else each


def _name(text: str, content: Span, owner: list[str]) -> Span | None:
    """Return the words at the start of ``content`` if they are the owner's name."""
    words = _WORD.finditer(text, content.start, content.end)
    first = list(islice(words, len(owner)))
    if [fold(match.group()) for match in first] != owner:
        return None
    last = first[-1].end()
    closing = text[last : last + 1]
    last += closing in _OPENING and _OPENING[closing] in text[first[0].start() : last]
    if _NOT_SUBJECT.match(text, last):
        return None
    return Span(first[0].start(), last)
