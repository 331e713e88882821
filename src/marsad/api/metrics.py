"""Figures about a workspace in Prometheus' text format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from .values import SourceHealth

__all__ = ["METRICS_TYPE", "write_metrics"]

METRICS_TYPE = CONTENT_TYPE_LATEST
"""Media type of what :func:`write_metrics` returns."""


def write_metrics(
    counts: Mapping[str, int], health: Sequence[SourceHealth], tally: Mapping[str, int]
) -> bytes:
    """Return counts of rows, sources by state, each source's lag, gaps and failures, and ``tally``.

    :param tally: what a model server did, see :meth:`marsad.api.Workspace.tally`.
    """
    registry = CollectorRegistry()
    rows = Gauge("marsad_rows", "Rows held, by kind.", ["kind"], registry=registry)
    for kind, number in counts.items():
        rows.labels(kind).set(number)
    states = Gauge("marsad_sources", "Sources by state.", ["state"], registry=registry)
    for state, number in Counter(each.state for each in health).items():
        states.labels(state).set(number)
    lag = _per_source("marsad_source_lag_seconds", "Time since the last success.", registry)
    gaps = _per_source("marsad_source_gaps", "Runs of post numbers never shown.", registry)
    failed = _per_source("marsad_source_failed_in_row", "Failures since success.", registry)
    for each in health:
        if each.lag_seconds is not None:
            lag.labels(each.source.id).set(each.lag_seconds)
        gaps.labels(each.source.id).set(len(each.gaps))
        failed.labels(each.source.id).set(each.last_visit.failed_in_row if each.last_visit else 0)
    told = Gauge("marsad_endpoint", "What a model server did.", ["what"], registry=registry)
    for what, number in tally.items():
        told.labels(what).set(number)
    return generate_latest(registry)


def _per_source(name: str, documentation: str, registry: CollectorRegistry) -> Gauge:
    return Gauge(name, documentation, ["source"], registry=registry)
