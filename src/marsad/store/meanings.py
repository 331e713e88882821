"""Vectors of texts, as bytes: what they are is the business of who makes and compares them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from ..ports import PostVector
from . import tables
from .chunks import chunked
from .sqlite import insert_or_update

__all__ = ["load_post_vectors", "load_vectors", "put_vectors"]

_vectors = tables.vectors.c
_posts = tables.posts.c


def put_vectors(connection: Connection, recipe: str, vectors: Mapping[str, bytes]) -> None:
    """Add the vectors of versions, or overwrite those that are there."""
    rows = [
        {"version_id": key, "recipe": recipe, "numbers": numbers}
        for key, numbers in vectors.items()
    ]
    if rows:
        connection.execute(insert_or_update(tables.vectors), rows)


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


def load_post_vectors(
    connection: Connection, recipe: str, after: int, limit: int
) -> tuple[PostVector, ...]:
    """Return the vectors of newest versions of the posts whose number is above ``after``."""
    query = (
        select(_posts.number, _posts.id, _posts.language, _vectors.numbers)
        .join(tables.vectors, _vectors.version_id == _posts.version_id)
        .where(_vectors.recipe == recipe, _posts.number > after)
        .order_by(_posts.number)
        .limit(limit)
    )
    return tuple(PostVector(*row) for row in connection.execute(query))
