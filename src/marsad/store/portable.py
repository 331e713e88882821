"""Statements that SQLAlchemy does not write for both databases by itself.

``INSERT … ON CONFLICT`` reads the same in both. Of SQLAlchemy's two constructs for it that of
PostgreSQL is used, as either dialect can write it; the other lacks what PostgreSQL asks for.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Boolean, Table
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

__all__ = ["contains", "insert_new", "insert_or_update"]


def insert_new(table: Table, *keys: str) -> Insert:
    """Return an INSERT that leaves rows alone that are there already.

    :param keys: by which they are known; any that must be unique, where none is given.
    """
    return insert(table).on_conflict_do_nothing(index_elements=keys or None)


@cache
def insert_or_update(table: Table, kept: frozenset[str] = frozenset()) -> Insert:
    """Return an INSERT that overwrites the row with the same primary key, but for ``kept``."""
    keys = [column.name for column in table.primary_key]
    statement = insert(table)
    changed = [c.name for c in table.columns if c.name not in kept.union(keys)]
    values = {name: statement.excluded[name] for name in changed}
    return statement.on_conflict_do_update(index_elements=keys, set_=values)


class contains(GenericFunction[bool]):  # noqa: N801 - named as it is called
    """``contains(text, part)``: whether ``part`` stands in ``text``, whatever signs it is of.

    LIKE will not do: SQLite bounds the length of its patterns.
    """

    type = Boolean()
    name = "marsad_contains"
    inherit_cache = True


@compiles(contains)
def _sqlite(element: contains, compiler: SQLCompiler, **kw: Any) -> str:
    return f"(instr({compiler.process(element.clauses, **kw)}) > 0)"


@compiles(contains, "postgresql")
def _postgresql(element: contains, compiler: SQLCompiler, **kw: Any) -> str:
    return f"(strpos({compiler.process(element.clauses, **kw)}) > 0)"
