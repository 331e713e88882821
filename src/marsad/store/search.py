"""Full-text search over title, text and English of each post's newest version.

Text and queries are folded by :func:`marsad.text.normalise`, so that vowel signs, keyboards and
digit sets do not matter; :mod:`.asking` says what a query becomes, :mod:`.words` what an index
must do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    func,
    join,
    literal,
    select,
)

from ..model import Span, Translation, Version
from ..ports import Ranked
from ..text import normalise
from ..text.asked import By, Query, Sort
from . import tables
from .asking import Asked, asked
from .chunks import chunked
from .codec import decode
from .filters import post_order
from .marks import Marker
from .spelling import widened
from .words import Indexed, words_of

__all__ = ["index", "index_english", "kept", "marked", "numbers", "rank", "rebuild"]


# ---------------------------------------------------------------- index


def index(connection: Connection, versions: Sequence[Version]) -> None:
    """Index ``versions``, each in place of what its post had."""
    posts = [
        Indexed(v.post_id, normalise(v.title or "").text, normalise(v.text).text) for v in versions
    ]
    if posts:
        words_of(connection).put(connection, posts)


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
    words_of(connection).put_english(connection, version_id, normalise(english).text)


def rebuild(connection: Connection) -> None:
    """Index everything anew, from what is stored."""
    words_of(connection).clear(connection)
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

_LEAST = -1e300
"""Below every score."""

_posts = tables.posts.c


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
    wanted = None if limit is None else offset + limit
    ranking = _ranking(connection, found, query.sort, after, wanted)
    rows = connection.execute(ranking.limit(limit).offset(offset)).all()
    most = _NARROWED if found.words and found.clauses else _COUNTED
    counted = _matching(connection, found, after).limit(most + 1).subquery()
    total = connection.scalar(select(func.count()).select_from(counted)) or 0
    return Ranked(
        tuple((row.id, row.score) for row in rows),
        min(total, most),
        more=total > most,
        spellings=found.spellings,
        query=found.query,
    )


def numbers(connection: Connection, query: Query, limit: int, after: int) -> tuple[int, ...]:
    """Return the numbers of at most ``limit`` posts that match; see :func:`rank`."""
    found = asked(connection, query)
    return tuple(connection.scalars(_matching(connection, found, after).limit(limit)))


def kept(connection: Connection, query: Query, ids: Sequence[str], after: int) -> set[str]:
    """Return which of ``ids`` match; see :func:`rank`."""
    found = asked(connection, query)
    matching: set[str] = set()
    for chunk in chunked(ids):
        here = select(_posts.number).where(_posts.id.in_(chunk))
        narrowed = replace(found, clauses=(*found.clauses, _posts.number.in_(here)))
        chosen = _matching(connection, narrowed, after).subquery()
        among = select(_posts.id).where(_posts.number.in_(select(chosen)))
        matching.update(connection.scalars(among))
    return matching


def _matching(connection: Connection, found: Asked, after: int) -> Select[Any]:
    """Return the numbers of posts that match, in whatever order."""
    if found.words is not None:
        return words_of(connection).matching(found.words, found.clauses, after)
    clauses = [*found.clauses, *([_posts.number > after] if after else [])]
    return select(_posts.number).where(*clauses)


def _ranking(
    connection: Connection, found: Asked, sort: Sort, after: int, wanted: int | None
) -> Select[Any]:
    """Select ids and scores in order.

    :param wanted: how many of the first are read; None for all.
    """
    dated = post_order(oldest_first=False)
    if found.words is None:
        none: ColumnElement[float] = literal(0.0)
        columns = select(_posts.id, none.label("score"))
        chosen = _matching(connection, found, after)
        return columns.where(_posts.number.in_(chosen)).order_by(*dated)
    most = _NARROWED if found.clauses else _RANKED
    newest = words_of(connection).scored(found.words, found.clauses, after, most)
    scored = newest.cte("matches").prefix_with("MATERIALIZED", dialect="sqlite")
    order = dated if sort is Sort.NEWEST else [scored.c.score.desc(), *dated]
    joined = join(scored, tables.posts, _posts.number == scored.c.number)
    columns = select(_posts.id, scored.c.score).select_from(joined).order_by(*order)
    if sort is Sort.NEWEST or wanted is None:
        return columns
    # Dates settle only ties, so posts that score too low for the page are not looked up.
    last = max(wanted, 1) - 1
    least = select(scored.c.score).order_by(scored.c.score.desc()).offset(last).limit(1)
    enough = func.coalesce(least.scalar_subquery(), literal(_LEAST))
    return columns.where(scored.c.score >= enough)


# ---------------------------------------------------------------- marks


def marked(
    connection: Connection, query: Query, texts: Mapping[str, str]
) -> dict[str, tuple[Span, ...]]:
    """Return where the wanted words of ``query`` stand; nowhere if it goes by meaning alone.

    :param texts: post id → its text, whose spans are returned.
    """
    if query.root is None or query.by is By.MEANING:
        return {}
    marker = Marker(query.root if query.exact else widened(connection, query.root)[0])
    return {key: marker.spans(each) for key, each in texts.items()}
