"""Statements: the list and its exports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from starlette.responses import Response, StreamingResponse

from ...model import Act
from ..bench import Page, Visit
from ..cards import Saying, sayings
from ..exports import as_csv, as_json
from ..queries import Pages

__all__ = ["PAGES"]

_SIZE = 50
_BATCH = 200


def list_statements(visit: Visit) -> Response:
    """List statements, newest first, as the filters ask."""
    workspace = visit.workspace
    query = visit.asked.statements(visit.sources)
    total = workspace.count_statements(query)
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


PAGES: dict[str, Page] = {
    "/statements": list_statements,
    "/statements.csv": export_csv,
    "/statements.json": export_json,
}
