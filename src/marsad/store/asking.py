"""A search as a database answers it: a tree of words, and clauses over posts for its fields.

Where words and fields stand under one AND, which is nearly always so, the words find and rank, and
the clauses narrow. A query that says ``word OR field:value`` becomes clauses alone, and its posts
are listed by date.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Connection, and_, not_, or_

from ..text.asked import All, Any, Field, Node, Not, Phrase, Query, Word
from .fields import field_clause
from .spelling import widened
from .words import words_of

__all__ = ["Asked", "asked"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as a database answers it.

    :ivar words: what must match, of words and phrases alone; None where the clauses say all.
    :ivar clauses: what else must hold, over posts.
    :ivar spellings: word as typed → other spellings of it that were searched, too.
    :ivar query: with these spellings, and none to be added.
    """

    words: Node | None
    clauses: tuple[ColumnElement[bool], ...]
    spellings: Mapping[str, tuple[str, ...]]
    query: Query


def asked(connection: Connection, query: Query) -> Asked:
    """Return what to look for; everything where ``query`` asks for nothing.

    :raises QueryError: a field names what is not there.
    """
    if query.root is None:
        return Asked(None, (), {}, query)
    root, spellings = (query.root, {}) if query.exact else widened(connection, query.root)
    parts = root.parts if isinstance(root, All) else (root,)
    words = All(tuple(part for part in parts if _narrows(part)))
    together = words if _of_words(words) else None
    others = [part for part in parts if together is None or part not in words.parts]
    clauses = tuple(_clause(connection, part) for part in others)
    widest = replace(query, root=root, exact=True)
    return Asked(together, clauses, spellings, widest)


def _narrows(node: Node) -> bool:
    """Tell whether ``node`` is of words alone; a NOT needs something to be taken from."""
    return _of_words(node.part if isinstance(node, Not) else node)


def _of_words(node: Node) -> bool:
    """Tell whether an index of words can answer ``node``."""
    if isinstance(node, Any):
        return all(map(_of_words, node.parts))
    if isinstance(node, All):
        some = any(not isinstance(part, Not) for part in node.parts)
        return some and all(map(_narrows, node.parts))
    return isinstance(node, Word | Phrase)


def _clause(connection: Connection, node: Node) -> ColumnElement[bool]:
    if _of_words(node):
        return words_of(connection).clause(node)
    if isinstance(node, Field):
        return field_clause(connection, node)
    if isinstance(node, Not):
        return not_(_clause(connection, node.part))
    return _of_parts(connection, node)


def _of_parts(connection: Connection, node: Node) -> ColumnElement[bool]:
    parts: Sequence[Node] = node.parts if isinstance(node, All | Any) else ()
    clauses = [_clause(connection, part) for part in parts]
    return and_(*clauses) if isinstance(node, All) else or_(*clauses)
