"""Searches in the words of posts."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from ...ports import Hit, Ranked
from ...text.asked import Query
from ...text.query import parse
from .. import search, tables, views
from .base import SomeReader

__all__ = ["SearchReader"]


class SearchReader(SomeReader):
    """Searches posts."""

    def search(self, query: str, limit: int = 20, offset: int = 0) -> tuple[Hit, ...]:
        """Return posts whose newest version matches, best first, then newest first.

        Title, text and English translation are searched; spans are those in the text. Of more than
        5,000 matches, only the latest stored are ranked and returned.

        :param query: in the query language (:mod:`marsad.text.query`).
        :raises QueryError: part of it cannot be understood, or names what is not there.
        """
        found = self.rank(parse(query), limit, offset)
        return self.hits(found.query, found.posts)

    def rank(self, query: Query, limit: int | None, offset: int = 0, after: int = 0) -> Ranked:
        """Return which posts match, and what else than the words as typed was searched.

        :param after: number of a post in the order of storing; only later ones are looked at.
        :raises QueryError: a field of the query names what is not there.
        """
        with self._database.reading() as connection:
            return search.rank(connection, query, limit, offset, after)

    def numbers(self, query: Query, limit: int, after: int = 0) -> tuple[int, ...]:
        """Return the numbers of posts that match, in whatever order; see :meth:`rank`."""
        with self._database.reading() as connection:
            return search.numbers(connection, query, limit, after)

    def kept(
        self, query: Query, posts: Sequence[tuple[str, float]], after: int = 0
    ) -> tuple[tuple[str, float], ...]:
        """Return those of ``posts``, given by id and score, that match, in their order."""
        with self._database.reading() as connection:
            found = search.kept(connection, query, [key for key, _ in posts], after)
        return tuple(pair for pair in posts if pair[0] in found)

    def last_number(self) -> int:
        """Return the number of the post that was stored last; 0 for none."""
        with self._database.reading() as connection:
            return connection.scalar(select(func.max(tables.posts.c.number))) or 0

    def hits(self, query: Query, posts: Sequence[tuple[str, float]]) -> tuple[Hit, ...]:
        """Return posts, given by id and score, with where the words of ``query`` stand in them."""
        with self._database.reading() as connection:
            found = views.load_posts(connection, [key for key, _ in posts])
            texts = {key: view.version.text for key, view in found.items()}
            spans = search.marked(connection, query, texts)
        return tuple(Hit(found[key], spans.get(key, ()), s) for key, s in posts if key in found)
