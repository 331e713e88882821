"""Origins and stories over all posts: derived as a whole, replaced as a whole."""

from __future__ import annotations

from ..cluster import RECIPE, Text, group_stories, trace_origins
from ..model import sha256_hex
from ..ports import PostFilter, PostView, Progress, Reader, Store

__all__ = ["cluster_posts"]

_STATE = "clustered"
_PAGE = 500


def cluster_posts(store: Store, progress: Progress | None = None) -> bool:
    """Regroup all posts unless nothing changed since the last time; tell whether it did."""
    reader = store.read()
    texts = _texts(reader, progress)
    fingerprint = _fingerprint(texts)
    if reader.state(_STATE) == fingerprint:
        return False
    origins = trace_origins(texts)
    stories = group_stories(texts, origins)
    with store.write() as writer:
        writer.replace_stories(origins, stories)
        writer.put_state(_STATE, fingerprint)
    return True


def _texts(reader: Reader, progress: Progress | None) -> list[Text]:
    total = reader.count_posts(PostFilter())
    texts: list[Text] = []
    while page := reader.posts(PostFilter(limit=_PAGE, offset=len(texts), oldest_first=True)):
        texts.extend(_text(view) for view in page)
        if progress:
            progress("read for stories", len(texts), total)
    return texts


def _text(view: PostView) -> Text:
    rendered = [view.translations[p.id] for p in view.passages if p.id in view.translations]
    english = "\n".join(t.text for t in rendered if t.translated)
    return Text(
        post_id=view.post.id,
        source_id=view.source.id,
        channel=view.source.address,
        native_id=view.post.native_id,
        text=view.version.text,
        english=english,
        language=view.version.language or "und",
        published=view.post.published.value,
        forward=view.post.forward,
        entity_ids=tuple(sorted({m.entity_id for m in view.mentions if m.entity_id})),
    )


def _fingerprint(texts: list[Text]) -> str:
    return sha256_hex("\n".join([RECIPE, *(repr(t) for t in texts)]).encode("utf-8", "replace"))
