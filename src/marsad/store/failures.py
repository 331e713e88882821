"""Failure rows: one for each stage, source and item, the last one."""

from __future__ import annotations

from sqlalchemy import Connection, and_, delete, or_

from ..model import Failure
from . import tables
from .codec import encode, storable

__all__ = ["clear_failures", "put_failure"]


def put_failure(connection: Connection, failure: Failure) -> None:
    """Store ``failure`` in place of earlier ones of its id, or its stage, source and item."""
    columns = tables.failures.c
    item = storable(failure.item)
    same_item = and_(
        columns.stage == failure.stage,
        columns.item == item,
        columns.source_id.is_not_distinct_from(failure.source_id),
    )
    connection.execute(delete(tables.failures).where(or_(columns.id == failure.id, same_item)))
    row = {
        "id": failure.id,
        "stage": failure.stage,
        "source_id": failure.source_id,
        "item": item,
        "at": failure.at.isoformat(),
        "data": encode(failure),
    }
    connection.execute(tables.failures.insert(), row)


def clear_failures(connection: Connection, stage: str, item: str) -> None:
    """Remove the failures of ``item`` in ``stage``."""
    columns = tables.failures.c
    connection.execute(
        delete(tables.failures).where(columns.stage == stage, columns.item == storable(item))
    )
