"""A workspace's rows from SQLite to PostgreSQL: all of them, or none."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, Table, func, literal_column, select, text

from ..errors import WorkspaceError
from ..ports import Progress
from . import pgvector, search, tables
from .store import PostgresStore, SqliteStore

__all__ = ["move"]

_PAGE = 1_000


def move(
    source: SqliteStore, target: PostgresStore, progress: Progress | None = None
) -> Mapping[str, int]:
    """Copy all rows of ``source`` into ``target``, which must be empty; ``source`` is only read.

    Nobody can write to either meanwhile. The index of words is made anew.

    :return: table → how many rows it has.
    :raises WorkspaceError: ``target`` holds something, or did not take what was copied.
    """
    with source.database.writing() as old, target.database.writing() as new:
        if any(_counts(new).values()):
            raise WorkspaceError(
                f"{target.database.name} holds something already.",
                hint="Name a new database: createdb --encoding=UTF8 NAME.",
            )
        expected = _counts(old)
        told = _Told(progress, sum(expected.values()))
        for table in tables.metadata.sorted_tables:
            _copy(old, new, table, told)
        if _counts(new) != expected:
            raise WorkspaceError(
                f"{target.database.name} did not take every row; nothing was moved.",
                hint="This is a fault of Marsad: please report it, with the server's log.",
            )
        search.rebuild(new)
        pgvector.renew(new)
        new.execute(text("ANALYZE"))  # or the first searches would be planned for empty tables
    return expected


class _Told:
    """Tells how many rows of how many are copied."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def plus(self, rows: int) -> None:
        self._done += rows
        if self._progress:
            self._progress("move", self._done, self._total)


def _counts(connection: Connection) -> dict[str, int]:
    return {
        table.name: connection.scalar(select(func.count()).select_from(table)) or 0
        for table in tables.metadata.sorted_tables
    }


def _copy(old: Connection, new: Connection, table: Table, told: _Told) -> None:
    rows = old.execution_options(yield_per=_PAGE).execute(select(table))
    for page in rows.mappings().partitions():
        new.execute(table.insert(), [dict(row) for row in page])
        told.plus(len(page))
    counted = table.autoincrement_column
    if counted is not None:  # what is inserted next must not begin at 1
        sequence = func.pg_get_serial_sequence(table.name, counted.name)
        last = func.max(counted)
        new.execute(
            select(
                func.setval(sequence, func.coalesce(last, literal_column("1")), last.is_not(None))
            )
        )
