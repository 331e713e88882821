"""Tasks of the evaluation contract that a model server does, through the extractor of its tier."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ..encoder.understanding import understood
from ..errors import UnavailableError
from ..extract import BuiltInExtractor
from ..extract.attribution import with_marks
from ..model import UNDATED, Post, Source, Span, Version
from ..ports import Extraction, Item
from ..resolve import builtin_entities
from ..text import detect
from .extractors import Tier, extractor_of
from .fields import field

if TYPE_CHECKING:
    from ..extract.endpoint import Endpoint

__all__ = ["ENDPOINT_TASKS", "run_endpoint_task"]

Record = Callable[[Version, Extraction], dict[str, Any]]

_LOG = logging.getLogger(__name__)
_GLUED = ("ar", "he")
_KINDS = {"Person": "PER", "Place": "LOC", "Organization": "ORG"}


def run_endpoint_task(
    task: str, rows: Iterable[Mapping[str, Any]], endpoint: Endpoint
) -> Iterator[dict[str, Any]]:
    """Yield one result a row, in order; a row that the model cannot read is read by rules.

    :raises UnavailableError: a server does not do this task.
    :raises UnansweredError: the server gave no useful answer.
    :raises ExtractionError: a row has no text; names the row.
    """
    if task not in ENDPOINT_TASKS:
        raise UnavailableError(task, "endpoint")
    return _results(ENDPOINT_TASKS[task], rows, endpoint)


def _results(
    record: Record, rows: Iterable[Mapping[str, Any]], endpoint: Endpoint
) -> Iterator[dict[str, Any]]:
    posts = extractor_of(
        Tier("endpoint", endpoint), BuiltInExtractor(builtin_entities(), understood())
    )
    for row in rows:
        item = _item(row)
        read = posts.read(item)
        if read.trouble is not None:
            _LOG.warning("%s: %s", row["id"], read.trouble)
        yield {"id": row["id"], **record(item.version, read.found)}


def _item(row: Mapping[str, Any]) -> Item:
    text = field(row, "text")
    source = Source("text", "text", "", "text")
    post = Post(Post.make_id("text", str(row["id"])), "text", "text", "", UNDATED)
    language = str(row.get("lang") or detect(text)[0])
    version = Version(
        id=Version.make_id(post.id, text),
        post_id=post.id,
        number=1,
        text=text,
        seen_at=datetime.now(UTC),
        capture_id="",
        language=language,
    )
    return Item(version, post, source, ())


def _ner(version: Version, found: Extraction) -> dict[str, Any]:
    named = [(_word_start(version, m.span.start), m) for m in found.mentions if m.kind in _KINDS]
    return {"entities": [[start, m.span.end, _KINDS[m.kind]] for start, m in named]}


def _word_start(version: Version, start: int) -> int:
    """Return where the word begins: annotated corpora count particles written onto a name."""
    while version.language in _GLUED and start > 0 and version.text[start - 1].isalnum():
        start -= 1
    return start


def _attribution(version: Version, found: Extraction) -> dict[str, Any]:
    """The contract counts quotation marks and "that" as content, as PolNeAR does."""
    records = [
        {
            "source": _pairs([statement.speaker.span]),
            "cue": _pairs([statement.cue]),
            "content": _pairs(with_marks(version.text, span) for span in statement.content),
        }
        for statement in found.statements
    ]
    return {"attributions": records}


def _pairs(spans: Iterable[Span | None]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans if span is not None]


ENDPOINT_TASKS: dict[str, Record] = {"ner": _ner, "attribution": _attribution}
"""Tasks that a model server does."""
