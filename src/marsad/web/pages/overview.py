"""The first page, and the help that every page can show."""

from __future__ import annotations

from starlette.responses import Response

from ...model import Act
from ...ports import StatementFilter
from ...text.query_fields import FIELDS
from ..bench import Page, Visit
from ..cards import sayings

__all__ = ["PAGES"]

_NEWEST = 6
_FAILURES = 10
_THREATS = (Act.THREAT, Act.CONDITIONAL_THREAT)


def overview(visit: Visit) -> Response:
    """Show what is new, what failed, and how much there is."""
    workspace = visit.workspace
    failures = workspace.failures()
    found = [
        view
        for act in _THREATS
        for view in workspace.statements(StatementFilter(act=act, limit=_NEWEST))
    ]
    found.sort(key=lambda v: v.post.published.day or "", reverse=True)
    return visit.page(
        "overview.html",
        counts=workspace.counts(),
        threats=sayings(visit, found[:_NEWEST]),
        stories=workspace.stories(limit=8),
        reports=workspace.reports()[:3],
        failures=failures[:_FAILURES],
        unshown=max(0, len(failures) - _FAILURES),
    )


def help_page(visit: Visit) -> Response:
    """Explain the keys, the marks and the words."""
    return visit.page("help.html", fields=FIELDS)


PAGES: dict[str, Page] = {"/": overview, "/help": help_page}
