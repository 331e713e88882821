"""Rows of the evaluation contract: their fields, and spans as they are written there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from ..errors import ExtractionError
from ..extract.attribution import with_marks
from ..model import Dated, Post, Source, Span, Version
from ..ports import Item
from ..text import detect

__all__ = ["Row", "Rows", "attribution_record", "field", "language_of", "unheld"]

Row = Mapping[str, Any]
Rows = Iterator[dict[str, Any]]


def field(row: Row, name: str) -> str:
    """Return the text in a field of ``row``.

    :raises ExtractionError: there is none; names the row.
    """
    value = row.get(name)
    if not isinstance(value, str):
        raise ExtractionError(
            f"Row {row.get('id', '?')} has no text in “{name}”.",
            hint="Each line must be a JSON object with id and the task's input fields.",
        )
    return value


def language_of(row: Row, text: str) -> str:
    """Return the language that ``row`` names, else that of its text."""
    return str(row.get("lang") or detect(text)[0])


def attribution_record(
    text: str, source: Span | None, cue: Span | None, content: Sequence[Span]
) -> dict[str, list[list[int]]]:
    """Return one attribution; the contract counts quotation marks and "that" as content.

    So does PolNeAR.
    """
    return {
        "source": _pairs([source]),
        "cue": _pairs([cue]),
        "content": _pairs(with_marks(text, span) for span in content),
    }


def _pairs(spans: Iterable[Span | None]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans if span is not None]


def unheld(text: str, language: str, source: Source, published: Dated) -> Item:
    """Return a text that no workspace holds, as a stage reads it."""
    post = Post(Post.make_id(source.id, "text"), source.id, "text", "", published)
    version = Version(
        id=Version.make_id(post.id, text),
        post_id=post.id,
        number=1,
        text=text,
        seen_at=published.value or datetime.now(UTC),
        capture_id="",
        language=language,
    )
    return Item(version, post, source, ())
