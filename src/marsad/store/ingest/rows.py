"""What is written for a batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC

from sqlalchemy import Connection, bindparam, update

from ...model import Version
from .. import search, tables
from ..codec import encode
from ..portable import insert_new
from .batch import Batch, Known

__all__ = ["write"]

_UPDATE = (
    update(tables.posts)
    .where(tables.posts.c.id == bindparam("which"))
    .values({
        name: bindparam(name)
        for name in (
            "undated", "published", "day", "language", "version_id", "text_id", "last_seq",
            "deleted", "media", "data",
        )
    })
)  # fmt: skip


def write(connection: Connection, batch: Batch) -> None:
    """Write all that ``batch`` changes."""
    changed = [known for known in batch.known.values() if known.changed]
    new = [_row(known) for known in changed if known.new]
    old = [{"which": known.post.id, **_row(known)} for known in changed if not known.new]
    if new:
        connection.execute(tables.posts.insert(), new)
    if old:
        connection.execute(_UPDATE, old)
    if batch.versions:
        connection.execute(tables.versions.insert(), list(_version_rows(batch)))
    if batch.observations:
        rows = [
            {"id": o.id, "post_id": o.post_id, "seq": batch.capture.seq, "data": encode(o)}
            for o in batch.observations
        ]
        connection.execute(insert_new(tables.observations), rows)
    search.index(connection, _reworded(changed))


def _reworded(changed: Iterable[Known]) -> list[Version]:
    return [known.reworded for known in changed if known.reworded is not None]


def _row(known: Known) -> dict[str, object]:
    post = known.post
    value = post.published.value
    return {
        "id": post.id,
        "source_id": post.source_id,
        "native_number": _native_number(post.native_id),
        "undated": value is None,
        "published": value and value.astimezone(UTC).isoformat(timespec="microseconds"),
        "day": post.published.day,
        "language": known.language,
        "version_id": known.newest,
        "text_id": known.text_id,
        "last_seq": known.last_seq,
        "deleted": known.deleted,
        "media": bool(post.media),
        "data": known.data,
    }


def _native_number(native_id: str) -> int | None:
    """Return the id as a number, where it is one that fits 63 bits."""
    plain = native_id.isascii() and native_id.isdecimal() and len(native_id) <= 18
    return int(native_id) if plain else None


def _version_rows(batch: Batch) -> Iterator[dict[str, object]]:
    for version, text_id in batch.versions:
        yield {
            "id": version.id,
            "post_id": version.post_id,
            "text_id": text_id,
            "number": version.number,
            "seq": batch.capture.seq,
            "capture_id": version.capture_id,
            "language": version.language,
            "language_score": version.language_score,
            "edited": version.edited,
            "data": encode(version),
        }
