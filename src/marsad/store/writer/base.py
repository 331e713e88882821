"""What all writers share: the connection, and rows put in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from sqlalchemy import Connection, Delete, Table, bindparam, delete

from ...errors import NotFoundError
from ..portable import insert_or_update

__all__ = ["Row", "SomeWriter", "require_changed"]

Row = dict[str, object]


class SomeWriter:
    """Changes part of a workspace."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def _replace(self, table: Table, version_id: str, rows: Sequence[Row]) -> None:
        self._connection.execute(_delete_of(table), {"key": version_id})
        self._insert(table, [{"version_id": version_id, **row} for row in rows])

    def _insert(self, table: Table, rows: Sequence[Row], *, update_known: bool = False) -> None:
        if rows:
            statement = insert_or_update(table) if update_known else table.insert()
            self._connection.execute(statement, rows)


@cache
def _delete_of(table: Table) -> Delete:
    return delete(table).where(table.c.version_id == bindparam("key"))


def require_changed(rowcount: int, kind: str, key: str) -> None:
    """Do nothing where a row was changed.

    :raises NotFoundError: none was.
    """
    if not rowcount:
        raise NotFoundError(kind, key)
