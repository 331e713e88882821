"""Vectors of texts, as bytes: what they are is the business of who makes and compares them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, delete, select

from ..ports import PostVector
from . import pgvector, tables
from .chunks import chunked

__all__ = [
    "load_new_vectors",
    "load_posts_at",
    "load_vectors",
    "put_vectors",
]

_vectors = tables.vectors.c
_posts = tables.posts.c


def put_vectors(connection: Connection, recipe: str, vectors: Mapping[str, bytes]) -> None:
    """Add the vectors of versions; those that were there go, so that each has a new place."""
    for chunk in chunked(vectors):
        connection.execute(delete(tables.vectors).where(_vectors.version_id.in_(chunk)))
        rows = [{"version_id": key, "recipe": recipe, "numbers": vectors[key]} for key in chunk]
        connection.execute(tables.vectors.insert(), rows)
    pgvector.put_centred(connection, vectors)


def load_vectors(
    connection: Connection, version_ids: Sequence[str], recipe: str
) -> dict[str, bytes]:
    """Return version id → vector, for those that have one."""
    found: dict[str, bytes] = {}
    query = select(_vectors.version_id, _vectors.numbers).where(_vectors.recipe == recipe)
    for chunk in chunked(version_ids):
        rows = connection.execute(query.where(_vectors.version_id.in_(chunk)))
        found.update((row.version_id, row.numbers) for row in rows)
    return found


def load_new_vectors(
    connection: Connection, recipe: str, after: int, limit: int
) -> tuple[PostVector, ...]:
    """Return the vectors of newest versions whose place is above ``after``, by place."""
    query = (
        select(_posts.number, _posts.id, _posts.language, _vectors.numbers, _vectors.place)
        .join_from(tables.vectors, tables.posts, _vectors.version_id == _posts.version_id)
        .where(_vectors.recipe == recipe, _vectors.place > after)
        .order_by(_vectors.place)
        .limit(limit)
    )
    return tuple(PostVector(*row) for row in connection.execute(query))


def load_posts_at(connection: Connection, places: Sequence[int]) -> dict[int, str]:
    """Return place of a vector → id of its post, where it is of the newest version."""
    found: dict[int, str] = {}
    query = select(_vectors.place, _posts.id).join_from(
        tables.vectors, tables.posts, _vectors.version_id == _posts.version_id
    )
    for chunk in chunked(places):
        rows = connection.execute(query.where(_vectors.place.in_(chunk)))
        found.update((row[0], row[1]) for row in rows)
    return found
