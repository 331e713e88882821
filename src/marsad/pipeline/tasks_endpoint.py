"""Tasks of the evaluation contract that a model server does, through the extractor of its tier."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from ..encoder.understanding import understood
from ..errors import UnavailableError
from ..extract import BuiltInExtractor, word_start
from ..model import UNDATED, Source, Version
from ..ports import Extraction
from ..resolve import builtin_entities
from .extractors import Tier, extractor_of
from .fields import Row, Rows, attribution_record, field, language_of, unheld

if TYPE_CHECKING:
    from ..extract.endpoint import Endpoint

__all__ = ["ENDPOINT_TASKS", "run_endpoint_task"]

Record = Callable[[Version, Extraction], dict[str, Any]]

_LOG = logging.getLogger(__name__)
_KINDS = {"Person": "PER", "Place": "LOC", "Organization": "ORG"}


def run_endpoint_task(task: str, rows: Iterable[Row], endpoint: Endpoint) -> Rows:
    """Yield one result a row, in order; a row that the model cannot read is read by rules.

    :raises UnavailableError: a server does not do this task.
    :raises UnansweredError: the server gave no useful answer.
    :raises ExtractionError: a row has no text; names the row.
    """
    if task not in ENDPOINT_TASKS:
        raise UnavailableError(task, "endpoint")
    return _results(ENDPOINT_TASKS[task], rows, endpoint)


def _results(record: Record, rows: Iterable[Row], endpoint: Endpoint) -> Rows:
    posts = extractor_of(Tier(endpoint), BuiltInExtractor(builtin_entities(), understood()))
    source = Source("text", "text", "", "text")
    for row in rows:
        text = field(row, "text")
        item = unheld(text, language_of(row, text), source, UNDATED)
        read = posts.read(item)
        if read.trouble is not None:
            _LOG.warning("%s: %s", row["id"], read.trouble)
        yield {"id": row["id"], **record(item.version, read.found)}


def _ner(version: Version, found: Extraction) -> dict[str, Any]:
    text, language = version.text, version.language or "und"
    named = [m for m in found.mentions if m.kind in _KINDS]
    begun = [(word_start(text, m.span.start, language), m) for m in named]
    return {"entities": [[start, m.span.end, _KINDS[m.kind]] for start, m in begun]}


def _attribution(version: Version, found: Extraction) -> dict[str, Any]:
    records = [
        attribution_record(version.text, s.speaker.span, s.cue, s.content) for s in found.statements
    ]
    return {"attributions": records}


ENDPOINT_TASKS: dict[str, Record] = {"ner": _ner, "attribution": _attribution}
"""Tasks that a model server does."""
