"""Entities that names in posts may be linked to, as facts leave them."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Dataset, Entity, Fact
from ..ports import Reader, Writer
from .listed import entity_of, is_listed, settled_names

__all__ = ["Linking"]


class Linking:
    """Entities that names are linked to, as facts leave them; stored at the end, all together."""

    def __init__(self, reader: Reader, dataset: Dataset | None = None) -> None:
        own = (dataset,) if dataset else ()
        self._datasets = {d.id: d for d in (*reader.datasets(), *own)}
        self._known = {entity.id: entity for entity in reader.entities()}
        self._made: dict[str, Entity] = {}
        self._unmade: set[str] = set()

    def look(self, entity_id: str, facts: Sequence[Fact]) -> None:
        """Note what ``facts``, all that stand, make of an entity; those of others stay as is."""
        held = self._known.get(entity_id)
        if held is not None and not is_listed(held):
            return
        made = entity_of(entity_id, facts, self._datasets) if facts else None
        if made is not None:
            self._made[entity_id] = made
        elif held is not None:
            self._unmade.add(entity_id)

    def store(self, writer: Writer) -> None:
        """Store what has changed, be it only because somebody else came or went by that name."""
        left = {key: e for key, e in self._known.items() if key not in self._unmade}
        settled = settled_names((left | self._made).values(), self._known)
        writer.put_entities([e for e in settled if self._known.get(e.id) != e])
        writer.drop_entities(sorted(self._unmade))
