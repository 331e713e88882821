"""Which run of a translation renders a run of the original."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Alignment, Span, Translation
from .segment import sentences

__all__ = ["project"]

_ENOUGH = 0.8
"""Share of a span that alignments have to cover before their hull counts as its rendering. A
quotation is often cut without its marks or full stop; chosen by hand, not measured."""

_EDGE = " \t\r\n\"'“”‘’«»„‟.,;:!?…،؛؟-–—|()[]"


def project(translation: Translation, original: str, span: Span) -> tuple[Span, bool]:
    """Map ``span`` of a passage's original text to its translated text.

    :param span: in code points of ``original``, as the result is of ``translation.text``.
    :return: the run, and whether it renders just that. A text that is not translated maps to
        itself; where no alignment and no sentence fits, the whole translation and False.
    """
    whole = Span(0, len(translation.text))
    if not translation.translated and translation.text == original:
        return span, True
    if original.strip(_EDGE) == span.of(original).strip(_EDGE):
        return whole, True
    span = _inner(original, span)
    for pairs in (translation.alignments, _sentence_pairs(translation, original)):
        fitting = [a for a in pairs if _mostly_in(a.original, span)]
        covered = sum(a.original.overlap(span) for a in fitting)
        if fitting and covered >= _ENOUGH * (span.end - span.start):
            return _hull(a.translated for a in fitting), True
    return whole, False


def _inner(text: str, span: Span) -> Span:
    """Return ``span`` without marks and white space at its edges, unless nothing else is in it."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip(_EDGE))
    return Span(start, start + len(words.strip(_EDGE))) if words.strip(_EDGE) else span


def _mostly_in(part: Span, span: Span) -> bool:
    length = part.end - part.start
    return length > 0 and part.overlap(span) >= _ENOUGH * length


def _sentence_pairs(translation: Translation, original: str) -> tuple[Alignment, ...]:
    """Pair sentences in order where both sides have as many."""
    one, other = sentences(original), sentences(translation.text)
    if len(one) != len(other):
        return ()
    return tuple(Alignment(a, b) for a, b in zip(one, other, strict=True))


def _hull(spans: Iterable[Span]) -> Span:
    found = list(spans)
    return Span(min(s.start for s in found), max(s.end for s in found))
