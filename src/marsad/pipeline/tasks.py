"""One stage on given inputs, one JSON object a line: the contract for evaluation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from ..cluster import Text, group
from ..errors import ExtractionError, NotFoundError, UnavailableError
from ..extract import Gazetteer, RuleExtractor, entities_for_ner
from ..extract.attribution import Attribution, attributions, with_marks
from ..model import UNDATED, Dated, Entity, Post, Precision, Source, Version
from ..ports import Extraction, Item
from ..resolve import Directory, builtin_entities, resolve_statements
from ..text import detect

__all__ = ["TASKS", "extract_text", "run_task"]

Row = Mapping[str, Any]
Rows = Iterator[dict[str, Any]]


def run_task(task: str, rows: Iterable[Row], tier: str = "built-in") -> Rows:
    """Yield one result a row, in order.

    :raises NotFoundError: no such task.
    :raises UnavailableError: the tier has no engine for it.
    :raises ExtractionError: a row lacks a field that the task needs; names the row.
    """
    if task not in TASKS:
        raise NotFoundError("task", task, hint=f"Known: {', '.join(TASKS)}.")
    run = TASKS[task]
    if run is None or tier != "built-in":
        raise UnavailableError(task, tier)
    return run(rows)


def _lid(rows: Iterable[Row]) -> Rows:
    for row in rows:
        yield {"id": row["id"], "label": detect(_field(row, "text"))[0]}


def _ner(rows: Iterable[Row]) -> Rows:
    gazetteer = Gazetteer(builtin_entities())
    for row in rows:
        text = _field(row, "text")
        found = entities_for_ner(text, _language(row, text), gazetteer)
        yield {"id": row["id"], "entities": [list(entity) for entity in found]}


def _attribution(rows: Iterable[Row]) -> Rows:
    for row in rows:
        text = _field(row, "text")
        found = attributions(text, _language(row, text))
        yield {"id": row["id"], "attributions": [_attribution_record(text, a) for a in found]}


def _attribution_record(text: str, found: Attribution) -> dict[str, list[list[int]]]:
    """The contract counts quotation marks and "that" as content, as PolNeAR does."""
    return {
        "source": _pairs([found.source]),
        "cue": _pairs([found.cue]),
        "content": _pairs(with_marks(text, span) for span in found.content),
    }


def _cluster(rows: Iterable[Row]) -> Rows:
    """All rows are needed before the first answer."""
    kept = list(rows)
    labels = group([_text(row) for row in kept])
    for row, label in zip(kept, labels, strict=True):
        yield {"id": row["id"], "cluster": str(label)}


def _text(row: Row) -> Text:
    text = _field(row, "text")
    return Text(str(row["id"]), "", "", str(row["id"]), text, published=_moment(row.get("date")))


def _moment(value: object) -> datetime | None:
    if not isinstance(value, str) or not value:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _pairs(spans: Iterable[Any]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans if span is not None]


def _language(row: Row, text: str) -> str:
    return str(row.get("lang") or detect(text)[0])


def _field(row: Row, name: str) -> str:
    value = row.get(name)
    if not isinstance(value, str):
        raise ExtractionError(
            f"Row {row.get('id', '?')} has no text in “{name}”.",
            hint="Each line must be a JSON object with id and the task's input fields.",
        )
    return value


TASKS: dict[str, Callable[[Iterable[Row]], Rows] | None] = {
    "lid": _lid,
    "mt": None,
    "ner": _ner,
    "attribution": _attribution,
    "incident": None,
    "event_plover": None,
    "event_acled": None,
    "event_args": None,
    "cluster": _cluster,
    "names": None,
    "retrieval": None,
}
"""Tasks of the evaluation contract; None where no engine exists yet."""


def extract_text(
    text: str,
    *,
    language: str = "",
    owner: str = "",
    voice: bool = False,
    published: datetime | None = None,
    entities: Sequence[Entity] = (),
) -> Extraction:
    """Find mentions, statements and events in one text that is in no workspace.

    :param owner: who publishes the text; speaks in it where ``voice`` is set.
    :param published: UTC; relative dates in the text are resolved against it.
    """
    source = Source("text", "text", "", owner or "text", owner=owner or None, voice=voice)
    dated = Dated(published, Precision.MINUTE, "given") if published else UNDATED
    post = Post(Post.make_id("text", "text"), "text", "text", "", dated)
    version = Version(
        id=Version.make_id(post.id, text),
        post_id=post.id,
        number=1,
        text=text,
        seen_at=published or datetime.now(UTC),
        capture_id="",
        language=language or detect(text)[0],
    )
    known = tuple(entities) or builtin_entities()
    item = Item(version, post, source, ())
    return resolve_statements(RuleExtractor(known).extract(item), item, Directory(known, ()))
