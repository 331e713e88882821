"""Filters as WHERE clauses and orders, the same for listing and for counting."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, or_

from ..ports import PostFilter, StatementFilter
from ..text import normalise
from . import tables

__all__ = ["post_clauses", "post_order", "statement_clauses", "statement_order"]

_posts = tables.posts.c
_statements = tables.statements.c

Clauses = list[ColumnElement[bool]]
Order = list[ColumnElement[object]]


def post_clauses(query: PostFilter | StatementFilter) -> Clauses:
    """Return what the posts of ``query`` have in common.

    The language is that of the newest version; a post without a day is on no day.
    """
    clauses: Clauses = []
    if query.source_id is not None:
        clauses.append(_posts.source_id == query.source_id)
    if query.language is not None:
        clauses.append(_posts.language == query.language)
    if query.day_from is not None:
        clauses.append(_posts.day >= query.day_from)
    if query.day_to is not None:
        clauses.append(_posts.day <= query.day_to)
    if query.story_id is not None:
        clauses.append(_in_story(query.story_id))
    return clauses


def _in_story(story_id: str) -> ColumnElement[bool]:
    members = tables.story_posts.c
    return exists().where(members.story_id == story_id, members.post_id == _posts.id)


def post_order(*, oldest_first: bool) -> Order:
    """Return the order of posts; undated ones come last either way."""
    if oldest_first:
        return [_posts.undated.asc(), _posts.published.asc(), _posts.number.asc()]
    return [_posts.undated.asc(), _posts.published.desc(), _posts.number.desc()]


def statement_clauses(query: StatementFilter) -> Clauses:
    """Return the clauses over statements of newest versions, joined to their posts."""
    clauses = post_clauses(query)
    if query.act is not None:
        clauses.append(_statements.act == query.act)
    if query.speaker is not None:
        clauses.append(_spoken_by(query.speaker))
    if query.entity_id is not None:
        clauses.append(_about((query.entity_id, *query.merged)))
    if query.post_id is not None:
        clauses.append(_posts.id == query.post_id)
    return clauses


def _spoken_by(name: str) -> ColumnElement[bool]:
    """Match part of the speaker's wording, or of any name of the speaker's entity."""
    folded = normalise(name).text
    names = tables.entity_names.c
    return or_(
        _statements.speaker.contains(folded, autoescape=True),
        exists().where(
            names.entity_id == _statements.speaker_id,
            names.name.contains(folded, autoescape=True),
        ),
    )


def _about(entity_ids: Sequence[str]) -> ColumnElement[bool]:
    """Match statements in which one of these speaks, is spoken for, addressed or targeted."""
    columns = (
        _statements.speaker_id,
        _statements.affiliation_id,
        _statements.addressee,
        _statements.target,
    )
    return or_(*(column.in_(entity_ids) for column in columns))


def statement_order(*, oldest_first: bool) -> Order:
    """Return the order of statements: as their posts, then as they stand in the text."""
    return [*post_order(oldest_first=oldest_first), _statements.ordinal.asc()]
