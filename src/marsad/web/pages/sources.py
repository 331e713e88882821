"""Sources and how they do; and whether the evidence holds."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from starlette.responses import Response

from ...api import METRICS_TYPE, SourceHealth
from ..bench import Page, Visit
from ..cards import owner_name

__all__ = ["PAGES"]

_PROBLEMS = 200


def list_sources(visit: Visit) -> Response:
    """List sources with owner, reliability, last visit and failure."""
    health = visit.workspace.source_health()
    found = [(each, owner_name(visit, each.source)) for each in health]
    return visit.page(
        "sources.html",
        sources=sorted(found, key=_failed_first),
        successors=visit.workspace.successors(),
    )


def _failed_first(row: tuple[SourceHealth, str]) -> tuple[bool, str]:
    fine = row[0].failure is None and row[0].state in ("ok", "new")
    return (fine or row[0].source.paused, row[0].source.name.lower())


def coverage(visit: Visit) -> Response:
    """Tell for a period which sources were followed, silent, late or blocked."""
    last = _asked(visit, "to") or visit.workspace.clock().date()
    first = _asked(visit, "from") or last - timedelta(days=6)
    found = visit.workspace.coverage(_midnight(first), _midnight(last + timedelta(days=1)))
    return visit.page("coverage.html", coverage=found, first=first, last=last)


def _asked(visit: Visit, key: str) -> date | None:
    """Return a day of this age; others leave no room for the days around them."""
    found = visit.asked.day(key)
    day = date.fromisoformat(found) if found else None
    return day if day and 1900 <= day.year <= 9000 else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def opml(visit: Visit) -> Response:
    """Return all sources as OPML."""
    return _file(visit.workspace.export_sources("opml"), "text/x-opml", "sources.opml")


def as_csv(visit: Visit) -> Response:
    """Return all sources as CSV."""
    return _file(visit.workspace.export_sources("csv"), "text/csv", "sources.csv")


def _file(body: bytes, media_type: str, name: str) -> Response:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type=media_type, headers=disposition)


def metrics(visit: Visit) -> Response:
    """Return the workspace's figures in Prometheus' text format."""
    return Response(visit.workspace.metrics(), media_type=METRICS_TYPE)


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


PAGES: dict[str, Page] = {
    "/sources": list_sources,
    "/sources.opml": opml,
    "/sources.csv": as_csv,
    "/coverage": coverage,
    "/metrics": metrics,
    "/verify": verify,
}
