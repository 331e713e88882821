"""Drafting, checking and publishing reports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..model import Report
from ..pipeline import (
    Scope,
    changing,
    draft,
    gate,
    publishable,
    report_context,
    without_local_paths,
)
from ..ports import ReportContext
from ..report import Finding
from ._opened import Opened

__all__ = ["Reporting"]


class Reporting(Opened):
    """Reports of a workspace."""

    def draft_brief(
        self, scope: Scope | None = None, title: str | None = None, *, keep: bool = True
    ) -> Report:
        """Draft a brief over ``scope``, and keep it unless ``keep`` is False.

        :raises ReportError: the scope holds no statement.
        """
        report = draft(
            self.read,
            self.known,
            scope or Scope(),
            self.clock(),
            title=title,
            label=self.config.label,
            desk=self.config.desk,
            audience=self.config.audience,
        )
        return self.keep(report) if keep else report

    def keep(self, report: Report) -> Report:
        """Store ``report``; one of the same id is replaced."""
        with self.store.write() as writer:
            writer.put_report(report)
        return report

    def reports(self) -> tuple[Report, ...]:
        """All reports, the newest first."""
        return self.read.reports()

    def report(self, report_id: str) -> Report:
        """Return one report.

        :raises NotFoundError: there is none of that id.
        """
        return self.read.report(report_id)

    def check(self, report: Report) -> tuple[Finding, ...]:
        """Return what the citation gate finds: errors, which block publishing, and flags."""
        return gate(self.read, self.known, report)

    def context(self, report: Report) -> ReportContext:
        """Return the sources, posts, versions and captures behind a report's citations."""
        return report_context(self.read, report)

    def render(self, report: Report, format_name: str) -> bytes:
        """Return ``report`` in one format, published or not."""
        context = without_local_paths(self.context(report))
        return self.renderers.get(format_name).render(context)

    def publish(self, report_id: str, formats: Sequence[str] = ()) -> tuple[Path, ...]:
        """Pass the citation gate, then write the products; return their paths.

        :raises UncitedError: a sentence rests on nothing.
        :raises WorkspaceError: the products cannot be written.
        """
        report = publishable(self.read, self.known, self.report(report_id), self.clock())
        folder = self.layout.report(report.id)
        with changing(folder):
            folder.mkdir(parents=True, exist_ok=True)
        paths = tuple(
            self._write(folder, report, name) for name in formats or self.renderers.names()
        )
        with self.store.write() as writer:
            writer.put_report(report)
        return paths

    def _write(self, folder: Path, report: Report, format_name: str) -> Path:
        path = folder / f"report.{self.renderers.get(format_name).suffix}"
        part = path.with_suffix(path.suffix + ".part")
        product = self.render(report, format_name)
        with changing(folder):
            part.write_bytes(product)
            return part.replace(path)
