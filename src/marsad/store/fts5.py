"""The full-text index of SQLite: an FTS5 table, with the numbers of posts as its rows'.

The table keeps no text. To take a post out of it, FTS5 must be given the words that it was given to
put it in; they stand compressed beside it, which takes half the place of a copy inside.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    column,
    func,
    literal_column,
    select,
    table,
    text,
)

from ..text import normalise
from ..text.asked import All, Node, Not, Phrase, Word
from ..text.asked import Any as AnyOf
from . import tables
from .chunks import chunked
from .words import Indexed

__all__ = ["Fts5", "expression"]

_SEARCH = table("post_search", column("rowid"), column("post_search"))

_MATCHES = _SEARCH.c.post_search.op("MATCH", is_comparison=True)
_SAME = tables.posts.c.number == literal_column("+post_search.rowid", Integer)
"""The plus sign keeps SQLite from running the whole MATCH again for each post."""

_PARTS = ("title", "body", "english")
_IN = text(
    "INSERT INTO post_search (rowid, title, body, english) "
    "VALUES (:number, :title, :body, :english)"
)
_OUT = text(
    "INSERT INTO post_search (post_search, rowid, title, body, english) "
    "VALUES ('delete', :number, :title, :body, :english)"
)
_KEEP = text("INSERT OR REPLACE INTO post_search_texts (number, folded) VALUES (:number, :folded)")
_KEPT = text(
    "SELECT number, folded FROM post_search_texts "
    "WHERE number IN (SELECT value FROM json_each(:numbers))"
)
_NEWEST = text("SELECT number FROM posts WHERE version_id = :version_id")

_VOCABULARY = text(
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_words USING fts5vocab(main, post_search, row)"
)
_OCCURRING = text(
    "SELECT term FROM temp.search_words WHERE term IN (SELECT value FROM json_each(:words)) "
    "ORDER BY doc DESC LIMIT :most"
)

_Row = dict[str, Any]


class Fts5:
    """See :class:`.words.Words`."""

    def put(self, connection: Connection, posts: Sequence[Indexed]) -> None:
        """Index posts, each in place of what was there, without English."""
        numbers = _numbers(connection, [post.post_id for post in posts])
        newest = {numbers[post.post_id]: post for post in posts}
        _replace(
            connection,
            [
                {"number": number, "title": post.title, "body": post.body, "english": ""}
                for number, post in newest.items()
            ],
        )

    def put_english(self, connection: Connection, version_id: str, english: str) -> None:
        """Index folded English beside the text, if the version is the newest of its post."""
        number = connection.scalar(_NEWEST, {"version_id": version_id})
        for row in _held(connection, [] if number is None else [number]):
            if row["english"] != english:
                _replace(connection, [row | {"english": english}])

    def clear(self, connection: Connection) -> None:
        """Forget all posts."""
        connection.execute(text("INSERT INTO post_search (post_search) VALUES ('delete-all')"))
        connection.execute(text("DELETE FROM post_search_texts"))

    def clause(self, node: Node) -> ColumnElement[bool]:
        """Return what matches ``node``, as a clause over posts."""
        matching = select(_SEARCH.c.rowid).where(_MATCHES(expression(node)))
        return tables.posts.c.number.in_(matching)

    def matching(
        self, node: Node, clauses: Sequence[ColumnElement[bool]], after: int
    ) -> Select[Any]:
        """Select the ``number`` of posts that match, in whatever order."""
        number = _SEARCH.c.rowid.label("number")
        found = [_MATCHES(expression(node)), *([_SEARCH.c.rowid > after] if after else [])]
        if not clauses:
            return select(number).where(*found)
        joined = select(number).join_from(_SEARCH, tables.posts, _SAME)
        return joined.where(*found, *clauses)

    def scored(
        self, node: Node, clauses: Sequence[ColumnElement[bool]], after: int, most: int
    ) -> Select[Any]:
        """Select ``number`` and ``score`` of the ``most`` newest matches; higher is better."""
        # bm25: Robertson and Zaragoza 2009, as FTS5 computes it, less being better. A word in the
        # title counts twice.
        score = -func.bm25(literal_column("post_search"), 2.0, 1.0, 1.0)
        found = self.matching(node, clauses, after).add_columns(score.label("score"))
        return found.order_by(_SEARCH.c.rowid.desc()).limit(most)

    def occurring(self, connection: Connection, words: Iterable[str], most: int) -> tuple[str, ...]:
        """Return which folded words occur in the index; of too many, the most frequent."""
        connection.execute(_VOCABULARY)
        given = {"words": json.dumps(sorted(words)), "most": most}
        return tuple(connection.scalars(_OCCURRING, given))


# ---------------------------------------------------------------- in and out


def _numbers(connection: Connection, post_ids: Sequence[str]) -> dict[str, int]:
    columns = (tables.posts.c.id, tables.posts.c.number)
    found: dict[str, int] = {}
    for chunk in chunked(post_ids):
        rows = connection.execute(select(*columns).where(columns[0].in_(chunk)))
        found.update((row.id, row.number) for row in rows)
    return found


def _held(connection: Connection, numbers: Sequence[int]) -> list[_Row]:
    """Return what is indexed of posts, of those that are."""
    rows = connection.execute(_KEPT, {"numbers": json.dumps(list(numbers))}).all()
    return [{"number": row.number, **_unpacked(row.folded)} for row in rows]


def _replace(connection: Connection, rows: Sequence[_Row]) -> None:
    before = _held(connection, [row["number"] for row in rows])
    if before:
        connection.execute(_OUT, before)
    packed = [{"number": row["number"], "folded": _packed(row)} for row in rows]
    connection.execute(_KEEP, packed)
    connection.execute(_IN, list(rows))


def _packed(row: Mapping[str, str]) -> bytes:
    return zlib.compress("\0".join(row[part] for part in _PARTS).encode())


def _unpacked(folded: bytes) -> dict[str, str]:
    """Return the parts of a text; folding leaves no NUL in any of them."""
    parts = zlib.decompress(folded).decode().split("\0")
    return dict(zip(_PARTS, parts, strict=True))


# ---------------------------------------------------------------- query


def expression(node: Node) -> str:
    """Return a node of words in the syntax of FTS5; what people type never is: it is quoted."""
    if isinstance(node, Word | Phrase):
        return _quoted(node.text, prefix=isinstance(node, Word) and node.prefix)
    if isinstance(node, AnyOf):
        return f"({' OR '.join(map(expression, node.parts))})"
    if isinstance(node, All):
        wanted = [expression(part) for part in node.parts if not isinstance(part, Not)]
        unwanted = [expression(part.part) for part in node.parts if isinstance(part, Not)]
        found = f"({' AND '.join(wanted)})"
        return f"({found} NOT ({' OR '.join(unwanted)}))" if unwanted else found
    raise TypeError(f"not made of words: {node}")


def _quoted(words: str, *, prefix: bool) -> str:
    folded = normalise(words).text.replace('"', '""')
    return f'"{folded}"{"*" if prefix else ""}'
