"""The life of sources: visits, what was covered, what a page said about its source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, and_, delete, func, select

from ..model import Capture, SourceFact, Visit
from ..ports import Coverage, History, ParsedSource, Validators
from . import tables
from .codec import decode, encode, storable
from .portable import insert_or_update

__all__ = [
    "cover",
    "load_facts",
    "load_first_visits",
    "load_history",
    "load_last_visits",
    "load_times",
    "load_validators",
    "load_visits",
    "put_facts",
    "put_validators",
    "put_visit",
]

# ---------------------------------------------------------------- visits


def put_visit(connection: Connection, visit: Visit) -> None:
    """Add ``visit``, or overwrite the one with its id."""
    row = {
        "id": visit.id,
        "source_id": visit.source_id,
        "began": _moment(visit.began),
        "data": encode(visit),
    }
    connection.execute(insert_or_update(tables.visits), row)


def load_visits(
    connection: Connection, began_from: datetime | None, began_to: datetime | None
) -> tuple[Visit, ...]:
    """Return the visits that began from the one moment until before the other, in that order."""
    columns = tables.visits.c
    query = select(columns.data).order_by(columns.began, columns.id)
    if began_from is not None:
        query = query.where(columns.began >= _moment(began_from))
    if began_to is not None:
        query = query.where(columns.began < _moment(began_to))
    return tuple(decode(Visit, data) for data in connection.scalars(query))


def load_last_visits(connection: Connection, source_ids: Sequence[str] | None) -> dict[str, Visit]:
    """Return the latest visit of each source, or of these."""
    columns = tables.visits.c
    latest = select(columns.source_id, func.max(columns.began).label("began"))
    if source_ids is not None:
        latest = latest.where(columns.source_id.in_(source_ids))
    newest = latest.group_by(columns.source_id).subquery()
    same = and_(columns.source_id == newest.c.source_id, columns.began == newest.c.began)
    query = select(columns.data).join(newest, same).order_by(columns.id)
    found = (decode(Visit, data) for data in connection.scalars(query))
    return {visit.source_id: visit for visit in found}


def _moment(value: datetime) -> str:
    """Return a moment as text whose order is that of time."""
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def load_first_visits(connection: Connection) -> dict[str, datetime]:
    """Return when each source was first visited."""
    columns = tables.visits.c
    query = select(columns.source_id, func.min(columns.began)).group_by(columns.source_id)
    return {key: datetime.fromisoformat(began) for key, began in connection.execute(query)}


def load_times(connection: Connection, source_id: str, limit: int) -> tuple[datetime, ...]:
    """Return when a source's latest dated posts were published, the newest first."""
    columns = tables.posts.c
    query = (
        select(columns.published)
        .where(columns.source_id == source_id, columns.published.is_not(None))
        .order_by(columns.published.desc())
        .limit(limit)
    )
    return tuple(datetime.fromisoformat(value) for value in connection.scalars(query))


# ---------------------------------------------------------------- validators


def put_validators(
    connection: Connection, source_id: str, url: str, validators: Validators
) -> None:
    """Remember what came with the document that was last sealed from ``url``."""
    row = {
        "source_id": source_id,
        "url": storable(url),
        "etag": validators.etag and storable(validators.etag),
        "last_modified": validators.last_modified and storable(validators.last_modified),
    }
    connection.execute(insert_or_update(tables.validators), row)


def load_validators(connection: Connection, source_id: str, url: str) -> Validators | None:
    """Return what :func:`put_validators` remembered."""
    columns = tables.validators.c
    query = select(columns.etag, columns.last_modified)
    which = (columns.source_id == source_id, columns.url == storable(url))
    row = connection.execute(query.where(*which)).one_or_none()
    return Validators(row.etag, row.last_modified) if row else None


# ---------------------------------------------------------------- coverage


def cover(connection: Connection, source_id: str, covered: Iterable[Coverage]) -> None:
    """Add runs of native numbers to those covered; runs that meet become one."""
    table = tables.covered
    for each in covered:
        meeting = and_(
            table.c.source_id == source_id,
            table.c.first <= each.last + 1,
            table.c.last >= each.first - 1,
        )
        held = connection.execute(select(table.c.first, table.c.last).where(meeting)).all()
        first = min([each.first, *(row.first for row in held)])
        last = max([each.last, *(row.last for row in held)])
        if [(first, last)] == [(row.first, row.last) for row in held]:
            continue
        connection.execute(delete(table).where(meeting))
        connection.execute(table.insert(), {"source_id": source_id, "first": first, "last": last})


def load_history(connection: Connection, source_id: str) -> History:
    """Return what pages of a source have covered."""
    columns = tables.covered.c
    query = select(columns.first, columns.last).where(columns.source_id == source_id)
    rows = connection.execute(query.order_by(columns.first))
    return History(tuple((row.first, row.last) for row in rows))


# ---------------------------------------------------------------- facts


def put_facts(connection: Connection, capture: Capture, said: ParsedSource) -> None:
    """Keep what a page says of its source, where it differs from what was last known."""
    known = {fact.field: fact for fact in load_facts(connection, capture.source_id)}
    for field, value in _values(said).items():
        last = known.get(field)
        if last is not None and (last.value == value or last.seen_at > capture.fetched_at):
            continue
        fact = SourceFact(capture.source_id, field, value, capture.fetched_at, capture.id)
        row = {
            "source_id": capture.source_id,
            "field": field,
            "seq": capture.seq,
            "data": encode(fact),
        }
        connection.execute(insert_or_update(tables.source_facts), row)


def _values(said: ParsedSource) -> dict[str, str]:
    found = {
        "name": said.name,
        "handle": said.handle,
        "number": said.number,
        "description": said.description,
        "members": None if said.members is None else str(said.members),
        "successor": said.successor,
    }
    return {field: value for field, value in found.items() if value}


def load_facts(connection: Connection, source_id: str) -> tuple[SourceFact, ...]:
    """Return what pages said of a source, in the order in which it was first seen."""
    columns = tables.source_facts.c
    query = select(columns.data).where(columns.source_id == source_id)
    ordered = connection.scalars(query.order_by(columns.seq, columns.field))
    return tuple(decode(SourceFact, data) for data in ordered)
