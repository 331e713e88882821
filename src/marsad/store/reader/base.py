"""What all readers share: the database, and rows that hold their value whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, Table, func, select

from ...errors import NotFoundError
from ..chunks import chunked
from ..codec import decode
from ..database import Database

__all__ = ["SomeReader", "by_id", "count_rows", "data_of", "existing"]

T = TypeVar("T")


class SomeReader:
    """Reads part of a workspace."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def _all(self, kind: type[T], query: Select[Any]) -> tuple[T, ...]:
        with self._database.reading() as connection:
            return tuple(decode(kind, data) for data in connection.scalars(query))

    def _one(self, kind: type[T], table: Table, key: str) -> T:
        found = self._all(kind, data_of(table).where(table.c.id == key))
        return existing(found[0] if found else None, kind.__name__.lower(), key)


def data_of(table: Table) -> Select[Any]:
    """Return the query for the values of ``table``."""
    return select(table.c.data)


def by_id(connection: Connection, kind: type[T], table: Table, ids: Sequence[str]) -> list[T]:
    """Return the values among ``ids`` that are known, in whatever order."""
    found: list[T] = []
    for chunk in chunked(ids):
        query = data_of(table).where(table.c.id.in_(chunk))
        found += [decode(kind, data) for data in connection.scalars(query)]
    return found


def count_rows(connection: Connection, table: Table, *clauses: ColumnElement[bool]) -> int:
    """Return in how many rows of ``table`` the clauses hold."""
    return connection.scalar(select(func.count()).select_from(table).where(*clauses)) or 0


def existing(value: T | None, kind: str, key: str) -> T:
    """Return ``value``.

    :raises NotFoundError: it is None.
    """
    if value is None:
        raise NotFoundError(kind, key)
    return value
