"""Full-text search with SQLite FTS5 over title, text and English of each post's newest version.

Text and queries are folded by :func:`marsad.text.normalise`, so that vowel signs, keyboards and
digit sets do not matter; :mod:`.asking` says what a query becomes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    bindparam,
    func,
    join,
    literal,
    literal_column,
    select,
    text,
)

from ..model import Span, Translation, Version
from ..ports import Ranked
from ..text import normalise
from ..text.asked import Query, Sort
from . import tables
from .asking import SEARCH, Asked, asked
from .chunks import chunked
from .codec import decode
from .filters import post_order

__all__ = ["index", "index_english", "marked", "rank", "rebuild"]


# ---------------------------------------------------------------- index

_PUT = text(
    "INSERT OR REPLACE INTO post_search (rowid, title, body, english) "
    "SELECT number, :title, :body, '' FROM posts WHERE id = :post_id"
)
_PUT_ENGLISH = text(
    "UPDATE post_search SET english = :english "
    "WHERE rowid = (SELECT number FROM posts WHERE version_id = :version_id) "
    "AND english IS NOT :english"  # an update rewrites every word of the post in the index
)


def index(connection: Connection, versions: Sequence[Version]) -> None:
    """Index ``versions``, each in place of what its post had."""
    rows = [
        {
            "post_id": version.post_id,
            "title": normalise(version.title or "").text,
            "body": normalise(version.text).text,
        }
        for version in versions
    ]
    if rows:
        connection.execute(_PUT, rows)


# Built once, as it runs once a version.
_TRANSLATIONS_OF = (
    select(tables.translations.c.data)
    .join(tables.passages, tables.passages.c.id == tables.translations.c.passage_id)
    .where(tables.translations.c.version_id == bindparam("key"))
    .order_by(tables.passages.c.ordinal)
)


def index_english(connection: Connection, version_id: str) -> None:
    """Index the stored translations of a version, if it is the newest of its post."""
    stored = connection.scalars(_TRANSLATIONS_OF, {"key": version_id})
    found = (decode(Translation, data) for data in stored)
    english = "\n".join(each.text for each in found if each.translated)
    values = {"version_id": version_id, "english": normalise(english).text}
    connection.execute(_PUT_ENGLISH, values)


def rebuild(connection: Connection) -> None:
    """Index everything anew, from what is stored."""
    connection.execute(text("DELETE FROM post_search"))
    ids = list(connection.scalars(select(tables.posts.c.version_id)))
    for chunk in chunked(ids):
        query = select(tables.versions.c.data).where(tables.versions.c.id.in_(chunk))
        index(connection, [decode(Version, data) for data in connection.scalars(query)])
    for version_id in list(connection.scalars(select(tables.translations.c.version_id).distinct())):
        index_english(connection, version_id)


# ---------------------------------------------------------------- query

_RANKED = 5_000
"""How many of the newest matches are ranked. Scoring takes 2 µs a match, so a word that stands in
each of 20,000 posts would cost 45 ms (``benchmarks/store_speed.py``), and so common a word says
nothing about relevance."""

_COUNTED = 10_000
"""Up to which matches are counted, as counting half a million takes longer than finding them."""

_NARROWED = 1_000
"""How many are ranked, and counted, where fields narrow what words find: for each that is left,
many may have to be looked at, each in another place of the file."""

_posts = tables.posts.c
_MATCHES = SEARCH.c.post_search.op("MATCH")
_SAME = _posts.number == literal_column("+post_search.rowid", Integer)
"""The plus sign keeps SQLite from running the whole MATCH again for each post."""


def rank(
    connection: Connection, query: Query, limit: int | None, offset: int, after: int = 0
) -> Ranked:
    """Return which posts match, best first, then newest first; none where nothing is wanted.

    :param after: number of a post; only those stored later are looked at.
    :raises QueryError: a field of the query names what is not there.
    """
    if not any(wanted for _, wanted in query.leaves()):
        return Ranked(query=query)
    found = asked(connection, query)
    rows = connection.execute(_ranking(found, query.sort, after).limit(limit).offset(offset)).all()
    most = _NARROWED if found.expression and found.clauses else _COUNTED
    counted = _matching(found, after).limit(most + 1).subquery()
    total = connection.scalar(select(func.count()).select_from(counted)) or 0
    return Ranked(
        tuple((row.id, -row.score) for row in rows),
        min(total, most),
        more=total > most,
        spellings=found.spellings,
        query=found.query,
    )


def numbers(connection: Connection, query: Query, limit: int, after: int) -> tuple[int, ...]:
    """Return the numbers of at most ``limit`` posts that match; see :func:`rank`."""
    found = asked(connection, query)
    return tuple(connection.scalars(_matching(found, after).limit(limit)))


def kept(connection: Connection, query: Query, ids: Sequence[str], after: int) -> set[str]:
    """Return which of ``ids`` match; see :func:`rank`."""
    found = asked(connection, query)
    matching: set[str] = set()
    for chunk in chunked(ids):
        here = select(_posts.number).where(_posts.id.in_(chunk))
        narrowed = replace(found, clauses=(*found.clauses, _posts.number.in_(here)))
        chosen = _matching(narrowed, after).subquery()
        among = select(_posts.id).where(_posts.number.in_(select(chosen)))
        matching.update(connection.scalars(among))
    return matching


def _matching(found: Asked, after: int) -> Select[Any]:
    """Return the numbers of posts that match, in whatever order."""
    clauses = [*found.clauses, *([_posts.number > after] if after else [])]
    if found.expression is None:
        return select(_posts.number).where(*clauses)
    matching = [_MATCHES(found.expression), *([SEARCH.c.rowid > after] if after else [])]
    if not found.clauses:
        return select(SEARCH.c.rowid).where(*matching)
    return select(SEARCH.c.rowid).join_from(SEARCH, tables.posts, _SAME).where(*matching, *clauses)


def _ranking(found: Asked, sort: Sort, after: int) -> Select[Any]:
    dated = post_order(oldest_first=False)
    if found.expression is None:
        none: ColumnElement[float] = literal(0.0)
        columns = select(_posts.id, none.label("score"))
        return columns.where(_posts.number.in_(_matching(found, after))).order_by(*dated)
    # bm25: Robertson and Zaragoza 2009, as FTS5 computes it. A word in the title counts twice.
    score = func.bm25(literal_column("post_search"), 2.0, 1.0, 1.0).label("score")
    newest = _matching(found, after).add_columns(score).order_by(SEARCH.c.rowid.desc())
    scored = newest.limit(_NARROWED if found.clauses else _RANKED).subquery("matches")
    order = dated if sort is Sort.NEWEST else [scored.c.score, *dated]
    joined = join(scored, tables.posts, _posts.number == scored.c.rowid)
    return select(_posts.id, scored.c.score).select_from(joined).order_by(*order)


# ---------------------------------------------------------------- marks

_MARK = text(
    "SELECT posts.id, highlight(post_search, 1, char(1), char(2)) FROM post_search "
    "JOIN posts ON posts.number = +post_search.rowid WHERE post_search MATCH :expression "
    "AND post_search.rowid BETWEEN :first AND :last "
    "AND +post_search.rowid IN (SELECT value FROM json_each(:numbers))"
)
"""Apart from ranking, which would mark every match before it sorts and cuts."""


def marked(
    connection: Connection, query: Query, texts: Mapping[str, str]
) -> dict[str, tuple[Span, ...]]:
    """Return where the wanted words of ``query`` stand in the texts of posts that match them.

    :param texts: post id → the text that was indexed, whose spans are returned.
    """
    found = asked(connection, query)
    rows = connection.execute(select(_posts.number).where(_posts.id.in_(list(texts))))
    numbers = sorted(rows.scalars())
    expression = found.expression or found.marking
    if expression is None or not numbers:
        return {}
    given = {
        "expression": expression,
        "first": numbers[0],
        "last": numbers[-1],
        "numbers": json.dumps(numbers),
    }
    return {
        post_id: tuple(_spans(str(marks), texts[post_id]))
        for post_id, marks in connection.execute(_MARK, given)
    }


def _spans(marks: str, original: str) -> Iterator[Span]:
    """Yield the runs between U+0001 and U+0002 as spans of the text that was folded."""
    normalised = normalise(original)
    start = 0
    for count, found in enumerate(re.finditer("[\x01\x02]", marks)):
        if found[0] == "\x01":
            start = found.start() - count
        else:
            yield normalised.original(Span(start, found.start() - count))
