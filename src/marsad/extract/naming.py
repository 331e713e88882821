"""Everything that a text names: known entities, then what the model sees, then rules and dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..encoder.heads import Marked
from ..model import Span
from ..text import Normalised, find_dates
from .clitics import bare
from .mentions import Found
from .ner import SURE, unlisted_names

__all__ = ["Named", "named"]

_KINDS = {
    "PER": "Person",
    "LOC": "Place",
    "ORG": "Organization",
    "WEAPON": "Weapon",
    "DATE": "Date",
}

_DATE_SCORE = 0.9
"""Rules are seldom wrong about dates; not measured."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name or date in a text.

    :ivar kind: entity kind, or ``Date``.
    :ivar entity_id: the known entity, or None.
    :ivar reason: what found it: ``list``, ``encoder/mentions``, ``rules/names``, ``rules/dates``.
    """

    span: Span
    kind: str
    entity_id: str | None
    score: float
    reason: str


def named(
    folded: Normalised,
    language: str | None,
    known: Sequence[Found],
    seen: Iterable[Marked],
    anchor: datetime | None,
) -> tuple[Named, ...]:
    """Return what ``folded`` names, in text order, without overlaps but among known entities.

    :param known: entities of the gazetteer; nothing takes their place.
    :param seen: what the language model marks.
    :param anchor: when the text was published; relative dates are reckoned from it.
    """
    found = [Named(f.span, f.entity.kind.value, f.entity.id, f.score, "list") for f in known]
    dates = (d.span for d in find_dates(folded.source, language, anchor))
    offered = [
        [Named(span, "Date", None, _DATE_SCORE, "rules/dates") for span in dates],
        [_seen(folded.source, language, run) for run in seen if run.score >= SURE],
        [
            Named(span, _KINDS[kind], None, score, "rules/names")
            for span, kind, score in unlisted_names(folded, language)
        ],
    ]
    for source in offered:
        found += list(_free(sorted(source, key=lambda each: each.span), found))
    return tuple(sorted(found, key=lambda each: (each.span, each.kind)))


def _seen(text: str, language: str | None, run: Marked) -> Named:
    """The model marks whole words; a name begins after the particles that are written with it."""
    span = bare(text, run.span, language)
    return Named(span, _KINDS[run.kind], None, run.score, "encoder/mentions")


def _free(offered: Sequence[Named], taken: Sequence[Named]) -> Iterator[Named]:
    """Yield those of ``offered``, from left to right, that nothing taken overlaps."""
    held = sorted(each.span for each in taken)
    at = end = 0
    for each in offered:
        while at < len(held) and held[at].end <= each.span.start:
            at += 1
        blocked = at < len(held) and held[at].start < each.span.end
        if not blocked and each.span.start >= end:
            end = each.span.end
            yield each
