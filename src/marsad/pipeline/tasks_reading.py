"""Tasks of the evaluation contract in which the language model reads one text at a time."""

from __future__ import annotations

from collections.abc import Iterable

from ..encoder.understanding import understood
from ..extract import Gazetteer, attributions, coding, entities_for_ner
from ..resolve import builtin_entities
from .fields import Row, Rows, attribution_record, field, language_of

__all__ = [
    "acled_rows",
    "args_rows",
    "attribution_rows",
    "incident_rows",
    "ner_rows",
    "plover_rows",
]


def ner_rows(rows: Iterable[Row]) -> Rows:
    """Yield ``entities``: [start, end, PER, LOC or ORG], of each row."""
    gazetteer, model = Gazetteer(builtin_entities()), understood()
    for row in rows:
        text = field(row, "text")
        found = entities_for_ner(text, language_of(row, text), gazetteer, model.of(text))
        yield {"id": row["id"], "entities": [list(entity) for entity in found]}


def attribution_rows(rows: Iterable[Row]) -> Rows:
    """Yield ``attributions``: spans of source, cue and content, of each row."""
    model = understood()
    for row in rows:
        text = field(row, "text")
        found = attributions(text, language_of(row, text), seen=model.of(text))
        records = [attribution_record(text, a.source, a.cue, a.content) for a in found]
        yield {"id": row["id"], "attributions": records}


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
        source, target = (str(row.get(name) or "") for name in ("source", "target"))
        label = coding.plover(field(row, "text"), model, source, target).label
        yield {"id": row["id"], "label": label}


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
