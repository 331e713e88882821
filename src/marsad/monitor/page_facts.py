"""What a web page states about itself for programs: schema.org in JSON-LD, and ``meta``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from .plain import plain_text

__all__ = ["Facts", "page_facts"]

_ARTICLE = re.compile(r"(?:\w*Article|BlogPosting|SocialMediaPosting|Report|LiveBlogPosting)\Z")
_TITLES = ("og:title", "twitter:title", "dc.title")
_AUTHORS = ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author")
_DATES = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "date",
)
_LONGEST = 2_000
# Facts of one page: an honest page has a handful, each a few steps deep.
_OBJECTS = 200
_JSON_CHARS = 200_000


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says of itself; None where it says nothing.

    :ivar dates: each date as written, with the words that say where it stood.
    :ivar site: name of the site.
    """

    title: str | None
    author: str | None
    canonical: str | None
    dates: tuple[tuple[str, str], ...]
    is_article: bool
    site: str | None
    description: str | None


def page_facts(page: LexborHTMLParser, written: tuple[str, ...], source_id: str) -> Facts:
    """Return what ``page`` and its JSON-LD texts state; what cannot be read is passed over."""
    meta = _meta(page)
    articles = [row for text in written for row in _objects(text) if _is_article(row)]
    article = articles[0] if articles else {}

    def words(*values: object) -> str | None:
        usable = (v for v in values if isinstance(v, str) and 0 < len(v) <= _LONGEST)
        texts = (" ".join(plain_text(v, source_id).split()) for v in usable)
        return next((text for text in texts if text), None)

    title = words(article.get("headline"), *(meta.get(name) for name in _TITLES))
    authors = ", ".join(dict.fromkeys(_names(article.get("author"))))
    named = [v for name in _AUTHORS if (v := meta.get(name)) and "://" not in v]
    return Facts(
        title=title,
        author=words(authors, *named),
        canonical=_canonical(page, meta),
        dates=tuple(_dates(page, meta, article)),
        is_article=len(articles) == 1 or meta.get("og:type", "").lower() == "article",
        site=words(meta.get("og:site_name"), meta.get("application-name")),
        description=words(meta.get("og:description"), meta.get("description")),
    )


def _meta(page: LexborHTMLParser) -> dict[str, str]:
    """Return ``meta`` elements by their lower-cased name; the first of each counts."""
    found: dict[str, str] = {}
    for node in page.css("meta[content]"):
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        content = (attributes.get("content") or "").strip()
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _objects(text: str) -> Iterator[Mapping[str, Any]]:
    """Yield the outer objects of a JSON-LD text and those of its ``@graph``."""
    if len(text) > _JSON_CHARS:
        return
    try:
        todo: list[Any] = [json.loads(text, strict=False)]
    except (ValueError, RecursionError):
        return
    for _ in range(_OBJECTS):
        if not todo:
            return
        row = todo.pop(0)
        if isinstance(row, list):
            todo.extend(row[:_OBJECTS])
        elif isinstance(row, dict):
            yield row
            todo.append(row.get("@graph"))
            todo.append(row.get("mainEntity"))


def _is_article(row: Mapping[str, Any]) -> bool:
    kinds = row.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and _ARTICLE.match(kind) for kind in listed)


def _names(value: Any) -> Iterator[str]:
    """Yield the names of people or organisations, however they are written."""
    rows = value if isinstance(value, list) else [value]
    for row in rows[:10]:
        name = row.get("name") if isinstance(row, dict) else row
        if isinstance(name, list):
            name = ", ".join(part for part in name[:10] if isinstance(part, str))
        if isinstance(name, str) and name.strip() and "://" not in name:
            yield name.strip()


def _canonical(page: LexborHTMLParser, meta: Mapping[str, str]) -> str | None:
    node = page.css_first('link[rel~="canonical"][href]')
    return (node.attributes.get("href") if node else None) or meta.get("og:url")


def _dates(
    page: LexborHTMLParser, meta: Mapping[str, str], article: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    written = article.get("datePublished")
    if isinstance(written, str):
        yield written, "datePublished of the page"
    for name in _DATES:
        if name in meta:
            yield meta[name], f"meta element “{name}” of the page"
    node = page.css_first(
        'time[itemprop="datePublished"], time[pubdate], [itemprop="datePublished"]'
    )
    if node and (written := node.attributes.get("datetime") or node.attributes.get("content")):
        yield written, "time element of the page"
