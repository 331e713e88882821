"""Media files of posts: their hashes, and which posts share them or have them to be had."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from ..model import Capture, MediaFile, Post
from ..ports import PostFilter
from . import filters, tables
from .chunks import chunked
from .codec import decode, encode, storable
from .portable import insert_or_update

__all__ = ["load_media", "load_media_by_hash", "load_posts", "put_media"]

_columns = tables.media_files.c


def put_media(connection: Connection, file: MediaFile) -> None:
    """Add ``file``, or overwrite what was known of the same address of the same post."""
    row = {
        "post_id": file.post_id,
        "url": storable(file.url),
        "sha256": file.sha256,
        "data": encode(file),
    }
    connection.execute(insert_or_update(tables.media_files), row)


def load_media(connection: Connection, post_ids: Sequence[str]) -> tuple[MediaFile, ...]:
    """Return the media files of posts, by post and address."""
    found: list[MediaFile] = []
    for chunk in chunked(dict.fromkeys(post_ids)):
        query = select(_columns.data).where(_columns.post_id.in_(chunk))
        ordered = query.order_by(_columns.post_id, _columns.url)
        found += [decode(MediaFile, data) for data in connection.scalars(ordered)]
    return tuple(found)


def load_posts(connection: Connection, query: PostFilter) -> tuple[tuple[Post, datetime], ...]:
    """Return matching posts without what was derived from them, which takes far longer to load.

    With each stands when its newest version was seen.
    """
    posts, versions, captures = tables.posts, tables.versions, tables.captures
    joined = posts.join(versions, versions.c.id == posts.c.version_id).join(
        captures, captures.c.id == versions.c.capture_id
    )
    chosen = (
        select(posts.c.data, captures.c.data)
        .select_from(joined)
        .where(*filters.post_clauses(query))
        .order_by(*filters.post_order(oldest_first=query.oldest_first))
    )
    rows = connection.execute(chosen.limit(query.limit).offset(query.offset))
    return tuple((decode(Post, post), decode(Capture, seen).fetched_at) for post, seen in rows)


def load_media_by_hash(connection: Connection, sha256: str) -> tuple[MediaFile, ...]:
    """Return the media files with these very bytes, by post."""
    query = select(_columns.data).where(_columns.sha256 == sha256)
    ordered = connection.scalars(query.order_by(_columns.post_id, _columns.url))
    return tuple(decode(MediaFile, data) for data in ordered)
