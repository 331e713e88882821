"""Versions of posts, and on which of them a stage has still to run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select

from ...model import Version
from ...ports import Item
from .. import filters, tables, views
from .base import SomeReader, existing

__all__ = ["VersionReader"]

_posts = tables.posts.c


class VersionReader(SomeReader):
    """Reads versions as stages take them."""

    def version(self, version_id: str) -> Version:
        """Return one version, newest or not."""
        query = views.select_versions().where(tables.versions.c.id == version_id)
        with self._database.reading() as connection:
            found = views.load_versions(connection, query)
        return existing(found[0] if found else None, "version", version_id)

    def stale(self, stage: str, recipe: str, limit: int) -> tuple[str, ...]:
        """Return newest versions on which ``stage`` has not run with ``recipe``, oldest first."""
        order = filters.post_order(oldest_first=True)
        query = _stale(stage, recipe, _posts.version_id).order_by(*order).limit(limit)
        with self._database.reading() as connection:
            return tuple(connection.scalars(query))

    def count_stale(self, stage: str, recipe: str) -> int:
        """Return how many versions :meth:`stale` would return without a limit."""
        with self._database.reading() as connection:
            return connection.scalar(_stale(stage, recipe, func.count())) or 0

    def items(self, version_ids: Sequence[str]) -> tuple[Item, ...]:
        """Return what a stage reads of each version, in the order of ``version_ids``."""
        with self._database.reading() as connection:
            found = views.load_items(connection, version_ids)
        return tuple(existing(found.get(key), "version", key) for key in version_ids)


def _stale(stage: str, recipe: str, wanted: ColumnElement[Any]) -> Select[Any]:
    done = tables.done.c
    ran = and_(done.stage == stage, done.version_id == _posts.version_id, done.recipe == recipe)
    joined = tables.posts.outerjoin(tables.done, ran)
    return select(wanted).select_from(joined).where(done.version_id.is_(None))
