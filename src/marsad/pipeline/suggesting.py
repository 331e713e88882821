"""Find entities: by name, and by whom they may be the same as."""

from __future__ import annotations

from ..model import Entity, EntityKind
from ..model.entity_review import entity_review, stood
from ..names import NameIndex
from ..ports import Reader
from ..resolve import Suggestion, name_pairs, weighed
from ..text import normalise
from .entities import entity_views

__all__ = ["entities_called", "suggestions"]

_WEIGHED = 200
"""Pairs of which facts are read; those alike by name come first. About a second's work."""

_LIKELY = 4.0
"""Natural logarithm from which a name in another spelling is taken to be meant. Not tuned."""


def entities_called(
    reader: Reader, text: str, kind: EntityKind | None, limit: int, offset: int
) -> tuple[Entity, ...]:
    """Return entities that are called ``text``, each as it stands, once.

    Whole names come before names that begin so, those before names that hold all words; where
    there are none, names in other scripts and spellings, the likeliest first.
    """
    known = stood(reader.entities(), entity_review(reader.judgements()))
    standing = [e for key, e in known.items() if key == e.id and kind in (None, e.kind)]
    words = normalise(text).text.split()
    ranked = [(rank, e) for e in standing if words and (rank := _rank(e, words))]
    found = [e for _, e in sorted(ranked, key=lambda each: each[0])]
    if not found and words:
        found = _spelled_otherwise(standing, text)
    return tuple(found[offset : offset + limit])


def _rank(entity: Entity, words: list[str]) -> tuple[int, int, str] | None:
    """Return by what to sort an entity, the best first; None where no name has all words."""
    whole = " ".join(words)
    ranks = []
    for name in entity.names:
        folded = normalise(name.text).text
        if all(word in folded for word in words):
            begins = 0 if folded == whole else 1 if folded.startswith(whole) else 2
            ranks.append((begins, len(folded), entity.id))
    return min(ranks, default=None)


def _spelled_otherwise(entities: list[Entity], text: str) -> list[Entity]:
    named = [(name.text, entity) for entity in entities for name in entity.names]
    found = NameIndex([name for name, _ in named]).ranked(text, 50)
    likely = {named[f.number][1].id: named[f.number][1] for f in found if f.score >= _LIKELY}
    return list(likely.values())


def suggestions(
    reader: Reader, entity_id: str | None, limit: int, offset: int
) -> tuple[Suggestion, ...]:
    """Return pairs that may be the same and on which nobody has decided, the likeliest first.

    :param entity_id: only those of this one, as it stands; it is ``one`` of each.
    """
    review = entity_review(reader.judgements())
    known = stood(reader.entities(), review)
    standing = [entity for key, entity in known.items() if key == entity.id]
    chosen = known[entity_id].id if entity_id in known else entity_id
    pairs = name_pairs(standing, review, chosen)
    likeliest = sorted(pairs, key=lambda each: (-pairs[each].score, each))[:_WEIGHED]
    views = entity_views(reader, [key for each in likeliest for key in each])
    found = []
    for each in likeliest:
        one, other = each if chosen in (None, each[0]) else reversed(each)
        found.append(weighed(views[one], views[other], pairs[each]))
    found.sort(key=lambda suggestion: -suggestion.score)
    return tuple(found[offset : offset + limit])
