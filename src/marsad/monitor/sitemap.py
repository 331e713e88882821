"""Sitemaps (sitemaps.org, protocol 0.9) and news sitemaps: which pages a site has, newest first."""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from itertools import islice

from ..errors import SourceError, TooLargeError, UnreadableError
from ..model import Source
from ..ports import Limits
from .encoding import decode
from .links import same_site, tidy_link, web_link
from .page_dates import read_any
from .robots import Robots
from .unpack import Gunzip

__all__ = ["Page", "is_sitemap", "newest_pages", "read_sitemap"]

_ROOT = re.compile(rb"<(?:\w+:)?(urlset|sitemapindex)[\s>]")
_HEAD = 4_096
# The protocol allows 50,000 pages and 50 MB a sitemap.
_PAGES = 50_000
_BYTES = 52_428_800
# Sitemaps of one index that a visit opens: the newest ones are where news is.
_PARTS = 3
_ENTRY = re.compile(r"<(?:\w+:)?(url|sitemap)(?=[\s>])", re.IGNORECASE)
_COMMENT = re.compile(r"<!--[^<>]{0,2000}-->")
_BODY = r"[^<>]{0,50}>\s*(?:<!\[CDATA\[)?\s*([^<\]]{1,2000})"
# The extensions for pictures and films bring a ``loc`` of their own.
_LOC = re.compile(r"<(?!image:|video:)(?:\w+:)?loc" + _BODY)
_LASTMOD = re.compile(r"<(?:\w+:)?lastmod" + _BODY)
_NEWS_DATE = re.compile(r"<(?:\w+:)?publication_date" + _BODY)
_OLDEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Page:
    """One entry.

    :ivar index: True where it is another sitemap.
    :ivar at: when it changed or was published, as far as the sitemap says.
    """

    url: str
    at: datetime | None
    index: bool


def is_sitemap(body: bytes) -> bool:
    """Tell whether ``body``, plain or gzipped, is a sitemap or an index of sitemaps."""
    head = body[:_HEAD]
    if head[:2] == b"\x1f\x8b":
        try:
            head = io.BufferedReader(Gunzip(body[: 16 * _HEAD])).read(_HEAD)
        except (EOFError, zlib.error):
            return False
    return bool(_ROOT.search(head))


def read_sitemap(body: bytes, source_id: str, limits: Limits) -> tuple[Page, ...]:
    """Return the entries of a sitemap or index, plain or gzipped, in its order.

    Entries are cut out one by one instead of parsed as XML: so there are no entities to expand,
    and one that breaks off costs only its last entry.

    :raises UnreadableError: damaged gzip data.
    :raises TooLargeError: unpacks to more than the protocol or the byte limit allows.
    """
    raw = _unpacked(body, source_id, min(_BYTES, limits.response_bytes))
    text, _ = decode(raw, "utf-8")
    _, *parts = _ENTRY.split(_COMMENT.sub("", text))
    entries = (_entry(*pair) for pair in zip(parts[::2], parts[1::2], strict=True))
    return tuple(islice((entry for entry in entries if entry), _PAGES))


def newest_pages(
    body: bytes, url: str, source: Source, robots: Robots, limits: Limits
) -> tuple[str, ...]:
    """Return the pages of a sitemap, newest first; of an index, those of its newest parts.

    Undated pages keep their order, after the dated ones. Parts that cannot be read are left
    out unless all are.

    :raises SourceError: the sitemap, or every part of the index, cannot be read.
    """
    entries = read_sitemap(body, source.id, limits)
    pages = [entry for entry in entries if not entry.index]
    failure: SourceError | None = None
    for part in _newest([entry for entry in entries if entry.index])[:_PARTS]:
        link = web_link(part.url, url)
        if link is None or not same_site(link, url):
            continue
        try:
            found = read_sitemap(robots.get(link).body, source.id, limits)
        except SourceError as error:
            failure = error
            continue
        pages += [entry for entry in found if not entry.index]
    if failure and not pages:
        raise failure
    links = (web_link(page.url, url) for page in _newest(pages))
    kept = (tidy_link(link) for link in links if link and same_site(link, url))
    return tuple(dict.fromkeys(kept))


def _newest(entries: list[Page]) -> list[Page]:
    return sorted(entries, key=lambda entry: entry.at or _OLDEST, reverse=True)


def _entry(kind: str, block: str) -> Page | None:
    url = _value(block, _LOC)
    written = _value(block, _NEWS_DATE) or _value(block, _LASTMOD)
    at = read_any(written, "sitemap").value if written else None
    return Page(url, at, kind.lower() == "sitemap") if url else None


def _value(block: str, field: re.Pattern[str]) -> str:
    found = field.search(block)
    return unescape(found.group(1)).strip() if found else ""


def _unpacked(body: bytes, source_id: str, most: int) -> bytes:
    if body[:2] != b"\x1f\x8b":
        text = body
    else:
        try:
            text = io.BufferedReader(Gunzip(body)).read(most + 1)
        except (EOFError, zlib.error) as error:
            raise _damaged(source_id, "its gzip data is damaged") from error
    if len(text) > most:
        raise TooLargeError(
            source_id,
            f"a sitemap of more than {most:,} bytes",
            hint="Follow one of the sitemaps that its index names.",
        )
    return text


def _damaged(source_id: str, why: str) -> UnreadableError:
    return UnreadableError(
        source_id,
        f"the sitemap cannot be read ({why[:120]})",
        hint="Follow the site's front page or a section of it instead.",
    )
