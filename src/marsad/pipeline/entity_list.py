"""Lists of entities, and the entity that somebody names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..errors import NotFoundError
from ..model import Entity, EntityKind
from ..ports import Reader
from ..text import normalise
from .known import Known

__all__ = ["EntityFilter", "entity_named", "matching"]

_BATCH = 5_000
_SHOWN = 8
"""Candidates that an error lists; a choice, so that it fits on a terminal."""


@dataclass(frozen=True, slots=True)
class EntityFilter:
    """Which entities; every field given narrows.

    :ivar name: part of a name, in any script and spelling that folds to the same letters.
    :ivar speaks: only those of which statements were found.
    :ivar dataset: only those of which this list says something.
    """

    name: str | None = None
    kind: EntityKind | None = None
    speaks: bool = False
    dataset: str | None = None


def matching(
    reader: Reader, entities: Iterable[Entity], query: EntityFilter
) -> tuple[tuple[Entity, int], ...]:
    """Return the entities that fit with how many statements they make.

    Those whose name is the one asked for come first, then those that speak most, then by name.
    """
    asked = normalise(query.name).text if query.name else ""
    spoken = reader.count_by_speaker()
    listed = _of_dataset(reader, query.dataset) if query.dataset else None
    found = [
        (entity, spoken.get(entity.id, 0))
        for entity in {e.id: e for e in entities}.values()
        if query.kind in (None, entity.kind)
        and (not query.speaks or entity.id in spoken)
        and (listed is None or entity.id in listed)
        and (not asked or _holds(entity, asked))
    ]
    return tuple(sorted(found, key=lambda e: (not _is(e[0], asked), -e[1], e[0].name(), e[0].id)))


def _holds(entity: Entity, asked: str) -> bool:
    return any(asked in normalise(name.text).text for name in entity.names)


def _is(entity: Entity, asked: str) -> bool:
    return any(asked == normalise(name.text).text for name in entity.names)


def _of_dataset(reader: Reader, dataset: str) -> frozenset[str]:
    """Return the ids of entities of which a dataset says something."""
    found: list[str] = []
    after = ""
    while page := reader.dataset_entities(dataset, after, _BATCH):
        found += page
        after = page[-1]
    return frozenset(found)


def entity_named(known: Known, text: str) -> Entity:
    """Return the entity of an id, or the only one of a name in any script.

    :raises NotFoundError: there is none, or several have that name; the hint lists them.
    """
    entities = known.entities
    if text in entities:
        return entities[text]
    asked = normalise(text).text
    found = {e.id: e for e in known.called(asked) if asked}
    if len(found) == 1:
        return next(iter(found.values()))
    near = found or {e.id: e for e in entities.values() if asked and _holds(e, asked)}
    shown = [f"{e.id} ({e.name()})" for e in list(near.values())[:_SHOWN]]
    more = f" and {len(near) - _SHOWN} more" if len(near) > _SHOWN else ""
    hint = f"Name one by its id: {', '.join(shown)}{more}." if shown else "Try another spelling."
    raise NotFoundError("one entity" if found else "entity", text, hint=hint)
