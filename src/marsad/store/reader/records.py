"""What a workspace notes of itself: failures, states, and how much there is."""

from __future__ import annotations

from sqlalchemy import func, select

from ...model import Failure
from ...ports import StatementFilter
from .. import tables
from .base import SomeReader, count_rows, data_of
from .statements import count_statements

__all__ = ["RecordReader"]


class RecordReader(SomeReader):
    """Reads failures, states and totals."""

    def failures(self, source_id: str | None = None) -> tuple[Failure, ...]:
        """Return all failures, or those of one source, the newest first."""
        table = tables.failures
        query = data_of(table).order_by(table.c.at.desc(), table.c.id)
        if source_id is not None:
            query = query.where(table.c.source_id == source_id)
        return self._all(Failure, query)

    def state(self, key: str) -> str | None:
        """Return what is kept under ``key``."""
        with self._database.reading() as connection:
            query = select(tables.state.c.value).where(tables.state.c.key == key)
            found: str | None = connection.scalar(query)
        return found

    def states(self, beginning: str) -> dict[str, str]:
        """Return what is kept under keys with this ``beginning``, by key."""
        key, value = tables.state.c.key, tables.state.c.value
        asked = func.substr(key, 1, len(beginning)) == beginning
        with self._database.reading() as connection:
            rows = connection.execute(select(key, value).where(asked).order_by(key))
            return {row.key: row.value for row in rows}

    def counts(self) -> dict[str, int]:
        """Return how many rows each kind has; ``statements`` are those of newest versions.

        Besides the kinds there are ``deleted`` (posts) and ``unparsed`` (captures).
        """
        posts, captures = tables.posts, tables.captures
        with self._database.reading() as connection:
            return {
                **{table.name: count_rows(connection, table) for table in _COUNTED},
                "statements": count_statements(connection, StatementFilter()),
                "deleted": count_rows(connection, posts, posts.c.deleted.is_(True)),
                "unparsed": count_rows(connection, captures, captures.c.parsed.is_(False)),
            }


_COUNTED = (
    tables.sources,
    tables.captures,
    tables.posts,
    tables.versions,
    tables.observations,
    tables.passages,
    tables.translations,
    tables.mentions,
    tables.statements,
    tables.events,
    tables.entities,
    tables.origins,
    tables.stories,
    tables.reports,
    tables.failures,
    tables.judgements,
)
