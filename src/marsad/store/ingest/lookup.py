"""The posts that a capture touches, as the database has them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from ...model import Capture, Post, Version
from ...ports import Coverage, ParsedPost
from .. import tables
from ..chunks import chunked
from ..codec import decode
from .batch import Known, Shown

__all__ = ["load_covered", "load_known", "load_texts", "shown_by"]

_POST_COLUMNS = (
    tables.posts.c.id,
    tables.posts.c.version_id,
    tables.posts.c.text_id,
    tables.posts.c.language,
    tables.posts.c.last_seq,
    tables.posts.c.deleted,
    tables.posts.c.data,
)


def shown_by(capture: Capture, item: ParsedPost) -> Shown:
    """Return ``item`` with the ids of its post and its text."""
    post_id = Post.make_id(capture.source_id, item.native_id)
    return Shown(item, post_id, Version.make_id(post_id, item.text))


def load_known(connection: Connection, shown: Sequence[Shown]) -> dict[str, Known]:
    """Return ``{post id: post}`` for those that are stored."""
    found: dict[str, Known] = {}
    for chunk in chunked(dict.fromkeys(each.post_id for each in shown)):
        query = select(*_POST_COLUMNS).where(tables.posts.c.id.in_(chunk))
        found.update((row.id, _known(row)) for row in connection.execute(query))
    return found


def load_covered(
    connection: Connection, capture: Capture, coverage: Coverage
) -> Iterator[tuple[str, Known]]:
    """Yield id and post of those that a page covers and that were last seen before ``capture``."""
    posts = tables.posts
    query = select(*_POST_COLUMNS).where(
        posts.c.source_id == capture.source_id,
        posts.c.native_number.between(coverage.first, coverage.last),
        posts.c.last_seq < capture.seq,
    )
    for row in connection.execute(query.order_by(posts.c.native_number)):
        yield row.id, _known(row)


def _known(row: Row[*tuple[Any, ...]]) -> Known:
    return Known(
        post=decode(Post, row.data),
        data=row.data,
        new=False,
        text_id=row.text_id,
        newest=row.version_id,
        language=row.language,
        last_seq=row.last_seq,
        deleted=row.deleted,
    )


def load_texts(
    connection: Connection, known: dict[str, Known], shown: Sequence[Shown]
) -> dict[str, dict[str, int]]:
    """Return ``{post id: {text id: newest version number}}`` of known posts that now differ."""
    texts: dict[str, dict[str, int]] = {
        each.post_id: {}
        for each in shown
        if each.post_id in known and known[each.post_id].text_id != each.text_id
    }
    columns = (tables.versions.c.post_id, tables.versions.c.text_id, tables.versions.c.number)
    for chunk in chunked(texts):
        query = select(*columns).where(tables.versions.c.post_id.in_(chunk))
        for post_id, text_id, number in connection.execute(query.order_by(columns[2])):
            texts[post_id][text_id] = number
    return texts
