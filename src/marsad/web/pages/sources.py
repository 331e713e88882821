"""Sources and how they do; and whether the evidence holds."""

from __future__ import annotations

from starlette.responses import Response

from ...api import SourceHealth
from ..bench import Page, Visit
from ..cards import owner_name

__all__ = ["PAGES"]

_PROBLEMS = 200


def list_sources(visit: Visit) -> Response:
    """List sources with owner, reliability, last visit and failure."""
    health = visit.workspace.source_health()
    found = [(each, owner_name(visit, each.source)) for each in health]
    return visit.page("sources.html", sources=sorted(found, key=_failed_first))


def _failed_first(row: tuple[SourceHealth, str]) -> tuple[bool, str]:
    return (row[0].failure is None, row[0].source.name.lower())


def verify(visit: Visit) -> Response:
    """Re-read every sealed capture and the ledger, and say what does not verify."""
    started = visit.workspace.clock()
    with visit.bench.verifying:  # one at a time: each reads the whole archive
        problems = visit.workspace.verify()
    return visit.page(
        "verify.html",
        problems=problems[:_PROBLEMS],
        total=len(problems),
        started=started,
        counts=visit.workspace.counts(),
        last=visit.workspace.read.last_capture(),
    )


PAGES: dict[str, Page] = {"/sources": list_sources, "/verify": verify}
