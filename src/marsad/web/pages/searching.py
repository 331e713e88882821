"""The search box: results, exports, and more like one post."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from starlette.responses import RedirectResponse, Response, StreamingResponse

from ...api import By, Found, found_csv, found_jsonl
from ...errors import NotFoundError, QueryError
from ...model import Act, Reliability, Watch
from ...ports import Hit
from ...text import normalise
from ...text.asked import Field, Not, Query
from ...text.query import parse, short_enough
from ...text.query_adding import with_fields
from ...text.query_fields import HELD
from ..bench import Page, Visit
from ..cards import cards
from ..queries import Pages

__all__ = ["PAGES"]

_SIZE = 20
_LONGEST = 800
_LARGEST_QUERY = 100_000
"""Characters that are read of a query, to tell by how much it is too long."""
_ADDED = ("source", "lang", "act", "after", "before", "has", "reliability")
"""Fields that the form below the box adds to what stands in the box."""
_MARKED = 40
"""Words that are marked in translations."""
_TOLD = 10
"""Added spellings of a word that are shown; the rest is counted."""

_WAYS = {By.BOTH: "words and meaning", By.WORDS: "words", By.MEANING: "meaning"}


@dataclass(frozen=True, slots=True)
class Chip:
    """A field of a query, and where one gets by leaving it out."""

    name: str
    value: str
    wanted: bool
    without: str


def search(visit: Visit) -> Response:
    """Show what was found, each post with the passages that match."""
    text, like = _text(visit), visit.asked.text("like")
    try:
        narrowed = _narrowed(visit, text)
        if narrowed is not None:
            return RedirectResponse(narrowed, status_code=303)
        return _page(visit, parse(short_enough(text)), _found(visit, text, like), like=like)
    except QueryError as error:
        return _page(visit, Query(text, None), None, error=error, status=400)


def _text(visit: Visit) -> str:
    return visit.asked.text("q", _LARGEST_QUERY) or ""


def _found(visit: Visit, text: str, like: str | None) -> Found | None:
    offset, by = (visit.asked.page() - 1) * _SIZE, _way(visit)
    workspace = visit.workspace
    if like:
        hits = workspace.like(like, _SIZE + 1, offset)
        return Found(hits, offset + len(hits), len(hits) > _SIZE, By.MEANING)
    exact = bool(visit.asked.text("exact"))
    return workspace.find(text, _SIZE, offset, by=by, exact=exact) if text else None


def _way(visit: Visit) -> By | None:
    found = visit.asked.choice("by", set(By), "way to search")
    return By(found) if found in set(By) else None


def _page(
    visit: Visit,
    query: Query,
    found: Found | None,
    *,
    like: str | None = None,
    error: QueryError | None = None,
    status: int = 200,
) -> Response:
    number = visit.asked.page()
    hits = found.hits[:_SIZE] if found else ()
    spans = {hit.view.post.id: hit.spans for hit in hits}
    words = _words(query, found) if found and found.by is not By.MEANING else []
    more = found is not None and (found.total > number * _SIZE or found.more)
    return visit.page(
        "search.html",
        status,
        query=query,
        error=error,
        found=found,
        like=like,
        by=query.by or _way(visit),
        exact=bool(visit.asked.text("exact")) or query.exact,
        way=_WAYS[found.by] if found else "",
        chips=list(_chips(query)),
        spellings=_told(found),
        taken=_taken(visit),
        watches=visit.workspace.watches() if found is None and not error else (),
        cards=cards(visit, [h.view for h in hits], longest=_LONGEST, hits=spans, words=words),
        pages=Pages(number, _SIZE, None, more),
        acts=tuple(Act),
        held=HELD,
        grades=tuple(Reliability),
        sources=visit.source_choices(),
        languages=visit.language_choices(None),
    )


def _taken(visit: Visit) -> Watch | None:
    """Return the search that is kept under the name that was to be given to this one."""
    name = visit.asked.text("name")
    try:
        return visit.workspace.saved(name) if name else None
    except NotFoundError:
        return None


def _chips(query: Query) -> Iterator[Chip]:
    negated = {n.part.span: n for n in _nots(query) if isinstance(n.part, Field)}
    for leaf, wanted in query.leaves():
        if isinstance(leaf, Field):
            whole = negated[leaf.span].span if leaf.span in negated else leaf.span
            yield Chip(leaf.name, leaf.typed, wanted, query.without(whole))


def _nots(query: Query) -> Iterator[Not]:
    parts = getattr(query.root, "parts", (query.root,))
    yield from (part for part in parts if isinstance(part, Not))


def _words(query: Query, found: Found) -> list[str]:
    """Return the words to mark in translations: all but those that must not occur."""
    typed = [leaf.text for leaf, must in query.leaves() if must and not isinstance(leaf, Field)]
    added = [word for words in found.spellings.values() for word in words]
    words = [w for text in (*typed, *added) for w in normalise(text).text.split()]
    return [word for word in dict.fromkeys(words) if len(word) > 1][:_MARKED]


def _told(found: Found | None) -> list[tuple[str, tuple[str, ...], int]]:
    """Return each word with the spellings that were added, and how many more there are."""
    return [
        (word, added[:_TOLD], max(0, len(added) - _TOLD))
        for word, added in (found.spellings if found else {}).items()
    ]


def _narrowed(visit: Visit, text: str) -> str | None:
    """Return the address of the search with the fields of the form in its text, if any.

    :raises QueryError: what stands in the box cannot be understood.
    """
    given = [(name, value) for name in _ADDED if (value := visit.asked.text(name, 200))]
    if not given:
        return None
    added = with_fields(text, given)
    return visit.asked.address("/search", q=added, page="", **dict.fromkeys(_ADDED, ""))


# ---------------------------------------------------------------- exports


def export_csv(visit: Visit) -> Response:
    """Export all that was found as a table."""
    return _download(found_csv(_every(visit)), "text/csv; charset=utf-8", "search.csv")


def export_jsonl(visit: Visit) -> Response:
    """Export all that was found, one JSON object a line."""
    return _download(found_jsonl(_every(visit)), "application/x-ndjson", "search.jsonl")


def _every(visit: Visit) -> Iterator[Hit]:
    exact = bool(visit.asked.text("exact"))
    return visit.workspace.every(short_enough(_text(visit)), by=_way(visit), exact=exact)


def _download(parts: Iterator[str], media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(parts, media_type=media_type, headers=headers)


PAGES: dict[str, Page] = {
    "/search": search,
    "/search.csv": export_csv,
    "/search.jsonl": export_jsonl,
}
