"""Entities as decisions leave them: renamed, merged, no longer linked to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..entity import Entity, Name
from .reviewing import EntityReview

__all__ = ["linkable", "stood"]


def stood(entities: Iterable[Entity], review: EntityReview) -> dict[str, Entity]:
    """Return id → the entity that stands for it, with the names and roles of all merged ones.

    Where the one that should stand for others is not among ``entities``, the first that is does.
    """
    known = {entity.id: _renamed(entity, review) for entity in entities}
    found: dict[str, Entity] = {}
    for key, entity in known.items():
        if key in found:
            continue
        members = [known[member] for member in review.group(key) if member in known]
        whole = _merged(members) if len(members) > 1 else entity
        found.update({member.id: whole for member in members})
    return found


def linkable(entities: Iterable[Entity], review: EntityReview) -> tuple[Entity, ...]:
    """Return the entities to which names may be linked, renamed, each still by itself."""
    return tuple(
        _renamed(entity, review)
        for entity in entities
        if review.chosen(entity.id) not in review.retired
    )


def _renamed(entity: Entity, review: EntityReview) -> Entity:
    """Return ``entity`` with the names that people gave it; its own stay as further names."""
    given = review.renamed.get(entity.id, ())
    if not given:
        return entity
    languages = {name.language for name in given}
    texts = {(name.text, name.language) for name in given}
    own = [
        replace(name, canonical=False) if name.language in languages else name
        for name in entity.names
        if (name.text, name.language) not in texts
    ]
    return replace(entity, names=(*given, *own))


def _merged(members: Sequence[Entity]) -> Entity:
    """Return the first with what the others add; its own names stay those that are printed."""
    names: dict[tuple[str, str], Name] = {}
    named: set[str] = set()
    for member in members:
        for name in member.names:
            added = replace(name, canonical=False) if name.language in named else name
            names.setdefault((name.text, name.language), added)
        named |= {name.language for name in member.names}
    return replace(
        members[0],
        names=tuple(names.values()),
        roles=tuple(dict.fromkeys(role for member in members for role in member.roles)),
        background=next((m.background for m in members if m.background), ""),
        provenance="; ".join(dict.fromkeys(m.provenance for m in members if m.provenance)),
    )
