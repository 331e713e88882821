"""The search box: results, exports, more like one post, and searches that are kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from ...api import By, Found, found_csv, found_jsonl
from ...errors import QueryError, WorkspaceError
from ...model import Act, Reliability, Watch
from ...ports import Hit
from ...text import normalise
from ...text.asked import Field, Not, Query
from ...text.query import parse
from ...text.query_fields import HELD
from ..bench import Bench, Page, Visit
from ..cards import cards
from ..forms import read_form
from ..queries import Pages

__all__ = ["PAGES", "routes"]

_SIZE = 20
_LONGEST = 800
_LARGEST = 8192
_ADDED = ("source", "lang", "act", "after", "before", "has", "reliability")
"""Fields that the form below the box adds to what stands in the box."""
_MARKED = 40
"""Words that are marked in translations."""
_TOLD = 10
"""Added spellings of a word that are shown; the rest is counted."""

_WAYS = {By.BOTH: "words and meaning", By.WORDS: "words", By.MEANING: "meaning"}

Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Chip:
    """A field of a query, and where one gets by leaving it out."""

    name: str
    value: str
    wanted: bool
    without: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A saved search, and how many posts are new to it; None where it cannot be asked."""

    watch: Watch
    new: int | None
    more: bool


def search(visit: Visit) -> Response:
    """Show what was found, each post with the passages that match."""
    asked = visit.asked
    narrowed = _narrowed(visit)
    if narrowed is not None:
        return RedirectResponse(narrowed, status_code=303)
    text, news, like = asked.text("q") or "", asked.text("news"), asked.text("like")
    watch = visit.workspace.saved(news) if news else None
    text = watch.query if watch else text
    try:
        query = parse(text)
        found = _found(visit, text, watch, like)
    except QueryError as error:
        return _page(visit, Query(text, None), None, error=error, status=400)
    return _page(visit, query, found, watch=watch, like=like)


def _found(visit: Visit, text: str, watch: Watch | None, like: str | None) -> Found | None:
    offset, by = (visit.asked.page() - 1) * _SIZE, _way(visit)
    workspace = visit.workspace
    if like:
        hits = workspace.like(like, _SIZE + 1, offset)
        return Found(hits, offset + len(hits), len(hits) > _SIZE, By.MEANING)
    if watch:
        return workspace.news(watch.name, _SIZE, offset)
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
    watch: Watch | None = None,
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
        watch=watch,
        like=like,
        newest=visit.workspace.read.last_number() if watch else 0,
        by=query.by or _way(visit),
        exact=bool(visit.asked.text("exact")) or query.exact,
        way=_WAYS[found.by] if found else "",
        chips=list(_chips(query)),
        spellings=_told(found),
        kept=_kept(visit) if found is None and not error else [],
        cards=cards(visit, [h.view for h in hits], longest=_LONGEST, hits=spans, words=words),
        pages=Pages(number, _SIZE, None, more),
        acts=tuple(Act),
        held=HELD,
        grades=tuple(Reliability),
        sources=visit.source_choices(),
        languages=visit.language_choices(None),
    )


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


def _kept(visit: Visit) -> list[Kept]:
    found = []
    for watch in visit.workspace.watches():
        try:
            news = visit.workspace.news(watch.name, 1)
        except (QueryError, WorkspaceError):  # it names what is gone, or nothing is read yet
            found.append(Kept(watch, None, False))
        else:
            found.append(Kept(watch, news.total, news.more))
    return found


def _narrowed(visit: Visit) -> str | None:
    """Return the address of the search with the fields of the form in its text, if any."""
    given = {name: visit.asked.text(name, 200) for name in _ADDED}
    told = [_written(name, value) for name, value in given.items() if value]
    if not told:
        return None
    text = " ".join([visit.asked.text("q") or "", *told]).strip()
    return visit.asked.address("/search", q=text, page="", **dict.fromkeys(_ADDED, ""))


def _written(name: str, value: str) -> str:
    bare = value.replace('"', " ").strip()
    return f'{name}:"{bare}"' if " " in bare else f"{name}:{bare}"


# ---------------------------------------------------------------- exports


def export_csv(visit: Visit) -> Response:
    """Export all that was found as a table."""
    return _download(found_csv(_every(visit)), "text/csv; charset=utf-8", "search.csv")


def export_jsonl(visit: Visit) -> Response:
    """Export all that was found, one JSON object a line."""
    return _download(found_jsonl(_every(visit)), "application/x-ndjson", "search.jsonl")


def _every(visit: Visit) -> Iterator[Hit]:
    text = visit.asked.text("q") or ""
    parse(text)  # before the answer has begun
    exact = bool(visit.asked.text("exact"))
    return visit.workspace.every(text, by=_way(visit), exact=exact)


def _download(parts: Iterator[str], media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(parts, media_type=media_type, headers=headers)


PAGES: dict[str, Page] = {
    "/search": search,
    "/search.csv": export_csv,
    "/search.jsonl": export_jsonl,
}


# ---------------------------------------------------------------- searches that are kept


def routes(bench: Bench) -> list[Route]:
    """Return the addresses that change which searches are kept."""
    changes: dict[str, Callable[[Bench, Mapping[str, str]], str]] = {
        "/search/save": _save,
        "/search/seen": _seen,
        "/search/forget": _forget,
    }
    return [Route(path, _changing(bench, do), methods=["POST"]) for path, do in changes.items()]


def _changing(bench: Bench, do: Callable[[Bench, Mapping[str, str]], str]) -> Endpoint:
    async def change(request: Request) -> Response:
        form = await read_form(bench, request, _LARGEST)
        back = await run_in_threadpool(do, bench, form)
        return RedirectResponse(back, status_code=303)

    return change


def _save(bench: Bench, form: Mapping[str, str]) -> str:
    bench.workspace.save_search(form.get("name", ""), form.get("q", ""), by=bench.signed_by)
    return "/search"


def _seen(bench: Bench, form: Mapping[str, str]) -> str:
    number = form.get("newest", "")
    bench.workspace.mark_seen(
        form.get("name", ""), int(number) if number.isascii() and number.isdigit() else None
    )
    return f"/search?news={quote(form.get('name', ''))}"


def _forget(bench: Bench, form: Mapping[str, str]) -> str:
    bench.workspace.delete_search(form.get("name", ""))
    return "/search"
