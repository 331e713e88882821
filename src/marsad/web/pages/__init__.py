"""The pages, one file a subject; each names its own addresses."""

from __future__ import annotations

from starlette.routing import Route

from ..bench import Bench
from . import (
    alerts,
    corrections,
    entities,
    entity_decisions,
    overview,
    posts,
    reports,
    roles,
    searching,
    sources,
    statements,
    stories,
    undecided,
)

__all__ = ["routes"]


def routes(bench: Bench) -> list[Route]:
    """Return the routes of every page."""
    found = {
        **overview.PAGES,
        **posts.PAGES,
        **entities.PAGES,
        **entity_decisions.PAGES,
        **corrections.PAGES,
        **statements.PAGES,
        **stories.PAGES,
        **reports.PAGES,
        **searching.PAGES,
        **alerts.PAGES,
        **sources.PAGES,
        **roles.PAGES,
        **undecided.PAGES,
    }
    pages = [Route(path, bench.endpoint(page)) for path, page in found.items()]
    return [
        *pages,
        *alerts.routes(bench),
        *corrections.routes(bench),
        *entity_decisions.routes(bench),
        *roles.routes(bench),
        *undecided.routes(bench),
    ]
