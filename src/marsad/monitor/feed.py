"""Connector for RSS, Atom and JSON feeds, with the full text of pages that entries only tease.

A linked page is sealed as a capture of its own, after its site's robots.txt was asked, and the
post's text comes from it; where the page cannot be had, the feed's text stays and the failure is
noted. The feed itself is handed over last: a visit that breaks off is repeated whole.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

import feedparser
from selectolax.lexbor import LexborHTMLParser

from ..errors import SourceError, UnreadableError
from ..model import Response, Source, make_id
from ..ports import NO_HISTORY, History, ItemFailure, Limits, ParsedItem, ParsedPost, Transport
from .bounds import finished
from .encoding import declared_charset, decode
from .feed_entries import Entry, entry_post, repeated_ids
from .feed_pages import is_teaser, of_entry, page_of, read_elsewhere, without_pages
from .json_feed import json_entries
from .labels import get_unlabelled
from .links import same_site, web_link
from .plain import check_nesting
from .prolog import without_prolog
from .robots import Robots, RobotsFiles

__all__ = ["Feed", "announced_feeds", "is_feed"]

_RECIPE = "feed/1"
_XML_CHARSET = re.compile(rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{1,40})")
_XML_LABEL = re.compile(r"(\A\ufeff?\s*<\?xml[^>]{0,200}?)\s+encoding\s*=\s*[\"'][^\"']*[\"']")
_HTML = re.compile(
    r"\A\ufeff?\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_FEED = re.compile(rb"<(?:rss|rdf:RDF|(?:\w+:)?feed)[\s>]", re.IGNORECASE)
# Only these are repaired; what feedparser makes of other labels it knows better than we do.
_REPAIRED = ("mislabelled", "damaged")
_NOT_MODIFIED = 304
# Linked pages that one visit asks for: most feeds hold 10 to 50 entries, few of them new.
_MAX_PAGES = 20


class Feed:
    """Reads the entries of one feed; the address is the feed's own, not the site's.

    :param every_page: True reads the page of every entry, not only of those that are cut off;
        the connector is then called ``feed_full``.
    :param max_pages: linked pages asked for in one visit.
    :param robots: robots.txt files that are shared with other connectors.
    """

    name = "feed"
    summary = "RSS, Atom and JSON feeds; entries that are cut off are read on their pages"

    def __init__(
        self,
        limits: Limits,
        *,
        every_page: bool = False,
        max_pages: int = _MAX_PAGES,
        robots: RobotsFiles | None = None,
    ) -> None:
        self._limits = limits
        self._every_page = every_page
        self._max_pages = max_pages
        self._robots = robots or RobotsFiles()
        if every_page:
            self.name = "feed_full"
            self.summary = "RSS, Atom and JSON feeds; every entry is read on its page"

    def fetch(
        self,
        source: Source,
        transport: Transport,
        history: History = NO_HISTORY,
    ) -> Iterator[Response | ItemFailure]:
        """Yield the pages of teasers, each on its own or why it cannot be had, then the feed.

        A page that was sealed before stands for its entry and is not asked for again.

        :raises SourceError: the feed cannot be had.
        """
        response = get_unlabelled(transport, source.address, source)
        if response.status == _NOT_MODIFIED:
            yield response
            return
        robots = Robots(transport, source, self._robots)
        teasers = self._teasers(response, source)
        had = [post.native_id for post in teasers if history.sealed(post.url)]
        new = [post for post in teasers if not history.sealed(post.url)]
        for post in new[: self._max_pages]:
            try:
                page = robots.get(post.url)
            except SourceError as error:
                yield ItemFailure(post.url, error)
                continue
            had.append(post.native_id)
            yield page if page.status == _NOT_MODIFIED else of_entry(page, post)
        yield without_pages(response, had)

    def parse(self, source: Source, response: Response) -> Iterator[ParsedItem]:
        """Yield the entries in the feed's order, or the one post of a linked page.

        :raises UnreadableError: not a feed; where it is a web page, the hint names its feeds.
        """
        page = page_of(response, source)
        if page:
            yield finished(page, source, self._limits)
            return
        elsewhere = read_elsewhere(response)
        for item in self._items(response, source):
            known = isinstance(item, ParsedPost) and make_id("e", item.native_id) in elsewhere
            if not known:
                yield item

    def _items(self, response: Response, source: Source) -> Iterator[ParsedPost | ItemFailure]:
        entries, recipe = _entries(response, source)
        repeated = repeated_ids(entries)
        for number, entry in enumerate(entries, 1):
            label = str(entry.get("link") or entry.get("id") or f"entry {number}")[:200]
            try:
                post = entry_post(entry, response, source, repeated, recipe)
                yield finished(post, source, self._limits)
            except SourceError as error:
                yield ItemFailure(label, error)

    def _teasers(self, response: Response, source: Source) -> list[ParsedPost]:
        """Return the entries whose pages are wanted; none of what is no feed, which parse tells.

        A feed on this machine or network leads nowhere else there: pages are asked for only
        where the source may not reach private addresses, or on its own host.
        """
        try:
            posts = [p for p in self._items(response, source) if isinstance(p, ParsedPost)]
        except UnreadableError:
            return []
        return [
            post
            for post in posts
            if (self._every_page or is_teaser(post))
            and post.url not in (response.url, source.address)
            and (not source.local or same_site(post.url, source.address))
        ]


def is_feed(response: Response) -> bool:
    """Tell from the beginning of a response whether it is a feed."""
    head = response.body[:4_096]
    return bool(_FEED.search(head)) or json_entries(response.body) is not None


def announced_feeds(html: str, url: str, source_id: str) -> list[str]:
    """Return the addresses of the feeds that a web page at ``url`` announces, three at most.

    :raises UnreadableError: elements nested so deep that only an attack looks like it.
    """
    check_nesting(html, source_id)
    nodes = LexborHTMLParser(html).css('link[rel~="alternate"][type][href]')
    kinds = re.compile(r"rss|atom|feed\+json")
    feeds = [node for node in nodes if kinds.search(node.attributes.get("type") or "")]
    joined = (web_link(node.attributes.get("href"), url) for node in feeds[:3])
    return [link[:300] for link in joined if link]


def _entries(response: Response, source: Source) -> tuple[Sequence[Entry], str]:
    """Return the feed's entries and the recipe, which tells of a repaired encoding.

    :raises UnreadableError: not a feed.
    """
    in_json = json_entries(response.body)
    if in_json is not None:
        return in_json, _RECIPE
    read, recipe = _parse(response)
    entries = list(read.entries)
    if not entries and not read.get("version"):
        raise _not_a_feed(response, source)
    return entries, recipe


def _parse(response: Response) -> tuple[Any, str]:
    """Return feedparser's result and the recipe."""
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
    bare, bare_type = without_prolog(body, media_type)
    read = feedparser.parse(io.BytesIO(bare), response_headers={"content-type": bare_type})
    return read, recipe


def _not_a_feed(response: Response, source: Source) -> UnreadableError:
    text, _ = decode(response.body, declared_charset(response.media_type))
    if not _HTML.match(text[:10_000]) and "html" not in response.media_type:
        return UnreadableError(
            source.id,
            f"{source.address} is not an RSS, Atom or JSON feed",
            hint="Open it in a browser: the address may have moved.",
        )
    found = ", ".join(announced_feeds(text, response.url, source.id)) or "none is named on it"
    return UnreadableError(
        source.id,
        f"{source.address} is a web page, not a feed",
        hint=f"Follow the page's feed instead ({found}).",
    )
