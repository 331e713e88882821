"""Vectors of posts' newest versions; where the database indexes them, those that are near."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...ports import PostVector
from .. import meanings, pgvector
from .base import SomeReader

if TYPE_CHECKING:
    from ...encoder.space import Floats

__all__ = ["VectorReader"]


class VectorReader(SomeReader):
    """Reads vectors."""

    def vectors(self, version_ids: Sequence[str], recipe: str) -> dict[str, bytes]:
        """Return version id → packed vector, for those of the versions that have one."""
        with self._database.reading() as connection:
            return meanings.load_vectors(connection, version_ids, recipe)

    def new_vectors(self, recipe: str, after: int, limit: int) -> tuple[PostVector, ...]:
        """Return the vectors of newest versions by their place, those above ``after``."""
        with self._database.reading() as connection:
            return meanings.load_new_vectors(connection, recipe, after, limit)

    def posts_at(self, places: Sequence[int]) -> dict[int, str]:
        """Return place of a vector → id of its post, where it is of the newest version."""
        with self._database.reading() as connection:
            return meanings.load_posts_at(connection, places)

    def indexes_vectors(self) -> bool:
        """Tell whether the database finds near vectors itself."""
        with self._database.reading() as connection:
            return pgvector.indexed(connection)

    def near_vectors(
        self, recipe: str, wanted: Floats, most: int, among: Sequence[int] | None = None
    ) -> tuple[PostVector, ...]:
        """Return the vectors of newest versions that are likely the nearest to ``wanted``.

        Only where :meth:`indexes_vectors`.

        :param wanted: a centred vector: (384,).
        :param among: numbers of the posts that count; all where None.
        :return: at most ``most``, in any order.
        """
        with self._database.reading() as connection:
            return pgvector.load_near(connection, recipe, wanted, most, among)

    def some_vectors(self, recipe: str, most: int) -> tuple[PostVector, ...]:
        """Return about ``most`` vectors of newest versions from all over the workspace, by place.

        Only where :meth:`indexes_vectors`.
        """
        with self._database.reading() as connection:
            return pgvector.load_sample(connection, recipe, most)
