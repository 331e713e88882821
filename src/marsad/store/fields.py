"""The fields of a search as clauses over posts; names are looked up among sources and entities."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select, union_all

from ..errors import QueryError
from ..model import EntityKind, Source
from ..text import normalise
from ..text.asked import Field
from . import tables
from .called import called
from .codec import decode

__all__ = ["field_clause"]

_posts = tables.posts.c

Clause = ColumnElement[bool]

_DIALECTS = {"ar": ("apc", "arz", "ary"), "fa": ("prs",)}
"""Languages that who asks for another one means, too."""


def field_clause(connection: Connection, field: Field) -> Clause:
    """Return what ``field`` asks of posts.

    :raises QueryError: no source, owner, entity or place is called so.
    """
    return _FIELDS[field.name](connection, field)


# ---------------------------------------------------------------- sources


def _of_sources(field: Field, chosen: Sequence[Source], hint: str) -> Clause:
    if not chosen:
        raise QueryError(
            f"There is no {field.name} “{field.typed}”.", position=field.span.start, hint=hint
        )
    return _posts.source_id.in_([source.id for source in chosen])


def _sources(connection: Connection) -> list[Source]:
    return [decode(Source, data) for data in connection.scalars(select(tables.sources.c.data))]


def _source(connection: Connection, field: Field) -> Clause:
    known = _sources(connection)
    folded = [normalise(value).text.strip() for value in field.values]
    exact = [s for s in known if s.id in field.values or normalise(s.name).text in folded]
    near = [
        s
        for s in known
        if any(f in normalise(text).text for f in folded for text in (s.id, s.name, s.address))
    ]
    return _of_sources(field, exact or near, "List them with `marsad source list`.")


def _owner(connection: Connection, field: Field) -> Clause:
    folded = [normalise(value).text.strip() for value in field.values]
    ids = {key for value in field.values for key in called(connection, value)}
    names = tables.entity_names.c
    of_ids = select(names.name).where(names.entity_id.in_(sorted(ids)))
    told = {*ids, *connection.scalars(of_ids)}
    chosen = [
        s
        for s in _sources(connection)
        if s.owner
        and (s.owner in told or normalise(s.owner).text in told or _holds(s.owner, folded))
    ]
    hint = "Owners are named with their sources: `marsad source list`."
    return _of_sources(field, chosen, hint)


def _holds(text: str, folded: Sequence[str]) -> bool:
    return any(each in normalise(text).text for each in folded)


def _reliability(connection: Connection, field: Field) -> Clause:
    chosen = [s.id for s in _sources(connection) if s.reliability.value in field.values]
    return _posts.source_id.in_(chosen)


# ---------------------------------------------------------------- days, languages


def _lang(_: Connection, field: Field) -> Clause:
    codes = [code for value in field.values for code in (value, *_DIALECTS.get(value, ()))]
    regions = (_posts.language.startswith(f"{value}-", autoescape=True) for value in field.values)
    return or_(_posts.language.in_(codes), *regions)


def _after(_: Connection, field: Field) -> Clause:
    return _posts.day >= field.values[0]


def _before(_: Connection, field: Field) -> Clause:
    return _posts.day < field.values[0]


def _on(_: Connection, field: Field) -> Clause:
    return and_(_posts.day >= field.values[0], _posts.day < field.values[1])


# ---------------------------------------------------------------- what was found in the text


def _act(_: Connection, field: Field) -> Clause:
    statements = tables.statements.c
    return exists().where(
        statements.version_id == _posts.version_id, statements.act.in_(field.values)
    )


def _entity(connection: Connection, field: Field) -> Clause:
    return _naming(_known(connection, field, (), "Entities are listed at the page Entities."))


def _place(connection: Connection, field: Field) -> Clause:
    hint = "To find it all the same, search for the word itself."
    return _naming(_known(connection, field, (EntityKind.PLACE,), hint))


def _known(
    connection: Connection, field: Field, kinds: Sequence[EntityKind], hint: str
) -> list[str]:
    found = [key for value in field.values for key in called(connection, value, kinds)]
    if not found:
        raise QueryError(
            f"No {field.name} is called “{field.typed}”.", position=field.span.start, hint=hint
        )
    return found


def _naming(ids: Sequence[str]) -> Clause:
    """Match posts that mention one of the entities, or quote, address or aim at it."""
    mentions, statements = tables.mentions.c, tables.statements.c
    roles = (
        statements.speaker_id,
        statements.affiliation_id,
        statements.addressee,
        statements.target,
    )
    versions = union_all(
        select(mentions.version_id).where(mentions.entity_id.in_(ids)),
        *(select(statements.version_id).where(role.in_(ids)) for role in roles),
    )
    return _posts.version_id.in_(versions)


def _has(_: Connection, field: Field) -> Clause:
    return or_(*(_HELD[value]() for value in field.values))


def _has_media() -> Clause:
    return _posts.media.is_(True)


def _has_translation() -> Clause:
    columns = tables.translations.c
    return exists().where(columns.version_id == _posts.version_id, columns.translated.is_(True))


def _has_edit() -> Clause:
    columns = tables.versions.c
    edited = or_(columns.number > 1, columns.edited.is_(True))
    return exists().where(columns.post_id == _posts.id, edited)


def _has_deletion() -> Clause:
    return _posts.deleted.is_(True)


_HELD: dict[str, Callable[[], Clause]] = {
    "media": _has_media,
    "translation": _has_translation,
    "edit": _has_edit,
    "deletion": _has_deletion,
}

_FIELDS: dict[str, Callable[[Connection, Field], Clause]] = {
    "source": _source,
    "owner": _owner,
    "lang": _lang,
    "after": _after,
    "before": _before,
    "on": _on,
    "act": _act,
    "entity": _entity,
    "place": _place,
    "has": _has,
    "reliability": _reliability,
}
