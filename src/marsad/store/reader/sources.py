"""Sources, when they were visited, and what their pages say of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ...model import Source, SourceFact, Visit
from .. import life, tables
from .base import SomeReader, data_of

__all__ = ["SourceReader"]


class SourceReader(SomeReader):
    """Reads sources and their life."""

    def sources(self) -> tuple[Source, ...]:
        """Return all sources by id."""
        return self._all(Source, data_of(tables.sources).order_by(tables.sources.c.id))

    def source(self, source_id: str) -> Source:
        """Return one source."""
        return self._one(Source, tables.sources, source_id)

    def visits(
        self, began_from: datetime | None = None, began_to: datetime | None = None
    ) -> tuple[Visit, ...]:
        """Return the visits that began in a period, its end excluded, in order."""
        with self._database.reading() as connection:
            return life.load_visits(connection, began_from, began_to)

    def last_visits(self, source_ids: Sequence[str] | None = None) -> dict[str, Visit]:
        """Return the latest visit of each source, or of these, that was ever visited."""
        with self._database.reading() as connection:
            return life.load_last_visits(connection, source_ids)

    def first_visits(self) -> dict[str, datetime]:
        """Return when each source was first visited."""
        with self._database.reading() as connection:
            return life.load_first_visits(connection)

    def post_times(self, source_id: str, limit: int = 20) -> tuple[datetime, ...]:
        """Return when a source's latest dated posts were published (UTC), the newest first."""
        with self._database.reading() as connection:
            return life.load_times(connection, source_id, limit)

    def source_facts(self, source_id: str) -> tuple[SourceFact, ...]:
        """Return what pages said of a source, in the order in which it was first seen."""
        with self._database.reading() as connection:
            return life.load_facts(connection, source_id)
