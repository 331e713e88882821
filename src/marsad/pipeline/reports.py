"""Draft, check and release reports."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from ..errors import UncitedError
from ..model import Report, Version
from ..ports import Reader
from ..report import Finding, check, draft_brief
from .material import Scope, gather

__all__ = ["draft", "gate", "publishable"]


def draft(
    reader: Reader,
    scope: Scope,
    created: datetime,
    *,
    title: str | None = None,
    label: str = "",
    desk: str = "",
    audience: str = "subscribers",
) -> Report:
    """Draft a brief over ``scope``.

    :raises ReportError: the scope holds no statement.
    """
    material = gather(reader, scope)
    labels = sorted({v.source.label for v in material.posts.values() if v.source.label})
    return draft_brief(
        material,
        title=title,
        created=created,
        label=label or "; ".join(labels),
        desk=desk,
        audience=audience,
    )


def gate(reader: Reader, report: Report) -> tuple[Finding, ...]:
    """Return the citation gate's findings."""
    known = {s.name for s in reader.sources()} | {e.name() for e in reader.entities()}
    return check(report, _cited_versions(reader, report), known=known)


def publishable(reader: Reader, report: Report, now: datetime) -> Report:
    """Return ``report`` marked as published at ``now``.

    :raises UncitedError: a sentence rests on nothing, or a quotation is not in its source.
    """
    errors = tuple(f.message for f in gate(reader, report) if f.severity == "error")
    if errors:
        raise UncitedError(report.id, errors)
    return replace(report, published=report.published or now)


def _cited_versions(reader: Reader, report: Report) -> dict[str, Version]:
    ids = {c.version_id for b in report.blocks for s in b.sentences for c in s.citations}
    return {i: reader.version(i) for i in sorted(ids)}
