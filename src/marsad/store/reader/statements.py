"""Statements with the posts they stand in."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from ...ports import StatementFilter, StatementView
from .. import filters, tables, views
from .base import SomeReader, data_of, existing

__all__ = ["StatementReader", "count_statements"]


class StatementReader(SomeReader):
    """Reads statements."""

    def statements(self, query: StatementFilter) -> tuple[StatementView, ...]:
        """Return matching statements of newest versions, in the order of their posts."""
        order = filters.statement_order(oldest_first=query.oldest_first)
        chosen = _statements(query, tables.statements.c.data).order_by(*order)
        with self._database.reading() as connection:
            rows = connection.execute(chosen.limit(query.limit).offset(query.offset))
            return views.load_statements(connection, [row.data for row in rows])

    def count_statements(self, query: StatementFilter) -> int:
        """Return how many statements match, whatever ``limit`` and ``offset`` say."""
        with self._database.reading() as connection:
            return count_statements(connection, query)

    def count_by_speaker(self) -> dict[str, int]:
        """Return entity id → how many statements of newest versions it makes, for speakers."""
        speaker = tables.statements.c.speaker_id
        query = _statements(StatementFilter(), speaker).add_columns(func.count())
        grouped = query.where(speaker.is_not(None)).group_by(speaker)
        with self._database.reading() as connection:
            return {row[0]: row[1] for row in connection.execute(grouped)}

    def statement(self, statement_id: str) -> StatementView:
        """Return one statement, of the newest version or not."""
        query = data_of(tables.statements).where(tables.statements.c.id == statement_id)
        with self._database.reading() as connection:
            rows = connection.execute(query)
            found = views.load_statements(connection, [row.data for row in rows])
        return existing(found[0] if found else None, "statement", statement_id)


def count_statements(connection: Connection, query: StatementFilter) -> int:
    """Return how many statements of newest versions match."""
    return connection.scalar(_statements(query, func.count())) or 0


def _statements(query: StatementFilter, wanted: ColumnElement[Any]) -> Select[Any]:
    newest = tables.statements.c.version_id == tables.posts.c.version_id
    joined = tables.statements.join(tables.posts, newest)
    return select(wanted).select_from(joined).where(*filters.statement_clauses(query))
