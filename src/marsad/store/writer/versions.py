"""What stages derive from a version."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import bindparam, delete, select, update

from ...model import Event, Mention, Passage, Statement, Translation
from ...ports import Extraction
from .. import meanings, reviews, search, tables, written_names
from ..codec import encode
from ..reviews import statement_columns
from .base import Row, SomeWriter, require_changed

__all__ = ["VersionWriter"]

_Fact = TypeVar("_Fact", Mention, Statement, Event)

# Statements that run once a version are built once: building took longer than running them.
_SET_LANGUAGE = (
    update(tables.versions)
    .where(tables.versions.c.id == bindparam("key"))
    .values(language=bindparam("language"), language_score=bindparam("language_score"))
)
_SET_POST_LANGUAGE = (
    update(tables.posts)
    .where(tables.posts.c.version_id == bindparam("key"))
    .values(language=bindparam("language"))
)
_PASSAGES_OF = select(tables.passages.c.id).where(tables.passages.c.version_id == bindparam("key"))


class VersionWriter(SomeWriter):
    """Writes what was derived."""

    def put_language(self, version_id: str, language: str, score: float) -> None:
        """Set the language of a version.

        :raises NotFoundError: no such version.
        """
        values = {"key": version_id, "language": language, "language_score": score}
        found = self._connection.execute(_SET_LANGUAGE, values)
        require_changed(found.rowcount, "version", version_id)
        self._connection.execute(_SET_POST_LANGUAGE, {"key": version_id, "language": language})

    def put_passages(self, version_id: str, passages: Sequence[Passage]) -> None:
        """Replace the passages of a version; translations of those that stay are kept."""
        table = tables.passages
        keep = {passage.id for passage in passages}
        known = self._connection.scalars(_PASSAGES_OF, {"key": version_id})
        gone = [key for key in known if key not in keep]
        for key in gone:
            self._connection.execute(delete(table).where(table.c.id == key))
        rows = [
            {"id": p.id, "version_id": version_id, "ordinal": p.ordinal, "data": encode(p)}
            for p in passages
        ]
        self._insert(table, rows, update_known=True)
        if gone:
            search.index_english(self._connection, version_id)

    def put_translations(self, version_id: str, found: Sequence[Translation]) -> None:
        """Replace the translations of a version's passages."""
        self._replace(tables.translations, version_id, list(map(_translation_row, found)))
        search.index_english(self._connection, version_id)

    def put_vectors(self, recipe: str, vectors: Mapping[str, bytes]) -> None:
        """Add the packed vectors of versions by their ids, or overwrite those that are there."""
        meanings.put_vectors(self._connection, recipe, vectors)

    def put_extraction(self, version_id: str, found: Extraction) -> None:
        """Replace the mentions, statements and events of a version."""
        self._replace(tables.mentions, version_id, _ordered(found.mentions, _mention_row))
        written_names.put(self._connection, version_id, found.mentions)
        self._replace(tables.statements, version_id, _ordered(found.statements, _statement_row))
        self._replace(tables.events, version_id, _ordered(found.events, _event_row))
        reviews.lay_statements(self._connection, version_id)

    def mark_done(self, stage: str, recipe: str, version_ids: Sequence[str]) -> None:
        """Note that ``stage`` has run on versions with ``recipe``; forgets an older recipe."""
        rows: list[Row] = [
            {"stage": stage, "version_id": key, "recipe": recipe} for key in version_ids
        ]
        self._insert(tables.done, rows, update_known=True)


def _ordered(found: Sequence[_Fact], row: Callable[[_Fact], Row]) -> list[Row]:
    """Return the rows of ``found`` in order; the same id twice is the same fact."""
    facts = {fact.id: fact for fact in found}
    return [{"ordinal": ordinal, **row(fact)} for ordinal, fact in enumerate(facts.values())]


def _translation_row(each: Translation) -> Row:
    return {"passage_id": each.passage_id, "translated": each.translated, "data": encode(each)}


def _mention_row(mention: Mention) -> Row:
    return {"id": mention.id, "entity_id": mention.entity_id, "data": encode(mention)}


def _statement_row(statement: Statement) -> Row:
    return {"id": statement.id, **statement_columns(statement), "data": encode(statement)}


def _event_row(event: Event) -> Row:
    return {"id": event.id, "data": encode(event)}
