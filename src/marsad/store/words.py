"""The full-text index, as :mod:`.search`, :mod:`.asking` and :mod:`.spelling` see it.

:mod:`.fts5` and :mod:`.tsvector` keep it, one for each database. Both index the tokens of folded
text (runs of letters, marks, digits and private characters), so both find the same posts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Connection, Select

from ..text.asked import Node

__all__ = ["Indexed", "Words", "words_of"]


@dataclass(frozen=True, slots=True)
class Indexed:
    """The newest version of a post, folded."""

    post_id: str
    title: str
    body: str


class Words(Protocol):
    """An index over the titles, texts and translations of posts' newest versions.

    A node is made of words and phrases alone (:func:`.asking.asked` sees to that).
    """

    def put(self, connection: Connection, posts: Sequence[Indexed]) -> None:
        """Index posts, each in place of what was there, without English."""
        ...

    def put_english(self, connection: Connection, version_id: str, english: str) -> None:
        """Index folded English beside the text, if the version is the newest of its post."""
        ...

    def clear(self, connection: Connection) -> None:
        """Forget all posts."""
        ...

    def clause(self, node: Node) -> ColumnElement[bool]:
        """Return what matches ``node``, as a clause over posts."""
        ...

    def matching(
        self, node: Node, clauses: Sequence[ColumnElement[bool]], after: int
    ) -> Select[Any]:
        """Select the ``number`` of posts that match, in whatever order.

        :param clauses: what must hold besides, over posts.
        :param after: number of a post; only those stored later count.
        """
        ...

    def scored(
        self, node: Node, clauses: Sequence[ColumnElement[bool]], after: int, most: int
    ) -> Select[Any]:
        """Select ``number`` and ``score`` of the ``most`` newest matches; higher is better."""
        ...

    def occurring(self, connection: Connection, words: Iterable[str], most: int) -> tuple[str, ...]:
        """Return which folded words occur in the index; of too many, the most frequent."""
        ...


def words_of(connection: Connection) -> Words:
    """Return the index of the database that ``connection`` is to."""
    if connection.dialect.name == "sqlite":
        from .fts5 import Fts5

        return Fts5()
    from .tsvector import Tsvector

    return Tsvector(connection)
