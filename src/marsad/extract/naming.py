"""Everything that a text names: known entities, then what the model sees, then rules and dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from ..encoder.heads import Marked
from ..model import EntityKind, Span
from ..text import Normalised, find_dates
from ..text.lexicon import words
from ._lexicon import fold
from ._ner_lists import cues
from .clitics import bare
from .mentions import Found
from .ner import is_sure, unlisted_names

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
    :ivar candidates: ids of all entities that the name may mean, where that is not settled.
    """

    span: Span
    kind: str
    entity_id: str | None
    score: float
    reason: str
    candidates: tuple[str, ...] = ()


def named(
    folded: Normalised,
    language: str | None,
    known: Sequence[Found],
    seen: Iterable[Marked],
    anchor: datetime | None,
    doubtful: Sequence[Found] = (),
) -> tuple[Named, ...]:
    """Return what ``folded`` names, in text order, without overlaps but among known entities.

    :param known: entities of the gazetteer; nothing takes their place but a longer name of a
        person, as "Jordan" in "Jordan Smith".
    :param seen: what the language model marks.
    :param anchor: when the text was published; relative dates are reckoned from it.
    :param doubtful: ambiguous names that nothing supports; their entities become candidates of the
        name that the model or the rules see there, else of one with the score 0.
    """
    seen = tuple(seen)
    text = folded.source
    persons = [
        run.span
        for run in seen
        if run.kind == "PER" and is_sure(run) and _bare_name(run.span.of(text))
    ]
    found = [_known(each) for each in known if not _part_of_person(each, persons, text)]
    dates = (d.span for d in find_dates(folded.source, language, anchor))
    offered = [
        [Named(span, "Date", None, _DATE_SCORE, "rules/dates") for span in dates],
        [_seen(folded.source, language, run) for run in seen if is_sure(run)],
        [
            Named(span, _KINDS[kind], None, score, "rules/names")
            for span, kind, score in unlisted_names(folded, language)
        ],
    ]
    for source in offered:
        free = _free(sorted(source, key=lambda each: each.span), found)
        found += [_with_candidates(each, doubtful) for each in free]
    found += _free([_unsupported(each) for each in doubtful], found)
    return tuple(sorted(found, key=lambda each: (each.span, each.kind)))


def _known(found: Found) -> Named:
    ids = tuple(entity.id for entity in (found.entity, *found.others)) if found.others else ()
    kind, key = found.entity.kind.value, found.entity.id
    return Named(found.span, kind, key, found.score, "list", ids)


def _unsupported(found: Found) -> Named:
    ids = tuple(entity.id for entity in (found.entity, *found.others))
    return Named(found.span, found.entity.kind.value, None, 0.0, "list", ids)


def _bare_name(run: str) -> bool:
    """Tell whether what the model takes for a person is a name: no "Hezbollah chief"."""
    parts = run.replace("-", " ").split()
    if any(fold(part) in _offices() for part in parts):
        return False
    return all(not part[0].islower() or part in _PARTICLES for part in parts)


@cache
def _offices() -> frozenset[str]:
    found = (cues(language) for language in ("ar", "fa"))
    return _ENGLISH_OFFICES.union(*(each.offices | each.titles for each in found))


_PARTICLES = words("al el ul ud ad as ash bin ibn ben abu de der van von")
_ENGLISH_OFFICES = words(
    "the chief leader minister premier president vice secretary general spokesman spokeswoman "
    "spokesperson commander adviser official ambassador envoy director head deputy king prince "
    "member chairman governor mayor judge"
)


def _part_of_person(found: Found, persons: Iterable[Span], text: str) -> bool:
    """Tell whether a name that is no person's is part of one, such as a family name."""
    span = found.span
    if found.entity.kind is EntityKind.PERSON or span.of(text).isupper():
        return False
    return any(
        run.start <= span.start and span.end <= run.end and _length(run) > _length(span) + 1
        for run in persons
    )


def _with_candidates(each: Named, doubtful: Iterable[Found]) -> Named:
    """Return ``each`` with the entities of a doubtful name that is most of it."""
    if each.kind == "Date":
        return each
    for found in doubtful:
        shared = each.span.overlap(found.span)
        if 2 * shared > max(_length(each.span), _length(found.span)):
            ids = tuple(entity.id for entity in (found.entity, *found.others))
            return replace(each, candidates=ids)
    return each


def _length(span: Span) -> int:
    return span.end - span.start


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
