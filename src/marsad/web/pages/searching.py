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
    """Show the posts that match, each with the passages that do."""
    query = visit.asked.text("q") or ""
    number = visit.asked.page()
    offset = (number - 1) * _SIZE
    hits = visit.workspace.search(query, _SIZE + 1, offset) if query else ()
    spans = {hit.view.post.id: hit.spans for hit in hits}
    views = [hit.view for hit in hits[:_SIZE]]
    return visit.page(
        "search.html",
        query=query,
        cards=cards(visit, views, longest=_LONGEST, hits=spans, words=_words(query)),
        pages=Pages(number, _SIZE, None, len(hits) > _SIZE),
    )


def _words(query: str) -> list[str]:
    """Return the words to mark in translations: all but those that must not occur."""
    found = re.findall(r"-?\w+", query)
    return [word for word in found if not word.startswith("-") and len(word) > 1][:16]


PAGES: dict[str, Page] = {"/search": search}
