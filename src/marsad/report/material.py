"""Material: everything that a draft may draw on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..model import Entity, Origin, Story
from ..ports import PeriodCoverage, PostView
from ..text import normalise

__all__ = ["Material", "by_name"]


@dataclass(frozen=True, slots=True)
class Material:
    """Stories with their posts, origins and entities, as gathered for one report.

    :ivar origins: by origin id.
    :ivar posts: by post id, each with the newest version and what was derived from it.
    :ivar entities: by entity id.
    :ivar coverage: how the sources were followed; None where that is not known.
    :ivar called: normalised name → the entity that has it; worked out of ``entities`` where None.
    """

    stories: tuple[Story, ...]
    origins: Mapping[str, Origin]
    posts: Mapping[str, PostView]
    entities: Mapping[str, Entity]
    coverage: PeriodCoverage | None = None
    called: Mapping[str, Entity] | None = None


def by_name(entities: Iterable[Entity]) -> dict[str, Entity]:
    """Return normalised name → the first of ``entities`` that has it."""
    found: dict[str, Entity] = {}
    for entity in entities:
        for name in entity.names:
            found.setdefault(normalise(name.text).text, entity)
    return found
