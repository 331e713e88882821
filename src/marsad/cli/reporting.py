"""``marsad report draft``, ``show``, ``list`` and ``publish``."""

from __future__ import annotations

from typing import Annotated

import typer

from ..errors import NotFoundError
from ._context import AsJson, emit, open_workspace, printable, put, say, table

__all__ = ["register"]

_PRINTABLE = ("markdown", "json", "html")
ReportId = Annotated[str, typer.Argument(help="Report id. Default: the newest.")]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    group = typer.Typer(help="Draft, check and publish reports.", no_args_is_help=True)
    group.command("draft")(draft)
    group.command("list")(list_reports)
    group.command("show")(show)
    group.command("publish")(publish)
    app.add_typer(group, name="report")


def draft(
    context: typer.Context,
    since: Annotated[str, typer.Option(help="First day, YYYY-MM-DD.")] = "",
    until: Annotated[str, typer.Option(help="Last day, YYYY-MM-DD.")] = "",
    source: Annotated[list[str] | None, typer.Option(help="Source id; repeatable.")] = None,
    story: Annotated[str, typer.Option(help="Only this story.")] = "",
    title: Annotated[str, typer.Option(help="Title. Default: made from the facts.")] = "",
    as_json: AsJson = False,
) -> None:
    """Draft a brief from the statements of a period."""
    from ..api import Scope

    scope = Scope(since or None, until or None, tuple(source or ()), story or None)
    with open_workspace(context) as workspace:
        report = workspace.draft_brief(scope, title or None)
        findings = workspace.check(report)
    if as_json:
        emit({"report": report, "findings": findings})
        return
    say(f"Drafted {report.id}: {report.title}")
    errors = sum(f.severity == "error" for f in findings)
    say(f"Citation gate: {errors} errors, {len(findings) - errors} flags.")
    say(f"Next: marsad report show {report.id}; marsad report publish {report.id}")


def list_reports(context: typer.Context, as_json: AsJson = False) -> None:
    """List the reports."""
    with open_workspace(context) as workspace:
        reports = workspace.reports()
    if as_json:
        emit(reports)
        return
    table(
        ("report", "kind", "created", "published", "title"),
        [
            (
                r.id,
                r.kind,
                f"{r.created:%Y-%m-%d %H:%M}",
                f"{r.published:%Y-%m-%d %H:%M}" if r.published else "no",
                r.title,
            )
            for r in reports
        ],
        "No reports. Draft one with: marsad report draft",
    )


def show(
    context: typer.Context,
    report_id: ReportId = "",
    form: Annotated[str, typer.Option("--format", help="markdown, json or html.")] = "markdown",
    as_json: AsJson = False,
) -> None:
    """Print a report and what the citation gate finds in it."""
    if form not in _PRINTABLE:
        raise NotFoundError("format", form, hint=f"On a terminal: {', '.join(_PRINTABLE)}.")
    with open_workspace(context) as workspace:
        report = workspace.report(report_id or _newest(workspace.reports()))
        findings = workspace.check(report)
        if as_json:
            emit({"report": report, "findings": findings})
            return
        put(workspace.render(report, form))
    for finding in findings:
        typer.echo(printable(f"{finding.severity}: {finding.message}"), err=form != "markdown")


def publish(
    context: typer.Context,
    report_id: ReportId = "",
    form: Annotated[
        list[str] | None,
        typer.Option("--format", help="html, pdf, docx, markdown, json; repeatable. Default: all."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Pass the citation gate and write the products."""
    with open_workspace(context) as workspace:
        chosen = report_id or _newest(workspace.reports())
        paths = workspace.publish(chosen, form or ())
    if as_json:
        emit({"report": chosen, "products": [str(p) for p in paths]})
        return
    say(f"Published {chosen}:")
    for path in paths:
        say(f"  {path}")


def _newest(reports: tuple[object, ...]) -> str:
    from ..model import Report

    for report in reports:
        if isinstance(report, Report):
            return report.id
    raise NotFoundError("report", "newest", hint="Draft one with `marsad report draft`.")
