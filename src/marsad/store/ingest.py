"""What a capture showed becomes posts, versions, observations and failures.

Each call looks up the posts that it touches in one query, works the changes out in memory and
writes them in a few bulk statements. Captures are compared by their place in the ledger, so
reading the same capture again, or an older one late, takes nothing back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, bindparam, select, update

from ..model import (
    Capture,
    Dated,
    Failure,
    Observation,
    ObservationKind,
    Post,
    Version,
    make_id,
)
from ..ports import Coverage, IngestCounts, ItemFailure, ParsedItem, ParsedPost, ParsedSource
from . import life, search, tables
from .chunks import chunked
from .codec import decode, encode
from .failures import put_failure
from .portable import insert_new

__all__ = ["ingest"]


class _Shown(NamedTuple):
    """A parsed post with the ids that follow from it."""

    item: ParsedPost
    post_id: str
    text_id: str


@dataclass(slots=True)
class _Known:
    """A post as the database has it, or will have it when the batch is written."""

    post: Post
    data: str
    new: bool
    text_id: str = ""
    newest: str = ""
    language: str | None = None
    last_seq: int = 0
    deleted: bool = False
    changed: bool = False
    reworded: Version | None = None


@dataclass(slots=True)
class _Batch:
    """What one call found and has to write."""

    capture: Capture
    known: dict[str, _Known]
    texts: dict[str, dict[str, int]] = field(default_factory=dict)
    versions: list[tuple[Version, str]] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    counts: IngestCounts = field(default_factory=IngestCounts)

    def observe(self, post_id: str, kind: ObservationKind) -> None:
        """Note that the capture shows ``kind`` about a post."""
        key = make_id("o", post_id, kind.value, self.capture.id)
        self.observations.append(
            Observation(key, post_id, kind, self.capture.fetched_at, self.capture.id)
        )


def ingest(connection: Connection, capture: Capture, items: Sequence[ParsedItem]) -> IngestCounts:
    """Store what ``capture`` showed and return what that added.

    ``posts`` counts new posts, ``versions`` later versions of known posts, ``unchanged`` posts
    seen again with the same text; each parsed post is one of the three.
    """
    shown = [_shown(capture, item) for item in items if isinstance(item, ParsedPost)]
    batch = _Batch(capture, _load(connection, shown))
    batch.texts = _texts(connection, batch.known, shown)
    for each in shown:
        _take(batch, each)
    for item in items:
        if isinstance(item, Coverage):
            _cover(connection, batch, item)
            life.cover(connection, capture.source_id, [item])
        elif isinstance(item, ParsedSource):
            life.put_facts(connection, capture, item)
        elif isinstance(item, ItemFailure):
            _fail(connection, batch, item)
    _write(connection, batch)
    return batch.counts


# ---------------------------------------------------------------- look up

_POST_COLUMNS = (
    tables.posts.c.id,
    tables.posts.c.version_id,
    tables.posts.c.text_id,
    tables.posts.c.language,
    tables.posts.c.last_seq,
    tables.posts.c.deleted,
    tables.posts.c.data,
)


def _shown(capture: Capture, item: ParsedPost) -> _Shown:
    post_id = Post.make_id(capture.source_id, item.native_id)
    return _Shown(item, post_id, Version.make_id(post_id, item.text))


def _load(connection: Connection, shown: Sequence[_Shown]) -> dict[str, _Known]:
    found: dict[str, _Known] = {}
    for chunk in chunked(dict.fromkeys(each.post_id for each in shown)):
        query = select(*_POST_COLUMNS).where(tables.posts.c.id.in_(chunk))
        found.update((row.id, _known(row)) for row in connection.execute(query))
    return found


def _known(row: Row[*tuple[Any, ...]]) -> _Known:
    return _Known(
        post=decode(Post, row.data),
        data=row.data,
        new=False,
        text_id=row.text_id,
        newest=row.version_id,
        language=row.language,
        last_seq=row.last_seq,
        deleted=row.deleted,
    )


def _texts(
    connection: Connection, known: dict[str, _Known], shown: Sequence[_Shown]
) -> dict[str, dict[str, int]]:
    """Return ``{post id: {text id: newest version number}}`` of known posts that now differ."""
    texts: dict[str, dict[str, int]] = {
        each.post_id: {}
        for each in shown
        if each.post_id in known and known[each.post_id].text_id != each.text_id
    }
    columns = (tables.versions.c.post_id, tables.versions.c.text_id, tables.versions.c.number)
    for chunk in chunked(texts):
        query = select(*columns).where(tables.versions.c.post_id.in_(chunk))
        for post_id, text_id, number in connection.execute(query.order_by(columns[2])):
            texts[post_id][text_id] = number
    return texts


# ---------------------------------------------------------------- work out


def _take(batch: _Batch, shown: _Shown) -> None:
    """Work out what one parsed post changes."""
    post = _post(batch.capture, shown)
    known = batch.known.get(post.id)
    if known is None:
        batch.known[post.id] = known = _Known(post, encode(post), new=True)
        batch.texts[post.id] = {}
        _add_version(batch, known, shown)
        batch.counts += IngestCounts(posts=1)
    elif _is_news(batch, known, shown.text_id):
        _add_version(batch, known, shown)
        batch.counts += IngestCounts(versions=1)
    else:
        batch.counts += IngestCounts(unchanged=1)
    _see(batch, known, post)


def _post(capture: Capture, shown: _Shown) -> Post:
    item = shown.item
    return Post(
        id=shown.post_id,
        source_id=capture.source_id,
        native_id=item.native_id,
        url=item.url,
        published=item.published,
        author=item.author,
        forward=item.forward,
        reply_to=item.reply_to,
        media=item.media,
        reach=item.reach,
    )


def _is_news(batch: _Batch, known: _Known, text_id: str) -> bool:
    """Tell whether a text has to become a version.

    An older capture, or the same one again, brings only texts that were never seen.
    """
    if known.text_id == text_id:
        return False
    return batch.capture.seq > known.last_seq or text_id not in batch.texts[known.post.id]


def _add_version(batch: _Batch, known: _Known, shown: _Shown) -> None:
    item, post_id, text_id = shown
    texts = batch.texts[post_id]
    returned = text_id in texts
    version = Version(
        id=Version.make_id(post_id, item.text, batch.capture.id) if returned else text_id,
        post_id=post_id,
        number=max(texts.values(), default=0) + 1,
        text=item.text,
        seen_at=batch.capture.fetched_at,
        capture_id=batch.capture.id,
        title=item.title,
        edited=item.edited,
        language=item.language,
        recipe=item.recipe,
    )
    texts[text_id] = version.number
    batch.versions.append((version, text_id))
    if batch.capture.seq < known.last_seq:
        return  # seen late: it belongs to the history, the newest version stays
    if version.number > 1:
        batch.observe(post_id, ObservationKind.EDITED)
    known.text_id, known.newest, known.language = text_id, version.id, None
    known.reworded, known.changed = version, True


def _see(batch: _Batch, known: _Known, post: Post) -> None:
    """Note that the capture shows the post, and what it says about it besides the text."""
    if batch.capture.seq < known.last_seq:
        return
    if not known.new:
        _restore(batch, known)
        known.post = _merged(known.post, post)
        data = encode(known.post)
        known.changed = known.changed or data != known.data
        known.data = data
    known.changed = known.changed or batch.capture.seq > known.last_seq
    known.last_seq = batch.capture.seq


def _restore(batch: _Batch, known: _Known) -> None:
    if known.deleted and batch.capture.seq > known.last_seq:
        batch.observe(known.post.id, ObservationKind.RESTORED)
        known.deleted, known.changed = False, True


def _merged(old: Post, new: Post) -> Post:
    """Return the newer facts; a page that leaves one out does not take it back."""
    return replace(
        old,
        url=new.url or old.url,
        published=_better_date(old.published, new.published),
        author=new.author or old.author,
        forward=new.forward or old.forward,
        reply_to=new.reply_to or old.reply_to,
        media=new.media or old.media,
        reach=new.reach or old.reach,
    )


def _better_date(old: Dated, new: Dated) -> Dated:
    if new.value is None or (new.estimated and old.value is not None and not old.estimated):
        return old
    return new


def _cover(connection: Connection, batch: _Batch, coverage: Coverage) -> None:
    """Note which known posts a page should show but does not, and which are back."""
    posts = tables.posts
    shown = {Post.make_id(batch.capture.source_id, native) for native in coverage.shown}
    query = select(*_POST_COLUMNS).where(
        posts.c.source_id == batch.capture.source_id,
        posts.c.native_number.between(coverage.first, coverage.last),
        posts.c.last_seq < batch.capture.seq,
    )
    for row in connection.execute(query.order_by(posts.c.native_number)):
        known = batch.known.setdefault(row.id, _known(row))
        if row.id in shown:
            _restore(batch, known)
        elif known.last_seq < batch.capture.seq and not known.deleted:
            batch.observe(row.id, ObservationKind.DELETED)
            known.deleted = known.changed = True
            known.last_seq = batch.capture.seq
            batch.counts += IngestCounts(deletions=1)


def _fail(connection: Connection, batch: _Batch, item: ItemFailure) -> None:
    capture = batch.capture
    failure = Failure(
        id=make_id("f", "parse", capture.source_id, item.item),
        stage="parse",
        source_id=capture.source_id,
        item=item.item,
        error=type(item.error).__name__,
        message=item.error.message,
        hint=item.error.hint,
        at=capture.fetched_at,
    )
    put_failure(connection, failure)
    batch.counts += IngestCounts(failures=1)


# ---------------------------------------------------------------- write


def _write(connection: Connection, batch: _Batch) -> None:
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


def _reworded(changed: Iterable[_Known]) -> list[Version]:
    return [known.reworded for known in changed if known.reworded is not None]


def _row(known: _Known) -> dict[str, object]:
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


def _version_rows(batch: _Batch) -> Iterator[dict[str, object]]:
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
