"""The writing side of the contract, inside one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import TypeVar

from sqlalchemy import Connection, Delete, Table, bindparam, delete, func, not_, select, update
from sqlalchemy.exc import IntegrityError

from ..errors import NotFoundError, WorkspaceError
from ..model import (
    Capture,
    Dataset,
    Entity,
    Event,
    Fact,
    Failure,
    Import,
    Judgement,
    MediaFile,
    Mention,
    Origin,
    Passage,
    Report,
    Source,
    Statement,
    Story,
    Translation,
    Visit,
)
from ..model.review import version_of
from ..ports import Extraction, IngestCounts, ParsedItem, Validators
from ..text import normalise
from . import facts, failures, known_names, life, meanings, media, reviews, search, tables
from .chunks import chunked
from .codec import encode, storable
from .ingest import ingest
from .portable import insert_new, insert_or_update
from .reviews import statement_columns

__all__ = ["SqlWriter"]

Row = dict[str, object]
_Fact = TypeVar("_Fact", Mention, Statement, Event)


class SqlWriter:
    """Changes a workspace; all that one transaction changes is kept, or none of it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put_source(self, source: Source) -> None:
        """Add ``source``, or overwrite the one with its id."""
        row = {"id": source.id, "data": encode(source)}
        self._connection.execute(insert_or_update(tables.sources), row)

    def put_entities(self, entities: Sequence[Entity]) -> None:
        """Add ``entities``, or overwrite those with their ids."""
        ids = {entity.id: entity for entity in entities}
        names = tables.entity_names
        for key in ids:
            self._connection.execute(delete(names).where(names.c.entity_id == key))
        rows: list[Row] = [
            {"id": key, "kind": entity.kind.value, "data": encode(entity)}
            for key, entity in ids.items()
        ]
        self._insert(tables.entities, rows, update_known=True)
        keys = {(e.id, normalise(n.text).text): None for e in ids.values() for n in e.names}
        self._insert(names, [{"entity_id": key, "name": name} for key, name in keys])
        self._connection.execute(known_names.CHANGED)

    def drop_entities(self, ids: Sequence[str]) -> None:
        """Forget entities; facts about them, and marks that name them, stay."""
        for chunk in chunked(ids):
            names = tables.entity_names
            self._connection.execute(delete(names).where(names.c.entity_id.in_(chunk)))
            self._connection.execute(delete(tables.entities).where(tables.entities.c.id.in_(chunk)))
        self._connection.execute(known_names.CHANGED)

    # ------------------------------------------------------------ what was captured

    def put_captures(self, captures: Sequence[Capture]) -> None:
        """Note ``captures`` as still to be parsed; those that are known stay as they are.

        :raises WorkspaceError: another capture has the place of one in the ledger.
        """
        rows = [
            {
                "id": capture.id,
                "seq": capture.seq,
                "source_id": capture.source_id,
                "url": storable(capture.url),
                "sha256": capture.sha256,
                "parsed": False,
                "data": encode(capture),
            }
            for capture in captures
        ]
        if not rows:
            return
        try:
            self._connection.execute(_PUT_CAPTURES, rows)
        except IntegrityError as error:
            raise WorkspaceError(
                "The database knows other captures than this archive.",
                hint="Collect in the folder whose archive belongs to the database, or restore the "
                "archive; `marsad verify` tells what is missing.",
            ) from error

    def ingest(self, capture: Capture, items: Sequence[ParsedItem]) -> IngestCounts:
        """Store what ``capture`` showed; doing so again changes nothing.

        ``posts`` counts new posts, ``versions`` later versions of known posts, ``unchanged``
        posts seen again with the same text. The capture is noted if it was not, but stays
        unparsed until :meth:`mark_parsed`, so that a large one can be ingested in parts.
        """
        self.put_captures([capture])
        return ingest(self._connection, capture, items)

    def put_validators(self, source_id: str, url: str, validators: Validators) -> None:
        """Remember the validators of what was last sealed from ``url``."""
        life.put_validators(self._connection, source_id, url, validators)

    def put_media(self, file: MediaFile) -> None:
        """Keep what was received for a post's media."""
        media.put_media(self._connection, file)

    def put_visit(self, visit: Visit) -> None:
        """Add ``visit`` to the coverage ledger, or overwrite the one with its id."""
        life.put_visit(self._connection, visit)

    def mark_parsed(self, capture_id: str) -> None:
        """Note that everything in a capture was ingested.

        :raises NotFoundError: no such capture.
        """
        captures = tables.captures
        found = self._connection.execute(
            update(captures).where(captures.c.id == capture_id).values(parsed=True)
        )
        _require(found.rowcount, "capture", capture_id)

    # ------------------------------------------------------------ what was derived

    def put_language(self, version_id: str, language: str, score: float) -> None:
        """Set the language of a version.

        :raises NotFoundError: no such version.
        """
        values = {"key": version_id, "language": language, "language_score": score}
        found = self._connection.execute(_SET_LANGUAGE, values)
        _require(found.rowcount, "version", version_id)
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
        self._replace(
            tables.translations,
            version_id,
            [
                {
                    "passage_id": each.passage_id,
                    "translated": each.translated,
                    "data": encode(each),
                }
                for each in found
            ],
        )
        search.index_english(self._connection, version_id)

    def put_vectors(self, recipe: str, vectors: Mapping[str, bytes]) -> None:
        """Add the packed vectors of versions by their ids, or overwrite those that are there."""
        meanings.put_vectors(self._connection, recipe, vectors)

    def put_extraction(self, version_id: str, found: Extraction) -> None:
        """Replace the mentions, statements and events of a version."""
        self._replace(tables.mentions, version_id, _ordered(found.mentions, _mention_row))
        self._replace(tables.statements, version_id, _ordered(found.statements, _statement_row))
        self._replace(tables.events, version_id, _ordered(found.events, _event_row))
        reviews.lay_statements(self._connection, version_id)

    def mark_done(self, stage: str, recipe: str, version_ids: Sequence[str]) -> None:
        """Note that ``stage`` has run on versions with ``recipe``; forgets an older recipe."""
        rows: list[Row] = [
            {"stage": stage, "version_id": key, "recipe": recipe} for key in version_ids
        ]
        self._insert(tables.done, rows, update_known=True)

    def replace_stories(self, origins: Sequence[Origin], stories: Sequence[Story]) -> None:
        """Put these in place of all origins and stories."""
        for table in (tables.story_posts, tables.stories, tables.origins):
            self._connection.execute(delete(table))
        self._insert(tables.origins, [{"id": o.id, "data": encode(o)} for o in origins])
        self._insert(tables.stories, [_story_row(story) for story in stories])
        members: list[Row] = [
            {"story_id": story.id, "post_id": post_id}
            for story in stories
            for post_id in dict.fromkeys(story.post_ids)
        ]
        self._insert(tables.story_posts, members)

    # ------------------------------------------------------------ what people and runs add

    def put_report(self, report: Report) -> None:
        """Add ``report``, or overwrite the one with its id."""
        row = {"id": report.id, "created": report.created.isoformat(), "data": encode(report)}
        self._connection.execute(insert_or_update(tables.reports), row)

    def put_failure(self, failure: Failure) -> None:
        """Store ``failure`` in place of earlier ones of its id, or its stage, source and item."""
        failures.put_failure(self._connection, failure)

    def clear_failures(self, stage: str, item: str) -> None:
        """Remove the failures of ``item`` in ``stage``."""
        failures.clear_failures(self._connection, stage, item)

    def put_judgement(self, judgement: Judgement) -> None:
        """Append ``judgement``; putting the very same one again changes nothing.

        :raises WorkspaceError: another judgement has its id; none is ever overwritten.
        """
        table = tables.judgements
        data = encode(judgement)
        query = select(table.c.data).where(table.c.id == judgement.id)
        known = self._connection.scalar(query)
        if known is None:
            row = {"id": judgement.id, "subject": judgement.subject, "data": data}
            self._connection.execute(table.insert(), row)
            version_id = version_of(judgement.subject)
            if version_id is not None:
                reviews.lay_statements(self._connection, version_id)
        elif known != data:
            raise WorkspaceError(
                f"Judgement {judgement.id} exists and differs.",
                hint="Give a new judgement its own id; the newest wins.",
            )

    def put_dataset(self, dataset: Dataset) -> None:
        """Add ``dataset``, or overwrite the one with its id."""
        facts.put_dataset(self._connection, dataset)

    def put_facts(self, found: Iterable[Fact]) -> None:
        """Add facts; those that are known keep when they were first seen, and stand again."""
        facts.put_facts(self._connection, found)

    def retire_facts(self, dataset: str, at: datetime) -> int:
        """Note as gone the facts of a dataset that were last seen before ``at``."""
        return facts.retire_facts(self._connection, dataset, at)

    def put_import(self, made: Import) -> None:
        """Keep the note of one reading of a dataset's file."""
        facts.put_import(self._connection, made)

    def drop_dataset(self, dataset: str) -> None:
        """Forget a dataset with all that is known from it alone."""
        facts.drop_dataset(self._connection, dataset)

    def put_state(self, key: str, value: str) -> None:
        """Set what is kept under ``key``."""
        self._connection.execute(insert_or_update(tables.state), {"key": key, "value": value})

    def forget_state(self, beginning: str, *, but: str) -> None:
        """Forget what is kept under keys with this ``beginning``, but not those with ``but``."""
        key = tables.state.c.key
        asked = func.substr(key, 1, len(beginning)) == beginning
        spared = func.substr(key, 1, len(but)) == but
        self._connection.execute(delete(tables.state).where(asked, not_(spared)))

    def _replace(self, table: Table, version_id: str, rows: Sequence[Row]) -> None:
        self._connection.execute(_delete_of(table), {"key": version_id})
        self._insert(table, [{"version_id": version_id, **row} for row in rows])

    def _insert(self, table: Table, rows: Sequence[Row], *, update_known: bool = False) -> None:
        if rows:
            statement = insert_or_update(table) if update_known else table.insert()
            self._connection.execute(statement, rows)


_PUT_CAPTURES = insert_new(tables.captures, "id")

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


@cache
def _delete_of(table: Table) -> Delete:
    return delete(table).where(table.c.version_id == bindparam("key"))


def _require(rowcount: int, kind: str, key: str) -> None:
    if not rowcount:
        raise NotFoundError(kind, key)


def _ordered(found: Sequence[_Fact], row: Callable[[_Fact], Row]) -> list[Row]:
    """Return the rows of ``found`` in order; the same id twice is the same fact."""
    facts = {fact.id: fact for fact in found}
    return [{"ordinal": ordinal, **row(fact)} for ordinal, fact in enumerate(facts.values())]


def _mention_row(mention: Mention) -> Row:
    return {"id": mention.id, "entity_id": mention.entity_id, "data": encode(mention)}


def _event_row(event: Event) -> Row:
    return {"id": event.id, "data": encode(event)}


def _statement_row(statement: Statement) -> Row:
    return {"id": statement.id, **statement_columns(statement), "data": encode(statement)}


def _story_row(story: Story) -> Row:
    size = len(set(story.post_ids))
    return {"id": story.id, "last_day": story.last_day, "size": size, "data": encode(story)}
