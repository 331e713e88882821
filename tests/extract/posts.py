"""A post of an invented group's channel, as an extractor is given one."""

from __future__ import annotations

from datetime import UTC, datetime

from marsad.model import (
    Dated,
    Entity,
    EntityKind,
    Forward,
    Name,
    Post,
    Precision,
    Source,
    Version,
)
from marsad.ports import Item

POSTED = Dated(datetime(2026, 4, 8, 9, 0, tzinfo=UTC), Precision.MINUTE, "time element")
GROUP = Entity(
    "org-heron",
    EntityKind.ORGANIZATION,
    (Name("Heron Brigades", "en", canonical=True), Name("كتائب البلشون", "ar")),
)


def item(
    text: str,
    language: str = "en",
    *,
    voice: bool = False,
    forward: str = "",
    published: Dated = POSTED,
) -> Item:
    """Return a post of the group's channel, forwarded from ``forward`` where that is given."""
    source = Source("s", "telegram_web", "heron", "Heron", owner="Heron Brigades", voice=voice)
    passed = Forward(forward) if forward else None
    post = Post("p_1", source.id, "1", "https://example.org/1", published, forward=passed)
    seen = datetime(2026, 4, 8, 10, 0, tzinfo=UTC)
    version = Version("v_1", post.id, 1, text, seen, "c_1", language=language)
    return Item(version, post, source, (), GROUP)
