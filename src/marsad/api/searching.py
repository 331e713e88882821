"""The search box: posts by words and by meaning, more like one, and searches that are kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import datetime
from functools import cached_property

from ..encoder.shipped import shipped
from ..errors import NotFoundError, WorkspaceError
from ..model import Watch
from ..pipeline import RECIPE, Found, KeptShelf, Meanings, find, find_ids, like
from ..ports import Hit
from ..text.asked import By, Query
from ..text.query import parse
from ._opened import Opened

__all__ = ["Searching"]

_BATCH = 200
_KEY = "watch/"
_LONGEST_NAME = 80


class Searching(Opened):
    """Search of a workspace; needs no lock and works while another process writes."""

    @cached_property
    def _shelf(self) -> KeptShelf:
        return KeptShelf(self.layout.meaning, RECIPE)

    @property
    def _meanings(self) -> Meanings:
        return Meanings(lambda: self._shelf.now(self.read), shipped)

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
        after: int = 0,
    ) -> Found:
        """Find posts: on this page, how many, how they were found, which spellings were added.

        :param query: in the query language (``docs/reference/search.md``).
        :param by: overrules what the query says of it.
        :param exact: other spellings and forms of its words do not match.
        :param after: number of a post (see :class:`Watch`); only those stored later count.
        :raises QueryError: part of the query cannot be understood.
        :raises WorkspaceError: asked by meaning, and no post was read for that yet.
        """
        asked = self._asked(query, by, exact=exact)
        return find(self.read, self._meanings, asked, limit, offset, after)

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

    # ------------------------------------------------------------ searches that are kept

    def watches(self) -> tuple[Watch, ...]:
        """Return the searches that are kept, by name."""
        found = (_decoded(text) for text in self.read.states(_KEY).values())
        return tuple(sorted(found, key=lambda watch: watch.name.casefold()))

    def saved(self, name: str) -> Watch:
        """Return the search that is kept under ``name``.

        :raises NotFoundError: there is none.
        """
        found = self.read.state(_key(name))
        if found is None:
            known = ", ".join(watch.name for watch in self.watches()) or "none yet"
            raise NotFoundError("saved search", name, hint=f"Known: {known}.")
        return _decoded(found)

    def save_search(self, name: str, query: str, *, by: str) -> Watch:
        """Keep ``query`` under ``name``, in place of what was kept under it; return it.

        What is stored from now on is new to it (:meth:`news`).

        :raises QueryError: the query cannot be understood.
        :raises WorkspaceError: the name is empty or too long.
        """
        clean = " ".join(name.split())
        if not clean or len(clean) > _LONGEST_NAME:
            raise WorkspaceError(
                "A saved search needs a name.", hint=f"At most {_LONGEST_NAME} characters."
            )
        parse(query)
        seen = self.read.last_number()
        watch = Watch(Watch.make_id(clean), clean, query, self.clock(), by, seen)
        self._keep(watch)
        return watch

    def delete_search(self, name: str) -> None:
        """Forget the search that is kept under ``name``.

        :raises NotFoundError: there is none.
        """
        key = _key(self.saved(name).name)
        with self.store.write() as writer:
            writer.forget_state(key, but=f"{key}/")

    def news(self, name: str, limit: int = 20, offset: int = 0) -> Found:
        """Find what a saved search finds among posts that were stored since :meth:`mark_seen`.

        Words alone are searched unless the query says otherwise: of what is new, something is
        always the nearest in meaning.

        :raises NotFoundError: no search is kept under ``name``.
        """
        watch = self.saved(name)
        by = parse(watch.query).by or By.WORDS
        return self.find(watch.query, limit, offset, by=by, after=watch.seen)

    def mark_seen(self, name: str, number: int | None = None) -> Watch:
        """Note that what a saved search finds by now is not new to it any more; return it.

        :param number: of the newest post that was there when somebody looked; now, if left out.
        :raises NotFoundError: no search is kept under ``name``.
        """
        newest = self.read.last_number()
        watch = replace(self.saved(name), seen=newest if number is None else min(number, newest))
        self._keep(watch)
        return watch

    def _keep(self, watch: Watch) -> None:
        told = {**asdict(watch), "created": watch.created.isoformat()}
        with self.store.write() as writer:
            writer.put_state(_key(watch.name), json.dumps(told, ensure_ascii=False))


def _key(name: str) -> str:
    return _KEY + Watch.make_id(" ".join(name.split()))


def _decoded(text: str) -> Watch:
    told = json.loads(text)
    return Watch(**{**told, "created": datetime.fromisoformat(told["created"])})
