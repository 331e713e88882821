"""What a capture showed becomes posts, versions, observations and failures.

Each call looks up the posts that it touches in one query (``lookup``), works the changes out in
memory (``posts``, ``coverage``) and writes them in a few bulk statements (``rows``). Captures are
compared by their place in the ledger, so reading the same capture again, or an older one late,
takes nothing back.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from ...model import Capture
from ...ports import Coverage, IngestCounts, ItemFailure, ParsedItem, ParsedPost, ParsedSource
from .. import life
from .batch import Batch
from .coverage import cover, fail
from .lookup import load_known, load_texts, shown_by
from .posts import take
from .rows import write

__all__ = ["ingest"]


def ingest(connection: Connection, capture: Capture, items: Sequence[ParsedItem]) -> IngestCounts:
    """Store what ``capture`` showed and return what that added.

    ``posts`` counts new posts, ``versions`` later versions of known posts, ``unchanged`` posts
    seen again with the same text; each parsed post is one of the three.
    """
    shown = [shown_by(capture, item) for item in items if isinstance(item, ParsedPost)]
    batch = Batch(capture, load_known(connection, shown))
    batch.texts = load_texts(connection, batch.known, shown)
    for each in shown:
        take(batch, each)
    for item in items:
        if isinstance(item, Coverage):
            cover(connection, batch, item)
            life.cover(connection, capture.source_id, [item])
        elif isinstance(item, ParsedSource):
            life.put_facts(connection, capture, item)
        elif isinstance(item, ItemFailure):
            fail(connection, batch, item)
    write(connection, batch)
    return batch.counts
