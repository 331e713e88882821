"""Statements as data: a table for spreadsheets, and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from ..api import table_line
from ..model import GAP
from .cards import Saying
from .words import when

__all__ = ["COLUMNS", "as_csv", "as_json", "record"]

COLUMNS = (
    "id",
    "date",
    "date_words",
    "date_basis",
    "speaker",
    "speaker_text",
    "speaker_entity",
    "speaker_basis",
    "role",
    "affiliation",
    "act",
    "original",
    "language",
    "english",
    "english_exact",
    "english_status",
    "target",
    "addressee",
    "condition",
    "deadline",
    "deadline_day",
    "capability",
    "direct",
    "source",
    "source_name",
    "reliability",
    "post",
    "post_url",
    "version",
    "spans",
    "capture_sha256",
    "judgement",
    "recipe",
    "score",
)


def record(saying: Saying) -> dict[str, str | float | bool | None]:
    """Return a statement as plain values; spans are in code points of the version's text."""
    s, view = saying.statement, saying.view
    facts = {name: words for name, words, _ in saying.facts}
    return {
        "id": s.id,
        "date": s.date.day,
        "date_words": when(s.date),
        "date_basis": s.date.basis,
        "speaker": saying.speaker,
        "speaker_text": s.speaker.text,
        "speaker_entity": s.speaker.entity_id,
        "speaker_basis": s.speaker.basis.value,
        "role": s.speaker.role,
        "affiliation": saying.affiliation or None,
        "act": s.act.value,
        "original": GAP.join(saying.quotes),
        "language": saying.language,
        "english": saying.english.text or None,
        "english_exact": saying.english.exact,
        "english_status": saying.english.status,
        "target": facts.get("target"),
        "addressee": facts.get("addressee"),
        "condition": facts.get("condition"),
        "deadline": facts.get("deadline"),
        "deadline_day": facts.get("deadline on"),
        "capability": facts.get("capability"),
        "direct": s.direct,
        "source": view.source.id,
        "source_name": view.source.name,
        "reliability": view.source.reliability.value,
        "post": view.post.id,
        "post_url": view.post.url,
        "version": s.version_id,
        "spans": ";".join(f"{span.start}-{span.end}" for span in s.content),
        "capture_sha256": saying.capture.sha256 if saying.capture else None,
        "judgement": saying.verdict.verdict.value if saying.verdict else None,
        "recipe": s.recipe,
        "score": s.score,
    }


def as_csv(found: Iterable[Saying]) -> Iterator[str]:
    """Yield a table with a byte order mark, so that spreadsheets read it as UTF-8.

    What a spreadsheet would run as a formula is kept from it (:func:`marsad.api.table_line`).
    """
    yield "\ufeff" + table_line(COLUMNS)
    for saying in found:
        row = record(saying)
        yield table_line([row[name] for name in COLUMNS])


def as_json(found: Iterable[Saying]) -> Iterator[str]:
    """Yield a JSON list, one statement a line."""
    before = "[\n"
    for saying in found:
        yield before + json.dumps(record(saying), ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"
