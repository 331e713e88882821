"""Reports: the list, one report with its endnotes, and its products."""

from __future__ import annotations

import mimetypes

from starlette.responses import Response

from ...api import endnotes
from ..bench import Page, Visit
from ..notes import note

__all__ = ["PAGES"]

_TYPES = {"md": "text/markdown; charset=utf-8", "html": "text/html; charset=utf-8"}
_FORMATS = {"html": "HTML", "pdf": "PDF", "docx": "DOCX", "markdown": "Markdown", "json": "JSON"}


def list_reports(visit: Visit) -> Response:
    """List reports, the newest first."""
    return visit.page("reports.html", reports=visit.workspace.reports()[:50])


def one_report(visit: Visit) -> Response:
    """Show a report; each endnote holds the original passage and its capture."""
    report = visit.workspace.report(visit.part("id"))
    context, numbered = visit.workspace.context(report), endnotes(report)
    findings = visit.bench.findings(report)
    flagged: dict[tuple[int, int], list[str]] = {}
    for finding in findings:
        flagged.setdefault((finding.block, finding.sentence), []).append(finding.message)
    return visit.page(
        "report.html",
        report=report,
        notes=[note(context, each) for each in numbered.notes],
        numbers=numbered.numbers,
        findings=findings,
        flagged=flagged,
        errors=[f for f in findings if f.severity == "error"],
        formats=[(name, _FORMATS.get(name, name)) for name in _names(visit)],
    )


def _names(visit: Visit) -> list[str]:
    """Return the names of formats, the usual ones first."""
    usual = list(_FORMATS)
    names = visit.workspace.renderers.names()
    return sorted(names, key=lambda n: usual.index(n) if n in usual else len(usual))


def product(visit: Visit) -> Response:
    """Return a report in one format, as a file to keep."""
    name = visit.part("format")
    report = visit.workspace.report(visit.part("id"))
    suffix = visit.workspace.renderers.get(name).suffix
    guessed = mimetypes.guess_type(f"report.{suffix}")[0] or "application/octet-stream"
    headers = {"Content-Disposition": f'attachment; filename="{report.id}.{suffix}"'}
    body = visit.workspace.render(report, name)
    return Response(body, media_type=_TYPES.get(suffix, guessed), headers=headers)


PAGES: dict[str, Page] = {
    "/reports": list_reports,
    "/reports/{id}": one_report,
    "/reports/{id}/as/{format}": product,
}
