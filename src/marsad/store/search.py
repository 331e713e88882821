"""Full-text search with SQLite FTS5 over title, text and English of each post's newest version.

Text and queries are folded by :func:`marsad.text.normalise`, so that spellings, vowel signs and
digit sets do not matter. What people type is never FTS5 syntax: every word is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select, text

from ..model import Span, Translation, Version
from ..text import normalise
from . import tables
from .chunks import chunked
from .codec import decode

__all__ = ["Match", "find", "index", "index_english", "match_query", "rebuild"]

_MOST_TERMS = 32
"""FTS5 refuses expressions nested deeper than 256; nobody types more than a few words."""

_TERM = re.compile(r'(?P<no>-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Match:
    """A post that matches; the higher ``score``, the better.

    ``marked`` is the normalised text with each hit between U+0001 and U+0002.
    """

    post_id: str
    score: float
    marked: str

    def spans(self, original: str) -> tuple[Span, ...]:
        """Return the hits as spans of ``original``, the text that was indexed."""
        normalised = normalise(original)
        return tuple(normalised.original(span) for span in _marked_spans(self.marked))


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


def match_query(query: str) -> str | None:
    """Return the FTS5 expression for what a person typed; None where no word must match.

    Words must all match; ``"…"`` is an exact phrase, ``-word`` excludes, ``word*`` is a prefix.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    for negated, term in _terms(query):
        (unwanted if negated else wanted).append(term)
    if not wanted:
        return None
    expression = f"({' AND '.join(wanted)})"
    return f"{expression} NOT ({' OR '.join(unwanted)})" if unwanted else expression


def _terms(query: str) -> Iterator[tuple[bool, str]]:
    count = 0
    for match in _TERM.finditer(query):
        term = _quoted(match["phrase"] or match["word"] or "", prefix=match["phrase"] is None)
        if term is not None and count < _MOST_TERMS:
            count += 1
            yield match["no"] is not None, term


def _quoted(words: str, *, prefix: bool) -> str | None:
    """Return ``words`` as an FTS5 string; None where they hold no letter and no digit."""
    folded = normalise(words).text
    if not any(char.isalnum() for char in folded):
        return None
    star = "*" if prefix and words.endswith("*") else ""
    return '"' + folded.replace('"', '""') + '"' + star


_RANKED = 5_000
"""How many of the newest matches are ranked. Scoring takes 2 µs a match, so a word that stands in
each of 20,000 posts would cost 45 ms (``benchmarks/store_speed.py``), and so common a word says
nothing about relevance."""

_FIND = text(
    "SELECT posts.number, posts.id, -score AS score FROM ("
    "SELECT rowid AS number, bm25(post_search, 2.0, 1.0, 1.0) AS score FROM post_search "
    "WHERE post_search MATCH :expression ORDER BY rowid DESC LIMIT :ranked"
    ") AS matches JOIN posts ON posts.number = matches.number "
    "ORDER BY matches.score, posts.undated, posts.published DESC, posts.number DESC "
    "LIMIT :limit OFFSET :offset"
)
"""A word in the title counts twice. bm25: Robertson and Zaragoza 2009, as FTS5 computes it."""

_MARK = text(
    "SELECT rowid, highlight(post_search, 1, char(1), char(2)) FROM post_search "
    "WHERE post_search MATCH :expression AND +rowid IN (SELECT value FROM json_each(:numbers))"
)
"""Apart from _FIND, which would mark every match before it sorts and cuts. The plus sign keeps
SQLite from running the whole MATCH again for each number."""


def find(connection: Connection, query: str, limit: int, offset: int) -> tuple[Match, ...]:
    """Return the best matches, best first, then newest first."""
    expression = match_query(query)
    if expression is None:
        return ()
    values = {"expression": expression, "ranked": _RANKED, "limit": limit, "offset": offset}
    rows = connection.execute(_FIND, values).all()
    numbers = f"[{','.join(str(row[0]) for row in rows)}]"
    marks = connection.execute(_MARK, {"expression": expression, "numbers": numbers})
    marked = {row[0]: str(row[1]) for row in marks}
    return tuple(Match(post_id, score, marked[number]) for number, post_id, score in rows)


def _marked_spans(marked: str) -> Iterable[Span]:
    """Yield the marked runs as spans of the text without marks."""
    start = 0
    for count, found in enumerate(re.finditer("[\x01\x02]", marked)):
        if found[0] == "\x01":
            start = found.start() - count
        else:
            yield Span(start, found.start() - count)
