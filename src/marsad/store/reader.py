"""The reading side of the contract: each call is one transaction, so it sees one state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, func, select

from ..errors import NotFoundError
from ..model import (
    Capture,
    Dataset,
    Entity,
    Fact,
    Failure,
    Import,
    Judgement,
    MediaFile,
    Origin,
    Post,
    Report,
    Source,
    SourceFact,
    Story,
    Version,
    Visit,
)
from ..ports import (
    History,
    Hit,
    Item,
    PostFilter,
    PostText,
    PostVector,
    PostView,
    Ranked,
    StatementFilter,
    StatementView,
    Validators,
)
from ..text.asked import Query
from ..text.query import parse
from . import (
    facts,
    filters,
    known_names,
    life,
    meanings,
    media,
    pgvector,
    search,
    tables,
    texts,
    views,
)
from .chunks import chunked
from .codec import decode, storable
from .database import Database

if TYPE_CHECKING:
    from ..encoder.space import Floats

__all__ = ["SqlReader"]

T = TypeVar("T")

_posts = tables.posts.c


class SqlReader:
    """Reads a workspace. Lists are tuples in a stated order; an unknown id raises NotFoundError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # ------------------------------------------------------------ sources and captures

    def sources(self) -> tuple[Source, ...]:
        """Return all sources by id."""
        return self._all(Source, _data(tables.sources).order_by(tables.sources.c.id))

    def source(self, source_id: str) -> Source:
        """Return one source."""
        return self._one(Source, tables.sources, source_id)

    def entities(self) -> tuple[Entity, ...]:
        """Return all entities by id."""
        return self._all(Entity, _data(tables.entities).order_by(tables.entities.c.id))

    def entities_by_id(self, ids: Sequence[str]) -> dict[str, Entity]:
        """Return the entities among ``ids`` that are known, in that order."""
        with self._database.reading() as connection:
            known = {e.id: e for e in _by_id(connection, Entity, tables.entities, ids)}
        return {key: known[key] for key in ids if key in known}

    def capture(self, capture_id: str) -> Capture:
        """Return one capture."""
        return self._one(Capture, tables.captures, capture_id)

    def captures_by_id(self, ids: Sequence[str]) -> dict[str, Capture]:
        """Return the captures among ``ids`` that are known."""
        with self._database.reading() as connection:
            found = _by_id(connection, Capture, tables.captures, ids)
        return {capture.id: capture for capture in found}

    def last_capture(self) -> Capture | None:
        """Return the newest capture of the ledger that is known here, or None."""
        newest = _data(tables.captures).order_by(tables.captures.c.seq.desc()).limit(1)
        return next(iter(self._all(Capture, newest)), None)

    def latest_sha256(self, source_id: str, url: str) -> str | None:
        """Return the hash of what ``url`` last answered, to tell whether it has changed."""
        captures = tables.captures.c
        query = select(captures.sha256).where(
            captures.source_id == source_id, captures.url == storable(url)
        )
        with self._database.reading() as connection:
            found: str | None = connection.scalar(query.order_by(captures.seq.desc()).limit(1))
        return found

    def history(self, source_id: str) -> History:
        """Return which native numbers of a source pages have covered, and what was sealed."""
        with self._database.reading() as connection:
            found = life.load_history(connection, source_id)
        return replace(found, sealed=lambda url: self.latest_sha256(source_id, url) is not None)

    def validators(self, source_id: str, url: str) -> Validators | None:
        """Return the validators of what was last sealed from ``url``."""
        with self._database.reading() as connection:
            return life.load_validators(connection, source_id, url)

    def visits(
        self, began_from: datetime | None = None, began_to: datetime | None = None
    ) -> tuple[Visit, ...]:
        """Return the visits that began in a period, its end excluded, in order."""
        with self._database.reading() as connection:
            return life.load_visits(connection, began_from, began_to)

    def last_visits(self, source_ids: Sequence[str] | None = None) -> dict[str, Visit]:
        """Return the latest visit of each source, or of these, that was ever visited."""
        with self._database.reading() as connection:
            return life.load_last_visits(connection, source_ids)

    def first_visits(self) -> dict[str, datetime]:
        """Return when each source was first visited."""
        with self._database.reading() as connection:
            return life.load_first_visits(connection)

    def post_times(self, source_id: str, limit: int = 20) -> tuple[datetime, ...]:
        """Return when a source's latest dated posts were published (UTC), the newest first."""
        with self._database.reading() as connection:
            return life.load_times(connection, source_id, limit)

    def source_facts(self, source_id: str) -> tuple[SourceFact, ...]:
        """Return what pages said of a source, in the order in which it was first seen."""
        with self._database.reading() as connection:
            return life.load_facts(connection, source_id)

    def unparsed(self, limit: int) -> tuple[Capture, ...]:
        """Return captures that were not marked as parsed, in ledger order."""
        captures = tables.captures
        query = _data(captures).where(captures.c.parsed.is_(False)).order_by(captures.c.seq)
        return self._all(Capture, query.limit(limit))

    # ------------------------------------------------------------ posts

    def post_ids(self, query: PostFilter) -> tuple[str, ...]:
        """Return the ids of matching posts, newest first unless asked otherwise."""
        with self._database.reading() as connection:
            return _post_ids(connection, query)

    def count_posts(self, query: PostFilter) -> int:
        """Return how many posts match, whatever ``limit`` and ``offset`` say."""
        return self._count(tables.posts, *filters.post_clauses(query))

    def post(self, post_id: str) -> PostView:
        """Return one post with all that belongs to it."""
        with self._database.reading() as connection:
            found = views.load_posts(connection, [post_id])
        return _found(found.get(post_id), "post", post_id)

    def posts(self, query: PostFilter) -> tuple[PostView, ...]:
        """Return matching posts, newest first unless asked otherwise; undated ones last."""
        with self._database.reading() as connection:
            return tuple(views.load_posts(connection, _post_ids(connection, query)).values())

    def posts_seen(self, query: PostFilter) -> tuple[tuple[Post, datetime], ...]:
        """Return posts as :meth:`posts` does, alone, with when their newest version was seen."""
        with self._database.reading() as connection:
            return media.load_posts(connection, query)

    def posts_by_id(self, ids: Sequence[str]) -> dict[str, PostView]:
        """Return the posts among ``ids`` that are known, in that order."""
        with self._database.reading() as connection:
            return views.load_posts(connection, ids)

    def texts(self, ids: Sequence[str]) -> tuple[PostText, ...]:
        """Return the newest texts of the posts among ``ids`` that are known, in that order."""
        with self._database.reading() as connection:
            return texts.load_texts(connection, ids)

    def vectors(self, version_ids: Sequence[str], recipe: str) -> dict[str, bytes]:
        """Return version id → packed vector, for those of the versions that have one."""
        with self._database.reading() as connection:
            return meanings.load_vectors(connection, version_ids, recipe)

    def new_vectors(self, recipe: str, after: int, limit: int) -> tuple[PostVector, ...]:
        """Return the vectors of newest versions by their place, those above ``after``."""
        with self._database.reading() as connection:
            return meanings.load_new_vectors(connection, recipe, after, limit)

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

    def posts_at(self, places: Sequence[int]) -> dict[int, str]:
        """Return place of a vector → id of its post, where it is of the newest version."""
        with self._database.reading() as connection:
            return meanings.load_posts_at(connection, places)

    def media(self, post_ids: Sequence[str]) -> tuple[MediaFile, ...]:
        """Return what was received for the media of posts."""
        with self._database.reading() as connection:
            return media.load_media(connection, post_ids)

    def media_by_hash(self, sha256: str) -> tuple[MediaFile, ...]:
        """Return media files with these very bytes, of any post."""
        with self._database.reading() as connection:
            return media.load_media_by_hash(connection, sha256)

    def version(self, version_id: str) -> Version:
        """Return one version, newest or not."""
        query = views.select_versions().where(tables.versions.c.id == version_id)
        with self._database.reading() as connection:
            found = views.load_versions(connection, query)
        return _found(found[0] if found else None, "version", version_id)

    # ------------------------------------------------------------ work to do

    def stale(self, stage: str, recipe: str, limit: int) -> tuple[str, ...]:
        """Return newest versions on which ``stage`` has not run with ``recipe``, oldest first."""
        order = filters.post_order(oldest_first=True)
        query = _stale(stage, recipe, _posts.version_id).order_by(*order).limit(limit)
        with self._database.reading() as connection:
            return tuple(connection.scalars(query))

    def count_stale(self, stage: str, recipe: str) -> int:
        """Return how many versions :meth:`stale` would return without a limit."""
        with self._database.reading() as connection:
            return connection.scalar(_stale(stage, recipe, func.count())) or 0

    def items(self, version_ids: Sequence[str]) -> tuple[Item, ...]:
        """Return what a stage reads of each version, in the order of ``version_ids``."""
        with self._database.reading() as connection:
            found = views.load_items(connection, version_ids)
        return tuple(_found(found.get(key), "version", key) for key in version_ids)

    # ------------------------------------------------------------ statements

    def statements(self, query: StatementFilter) -> tuple[StatementView, ...]:
        """Return matching statements of newest versions, in the order of their posts."""
        order = filters.statement_order(oldest_first=query.oldest_first)
        chosen = _statements(query, tables.statements.c.data).order_by(*order)
        with self._database.reading() as connection:
            rows = connection.execute(chosen.limit(query.limit).offset(query.offset))
            return views.load_statements(connection, [row.data for row in rows])

    def count_statements(self, query: StatementFilter) -> int:
        """Return how many statements match, whatever ``limit`` and ``offset`` say."""
        with self._database.reading() as connection:
            return connection.scalar(_statements(query, func.count())) or 0

    def count_by_speaker(self) -> dict[str, int]:
        """Return entity id → how many statements of newest versions it makes, for speakers."""
        speaker = tables.statements.c.speaker_id
        query = _statements(StatementFilter(), speaker).add_columns(func.count())
        grouped = query.where(speaker.is_not(None)).group_by(speaker)
        with self._database.reading() as connection:
            return {row[0]: row[1] for row in connection.execute(grouped)}

    def statement(self, statement_id: str) -> StatementView:
        """Return one statement, of the newest version or not."""
        query = _data(tables.statements).where(tables.statements.c.id == statement_id)
        with self._database.reading() as connection:
            rows = connection.execute(query)
            found = views.load_statements(connection, [row.data for row in rows])
        return _found(found[0] if found else None, "statement", statement_id)

    # ------------------------------------------------------------ stories and reports

    def stories(self, limit: int = 50, offset: int = 0) -> tuple[Story, ...]:
        """Return stories, the latest first, then the largest; undated ones last."""
        table = tables.stories
        last = table.c.last_day
        order = (last.is_(None), last.desc(), table.c.size.desc(), table.c.id)
        return self._all(Story, _data(table).order_by(*order).limit(limit).offset(offset))

    def story(self, story_id: str) -> Story:
        """Return one story."""
        return self._one(Story, tables.stories, story_id)

    def origins(self, ids: Sequence[str]) -> tuple[Origin, ...]:
        """Return the origins with these ids, in that order."""
        with self._database.reading() as connection:
            known = {o.id: o for o in _by_id(connection, Origin, tables.origins, ids)}
        return tuple(_found(known.get(key), "origin", key) for key in ids)

    def reports(self) -> tuple[Report, ...]:
        """Return all reports, the newest first."""
        table = tables.reports
        return self._all(Report, _data(table).order_by(table.c.created.desc(), table.c.id))

    def report(self, report_id: str) -> Report:
        """Return one report."""
        return self._one(Report, tables.reports, report_id)

    # ------------------------------------------------------------ facts about entities

    def datasets(self) -> tuple[Dataset, ...]:
        """Return the lists that facts are from, by id."""
        with self._database.reading() as connection:
            return facts.load_datasets(connection)

    def imports(self, dataset: str | None = None) -> tuple[Import, ...]:
        """Return the readings of a dataset's files, or of all, in the order made."""
        with self._database.reading() as connection:
            return facts.load_imports(connection, dataset)

    def facts(
        self, entity_ids: Sequence[str], *, gone: bool = False
    ) -> dict[str, tuple[Fact, ...]]:
        """Return entity id → its facts, for those that have any.

        :param gone: those too that the latest update of their dataset lacks.
        """
        with self._database.reading() as connection:
            return facts.load_facts(connection, entity_ids, gone=gone)

    def facts_about(self, entity_ids: Sequence[str], *, gone: bool = False) -> tuple[Fact, ...]:
        """Return the facts of other entities that name one of these, such as memberships."""
        with self._database.reading() as connection:
            return facts.load_facts_about(connection, entity_ids, gone=gone)

    def dataset_entities(self, dataset: str, after: str, limit: int) -> tuple[str, ...]:
        """Return ids of entities that a dataset knows, by id, those above ``after``."""
        with self._database.reading() as connection:
            return facts.load_dataset_entities(connection, dataset, after, limit)

    def count_facts(self) -> dict[str, tuple[int, int]]:
        """Return dataset → how many of its entities and facts stand."""
        with self._database.reading() as connection:
            return facts.count_facts(connection)

    # ------------------------------------------------------------ the rest

    def failures(self, source_id: str | None = None) -> tuple[Failure, ...]:
        """Return all failures, or those of one source, the newest first."""
        table = tables.failures
        query = _data(table).order_by(table.c.at.desc(), table.c.id)
        if source_id is not None:
            query = query.where(table.c.source_id == source_id)
        return self._all(Failure, query)

    def judgements(self, subject: str | None = None) -> tuple[Judgement, ...]:
        """Return judgements in the order in which they were made."""
        table = tables.judgements
        query = _data(table).order_by(table.c.number)
        if subject is not None:
            query = query.where(table.c.subject == subject)
        return self._all(Judgement, query)

    def entities_mark(self) -> tuple[str, int, int]:
        """Return what differs as soon as entities, or decisions about them, have changed."""
        number = tables.judgements.c.number
        with self._database.reading() as connection:
            count, last = connection.execute(select(func.count(), func.max(number))).one()
            return known_names.changes(connection) or "", count, last or 0

    def state(self, key: str) -> str | None:
        """Return what is kept under ``key``."""
        with self._database.reading() as connection:
            query = select(tables.state.c.value).where(tables.state.c.key == key)
            found: str | None = connection.scalar(query)
        return found

    def states(self, beginning: str) -> dict[str, str]:
        """Return what is kept under keys with this ``beginning``, by key."""
        key, value = tables.state.c.key, tables.state.c.value
        asked = func.substr(key, 1, len(beginning)) == beginning
        with self._database.reading() as connection:
            rows = connection.execute(select(key, value).where(asked).order_by(key))
            return {row.key: row.value for row in rows}

    def search(self, query: str, limit: int = 20, offset: int = 0) -> tuple[Hit, ...]:
        """Return posts whose newest version matches, best first, then newest first.

        Title, text and English translation are searched; spans are those in the text. Of more than
        5,000 matches, only the latest stored are ranked and returned.

        :param query: in the query language (:mod:`marsad.text.query`).
        :raises QueryError: part of it cannot be understood, or names what is not there.
        """
        found = self.rank(parse(query), limit, offset)
        return self.hits(found.query, found.posts)

    def rank(self, query: Query, limit: int | None, offset: int = 0, after: int = 0) -> Ranked:
        """Return which posts match, and what else than the words as typed was searched.

        :param after: number of a post in the order of storing; only later ones are looked at.
        :raises QueryError: a field of the query names what is not there.
        """
        with self._database.reading() as connection:
            return search.rank(connection, query, limit, offset, after)

    def numbers(self, query: Query, limit: int, after: int = 0) -> tuple[int, ...]:
        """Return the numbers of posts that match, in whatever order; see :meth:`rank`."""
        with self._database.reading() as connection:
            return search.numbers(connection, query, limit, after)

    def kept(
        self, query: Query, posts: Sequence[tuple[str, float]], after: int = 0
    ) -> tuple[tuple[str, float], ...]:
        """Return those of ``posts``, given by id and score, that match, in their order."""
        with self._database.reading() as connection:
            found = search.kept(connection, query, [key for key, _ in posts], after)
        return tuple(pair for pair in posts if pair[0] in found)

    def last_number(self) -> int:
        """Return the number of the post that was stored last; 0 for none."""
        with self._database.reading() as connection:
            return connection.scalar(select(func.max(_posts.number))) or 0

    def hits(self, query: Query, posts: Sequence[tuple[str, float]]) -> tuple[Hit, ...]:
        """Return posts, given by id and score, with where the words of ``query`` stand in them."""
        with self._database.reading() as connection:
            found = views.load_posts(connection, [key for key, _ in posts])
            texts = {key: view.version.text for key, view in found.items()}
            spans = search.marked(connection, query, texts)
        return tuple(Hit(found[key], spans.get(key, ()), s) for key, s in posts if key in found)

    def counts(self) -> dict[str, int]:
        """Return how many rows each kind has; ``statements`` are those of newest versions.

        Besides the kinds there are ``deleted`` (posts) and ``unparsed`` (captures).
        """
        counts = {table.name: self._count(table) for table in _COUNTED}
        counts["statements"] = self.count_statements(StatementFilter())
        counts["deleted"] = self._count(tables.posts, _posts.deleted.is_(True))
        counts["unparsed"] = self._count(tables.captures, tables.captures.c.parsed.is_(False))
        return counts

    def _all(self, kind: type[T], query: Select[Any]) -> tuple[T, ...]:
        with self._database.reading() as connection:
            return tuple(decode(kind, data) for data in connection.scalars(query))

    def _one(self, kind: type[T], table: Table, key: str) -> T:
        found = self._all(kind, _data(table).where(table.c.id == key))
        return _found(found[0] if found else None, kind.__name__.lower(), key)

    def _count(self, table: Table, *clauses: ColumnElement[bool]) -> int:
        with self._database.reading() as connection:
            return connection.scalar(select(func.count()).select_from(table).where(*clauses)) or 0


