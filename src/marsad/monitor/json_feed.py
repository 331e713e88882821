"""JSON Feed (jsonfeed.org, version 1.1) in the shape that feedparser gives other feeds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from .feed_entries import Entry
from .page_dates import read_any

__all__ = ["json_entries"]

_START = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*\{")
_VERSION = "jsonfeed.org/version/"


def json_entries(body: bytes) -> list[Entry] | None:
    """Return the entries of a JSON Feed; None where ``body`` is none."""
    if not _START.match(body[:1_000]):
        return None
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError):
        return None
    items = feed.get("items")
    if _VERSION not in str(feed.get("version")) or not isinstance(items, list):
        return None
    shared = _names(feed)
    return [_entry(item, shared) for item in items if isinstance(item, dict)]


def _entry(item: Mapping[str, Any], shared: str) -> Entry:
    plain = item.get("content_text")
    html = item.get("content_html")
    if not isinstance(html, str):
        html = escape(plain).replace("\n", "<br>") if isinstance(plain, str) else ""
    entry = {
        "id": _text(item.get("id")),
        "link": _text(item.get("url")) or _text(item.get("external_url")),
        "title": escape(_text(item.get("title"))),
        "content": [{"value": html}],
        "summary": escape(_text(item.get("summary"))),
        "author": escape(_names(item) or shared),
    }
    return {**entry, **dict(_dates(item))}


def _dates(item: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, field in (("published", "date_published"), ("updated", "date_modified")):
        written = _text(item.get(field))
        moment = read_any(written, field).value if written else None
        if moment:
            yield key, written
            yield f"{key}_parsed", moment.utctimetuple()


def _names(row: Mapping[str, Any]) -> str:
    """Names of the authors; version 1.0 had a single ``author``."""
    authors = row.get("authors")
    listed = authors if isinstance(authors, list) else [row.get("author")]
    names = (author.get("name") for author in listed[:10] if isinstance(author, dict))
    return ", ".join(name for name in names if isinstance(name, str))


def _text(value: object) -> str:
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
