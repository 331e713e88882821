"""A web page's bytes as markup that is safe to parse: scripts taken out, depth and size held."""

from __future__ import annotations

import re

from ..errors import TooLargeError
from ..model import Response
from .encoding import declared_charset, decode
from .plain import check_nesting

__all__ = ["PageSource", "page_source"]

# Reading takes up to 15 s a million characters of markup made to be slow, and 1.5 s of honest
# pages; those of `samples/html_gold` have at most half a million.
_LONGEST = 2_000_000
_SCRIPT = re.compile(r"<script(?=[\s/>])", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</script\s*>", re.IGNORECASE)
_FACTS = re.compile(r"application/ld\+json", re.IGNORECASE)
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE
)


class PageSource:
    """A decoded page.

    :ivar html: the markup without any script element.
    :ivar facts: the JSON texts that the page describes itself with (schema.org, JSON-LD).
    :ivar note: how its encoding was repaired; empty where its label was right.
    """

    __slots__ = ("facts", "html", "note")

    def __init__(self, html: str, facts: tuple[str, ...], note: str) -> None:
        self.html = html
        self.facts = facts
        self.note = note


def page_source(response: Response, source_id: str) -> PageSource:
    """Return the page in ``response``.

    :raises TooLargeError: more characters than one page ever has.
    :raises UnreadableError: elements nested so deep that only an attack looks like it.
    """
    declared = declared_charset(response.media_type)
    if declared is None and (found := _META_CHARSET.search(response.body[:4_096])):
        declared = found.group(1).decode("ascii")
    text, note = decode(response.body, declared)
    if len(text) > _LONGEST:
        raise TooLargeError(
            source_id,
            f"a page of {len(text):,} characters; pages have fewer than {_LONGEST:,}",
            hint="Follow the feed of the site, or save the page and cut out what matters.",
        )
    html, facts = _split(text)
    check_nesting(html, source_id)
    return PageSource(html, facts, note)


def _split(text: str) -> tuple[str, tuple[str, ...]]:
    """Return ``text`` without script elements, and the bodies of those that hold facts."""
    first, *rest = _SCRIPT.split(text)
    kept, facts = [first], []
    for part in rest:
        inside, *after = _SCRIPT_END.split(part, maxsplit=1)
        attributes, _, body = inside.partition(">")
        if _FACTS.search(attributes):
            facts.append(body)
        kept.extend(after)
    return "".join(kept), tuple(facts)