_COUNTED = (
    tables.sources,
    tables.captures,
    tables.posts,
    tables.versions,
    tables.observations,
    tables.passages,
    tables.translations,
    tables.mentions,
    tables.statements,
    tables.events,
    tables.entities,
    tables.origins,
    tables.stories,
    tables.reports,
    tables.failures,
    tables.judgements,
)


def _found(value: T | None, kind: str, key: str) -> T:
    if value is None:
        raise NotFoundError(kind, key)
    return value


def _data(table: Table) -> Select[Any]:
    return select(table.c.data)


def _by_id(connection: Connection, kind: type[T], table: Table, ids: Sequence[str]) -> list[T]:
    found: list[T] = []
    for chunk in chunked(ids):
        query = _data(table).where(table.c.id.in_(chunk))
        found += [decode(kind, data) for data in connection.scalars(query)]
    return found


def _post_ids(connection: Connection, query: PostFilter) -> tuple[str, ...]:
    chosen = (
        select(_posts.id)
        .where(*filters.post_clauses(query))
        .order_by(*filters.post_order(oldest_first=query.oldest_first))
    )
    return tuple(connection.scalars(chosen.limit(query.limit).offset(query.offset)))


def _stale(stage: str, recipe: str, wanted: ColumnElement[Any]) -> Select[Any]:
    done = tables.done.c
    ran = and_(done.stage == stage, done.version_id == _posts.version_id, done.recipe == recipe)
    joined = tables.posts.outerjoin(tables.done, ran)
    return select(wanted).select_from(joined).where(done.version_id.is_(None))


def _statements(query: StatementFilter, wanted: ColumnElement[Any]) -> Select[Any]:
    newest = tables.statements.c.version_id == _posts.version_id
    joined = tables.statements.join(tables.posts, newest)
    return select(wanted).select_from(joined).where(*filters.statement_clauses(query))
