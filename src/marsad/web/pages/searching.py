"""Search over originals and translations."""

from __future__ import annotations

import re

from starlette.responses import Response

from ..bench import Page, Visit
from ..cards import cards
from ..queries import Pages

__all__ = ["PAGES"]

_SIZE = 20
_LONGEST = 800


def search(visit: Visit) -> Response:
    """Show the posts that match, each with the passages that do; by meaning, how it begins."""
    query = visit.asked.text("q") or ""
    by = visit.asked.choice("by", ("meaning",), "way to search")
    number = visit.asked.page()
    offset = (number - 1) * _SIZE
    find = visit.workspace.search_by_meaning if by else visit.workspace.search
    hits = find(query, _SIZE + 1, offset) if query else ()
    spans = {hit.view.post.id: hit.spans for hit in hits}
    views = [hit.view for hit in hits[:_SIZE]]
    return visit.page(
        "search.html",
        query=query,
        by=by,
        cards=cards(visit, views, longest=_LONGEST, hits=spans, words=[] if by else _words(query)),
        pages=Pages(number, _SIZE, None, len(hits) > _SIZE),
    )


def _words(query: str) -> list[str]:
    """Return the words to mark in translations: all but those that must not occur."""
    found = re.findall(r"-?\w+", query)
    return [word for word in found if not word.startswith("-") and len(word) > 1][:16]


PAGES: dict[str, Page] = {"/search": search}
