"""Entries of a feed as posts: identity, text and date of each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from time import struct_time
from typing import Any

from ..errors import UnreadableError
from ..model import UNDATED, Dated, Precision, Response, Source, make_id
from ..ports import ParsedPost
from .links import web_link
from .plain import plain_text

__all__ = ["Entry", "entry_post", "repeated_ids"]

Entry = Mapping[str, Any]
"""One entry in the shape that feedparser gives it."""

_ZONE = re.compile(r"(?:Z|GMT|UTC?|[ECMP][SD]T|[+-]\d{2}:?\d{2})\s*\)?\s*\Z", re.IGNORECASE)
_CLOCK = re.compile(r"\d:\d{2}")
_DATES = (("published", "published"), ("updated", "updated"), ("created", "created"))


def repeated_ids(entries: Sequence[Entry]) -> frozenset[str]:
    """Return ids that several entries of one feed share, so that they identify none of them."""
    seen = Counter(str(entry.get("id") or entry.get("link") or "") for entry in entries)
    return frozenset(key for key, times in seen.items() if times > 1)


def entry_post(
    entry: Entry,
    response: Response,
    source: Source,
    repeated: frozenset[str],
    recipe: str,
) -> ParsedPost:
    """Return an entry as plain text without any markup.

    :param repeated: what :func:`repeated_ids` found in the whole feed.
    :raises UnreadableError: neither title nor text.
    """
    title = " ".join(plain_text(_value(entry, "title"), source.id).split()) or None
    body = plain_text(_content(entry), source.id)
    text = body if not title or body.startswith(title) else f"{title}\n\n{body}".strip()
    if not text:
        raise UnreadableError(
            source.id, "an entry without title and text", hint="Nothing was published in it."
        )
    link = web_link(entry.get("link"), response.url)
    return ParsedPost(
        native_id=_identity(entry, link, text, repeated),
        url=link or response.url,
        text=text,
        title=title,
        published=_published(entry),
        author=plain_text(_value(entry, "author"), source.id) or None,
        recipe=recipe,
    )


def _identity(entry: Entry, link: str | None, text: str, repeated: frozenset[str]) -> str:
    """The entry's own id, else its link; an entry with neither is known by its text."""
    for candidate in (entry.get("id"), link):
        if candidate and str(candidate) not in repeated:
            return str(candidate)
    return make_id("e", link, text)


def _value(entry: Entry, key: str) -> str:
    found = dict.get(entry, key) if isinstance(entry, dict) else None
    return found if isinstance(found, str) else ""


def _content(entry: Entry) -> str:
    """The longest of the entry's texts: feeds put either a teaser or the whole in each."""
    rows = entry.get("content") or []
    texts = [str(row.get("value") or "") for row in rows if isinstance(row, dict)]
    return max([*texts, _value(entry, "summary")], key=len)


def _published(entry: Entry) -> Dated:
    for key, element in _DATES:
        parsed = dict.get(entry, f"{key}_parsed") if isinstance(entry, dict) else None
        if isinstance(parsed, struct_time):
            return _dated(parsed, _value(entry, key).strip(), element)
    return UNDATED


def _dated(parsed: struct_time, written: str, element: str) -> Dated:
    basis = f"{element} element of the feed"
    try:
        moment = datetime(*parsed[:6], tzinfo=UTC)
    except ValueError:
        return UNDATED
    if not _CLOCK.search(written):
        return Dated(moment, Precision.DAY, basis)
    if _ZONE.search(written):
        return Dated(moment, Precision.SECOND, basis)
    return Dated(moment, Precision.SECOND, f"{basis}, without a time zone and read as UTC", True)
