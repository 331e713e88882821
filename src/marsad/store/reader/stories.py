"""Stories and where they come from; reports."""

from __future__ import annotations

from collections.abc import Sequence

from ...model import Origin, Report, Story
from .. import tables
from .base import SomeReader, by_id, data_of, existing

__all__ = ["StoryReader"]


class StoryReader(SomeReader):
    """Reads stories and the reports on them."""

    def stories(self, limit: int = 50, offset: int = 0) -> tuple[Story, ...]:
        """Return stories, the latest first, then the largest; undated ones last."""
        table = tables.stories
        last = table.c.last_day
        order = (last.is_(None), last.desc(), table.c.size.desc(), table.c.id)
        return self._all(Story, data_of(table).order_by(*order).limit(limit).offset(offset))

    def story(self, story_id: str) -> Story:
        """Return one story."""
        return self._one(Story, tables.stories, story_id)

    def origins(self, ids: Sequence[str]) -> tuple[Origin, ...]:
        """Return the origins with these ids, in that order."""
        with self._database.reading() as connection:
            known = {o.id: o for o in by_id(connection, Origin, tables.origins, ids)}
        return tuple(existing(known.get(key), "origin", key) for key in ids)

    def reports(self) -> tuple[Report, ...]:
        """Return all reports, the newest first."""
        table = tables.reports
        return self._all(Report, data_of(table).order_by(table.c.created.desc(), table.c.id))

    def report(self, report_id: str) -> Report:
        """Return one report."""
        return self._one(Report, tables.reports, report_id)
