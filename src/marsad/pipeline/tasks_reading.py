"""Tasks of the evaluation contract in which the language model reads one text at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..encoder.understanding import understood
from ..extract import Gazetteer, attributions, coding, entities_for_ner
from ..extract.attribution import Attribution, with_marks
from ..resolve import builtin_entities
from ..text import detect
from .fields import field

__all__ = [
    "acled_rows",
    "args_rows",
    "attribution_rows",
    "incident_rows",
    "ner_rows",
    "plover_rows",
]

Row = Mapping[str, Any]
Rows = Iterator[dict[str, Any]]


def ner_rows(rows: Iterable[Row]) -> Rows:
    """Yield ``entities``: [start, end, PER, LOC or ORG], of each row."""
    gazetteer, model = Gazetteer(builtin_entities()), understood()
    for row in rows:
        text = field(row, "text")
        seen = model.of(text).mentions
        found = entities_for_ner(text, _language(row, text), gazetteer, seen)
        yield {"id": row["id"], "entities": [list(entity) for entity in found]}


def attribution_rows(rows: Iterable[Row]) -> Rows:
    """Yield ``attributions``: spans of source, cue and content, of each row."""
    model = understood()
    for row in rows:
        text = field(row, "text")
        found = attributions(text, _language(row, text), seen=model.of(text))
        yield {"id": row["id"], "attributions": [_record(text, each) for each in found]}


def _record(text: str, found: Attribution) -> dict[str, list[list[int]]]:
    """The contract counts quotation marks and "that" as content, as PolNeAR does."""
    return {
        "source": _pairs([found.source]),
        "cue": _pairs([found.cue]),
        "content": _pairs(with_marks(text, span) for span in found.content),
    }


def _pairs(spans: Iterable[Any]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans if span is not None]


def incident_rows(rows: Iterable[Row]) -> Rows:
    """Yield ``roles``: for each role in an attack its entities, each a list of names."""
    model = understood()
    for row in rows:
        text = field(row, "text")
        found = coding.incident(text, model)
        roles = {role: [[name] for name in names] for role, names in found.items()}
        yield {"id": row["id"], "roles": roles}


def plover_rows(rows: Iterable[Row]) -> Rows:
    """Yield ``label``: the PLOVER root of what ``source`` does to ``target``, where given."""
    model = understood()
    for row in rows:
        yield {
            "id": row["id"],
            "label": coding.plover(field(row, "text"), model, *_actors(row)).label,
        }


def acled_rows(rows: Iterable[Row]) -> Rows:
    """Yield ``label``: the sub-event type in the manner of ACLED, of each row."""
    model = understood()
    for row in rows:
        text = field(row, "text")
        yield {"id": row["id"], "label": coding.acled(text, model).label}


def args_rows(rows: Iterable[Row]) -> Rows:
    """Yield ``label`` and the words of event, source and target, of each row."""
    model = understood()
    for row in rows:
        text = field(row, "text")
        parts = coding.parts(text, model)
        spans = {"event": parts.trigger, "source": parts.source, "target": parts.target}
        words = {name: span.of(text) if span else "" for name, span in spans.items()}
        label = coding.plover(text, model, words["source"], words["target"]).label
        named = {f"{name}_text": said for name, said in words.items()}
        yield {"id": row["id"], "label": label, **named}


def _actors(row: Row) -> tuple[str, str]:
    return str(row.get("source") or ""), str(row.get("target") or "")


def _language(row: Row, text: str) -> str:
    return str(row.get("lang") or detect(text)[0])
