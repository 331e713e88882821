"""Origins and stories over all posts: derived as a whole, replaced as a whole."""

from __future__ import annotations

from ..cluster import RECIPE, Text, group_stories, trace_origins
from ..model import sha256_hex
from ..ports import PostFilter, PostText, Progress, Reader, Store
from .embedding import RECIPE as VECTORS

__all__ = ["cluster_posts"]

_STATE = "clustered"
_PAGE = 500
_ALL = 2**31 - 1


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
    ids = reader.post_ids(PostFilter(limit=_ALL, oldest_first=True))
    texts: list[Text] = []
    for start in range(0, len(ids), _PAGE):
        found = reader.texts(ids[start : start + _PAGE])
        vectors = reader.vectors([each.version_id for each in found], VECTORS)
        texts.extend(_text(each, vectors.get(each.version_id, b"")) for each in found)
        if progress:
            progress("read for stories", len(texts), len(ids))
    return texts


def _text(found: PostText, vector: bytes) -> Text:
    return Text(
        post_id=found.post.id,
        source_id=found.source.id,
        channel=found.source.address,
        native_id=found.post.native_id,
        text=found.text,
        english=found.english,
        language=found.language or "und",
        published=found.post.published.value,
        forward=found.post.forward,
        entity_ids=found.entity_ids,
        vector=vector,
    )


def _fingerprint(texts: list[Text]) -> str:
    """Hash what the groups depend on, a text at a time."""
    digests = (sha256_hex(repr(text).encode("utf-8", "replace")) for text in texts)
    return sha256_hex("\n".join([RECIPE, *digests]).encode())
