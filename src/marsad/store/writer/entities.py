"""Entities, and the judgements that people make."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select

from ...errors import WorkspaceError
from ...model import Entity, Judgement
from ...model.review import version_of
from ...text import normalise
from .. import known_names, reviews, tables
from ..chunks import chunked
from ..codec import encode
from .base import Row, SomeWriter

__all__ = ["EntityWriter"]


class EntityWriter(SomeWriter):
    """Writes entities and judgements."""

    def put_entities(self, entities: Sequence[Entity]) -> None:
        """Add ``entities``, or overwrite those with their ids."""
        ids = {entity.id: entity for entity in entities}
        names = tables.entity_names
        for key in ids:
            self._connection.execute(delete(names).where(names.c.entity_id == key))
        rows: list[Row] = [
            {"id": key, "kind": entity.kind.value, "data": encode(entity)}
            for key, entity in ids.items()
        ]
        self._insert(tables.entities, rows, update_known=True)
        keys = {(e.id, normalise(n.text).text): None for e in ids.values() for n in e.names}
        self._insert(names, [{"entity_id": key, "name": name} for key, name in keys])
        self._connection.execute(known_names.CHANGED)

    def drop_entities(self, ids: Sequence[str]) -> None:
        """Forget entities; facts about them, and marks that name them, stay."""
        for chunk in chunked(ids):
            names = tables.entity_names
            self._connection.execute(delete(names).where(names.c.entity_id.in_(chunk)))
            self._connection.execute(delete(tables.entities).where(tables.entities.c.id.in_(chunk)))
        self._connection.execute(known_names.CHANGED)

    def put_judgement(self, judgement: Judgement) -> None:
        """Append ``judgement``; putting the very same one again changes nothing.

        :raises WorkspaceError: another judgement has its id; none is ever overwritten.
        """
        table = tables.judgements
        data = encode(judgement)
        known = self._connection.scalar(select(table.c.data).where(table.c.id == judgement.id))
        if known is None:
            row = {"id": judgement.id, "subject": judgement.subject, "data": data}
            self._connection.execute(table.insert(), row)
            version_id = version_of(judgement.subject)
            if version_id is not None:
                reviews.lay_statements(self._connection, version_id)
        elif known != data:
            raise WorkspaceError(
                f"Judgement {judgement.id} exists and differs.",
                hint="Give a new judgement its own id; the newest wins.",
            )
