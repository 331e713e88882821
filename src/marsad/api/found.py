"""What a search found as data: a table for spreadsheets, and one JSON object a line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence

from ..ports import Hit

__all__ = ["FOUND_COLUMNS", "found_csv", "found_jsonl", "found_record", "table_line"]

FOUND_COLUMNS = (
    "id",
    "date",
    "source",
    "source_name",
    "reliability",
    "language",
    "title",
    "text",
    "english",
    "url",
    "spans",
    "score",
    "version",
    "capture",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Value = str | float | bool | None


def found_record(hit: Hit) -> dict[str, Value]:
    """Return a hit as plain values; spans are in code points of ``text``."""
    view, version = hit.view, hit.view.version
    ordered = sorted(view.passages, key=lambda passage: passage.ordinal)
    translations = (view.translations.get(passage.id) for passage in ordered)
    english = "\n".join(each.text for each in translations if each and each.translated)
    published = view.post.published
    return {
        "id": view.post.id,
        "date": published.value.isoformat() if published.value else None,
        "source": view.source.id,
        "source_name": view.source.name,
        "reliability": view.source.reliability.value,
        "language": version.language,
        "title": version.title,
        "text": version.text,
        "english": english or None,
        "url": view.post.url,
        "spans": ";".join(f"{span.start}-{span.end}" for span in hit.spans),
        "score": hit.score,
        "version": version.id,
        "capture": version.capture_id,
    }


def found_csv(found: Iterable[Hit]) -> Iterator[str]:
    """Yield a table with a byte order mark, so that spreadsheets read it as UTF-8."""
    yield "\ufeff" + table_line(FOUND_COLUMNS)
    for hit in found:
        row = found_record(hit)
        yield table_line([row[name] for name in FOUND_COLUMNS])


def found_jsonl(found: Iterable[Hit]) -> Iterator[str]:
    """Yield one JSON object a line."""
    for hit in found:
        yield json.dumps(found_record(hit), ensure_ascii=False) + "\n"


def table_line(values: Sequence[Value]) -> str:
    """Return a line of a CSV table.

    Collected text that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    buffer = io.StringIO()
    csv.writer(buffer).writerow([_cell(value) for value in values])
    return buffer.getvalue()


def _cell(value: Value) -> str:
    if value is None:
        return ""
    text = str(value)
    return "'" + text if isinstance(value, str) and text.startswith(_FORMULA) else text
