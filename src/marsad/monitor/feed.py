"""Connector for RSS and Atom feeds."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from time import struct_time
from typing import Any
from urllib.parse import urljoin, urlsplit

import feedparser
from selectolax.lexbor import LexborHTMLParser

from ..errors import SourceError, UnreadableError
from ..model import UNDATED, Dated, Precision, Response, Source, make_id
from ..ports import ItemFailure, Limits, ParsedItem, ParsedPost, Transport
from .bounds import finished
from .encoding import declared_charset, decode
from .plain import check_nesting, plain_text

__all__ = ["Feed"]

_RECIPE = "feed/1"
_XML_CHARSET = re.compile(rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{1,40})")
_XML_LABEL = re.compile(r"(\A\ufeff?\s*<\?xml[^>]{0,200}?)\s+encoding\s*=\s*[\"'][^\"']*[\"']")
_HTML = re.compile(
    r"\A\ufeff?\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
# Only these are repaired; what feedparser makes of other labels it knows better than we do.
_REPAIRED = ("mislabelled", "damaged")
_ZONE = re.compile(r"(?:Z|GMT|UTC?|[ECMP][SD]T|[+-]\d{2}:?\d{2})\s*\)?\s*\Z", re.IGNORECASE)
_CLOCK = re.compile(r"\d:\d{2}")
_DATES = (("published", "published"), ("updated", "updated"), ("created", "created"))


class Feed:
    """Reads the entries of one feed; the address is the feed's own, not the site's."""

    name = "feed"
    summary = "RSS and Atom feeds"

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def fetch(self, source: Source, transport: Transport) -> Iterator[Response | ItemFailure]:
        """Yield the feed.

        :raises SourceError: as the transport does.
        """
        yield transport.get(source.address, source)

    def parse(self, source: Source, response: Response) -> Iterator[ParsedItem]:
        """Yield the entries in the feed's order, as plain text without any markup.

        :raises UnreadableError: not a feed; where it is a web page, the hint names its feeds.
        """
        read, recipe = _parse(response)
        entries = list(read.entries)
        if not entries and not read.get("version"):
            raise _not_a_feed(response, source)
        repeated = _repeated(entries)
        for number, entry in enumerate(entries, 1):
            label = str(entry.get("link") or entry.get("id") or f"entry {number}")[:200]
            try:
                post = _post(entry, response, source, repeated, recipe)
                yield finished(post, source, self._limits)
            except SourceError as error:
                yield ItemFailure(label, error)


def _parse(response: Response) -> tuple[Any, str]:
    """Return feedparser's result and the recipe, which tells of a repaired encoding."""
    media_type = response.media_type
    in_xml = _XML_CHARSET.search(response.body)
    declared = declared_charset(media_type) or (in_xml.group(1).decode() if in_xml else "utf-8")
    text, note = decode(response.body, declared)
    body, recipe = response.body, _RECIPE
    if any(word in note for word in _REPAIRED):
        body = _XML_LABEL.sub(r"\1", text).encode("utf-8", "replace")
        media_type = "application/xml; charset=utf-8"
        recipe = f"{_RECIPE}; {note}"
    # A stream, because feedparser opens strings and bytes that look like an address or a path.
    # Its base address is withheld, because it would also complete ids that look like links.
    read = feedparser.parse(io.BytesIO(body), response_headers={"content-type": media_type})
    return read, recipe


def _not_a_feed(response: Response, source: Source) -> UnreadableError:
    text, _ = decode(response.body, declared_charset(response.media_type))
    if not _HTML.match(text[:10_000]) and "html" not in response.media_type:
        return UnreadableError(
            source.id,
            f"{source.address} is not an RSS or Atom feed",
            hint="Open it in a browser: the address may have moved.",
        )
    found = ", ".join(_links(text, response, source)) or "none is named on it"
    return UnreadableError(
        source.id,
        f"{source.address} is a web page, not a feed",
        hint=f"Follow the page's feed instead ({found}).",
    )


def _links(html: str, response: Response, source: Source) -> list[str]:
    """Addresses of the feeds that a web page announces, three at most."""
    check_nesting(html, source.id)
    nodes = LexborHTMLParser(html).css('link[rel~="alternate"][type][href]')
    feeds = [n for n in nodes if re.search("rss|atom", n.attributes.get("type") or "")]
    joined = (_web_link(n.attributes.get("href"), response) for n in feeds[:3])
    return [link[:300] for link in joined if link]


def _repeated(entries: list[Any]) -> frozenset[str]:
    """Ids that several entries of one feed share, so that they identify none of them."""
    seen = Counter(str(entry.get("id") or entry.get("link") or "") for entry in entries)
    return frozenset(key for key, times in seen.items() if times > 1)


def _post(
    entry: Mapping[str, Any],
    response: Response,
    source: Source,
    repeated: frozenset[str],
    recipe: str,
) -> ParsedPost:
    title = " ".join(plain_text(_value(entry, "title"), source.id).split()) or None
    body = plain_text(_content(entry), source.id)
    text = body if not title or body.startswith(title) else f"{title}\n\n{body}".strip()
    if not text:
        raise UnreadableError(
            source.id, "an entry without title and text", hint="Nothing was published in it."
        )
    link = _web_link(entry.get("link"), response)
    return ParsedPost(
        native_id=_identity(entry, link, text, repeated),
        url=link or response.url,
        text=text,
        title=title,
        published=_published(entry),
        author=plain_text(_value(entry, "author"), source.id) or None,
        recipe=recipe,
    )


def _identity(
    entry: Mapping[str, Any], link: str | None, text: str, repeated: frozenset[str]
) -> str:
    """The entry's own id, else its link; an entry with neither is known by its text."""
    for candidate in (entry.get("id"), link):
        if candidate and str(candidate) not in repeated:
            return str(candidate)
    return make_id("e", link, text)


def _value(entry: Mapping[str, Any], key: str) -> str:
    found = dict.get(entry, key) if isinstance(entry, dict) else None
    return found if isinstance(found, str) else ""


def _content(entry: Mapping[str, Any]) -> str:
    """The longest of the entry's texts: feeds put either a teaser or the whole in each."""
    rows = entry.get("content") or []
    texts = [str(row.get("value") or "") for row in rows if isinstance(row, dict)]
    return max([*texts, _value(entry, "summary")], key=len)


def _web_link(value: Any, response: Response) -> str | None:
    """An absolute http(s) address without control characters, or None."""
    if not isinstance(value, str) or re.search(r"[\x00-\x20\x7f<>\"\\]", value.strip()):
        return None
    try:
        joined = urljoin(response.url, value.strip())
        parts = urlsplit(joined)
    except ValueError:
        return None
    return joined if parts.scheme in ("http", "https") and parts.hostname else None


def _published(entry: Mapping[str, Any]) -> Dated:
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
