"""What one parsed post changes."""

from __future__ import annotations

from dataclasses import replace

from ...model import Capture, Dated, ObservationKind, Post, Version
from ...ports import IngestCounts
from ..codec import encode
from .batch import Batch, Known, Shown

__all__ = ["restore", "take"]


def take(batch: Batch, shown: Shown) -> None:
    """Work out what one parsed post changes."""
    post = _post(batch.capture, shown)
    known = batch.known.get(post.id)
    if known is None:
        batch.known[post.id] = known = Known(post, encode(post), new=True)
        batch.texts[post.id] = {}
        _add_version(batch, known, shown)
        batch.counts += IngestCounts(posts=1)
    elif _is_news(batch, known, shown.text_id):
        _add_version(batch, known, shown)
        batch.counts += IngestCounts(versions=1)
    else:
        batch.counts += IngestCounts(unchanged=1)
    _see(batch, known, post)


def _post(capture: Capture, shown: Shown) -> Post:
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


def _is_news(batch: Batch, known: Known, text_id: str) -> bool:
    """Tell whether a text has to become a version.

    An older capture, or the same one again, brings only texts that were never seen.
    """
    if known.text_id == text_id:
        return False
    return batch.capture.seq > known.last_seq or text_id not in batch.texts[known.post.id]


def _add_version(batch: Batch, known: Known, shown: Shown) -> None:
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


def _see(batch: Batch, known: Known, post: Post) -> None:
    """Note that the capture shows the post, and what it says about it besides the text."""
    if batch.capture.seq < known.last_seq:
        return
    if not known.new:
        restore(batch, known)
        known.post = _merged(known.post, post)
        data = encode(known.post)
        known.changed = known.changed or data != known.data
        known.data = data
    known.changed = known.changed or batch.capture.seq > known.last_seq
    known.last_seq = batch.capture.seq


def restore(batch: Batch, known: Known) -> None:
    """Note that a post is there again that was taken for deleted."""
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
