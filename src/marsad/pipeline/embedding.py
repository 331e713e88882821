"""What each post means, as a vector: for stories across languages and for search by meaning."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Event
from typing import TYPE_CHECKING

from ..encoder.space import Bytes, packed
from ..ports import Progress, Store

if TYPE_CHECKING:
    from ..encoder.understanding import Understanding

__all__ = ["EMBED", "RECIPE", "embed_posts", "embed_texts"]

RECIPE = "multilingual-e5-small cut/2; windows 3 x 160"
"""Changes whenever vectors may; those of two recipes cannot be compared."""

EMBED = "embed"
"""Name of the stage. Extraction does its work on the way, where the language model reads posts."""

_BATCH = 200


def embed_posts(
    store: Store,
    understanding: Callable[[], Understanding],
    progress: Progress | None = None,
    stop: Event | None = None,
) -> int:
    """Embed the newest versions that lack a vector of :data:`RECIPE`; return how many.

    A batch is stored in one transaction with the note that it is done, so a kill repeats at most
    one. Versions without a word are done, too, but have no vector.

    :param understanding: called only where there is something to do, as loading takes a second.
    :param stop: ends the stage after the present batch; the rest stays stale.
    """
    total = store.read().count_stale(EMBED, RECIPE)
    done = 0
    while stale := store.read().stale(EMBED, RECIPE, _BATCH):
        texts = [item.version.text for item in store.read().items(stale)]
        rows = embed_texts(texts, understanding())
        with store.write() as writer:
            writer.put_vectors(
                RECIPE,
                {key: row.tobytes() for key, row in zip(stale, rows, strict=True) if row.any()},
            )
            writer.mark_done(EMBED, RECIPE, stale)
        done += len(stale)
        if progress:
            progress(EMBED, done, total)
        if stop is not None and stop.is_set():
            break
    return done


def embed_texts(texts: Sequence[str], understanding: Understanding) -> Bytes:
    """Return the packed vectors of ``texts``: (texts, 384); zeros where there is no word."""
    return packed(understanding.vectors(texts))
