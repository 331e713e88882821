"""Draft, check and release reports."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from ..errors import ReportError, UncitedError
from ..model import Report, Version
from ..ports import PeriodCoverage, Reader
from ..report import Finding, Material, check, draft_brief
from .coverage import coverage_between
from .known import Known
from .material import Scope, gather

__all__ = ["dated_scope", "draft", "gate", "publishable", "scope_coverage"]


def draft(
    reader: Reader,
    known: Known,
    scope: Scope,
    created: datetime,
    *,
    title: str | None = None,
    label: str = "",
    desk: str = "",
    audience: str = "subscribers",
) -> Report:
    """Draft a brief over ``scope``; it ends with how the sources were followed.

    :raises ReportError: the scope holds no statement, or its days are not days.
    """
    scope = dated_scope(scope)
    material = gather(reader, known, scope)
    material = replace(material, coverage=scope_coverage(reader, scope, material, created))
    labels = sorted({v.source.label for v in material.posts.values() if v.source.label})
    return draft_brief(
        material,
        title=title,
        created=created,
        label=label or "; ".join(labels),
        desk=desk,
        audience=audience,
    )


def dated_scope(scope: Scope) -> Scope:
    """Return ``scope`` with its days in the one form in which they can be compared."""
    try:
        first, last = (
            date.fromisoformat(day).isoformat() if day else None
            for day in (scope.day_from, scope.day_to)
        )
    except ValueError as error:
        raise ReportError(
            f"A period from {scope.day_from or 'the start'} to {scope.day_to or 'today'} "
            "is not made of days.",
            hint="Write days as 2026-03-01.",
        ) from error
    return replace(scope, day_from=first, day_to=last)


def scope_coverage(
    reader: Reader, scope: Scope, material: Material, created: datetime
) -> PeriodCoverage | None:
    """Return the coverage from the first day, asked for or found, to the last one or today.

    None where neither days nor dated posts tell when the period began.
    """
    today = created.astimezone(UTC).date().isoformat()
    found = [day for v in material.posts.values() if (day := v.post.published.day)]
    first = scope.day_from or min(found, default=None)
    if first is None:
        return None
    first, last = min(first, today), min(scope.day_to or today, today)
    ended = _midnight(last) + timedelta(days=1)
    rows = coverage_between(reader, _midnight(first), ended, created, scope.source_ids)
    return PeriodCoverage(first, max(first, last), rows)


def _midnight(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time.min, UTC)


def gate(reader: Reader, known: Known, report: Report) -> tuple[Finding, ...]:
    """Return the citation gate's findings."""
    names = {s.name for s in reader.sources()} | known.titles
    return check(report, _cited_versions(reader, report), known=names)


def publishable(reader: Reader, known: Known, report: Report, now: datetime) -> Report:
    """Return ``report`` marked as published at ``now``.

    :raises UncitedError: a sentence rests on nothing, or a quotation is not in its source.
    """
    errors = tuple(f.message for f in gate(reader, known, report) if f.severity == "error")
    if errors:
        raise UncitedError(report.id, errors)
    return replace(report, published=report.published or now)


def _cited_versions(reader: Reader, report: Report) -> dict[str, Version]:
    ids = {c.version_id for b in report.blocks for s in b.sentences for c in s.citations}
    return {i: reader.version(i) for i in sorted(ids)}
