"""People's judgements laid over what was derived, whenever either changes or is read.

The rows of mentions and statements keep what was found. What the newest judgements make of it is
computed on reading; the columns by which statements are filtered repeat the outcome, and a
statement that a person added has a row of its own, which is theirs and not the extractor's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, and_, bindparam, delete, or_, select, update

from ..model import Judgement, Mention, Statement
from ..model.review import PERSON, Review, review, version_of
from ..text import normalise
from . import tables
from .chunks import chunked
from .codec import decode, encode, storable

__all__ = ["laid_over", "lay_statements", "load_judgements", "statement_columns"]

_VERSIONS = 200
"""Versions asked for at once: each takes two terms of a condition, and SQLite allows a depth of
1,000."""

_ABOUT = (
    select(tables.judgements.c.id)
    .where(tables.judgements.c.subject > bindparam("first"))
    .where(tables.judgements.c.subject < bindparam("last"))
    .limit(1)
)


def load_judgements(
    connection: Connection, version_ids: Iterable[str], statement_ids: Iterable[str] = ()
) -> dict[str, list[Judgement]]:
    """Return version id → the judgements on its marks, in the order in which they were made.

    :param statement_ids: of these versions; earlier judgements have them as their subject.
    """
    table = tables.judgements.c
    query = select(table.number, table.data)
    clauses = [
        or_(*(and_(table.subject > f"{key}/", table.subject < f"{key}0") for key in chunk))
        for chunk in chunked(version_ids, _VERSIONS)  # "0" is what follows "/"
    ]
    clauses += [table.subject.in_(chunk) for chunk in chunked(statement_ids)]
    rows = [row for clause in clauses for row in connection.execute(query.where(clause))]
    found: dict[str, list[Judgement]] = {}
    for row in sorted(rows, key=lambda row: row.number):
        judgement = decode(Judgement, row.data)
        found.setdefault(version_of(judgement.subject) or judgement.subject, []).append(judgement)
    return found


def laid_over(
    connection: Connection,
    mentions: Mapping[str, Sequence[Mention]],
    statements: Mapping[str, Sequence[Statement]],
    version_ids: Sequence[str],
) -> dict[str, Review]:
    """Return version id → its marks as judgements leave them, where there are any judgements."""
    owners = {s.id: key for key, group in statements.items() for s in group}
    known = load_judgements(connection, version_ids, owners)
    grouped: dict[str, list[Judgement]] = {}
    for key, judgements in known.items():  # a bare statement's are the earlier ones
        version = owners.get(key, key)
        held = grouped.setdefault(version, [])
        grouped[version] = [*judgements, *held] if key in owners else [*held, *judgements]
    return {
        key: review(mentions.get(key, ()), _found(statements.get(key, ())), judgements)
        for key, judgements in grouped.items()
    }


def _found(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Return what was found, without what people added."""
    return tuple(s for s in statements if not s.recipe.startswith(PERSON))


def lay_statements(connection: Connection, version_id: str) -> None:
    """Make the rows of a version's statements say what its judgements leave of them."""
    about = {"first": f"{version_id}/", "last": f"{version_id}0"}
    if connection.scalar(_ABOUT, about) is None:
        return
    table = tables.statements
    rows = connection.execute(select(table.c.data).where(table.c.version_id == version_id))
    stored = [decode(Statement, row.data) for row in rows]
    for statement in stored:
        if statement.recipe.startswith(PERSON):
            connection.execute(delete(table).where(table.c.id == statement.id))
    kept = {statement.id: statement for statement in _found(stored)}
    laid = laid_over(connection, {}, {version_id: tuple(kept.values())}, [version_id])
    standing = laid[version_id].statements if version_id in laid else tuple(kept.values())
    for statement in standing:
        columns = statement_columns(statement)
        if statement.id in kept:
            where = table.c.id == statement.id
            connection.execute(update(table).where(where).values(**columns))
        else:
            ordinal = sum(other.content < statement.content for other in kept.values())
            own = {"id": statement.id, "version_id": version_id, "ordinal": ordinal}
            connection.execute(table.insert(), {**own, **columns, "data": encode(statement)})


def statement_columns(statement: Statement) -> dict[str, str | None]:
    """Return the columns by which a statement is filtered."""
    return {
        "act": statement.act.value,
        "speaker": normalise(statement.speaker.text).text,
        "speaker_id": statement.speaker.entity_id,
        "affiliation_id": statement.speaker.affiliation_id,
        "addressee": statement.addressee and storable(statement.addressee),
        "target": statement.target and storable(statement.target),
    }
