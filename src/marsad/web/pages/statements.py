"""Statements: the list, its exports, and judgements on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from ...model import Act
from ..bench import Bench, Page, Visit
from ..cards import Saying, sayings
from ..exports import as_csv, as_json
from ..forms import own_page, read_form
from ..queries import Pages
from .corrections import decide

__all__ = ["PAGES", "judging"]

_SIZE = 50
_BATCH = 200
_LARGEST_FORM = 8192


def list_statements(visit: Visit) -> Response:
    """List statements, newest first, as the filters ask."""
    workspace = visit.workspace
    query = visit.asked.statements(visit.sources)
    total = workspace.read.count_statements(query)
    pages = Pages.of(visit.asked.page(), _SIZE, total)
    found = workspace.statements(replace(query, limit=_SIZE, offset=pages.offset))
    return visit.page(
        "statements.html",
        sayings=sayings(visit, found),
        total=total,
        pages=pages,
        query=query,
        acts=tuple(Act),
        sources=visit.source_choices(),
        languages=visit.language_choices(query.language),
    )


def export_csv(visit: Visit) -> Response:
    """Export all matching statements as a table."""
    return _download(as_csv(_all(visit)), "text/csv; charset=utf-8", "statements.csv")


def export_json(visit: Visit) -> Response:
    """Export all matching statements as a JSON list."""
    return _download(as_json(_all(visit)), "application/json", "statements.json")


def _all(visit: Visit) -> Iterator[Saying]:
    query = replace(visit.asked.statements(visit.sources), limit=_BATCH)
    while found := visit.workspace.statements(query):
        yield from sayings(visit, found)
        query = replace(query, offset=query.offset + len(found))


def _download(parts: Iterator[str], media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(parts, media_type=media_type, headers=headers)


# ---------------------------------------------------------------- judging


def judging(bench: Bench) -> Route:
    """Return the address at which a statement is judged without naming its post."""

    async def judge(request: Request) -> Response:
        form = await read_form(bench, request, _LARGEST_FORM)
        statement = request.path_params["id"]
        await run_in_threadpool(_judge, bench, statement, form.get("verdict", ""))
        back = own_page(form.get("back", ""), "/statements")
        return RedirectResponse(back, status_code=303)

    return Route("/statements/{id}/judgement", judge, methods=["POST"])


def _judge(bench: Bench, statement_id: str, verdict: str) -> None:
    view = bench.workspace.read.statement(statement_id)
    decide(bench, view.post.id, statement_id, verdict)


PAGES: dict[str, Page] = {
    "/statements": list_statements,
    "/statements.csv": export_csv,
    "/statements.json": export_json,
}
