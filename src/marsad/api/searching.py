"""The search box: posts by words and by meaning, and more like one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..pipeline import Found, find, find_ids, like
from ..ports import Hit
from ..text.asked import By, Query
from ..text.query import parse
from ._meaning import Meant

__all__ = ["Searching"]

_BATCH = 200


class Searching(Meant):
    """Search of a workspace; needs no lock and works while another process writes."""

    def search(self, query: str, limit: int = 20, offset: int = 0) -> tuple[Hit, ...]:
        """Find posts with the query language; best first. See :meth:`find` for more.

        :raises QueryError: part of the query cannot be understood.
        """
        return self.find(query, limit, offset).hits

    def search_by_meaning(self, question: str, limit: int = 20, offset: int = 0) -> tuple[Hit, ...]:
        """Find posts in any language that are near in meaning to ``question``; nearest first.

        :raises WorkspaceError: no post was read for this yet; :meth:`run` does so.
        """
        return self.find(question, limit, offset, by=By.MEANING).hits

    def find(
        self,
        query: str,
        limit: int = 20,
        offset: int = 0,
        *,
        by: By | None = None,
        exact: bool = False,
    ) -> Found:
        """Find posts: on this page, how many, how they were found, which spellings were added.

        :param query: in the query language (``docs/reference/search.md``).
        :param by: overrules what the query says of it.
        :param exact: other spellings and forms of its words do not match.
        :raises QueryError: part of the query cannot be understood.
        :raises WorkspaceError: asked by meaning, and no post was read for that yet.
        """
        asked = self._asked(query, by, exact=exact)
        return find(self.read, self._meanings, asked, limit, offset)

    def like(self, post_id: str, limit: int = 20, offset: int = 0) -> tuple[Hit, ...]:
        """Return the posts that are nearest in meaning to a post, in whatever language.

        :raises NotFoundError: there is no such post, or it was not read for this yet.
        """
        return like(self.read, self._shelf.now(self.read), post_id, limit, offset)

    def every(
        self, query: str, *, by: By | None = None, exact: bool = False, most: int | None = None
    ) -> Iterator[Hit]:
        """Return all that :meth:`find` would show on one page after the other, for an export.

        What cannot be searched raises at once, before an export has begun.
        """
        asked = self._asked(query, by, exact=exact)
        found = find_ids(self.read, self._meanings, asked, most)[1]
        starts = range(0, len(found.posts), _BATCH)
        batches = (self.read.hits(found.query, found.posts[n : n + _BATCH]) for n in starts)
        return (hit for batch in batches for hit in batch)

    def _asked(self, query: str, by: By | None, *, exact: bool) -> Query:
        asked = parse(query)
        return replace(asked, by=by or asked.by, exact=exact or asked.exact)
