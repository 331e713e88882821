"""What is new for saved searches: all of them, one with its posts, its feed; and saving them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ...api import By
from ...errors import DecisionError
from ...model import Alert, Watch
from ...ports import Hit
from ..bench import Bench, Page, Visit
from ..cards import cards
from ..feeds import atom
from ..forms import own_page, read_form
from ..queries import Pages

__all__ = ["PAGES", "routes"]

_SIZE = 20
_LONGEST = 800
_LARGEST = 32_768
_SHOWN = 3
"""New posts of each search that are shown in the list of all."""

_FED = 50
"""Entries of a feed; a reader that asks once a day should miss none."""

Form = Mapping[str, str]
Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Kept:
    """A saved search, the newest of what is new to it, and why it cannot be asked, if so."""

    watch: Watch
    newest: tuple[Hit, ...]
    trouble: str


def every(visit: Visit) -> Response:
    """Show all saved searches, those with news first."""
    workspace, trouble = visit.workspace, visit.workspace.watch_trouble()
    kept = [
        Kept(watch, _newest(visit, watch), trouble.get(watch.name, ""))
        for watch in sorted(workspace.watches(), key=lambda watch: not watch.new)
    ]
    return visit.page("alerts.html", kept=kept)


def _newest(visit: Visit, watch: Watch) -> tuple[Hit, ...]:
    if not watch.new:
        return ()
    raised = visit.workspace.alerts(watch, new=True)
    return visit.workspace.alert_hits(watch, raised[:_SHOWN])


def one(visit: Visit) -> Response:
    """Show what is new to one saved search, or all that it has found since it was saved."""
    watch, whole = visit.workspace.saved(visit.part("watch")), visit.asked.text("all")
    raised = visit.workspace.alerts(watch, new=not whole)
    pages = Pages.of(visit.asked.page(), _SIZE, len(raised))
    shown = _hits(visit, watch, raised[pages.offset : pages.offset + _SIZE])
    spans = {hit.view.post.id: hit.spans for _, hit in shown}
    views = [hit.view for _, hit in shown]
    return visit.page(
        "alert.html",
        watch=watch,
        whole=bool(whole),
        total=len(raised),
        newest=raised[0].number if raised else 0,
        trouble=visit.workspace.watch_trouble().get(watch.name, ""),
        by_post={alert.post_id: alert for alert, _ in shown},
        cards=cards(visit, views, longest=_LONGEST, hits=spans),
        pages=pages,
    )


def feed(visit: Visit) -> Response:
    """Answer with the newest alerts of a saved search as an Atom feed, seen or not."""
    watch = visit.workspace.saved(visit.part("watch"))
    hits = _hits(visit, watch, visit.workspace.alerts(watch)[:_FED])
    raised = [(alert, visit.workspace.told(hit.view)) for alert, hit in hits]
    found = atom(watch, raised, str(visit.request.base_url), visit.labels)
    return Response(found, media_type="application/atom+xml")


def _hits(visit: Visit, watch: Watch, raised: tuple[Alert, ...]) -> list[tuple[Alert, Hit]]:
    by_post = {alert.post_id: alert for alert in raised}
    hits = visit.workspace.alert_hits(watch, raised)
    return [(by_post[hit.view.post.id], hit) for hit in hits]


PAGES: dict[str, Page] = {
    "/alerts": every,
    "/alerts/{watch}.atom": feed,  # before the next, whose part would swallow its ending
    "/alerts/{watch}": one,
}


# ---------------------------------------------------------------- what changes them


def routes(bench: Bench) -> list[Route]:
    """Return the addresses that change which searches are kept, and what was seen of them."""
    changes: dict[str, Callable[[Bench, Form], str]] = {
        "/search/save": _save,
        "/search/forget": _forget,
        "/alerts/seen": _seen,
    }
    return [Route(path, _changing(bench, do), methods=["POST"]) for path, do in changes.items()]


def _changing(bench: Bench, do: Callable[[Bench, Form], str]) -> Endpoint:
    async def change(request: Request) -> Response:
        form = await read_form(bench, request, _LARGEST)
        back = await run_in_threadpool(do, bench, form)
        return RedirectResponse(back, status_code=303)

    return change


def _save(bench: Bench, form: Form) -> str:
    """Save a search; where another has its name, lead to the page that asks what to do."""
    by = form.get("by", "")
    try:
        watch = bench.workspace.save_search(
            form.get("name", ""),
            form.get("q", ""),
            by=bench.signed_by,
            way=By(by) if by in set(By) else None,
            exact=bool(form.get("exact")),
            replace=bool(form.get("replace")),
        )
    except DecisionError:
        asked = {key: form[key] for key in ("q", "by", "exact", "name") if form.get(key)}
        return f"/search?{urlencode(asked)}"
    return f"/alerts#{watch.id}"


def _forget(bench: Bench, form: Form) -> str:
    bench.workspace.delete_search(form.get("name", ""))
    return "/alerts"


def _seen(bench: Bench, form: Form) -> str:
    number = form.get("newest", "")
    shown = int(number) if number.isascii() and number.isdigit() and len(number) < 12 else 0
    bench.workspace.mark_seen(form.get("name", ""), shown)
    return own_page(form.get("back", ""), "/alerts")
