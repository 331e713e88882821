"""Posts as they are shown, grouped and fingerprinted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from ...model import MediaFile, Post
from ...ports import PostFilter, PostText, PostView
from .. import filters, media, tables, texts, views
from .base import SomeReader, count_rows, existing

__all__ = ["PostReader"]


class PostReader(SomeReader):
    """Reads posts and their media."""

    def post_ids(self, query: PostFilter) -> tuple[str, ...]:
        """Return the ids of matching posts, newest first unless asked otherwise."""
        with self._database.reading() as connection:
            return _post_ids(connection, query)

    def count_posts(self, query: PostFilter) -> int:
        """Return how many posts match, whatever ``limit`` and ``offset`` say."""
        with self._database.reading() as connection:
            return count_rows(connection, tables.posts, *filters.post_clauses(query))

    def post(self, post_id: str) -> PostView:
        """Return one post with all that belongs to it."""
        with self._database.reading() as connection:
            found = views.load_posts(connection, [post_id])
        return existing(found.get(post_id), "post", post_id)

    def posts(self, query: PostFilter) -> tuple[PostView, ...]:
        """Return matching posts, newest first unless asked otherwise; undated ones last."""
        with self._database.reading() as connection:
            return tuple(views.load_posts(connection, _post_ids(connection, query)).values())

    def posts_seen(self, query: PostFilter) -> tuple[tuple[Post, datetime], ...]:
        """Return posts as :meth:`posts` does, alone, with when their newest version was seen."""
        with self._database.reading() as connection:
            return media.load_posts(connection, query)

    def posts_by_id(self, ids: Sequence[str]) -> dict[str, PostView]:
        """Return the posts among ``ids`` that are known, in that order."""
        with self._database.reading() as connection:
            return views.load_posts(connection, ids)

    def texts(self, ids: Sequence[str]) -> tuple[PostText, ...]:
        """Return the newest texts of the posts among ``ids`` that are known, in that order."""
        with self._database.reading() as connection:
            return texts.load_texts(connection, ids)

    def media(self, post_ids: Sequence[str]) -> tuple[MediaFile, ...]:
        """Return what was received for the media of posts."""
        with self._database.reading() as connection:
            return media.load_media(connection, post_ids)

    def media_by_hash(self, sha256: str) -> tuple[MediaFile, ...]:
        """Return media files with these very bytes, of any post."""
        with self._database.reading() as connection:
            return media.load_media_by_hash(connection, sha256)


def _post_ids(connection: Connection, query: PostFilter) -> tuple[str, ...]:
    chosen = (
        select(tables.posts.c.id)
        .where(*filters.post_clauses(query))
        .order_by(*filters.post_order(oldest_first=query.oldest_first))
    )
    return tuple(connection.scalars(chosen.limit(query.limit).offset(query.offset)))
