"""Alignments: which run of a translation renders which run of the original."""

from __future__ import annotations

import re

from marsad.model import Alignment, Span, Translation

__all__ = ["align_quotations", "project"]

_QUOTED = re.compile(
    r"«([^«»]{1,4000})»|“([^“”]{1,4000})”|„([^„“”]{1,4000})[“”]|\"([^\"]{1,4000})\""
)

_SAME_RUN = 0.8
"""Overlap over union from which a span and an aligned run count as the same run: they may differ
by quotation marks and a full stop. Chosen by hand, not measured."""

_UNTRANSLATED = ("none", "original")


def align_quotations(original: str, translated: str) -> tuple[Alignment, ...]:
    """Return the quotations of both texts as pairs, without their marks.

    Only where both have as many, since otherwise nothing says which renders which. Spans are in
    code points of each text.
    """
    first, second = _quotations(original), _quotations(translated)
    if len(first) != len(second):
        return ()
    return tuple(Alignment(a, b) for a, b in zip(first, second, strict=True))


def project(translation: Translation, span: Span) -> tuple[Span, bool]:
    """Return the run of ``translation.text`` that renders ``span``, and whether it is exactly that.

    :param span: in code points, relative to the passage's original text.

    A text that is not translated maps to itself. Without an alignment that covers at least half
    of ``span``, the run is the whole translation.
    """
    if translation.engine in _UNTRANSLATED:
        end = min(span.end, len(translation.text))
        return Span(min(span.start, end), end), True
    touching = [pair for pair in translation.alignments if pair.original.overlap(span)]
    best = max(touching, key=lambda pair: _likeness(pair.original, span), default=None)
    if best is not None and _likeness(best.original, span) >= _SAME_RUN:
        return best.translated, True
    inside = [pair for pair in touching if span.covers(pair.original)] or touching
    covered = sum(pair.original.overlap(span) for pair in inside)
    if best is None or 2 * covered < span.end - span.start:
        return Span(0, len(translation.text)), False
    if len(inside) == 1:
        return inside[0].translated, False
    start = min(pair.translated.start for pair in inside)
    return Span(start, max(pair.translated.end for pair in inside)), False


def _likeness(a: Span, b: Span) -> float:
    """Return overlap over union, 0 to 1."""
    shared = a.overlap(b)
    union = (a.end - a.start) + (b.end - b.start) - shared
    return shared / union if union else 0.0


def _quotations(text: str) -> list[Span]:
    found = []
    for match in _QUOTED.finditer(text):
        group = match.lastindex or 0
        found.append(Span(*match.span(group)))
    return found
