"""What a web page publishes: headline, text, author, date and address, without its furniture.

The text comes from trafilatura. Of the facts, what the page states in a form meant for programs
comes first (schema.org in JSON-LD, ``meta`` elements), then its address, and only then what a
reader of the page would guess; the date's basis says which it was. Text and date of the pages in
``python -m evaluation.web_scores`` were what decided this order: a guess from the page alone
took a wrong date from one of three.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser

from ..model import Dated
from .links import same_site, tidy_link, web_link
from .page_dates import published
from .page_facts import Facts, page_facts
from .page_source import PageSource
from .plain import plain_text

__all__ = ["Article", "read_article"]

_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>?")
_BLANK_LINES = re.compile(r"\n{3,}")
_FURNITURE = "nav, header, footer, aside, form, button, style, noscript, template, iframe"
# trafilatura compares its text with that of two other programs, of which one needs time quadratic
# in the number of paragraphs: 8,800 tables of one word took 27 s with it, 4 s without. The pages
# of `samples/html_gold` have 490 to 4,600 tags; without the comparison F1 is .945 instead of .965.
_MANY_TAGS = 10_000
_TITLE_CHARS = 500
_AUTHOR_CHARS = 200


@dataclass(frozen=True, slots=True)
class Article:
    """What a page publishes.

    :ivar text: plain text, a line a paragraph, without the headline; may be empty.
    :ivar url: the page's own name for itself where that can be believed, else as asked for.
    :ivar declared: True where the page says that it is one article.
    """

    title: str | None
    text: str
    author: str | None
    published: Dated
    url: str
    declared: bool


def read_article(page: PageSource, url: str, seen_at: datetime, source_id: str) -> Article:
    """Return what ``page`` publishes.

    :param url: the address that was asked for.
    :param seen_at: when; no page is from after that.
    """
    parsed = LexborHTMLParser(page.html)
    facts = page_facts(parsed, page.facts, source_id)
    title, author, guess = _guessed(page.html, seen_at)
    address = _address(facts, url)
    title = (facts.title or title or _heading(parsed, source_id)) or None
    return Article(
        title=title,
        text=_without(title, _text(page.html, parsed, source_id)),
        author=facts.author or author,
        published=published(facts, address, guess, seen_at),
        url=address,
        declared=facts.is_article,
    )


def _guessed(html: str, seen_at: datetime) -> tuple[str | None, str | None, str | None]:
    """Return title, author and day as trafilatura finds them in the page itself."""
    from trafilatura.metadata import extract_metadata  # half a second to load

    # The newest day that it may guess is today unless it is told: a page read again next year
    # must give what it gives now.
    bounds = {"original_date": True, "max_date": seen_at.date().isoformat()}
    found = extract_metadata(html, date_config={**bounds, "extensive_search": True})
    title = _line(found.title or "", _TITLE_CHARS)
    return title, _line(found.author or "", _AUTHOR_CHARS), found.date


def _text(html: str, parsed: LexborHTMLParser, source_id: str) -> str:
    """Return the main text; where trafilatura finds none, all that is no furniture."""
    from trafilatura import bare_extraction

    fast = html.count("<") > _MANY_TAGS
    found = bare_extraction(html, fast=fast, include_comments=False, with_metadata=False)
    text = "" if found is None or isinstance(found, dict) else found.text or ""
    if not text.strip():
        for part in parsed.css(_FURNITURE):
            if not part.css_first("h1"):
                part.decompose()
        main = parsed.css_first("article, main") or parsed.body
        text = plain_text(main.html or "", source_id) if main else ""
    lines = (line.strip() for line in _TAG.sub("", text).splitlines())
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def _heading(parsed: LexborHTMLParser, source_id: str) -> str | None:
    node = parsed.css_first("h1") or parsed.css_first("title")
    text = plain_text(node.html or "", source_id) or node.text() if node else ""
    return _line(text, _TITLE_CHARS)


def _line(text: str, longest: int) -> str | None:
    return " ".join(_TAG.sub("", text).split())[:longest] or None


def _without(title: str | None, text: str) -> str:
    """Return ``text`` without a first line that repeats the headline."""
    first, _, rest = text.partition("\n")
    same = title is not None and " ".join(first.split()) == title
    return rest.strip() if same else text


def _address(facts: Facts, url: str) -> str:
    """Return the canonical address, unless it names another site or only a part of the way.

    Some sites give every page the canonical address of their front page or section; believing
    it would make one post of all articles.
    """
    asked = tidy_link(url)
    link = web_link(facts.canonical, url)
    if link is None or not same_site(link, url):
        return asked
    link = tidy_link(link)
    path = link.split("?")[0].rstrip("/")
    shorter = asked.split("?")[0].startswith(path + "/") or path.count("/") < 3
    return asked if shorter else link
