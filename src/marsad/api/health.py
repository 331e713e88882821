"""How sources do, and what was done: health, coverage, figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ..model import Failure, Source, Visit
from ..pipeline import coverage_between, read_tally
from ..ports import PostFilter, Reader, SourceCoverage
from .reading import Reading
from .values import SourceHealth

__all__ = ["Health"]


class Health(Reading):
    """Figures about a workspace and its sources."""

    def source_health(self, source_ids: Sequence[str] = ()) -> tuple[SourceHealth, ...]:
        """Return how these sources, or all, do, in the order of :meth:`sources`."""
        reader, now = self.read, self.clock()
        # A picture that is gone does not make a source unwell, nor a post that a model refused.
        others = ("media", "extract")
        failures = {f.source_id: f for f in reader.failures() if f.stage not in others}
        last = reader.last_visits(source_ids or None)
        return tuple(
            _health(reader, source, last.get(source.id), failures.get(source.id), now)
            for source in reader.sources()
            if not source_ids or source.id in source_ids
        )

    def coverage(self, began: datetime, ended: datetime) -> tuple[SourceCoverage, ...]:
        """Tell for a period which sources were followed, silent, late, blocked or gone."""
        return coverage_between(self.read, began, ended, self.clock())

    def metrics(self) -> bytes:
        """Return figures about the workspace in Prometheus' text format."""
        from .metrics import write_metrics

        return write_metrics(self.counts(), self.source_health(), self.tally())

    def tally(self) -> dict[str, int]:
        """Return what a model server did since the workspace was made; empty where none did.

        Posts ``read by the model`` and those ``read by rules instead``, and how many things that
        the model told were ``dropped: ``, by reason.
        """
        return read_tally(self.read, "extract")


def _health(
    reader: Reader, source: Source, last: Visit | None, failure: Failure | None, now: datetime
) -> SourceHealth:
    newest = reader.post_times(source.id, 1)
    since = last.last_success if last else None
    return SourceHealth(
        source=source,
        posts=reader.count_posts(PostFilter(source_id=source.id)),
        last_visit=last,
        lag_seconds=(now - since).total_seconds() if since else None,
        gaps=reader.history(source.id).gaps,
        newest=newest[0] if newest else None,
        facts=reader.source_facts(source.id),
        failure=failure,
    )
