"""Words that annotations are made of: acts, kinds of mention, styles, event codes."""

from __future__ import annotations

from marsad.encoder import labels
from marsad.encoder.labels import ACLED, KINDS, PLOVER

__all__ = ["ACLED", "ACTS", "KINDS", "PLOVER", "STYLES"]

ACTS = tuple(map(str, labels.ACTS))
STYLES = frozenset(
    {
        "agency",
        "aggregator",
        "commentator",
        "communiqué",
        "everyday",
        "humanitarian",
        "local channel",
        "militant channel",
        "ministry",
        "notable",
        "scripture",
        "spam",
    }
)
