"""Posts as grouping reads them: without history, statements and events.

Who is named is told as people's judgements leave it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from ..model import Mention, Passage, Post
from ..ports import PostText
from . import tables
from .chunks import chunked
from .codec import decode
from .reviews import laid_over
from .views import load_sources, load_translations, load_versions, of_versions, select_versions

__all__ = ["load_texts"]

_posts = tables.posts.c


def load_texts(connection: Connection, post_ids: Iterable[str]) -> tuple[PostText, ...]:
    """Return the newest texts of posts, in the order of ``post_ids``; unknown ids are left out."""
    found: dict[str, PostText] = {}
    wanted = list(dict.fromkeys(post_ids))
    for chunk in chunked(wanted):
        found.update(_chunk(connection, chunk))
    return tuple(found[key] for key in wanted if key in found)


def _chunk(connection: Connection, post_ids: Sequence[str]) -> dict[str, PostText]:
    columns = (_posts.id, _posts.source_id, _posts.version_id, _posts.data)
    rows = connection.execute(select(*columns).where(_posts.id.in_(post_ids))).all()
    newest = [row.version_id for row in rows]
    sources = load_sources(connection, {row.source_id for row in rows})
    query = select_versions().where(tables.versions.c.id.in_(newest))
    versions = {version.id: version for version in load_versions(connection, query)}
    found = of_versions(connection, tables.mentions, Mention, newest)
    judged = laid_over(connection, found, {}, newest)
    mentions = {**found, **{key: review.mentions for key, review in judged.items()}}
    english = _english(connection, newest)
    return {
        row.id: PostText(
            post=decode(Post, row.data),
            source=sources[row.source_id],
            text=versions[row.version_id].text,
            language=versions[row.version_id].language,
            english=english.get(row.version_id, ""),
            entity_ids=_entities(mentions.get(row.version_id, ())),
            version_id=row.version_id,
        )
        for row in rows
    }


def _english(connection: Connection, version_ids: Sequence[str]) -> dict[str, str]:
    """Return version id → its translated passages, in their order."""
    translated = {
        version_id: {p: t for p, t in held.items() if t.translated}
        for version_id, held in load_translations(connection, version_ids).items()
    }
    some = [version_id for version_id, held in translated.items() if held]
    passages = of_versions(connection, tables.passages, Passage, some)
    return {
        version_id: "\n".join(
            translated[version_id][p.id].text for p in order if p.id in translated[version_id]
        )
        for version_id, order in passages.items()
    }


def _entities(mentions: Sequence[Mention]) -> tuple[str, ...]:
    return tuple(sorted({m.entity_id for m in mentions if m.entity_id}))
