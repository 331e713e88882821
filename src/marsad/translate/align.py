"""Alignments: which run of a translation renders which run of the original."""

from __future__ import annotations

import re

from marsad.model import Alignment, Span

__all__ = ["align_quotations"]

_QUOTED = re.compile(
    r"«([^«»]{1,4000})»|“([^“”]{1,4000})”|„([^„“”]{1,4000})[“”]|\"([^\"]{1,4000})\""
)


def align_quotations(original: str, translated: str) -> tuple[Alignment, ...]:
    """Return the quotations of both texts as pairs, without their marks.

    Only where both have as many, since otherwise nothing says which renders which. Spans are in
    code points of each text.
    """
    first, second = _quotations(original), _quotations(translated)
    if len(first) != len(second):
        return ()
    return tuple(Alignment(a, b) for a, b in zip(first, second, strict=True))


def _quotations(text: str) -> list[Span]:
    found = []
    for match in _QUOTED.finditer(text):
        group = match.lastindex or 0
        found.append(Span(*match.span(group)))
    return found
