"""Entities as they stand, read once and kept for as long as nothing about them changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

from ..model import Entity
from ..ports import Reader
from ..report import by_name
from ..text import normalise
from .entities import entities_as_they_stand

__all__ = ["Known", "KnownEntities"]

_BEGINNING = 3
"""Letters of a name that have to stand in a text that it may be named in: cases and plurals change
the ends of names. A choice, not tuned; of the program's own names it loses none."""

_LENGTHS = range(1, _BEGINNING + 1)


@dataclass(frozen=True)
class Known:
    """Entities at one moment; what is looked up in them is worked out when it is first asked for.

    :ivar entities: id → the entity that stands for it after people's decisions.
    """

    entities: Mapping[str, Entity]

    @cached_property
    def by_name(self) -> Mapping[str, Entity]:
        """Normalised name → the first entity that has it."""
        return by_name(self._standing())

    @cached_property
    def _namesakes(self) -> Mapping[str, Sequence[Entity]]:
        """Normalised name → the further entities that have it, of names that several have."""
        found: dict[str, list[Entity]] = defaultdict(list)
        for entity in self._standing():
            for name in {normalise(each.text).text for each in entity.names}:
                if self.by_name[name] is not entity:
                    found[name].append(entity)
        return found

    def _standing(self) -> Iterator[Entity]:
        return (entity for key, entity in self.entities.items() if key == entity.id)

    def called(self, name: str) -> tuple[Entity, ...]:
        """Return the entities that have this normalised name."""
        first = self.by_name.get(name)
        return (first, *self._namesakes.get(name, ())) if first else ()

    @cached_property
    def titles(self) -> frozenset[str]:
        """The names by which reports call them."""
        return frozenset(entity.name() for entity in self.entities.values())

    def maybe_named(self, text: str) -> tuple[Entity, ...]:
        """Return the entities of which a name may stand in ``text``, and many that do not."""
        folded = normalise(text).text
        beginnings = {folded[at : at + n] for at in range(len(folded)) for n in _LENGTHS}
        names = (name for name in self.by_name if name[:_BEGINNING] in beginnings)
        ids = {entity.id for name in names for entity in self.called(name)}
        return tuple(e for e in self._standing() if e.id in ids or _misleads(e, beginnings))


def _misleads(entity: Entity, beginnings: set[str]) -> bool:
    return any(normalise(each).text[:_BEGINNING] in beginnings for each in entity.decoys)


class KnownEntities:
    """Keeps the entities of one workspace; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: tuple[tuple[str, int, int], Known] | None = None

    def of(self, reader: Reader) -> Known:
        """Return the entities as they are now."""
        key = reader.entities_mark()  # before the entities, so that no change is missed
        with self._lock:
            if self._kept is None or self._kept[0] != key:
                self._kept = (key, Known(entities_as_they_stand(reader)))
            return self._kept[1]
