"""Media files of posts: their hashes, and which posts share them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from ..model import MediaFile
from . import tables
from .chunks import chunked
from .codec import decode, encode, storable
from .sqlite import insert_or_update

__all__ = ["load_media", "load_media_by_hash", "put_media"]

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


def load_media_by_hash(connection: Connection, sha256: str) -> tuple[MediaFile, ...]:
    """Return the media files with these very bytes, by post."""
    query = select(_columns.data).where(_columns.sha256 == sha256)
    ordered = connection.scalars(query.order_by(_columns.post_id, _columns.url))
    return tuple(decode(MediaFile, data) for data in ordered)
