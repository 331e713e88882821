"""Statements: the list, its exports, and judgements on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from ...model import Act, Verdict
from ..bench import Bench, Page, Visit
from ..cards import Saying, sayings
from ..exports import as_csv, as_json
from ..queries import Pages
from ..tokens import COOKIE, FIELD

__all__ = ["PAGES", "judging"]

_SIZE = 50
_BATCH = 200
_LARGEST_FORM = 8192
_VERDICTS = {v.value: v for v in (Verdict.ACCEPT, Verdict.REJECT, Verdict.UNDECIDED)}


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
    """Return the only route that changes anything: accept, reject or undo."""

    async def judge(request: Request) -> Response:
        form = await _form(request)
        cookie = request.cookies.get(COOKIE, "")
        if not bench.tokens.matching(cookie, form.get(FIELD, "")):
            raise HTTPException(403, "This form is too old. Load the page again and repeat.")
        verdict = _VERDICTS.get(form.get("verdict", ""))
        if verdict is None:
            raise HTTPException(400, "A judgement is accept, reject or undecided.")
        await run_in_threadpool(_judge, bench, request.path_params["id"], verdict)
        return RedirectResponse(_back(form.get("back", "")), status_code=303)

    return Route("/statements/{id}/judgement", judge, methods=["POST"])


def _judge(bench: Bench, statement_id: str, verdict: Verdict) -> None:
    bench.workspace.read.statement(statement_id)
    with bench.judging:  # the workspace's lock is one of the process, not of the thread
        bench.workspace.judge(statement_id, verdict, by=bench.signed_by)


async def _form(request: Request) -> dict[str, str]:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST_FORM:
            raise HTTPException(413, "This form is larger than any of ours.")
    found = parse_qs(body.decode("utf-8", "replace"), max_num_fields=16)
    return {key: values[0] for key, values in found.items()}


def _back(path: str) -> str:
    """Return ``path`` where it is one of our own pages, else the list of statements."""
    parts = urlsplit(path)
    own = path.startswith("/") and not parts.scheme and not parts.netloc and "\\" not in path
    return path if own else "/statements"


PAGES: dict[str, Page] = {
    "/statements": list_statements,
    "/statements.csv": export_csv,
    "/statements.json": export_json,
}
