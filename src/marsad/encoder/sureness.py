"""How sure the heads are, brought in line with how often they are right."""

from __future__ import annotations

import math

__all__ = ["EDGE", "sureness"]

_SCALES = {"mentions": (0.52, -0.65), "statements": (0.40, -0.11)}
"""Slope and shift of the log-odds (Platt 1999). A word's probability says nothing of where a name
ends, so whole names and statements are right less often than their words. Fitted to every second
text of ``python -m models.encoder.reliability``, which prints them, and measured on the others."""

EDGE = 1e-6
"""The head is never surer than this of anything; a choice, not tuned."""


def sureness(head: str, share: float) -> float:
    """Return how likely a find is right of whose words ``head`` is sure with ``share``."""
    slope, shift = _SCALES.get(head, (1.0, 0.0))
    inner = min(max(share, EDGE), 1 - EDGE)
    return 1 / (1 + math.exp(-(slope * math.log(inner / (1 - inner)) + shift)))
