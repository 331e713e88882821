"""Posts, items and statements with what belongs to them, in a handful of queries a batch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, select

from ..model import (
    Entity,
    Event,
    Mention,
    Observation,
    Passage,
    Post,
    Source,
    Statement,
    Translation,
    Version,
)
from ..model.review import Review
from ..ports import Item, PostView, StatementView
from ..text import normalise
from . import tables
from .chunks import chunked
from .codec import decode
from .reviews import laid_over, load_judgements

__all__ = [
    "load_items",
    "load_posts",
    "load_sources",
    "load_statements",
    "load_translations",
    "load_versions",
    "of_versions",
    "select_versions",
]

T = TypeVar("T")
Groups = Mapping[str, tuple[T, ...]]

_posts = tables.posts.c
_versions = tables.versions.c


def select_versions() -> Select[Any]:
    """Return the query whose rows :func:`_version` reads."""
    return select(_versions.data, _versions.language, _versions.language_score)


def load_versions(connection: Connection, query: Select[Any]) -> tuple[Version, ...]:
    """Return the versions of a query that :func:`select_versions` began."""
    return tuple(_version(row) for row in connection.execute(query))


def _version(row: Row[Any]) -> Version:
    version = decode(Version, row.data)
    return replace(version, language=row.language, language_score=row.language_score)


def load_posts(connection: Connection, post_ids: Iterable[str]) -> dict[str, PostView]:
    """Return ``{post id: view}`` in the order of ``post_ids``; unknown ids are left out."""
    views: dict[str, PostView] = {}
    for chunk in chunked(dict.fromkeys(post_ids)):
        found = _load_chunk(connection, chunk)
        views.update((key, found[key]) for key in chunk if key in found)
    return views


def _load_chunk(connection: Connection, post_ids: Sequence[str]) -> dict[str, PostView]:
    columns = (_posts.id, _posts.source_id, _posts.version_id, _posts.data)
    rows = connection.execute(select(*columns).where(_posts.id.in_(post_ids))).all()
    newest = [row.version_id for row in rows]
    sources = load_sources(connection, {row.source_id for row in rows})
    versions = _history(connection, post_ids)
    observations = _observations(connection, post_ids)
    passages = of_versions(connection, tables.passages, Passage, newest)
    translations = load_translations(connection, newest)
    mentions = of_versions(connection, tables.mentions, Mention, newest)
    statements = of_versions(connection, tables.statements, Statement, newest)
    events = of_versions(connection, tables.events, Event, newest)
    unjudged = {key: Review(mentions.get(key, ()), statements.get(key, ())) for key in newest}
    reviews = unjudged | laid_over(connection, mentions, statements, newest)
    return {
        row.id: PostView(
            post=decode(Post, row.data),
            source=sources[row.source_id],
            version=next(v for v in versions[row.id] if v.id == row.version_id),
            versions=versions[row.id],
            observations=observations.get(row.id, ()),
            passages=passages.get(row.version_id, ()),
            translations=translations.get(row.version_id, {}),
            mentions=reviews[row.version_id].mentions,
            statements=reviews[row.version_id].statements,
            events=events.get(row.version_id, ()),
            judged=reviews[row.version_id].judged,
            rejected=reviews[row.version_id].rejected,
            lost=reviews[row.version_id].lost,
        )
        for row in rows
    }


def load_sources(connection: Connection, ids: Iterable[str]) -> dict[str, Source]:
    """Return ``{id: source}``."""
    query = select(tables.sources.c.data).where(tables.sources.c.id.in_(sorted(ids)))
    found = (decode(Source, data) for data in connection.scalars(query))
    return {source.id: source for source in found}


def _grouped(pairs: Iterable[tuple[str, T]]) -> Groups[T]:
    groups: dict[str, list[T]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}


def _history(connection: Connection, post_ids: Sequence[str]) -> Groups[Version]:
    """Return the versions of posts; the newest comes last."""
    query = select_versions().where(_versions.post_id.in_(post_ids))
    found = load_versions(connection, query.order_by(_versions.seq, _versions.number))
    return _grouped((version.post_id, version) for version in found)


def _observations(connection: Connection, post_ids: Sequence[str]) -> Groups[Observation]:
    columns = tables.observations.c
    query = select(columns.data).where(columns.post_id.in_(post_ids))
    ordered = connection.scalars(query.order_by(columns.seq, columns.id))
    found = (decode(Observation, data) for data in ordered)
    return _grouped((observation.post_id, observation) for observation in found)


def of_versions(
    connection: Connection, table: Table, kind: type[T], version_ids: Sequence[str]
) -> Groups[T]:
    """Return ``{version id: what was derived from it}``, in the order of the text."""
    query = select(table.c.version_id, table.c.data).where(table.c.version_id.in_(version_ids))
    rows = connection.execute(query.order_by(table.c.ordinal))
    return _grouped((version_id, decode(kind, data)) for version_id, data in rows)


def load_translations(
    connection: Connection, version_ids: Sequence[str]
) -> dict[str, dict[str, Translation]]:
    """Return ``{version id: {passage id: translation}}``."""
    columns = tables.translations.c
    query = select(columns.version_id, columns.data).where(columns.version_id.in_(version_ids))
    found: dict[str, dict[str, Translation]] = defaultdict(dict)
    for version_id, data in connection.execute(query):
        translation = decode(Translation, data)
        found[version_id][translation.passage_id] = translation
    return found


# ---------------------------------------------------------------- items


def load_items(connection: Connection, version_ids: Sequence[str]) -> dict[str, Item]:
    """Return ``{version id: item}`` for what a stage reads; unknown ids are left out."""
    items: dict[str, Item] = {}
    for chunk in chunked(dict.fromkeys(version_ids)):
        items.update(_item_chunk(connection, chunk))
    return items


def _item_chunk(connection: Connection, version_ids: Sequence[str]) -> dict[str, Item]:
    rows = connection.execute(_joined(_versions.id.in_(version_ids))).all()
    sources = load_sources(connection, {row.source_id for row in rows})
    owners = {key: _owner(connection, source) for key, source in sources.items()}
    passages = of_versions(connection, tables.passages, Passage, version_ids)
    return {
        row.id: Item(
            version=_version(row),
            declared=decode(Version, row.data).language,
            post=decode(Post, row.post_data),
            source=sources[row.source_id],
            passages=passages.get(row.id, ()),
            owner=owners[row.source_id],
        )
        for row in rows
    }


def _joined(where: ColumnElement[bool]) -> Select[Any]:
    columns = (
        _versions.id,
        _versions.data,
        _versions.language,
        _versions.language_score,
        _posts.source_id,
        _posts.data.label("post_data"),
    )
    return select(*columns).join(tables.posts, _posts.id == _versions.post_id).where(where)


def _owner(connection: Connection, source: Source) -> Entity | None:
    """Return the entity that ``source.owner`` names: by id, or by a name only one entity has."""
    if source.owner is None:
        return None
    entities, names = tables.entities.c, tables.entity_names.c
    by_id = connection.scalar(select(entities.data).where(entities.id == source.owner))
    if by_id is not None:
        return decode(Entity, by_id)
    key = normalise(source.owner).text
    query = (
        select(entities.data)
        .join(tables.entity_names, names.entity_id == entities.id)
        .where(names.name == key)
    )
    named = (decode(Entity, data) for data in connection.scalars(query))
    found = [e for e in named if any(normalise(n.text).text == key for n in e.telling_names())]
    return found[0] if len(found) == 1 else None


# ---------------------------------------------------------------- statements


def load_statements(connection: Connection, rows: Sequence[str]) -> tuple[StatementView, ...]:
    """Return views of statements, given as stored data, in the same order."""
    statements = _standing(connection, [decode(Statement, data) for data in rows])
    items: dict[str, Item] = {}
    for chunk in chunked(dict.fromkeys(each.version_id for each in statements)):
        found = connection.execute(_joined(_versions.id.in_(chunk))).all()
        sources = load_sources(connection, {row.source_id for row in found})
        for row in found:
            post = decode(Post, row.post_data)
            items[row.id] = Item(_version(row), post, sources[row.source_id], ())
    return tuple(
        StatementView(each, item.post, item.source, item.version)
        for each in statements
        for item in (items[each.version_id],)
    )


def _standing(connection: Connection, found: Sequence[Statement]) -> list[Statement]:
    """Return statements as judgements leave them; those of no judged version are as found."""
    versions = sorted({statement.version_id for statement in found})
    judged = load_judgements(connection, versions, [statement.id for statement in found])
    owners = {s.id: s.version_id for s in found}
    touched = sorted({owners.get(key, key) for key in judged})
    if not touched:
        return list(found)
    groups = of_versions(connection, tables.statements, Statement, touched)
    reviews = laid_over(connection, {}, groups, touched)
    standing = {s.id: s for review in reviews.values() for s in review.statements}
    return [standing.get(statement.id, statement) for statement in found]
