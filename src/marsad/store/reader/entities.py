"""Entities, and the judgements that people made."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from ...model import Entity, EntityKind, Judgement
from .. import known_names, tables
from ..called import called
from .base import SomeReader, by_id, data_of

__all__ = ["EntityReader"]


class EntityReader(SomeReader):
    """Reads entities and judgements."""

    def entities(self) -> tuple[Entity, ...]:
        """Return all entities by id."""
        return self._all(Entity, data_of(tables.entities).order_by(tables.entities.c.id))

    def entities_by_id(self, ids: Sequence[str]) -> dict[str, Entity]:
        """Return the entities among ``ids`` that are known, in that order."""
        with self._database.reading() as connection:
            known = {e.id: e for e in by_id(connection, Entity, tables.entities, ids)}
        return {key: known[key] for key in ids if key in known}

    def entities_called(self, name: str, kinds: Sequence[EntityKind] = ()) -> tuple[str, ...]:
        """Return the ids of the entities that ``name`` means in a search: see :func:`.called`."""
        with self._database.reading() as connection:
            return tuple(called(connection, name, kinds))

    def entities_mark(self) -> tuple[str, int, int]:
        """Return what differs as soon as entities, or decisions about them, have changed."""
        number = tables.judgements.c.number
        with self._database.reading() as connection:
            count, last = connection.execute(select(func.count(), func.max(number))).one()
            return known_names.changes(connection) or "", count, last or 0

    def judgements(self, subject: str | None = None) -> tuple[Judgement, ...]:
        """Return judgements in the order in which they were made."""
        table = tables.judgements
        query = data_of(table).order_by(table.c.number)
        if subject is not None:
            query = query.where(table.c.subject == subject)
        return self._all(Judgement, query)
