"""A search as SQL: an FTS5 expression for its words, clauses over posts for its fields.

Where words and fields stand under one AND, which is nearly always so, the expression finds and
ranks, and the clauses narrow. A query that says ``word OR field:value`` becomes clauses alone, and
its posts are listed by date. What people type is never FTS5 syntax: every word is quoted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Connection, and_, column, not_, or_, select, table

from ..text import normalise
from ..text.asked import All, Any, Field, Node, Not, Phrase, Query, Word
from . import tables
from .fields import field_clause
from .spelling import widened

__all__ = ["SEARCH", "Asked", "asked", "expression"]

SEARCH = table("post_search", column("rowid"), column("post_search"))
"""The index, for SQLAlchemy; ``SEARCH.c.post_search.op("MATCH")`` searches it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as a database answers it.

    :ivar expression: what words must match, in the syntax of FTS5; None where the clauses say all.
    :ivar clauses: what else must hold, over posts.
    :ivar marking: matches every word that is wanted; None where there is none.
    :ivar spellings: word as typed → other spellings of it that were searched, too.
    :ivar query: with these spellings, and none to be added.
    """

    expression: str | None
    clauses: tuple[ColumnElement[bool], ...]
    marking: str | None
    spellings: Mapping[str, tuple[str, ...]]
    query: Query


def asked(connection: Connection, query: Query) -> Asked:
    """Return what to look for; everything where ``query`` asks for nothing.

    :raises QueryError: a field names what is not there.
    """
    if query.root is None:
        return Asked(None, (), None, {}, query)
    root, spellings = (query.root, {}) if query.exact else widened(connection, query.root)
    parts = root.parts if isinstance(root, All) else (root,)
    words = [part for part in parts if _expressible(part)]
    together = expression(All(tuple(words))) if words else None
    others = parts if together is None else [part for part in parts if part not in words]
    clauses = tuple(_clause(connection, part) for part in others)
    widest = replace(query, root=root, exact=True)
    return Asked(together, clauses, _marking(root), spellings, widest)


def _expressible(node: Node) -> bool:
    """Tell whether ``node`` is of words alone; a NOT needs something to be taken from."""
    return expression(node) is not None or (
        isinstance(node, Not) and expression(node.part) is not None
    )


def expression(node: Node) -> str | None:
    """Return ``node`` in the syntax of FTS5; None where it cannot say it."""
    if isinstance(node, Word | Phrase):
        return _quoted(node.text, prefix=isinstance(node, Word) and node.prefix)
    if isinstance(node, Any):
        found = [expression(part) for part in node.parts]
        return None if None in found else f"({' OR '.join(map(str, found))})"
    return _together(node) if isinstance(node, All) else None


def _together(node: All) -> str | None:
    wanted = [expression(part) for part in node.parts if not isinstance(part, Not)]
    unwanted = [expression(part.part) for part in node.parts if isinstance(part, Not)]
    if not wanted or None in wanted or None in unwanted:
        return None
    found = f"({' AND '.join(map(str, wanted))})"
    return f"({found} NOT ({' OR '.join(map(str, unwanted))}))" if unwanted else found


def _quoted(words: str, *, prefix: bool) -> str:
    folded = normalise(words).text.replace('"', '""')
    return f'"{folded}"{"*" if prefix else ""}'


def _marking(root: Node) -> str | None:
    leaves = [leaf for leaf, wanted in Query("", root).leaves() if wanted]
    words = [expression(leaf) for leaf in leaves if not isinstance(leaf, Field)]
    return " OR ".join(dict.fromkeys(map(str, words))) or None


def _clause(connection: Connection, node: Node) -> ColumnElement[bool]:
    found = expression(node)
    if found is not None:
        matching = select(SEARCH.c.rowid).where(SEARCH.c.post_search.op("MATCH")(found))
        return tables.posts.c.number.in_(matching)
    if isinstance(node, Field):
        return field_clause(connection, node)
    if isinstance(node, Not):
        return not_(_clause(connection, node.part))
    return _of_parts(connection, node)


def _of_parts(connection: Connection, node: Node) -> ColumnElement[bool]:
    parts: Sequence[Node] = node.parts if isinstance(node, All | Any) else ()
    clauses = [_clause(connection, part) for part in parts]
    return and_(*clauses) if isinstance(node, All) else or_(*clauses)
