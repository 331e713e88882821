"""Find entities: by name, and by whom they may be the same as."""

from __future__ import annotations

from ..model import Entity, EntityKind
from ..model.entity_review import entity_review
from ..names import NameIndex
from ..ports import Reader
from ..resolve import Suggestion, name_pairs, weighed
from ..text import normalise
from .entities import entity_views
from .known import Known

__all__ = ["entities_called", "suggestions"]

_WEIGHED = 200
"""Pairs of which facts are read; those alike by name come first. About a second's work."""

_LIKELY = 4.0
"""Natural logarithm from which a name in another spelling is taken to be meant. Not tuned."""


def entities_called(
    known: Known, text: str, kind: EntityKind | None, limit: int, offset: int
) -> tuple[Entity, ...]:
    """Return entities that are called ``text``, each as it stands, once.

    Whole names come before names that begin so, those before names that hold all words; where
    there are none, names in other scripts and spellings, the likeliest first.
    """
    words = normalise(text).text.split()
    if not words:
        return ()
    ranks: dict[str, tuple[int, int, str]] = {}
    for name in known.by_name:
        if all(word in name for word in words):
            for entity in known.called(name):
                rank = _rank(name, " ".join(words), entity)
                ranks[entity.id] = min(ranks.get(entity.id, rank), rank)
    ranked = [known.entities[key] for key in sorted(ranks, key=ranks.__getitem__)]
    found = [entity for entity in ranked if kind in (None, entity.kind)]
    if not found:
        entities = known.entities.items()
        standing = [e for key, e in entities if key == e.id and kind in (None, e.kind)]
        found = _spelled_otherwise(standing, text)
    return tuple(found[offset : offset + limit])


def _rank(name: str, whole: str, entity: Entity) -> tuple[int, int, str]:
    """Return by what to sort an entity with this name, the best first."""
    begins = 0 if name == whole else 1 if name.startswith(whole) else 2
    return begins, len(name), entity.id


def _spelled_otherwise(entities: list[Entity], text: str) -> list[Entity]:
    named = [(name.text, entity) for entity in entities for name in entity.names]
    found = NameIndex([name for name, _ in named]).ranked(text, 50)
    likely = {named[f.number][1].id: named[f.number][1] for f in found if f.score >= _LIKELY}
    return list(likely.values())


def suggestions(
    reader: Reader, known: Known, entity_id: str | None, limit: int, offset: int
) -> tuple[Suggestion, ...]:
    """Return pairs that may be the same and on which nobody has decided, the likeliest first.

    :param entity_id: only those of this one, as it stands; it is ``one`` of each.
    """
    review, entities = entity_review(reader.judgements()), known.entities
    standing = [entity for key, entity in entities.items() if key == entity.id]
    chosen = entities[entity_id].id if entity_id and entity_id in entities else entity_id
    pairs = name_pairs(standing, review, chosen)
    likeliest = sorted(pairs, key=lambda each: (-pairs[each].score, each))[:_WEIGHED]
    views = entity_views(reader, [key for each in likeliest for key in each])
    found = []
    for each in likeliest:
        one, other = each if chosen in (None, each[0]) else reversed(each)
        found.append(weighed(views[one], views[other], pairs[each]))
    found.sort(key=lambda suggestion: -suggestion.score)
    return tuple(found[offset : offset + limit])
