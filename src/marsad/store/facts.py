"""Facts, datasets and imports. Facts have columns of their own: a large list has millions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, select, text, update

from ..model import Dataset, Fact, Import, Span
from . import tables
from .chunks import chunked
from .codec import decode, encode, storable
from .portable import insert_new, insert_or_update

__all__ = [
    "count_facts",
    "drop_dataset",
    "load_dataset_entities",
    "load_datasets",
    "load_facts",
    "load_facts_about",
    "load_imports",
    "put_dataset",
    "put_facts",
    "put_import",
    "retire_facts",
]

_facts = tables.facts
_REFERS = text("facts.refers")
"""As the index by reference has it: SQLite takes no index for ``refers = 1``, which a column of
truth values becomes there."""

_BATCH = 5_000
_PLAIN = ("id", "entity_id", "schema", "prop", "dataset", "refers", "language", "since", "until")
_TEXT = ("value", "original", "reference", "by")


# ---------------------------------------------------------------- writing


def put_dataset(connection: Connection, dataset: Dataset) -> None:
    """Add ``dataset``, or overwrite the one with its id."""
    row = {"id": dataset.id, "data": encode(dataset)}
    connection.execute(insert_or_update(tables.datasets), row)


def put_facts(connection: Connection, facts: Iterable[Fact]) -> None:
    """Add facts; those that are known keep when they were first seen, and stand again."""
    statement = insert_or_update(_facts, frozenset(("first_seen",)))
    rows: dict[str, dict[str, object]] = {}
    for fact in facts:
        rows[fact.id] = _row(fact)
        if len(rows) >= _BATCH:
            connection.execute(statement, list(rows.values()))
            rows.clear()
    if rows:
        connection.execute(statement, list(rows.values()))


def retire_facts(connection: Connection, dataset: str, at: datetime) -> int:
    """Note as gone the facts of ``dataset`` that were not seen at ``at``; return how many."""
    moment = _moment(at)
    found = connection.execute(
        update(_facts)
        .where(_facts.c.dataset == dataset, _facts.c.gone.is_(None), _facts.c.last_seen < moment)
        .values(gone=moment)
    )
    return found.rowcount


def put_import(connection: Connection, made: Import) -> None:
    """Keep the note of one reading of a dataset's file."""
    row = {"id": made.id, "dataset": made.dataset, "data": encode(made)}
    connection.execute(insert_new(tables.imports), row)


def drop_dataset(connection: Connection, dataset: str) -> None:
    """Forget a dataset, its facts and the notes of its readings."""
    connection.execute(delete(_facts).where(_facts.c.dataset == dataset))
    connection.execute(delete(tables.imports).where(tables.imports.c.dataset == dataset))
    connection.execute(delete(tables.datasets).where(tables.datasets.c.id == dataset))


# ---------------------------------------------------------------- reading


def load_datasets(connection: Connection) -> tuple[Dataset, ...]:
    """Return all datasets by id."""
    query = select(tables.datasets.c.data).order_by(tables.datasets.c.id)
    return tuple(decode(Dataset, data) for data in connection.scalars(query))


def load_imports(connection: Connection, dataset: str | None) -> tuple[Import, ...]:
    """Return the readings of a dataset, or of all, in the order in which they were made."""
    query = select(tables.imports.c.data).order_by(tables.imports.c.number)
    if dataset is not None:
        query = query.where(tables.imports.c.dataset == dataset)
    return tuple(decode(Import, data) for data in connection.scalars(query))


def load_facts(
    connection: Connection, entity_ids: Sequence[str], *, gone: bool
) -> dict[str, tuple[Fact, ...]]:
    """Return entity id → its facts by property, dataset and value; with ``gone`` past ones too."""
    query = _standing(select(_facts), gone=gone)
    order = (_facts.c.prop, _facts.c.dataset, _facts.c.value, _facts.c.id)
    found: dict[str, list[Fact]] = defaultdict(list)
    for chunk in chunked(dict.fromkeys(entity_ids)):
        for row in connection.execute(query.where(_facts.c.entity_id.in_(chunk)).order_by(*order)):
            found[row.entity_id].append(_fact(row))
    return {key: tuple(found[key]) for key in entity_ids if key in found}


def load_facts_about(
    connection: Connection, entity_ids: Sequence[str], *, gone: bool
) -> tuple[Fact, ...]:
    """Return the facts of others whose value is one of these entities."""
    query = _standing(select(_facts).where(_REFERS), gone=gone)
    found: list[Fact] = []
    for chunk in chunked(dict.fromkeys(entity_ids)):
        rows = connection.execute(query.where(_facts.c.value.in_(chunk)).order_by(_facts.c.id))
        found += map(_fact, rows)
    return tuple(found)


def load_dataset_entities(
    connection: Connection, dataset: str, after: str, limit: int
) -> tuple[str, ...]:
    """Return ids of entities of which ``dataset`` says something, those after ``after``."""
    column = _facts.c.entity_id
    query = select(column).where(_facts.c.dataset == dataset, column > after).distinct()
    return tuple(connection.scalars(query.order_by(column).limit(limit)))


def count_facts(connection: Connection) -> dict[str, tuple[int, int]]:
    """Return dataset → how many entities and facts of it stand."""
    entities = func.count(_facts.c.entity_id.distinct())
    query = select(_facts.c.dataset, entities, func.count()).where(_facts.c.gone.is_(None))
    rows = connection.execute(query.group_by(_facts.c.dataset))
    return {row[0]: (row[1], row[2]) for row in rows}


def _standing(query: Select[Any], *, gone: bool) -> Select[Any]:
    return query if gone else query.where(_facts.c.gone.is_(None))


# ---------------------------------------------------------------- rows


def _row(fact: Fact) -> dict[str, object]:
    row: dict[str, object] = {name: getattr(fact, name) for name in _PLAIN}
    row |= {name: storable(getattr(fact, name)) for name in _TEXT}
    span = (fact.span.start, fact.span.end) if fact.span else (None, None)
    row |= {"version_id": fact.version_id, "start": span[0], "end": span[1]}
    gone = _moment(fact.gone) if fact.gone else None
    seen = {"first_seen": _moment(fact.first_seen), "last_seen": _moment(fact.last_seen)}
    return row | seen | {"gone": gone}


def _fact(row: Row[Any]) -> Fact:
    values = {name: getattr(row, name) for name in (*_PLAIN, *_TEXT, "version_id")}
    return Fact(
        **values,
        span=Span(row.start, row.end) if row.start is not None else None,
        first_seen=datetime.fromisoformat(row.first_seen),
        last_seen=datetime.fromisoformat(row.last_seen),
        gone=datetime.fromisoformat(row.gone) if row.gone else None,
    )


def _moment(at: datetime) -> str:
    """Return ISO 8601 in UTC with microseconds, so that text order is time order."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
