"""When to visit a source again: learnt from how often it posts, slower the longer it fails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from itertools import pairwise
from statistics import median

__all__ = ["Rhythm", "seconds_to_next"]


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Bounds on the time between two visits to one source, in seconds.

    :ivar first: used until a source has shown how often it posts.
    :ivar share: visits come after this share of the usual time between two posts.
    :ivar quiet: and after this share of the time for which the source has been silent.
    :ivar spread: each time is moved by up to this share, so that sources do not move in step.

    Chosen with ``benchmarks/rhythm.py``, whose table is in ``benchmarks/COLLECTION.md``. Twice the
    ``share`` halves the visits and doubles the delay, so half the usual time is a choice of delay:
    under two minutes where posts come every ten. ``quiet`` and ``longest`` more than halve the
    longest delays of sparse sources for the same number of visits, against 0.05 and six hours.
    ``spread`` costs nothing.
    """

    first: float = 600.0
    shortest: float = 60.0
    longest: float = 2 * 3600.0
    share: float = 0.5
    quiet: float = 0.1
    spread: float = 0.1

    @classmethod
    def every(cls, seconds: float) -> Rhythm:
        """Return a rhythm that never changes."""
        return cls(first=seconds, shortest=seconds, longest=seconds, spread=0.0)


def seconds_to_next(
    rhythm: Rhythm,
    posted: Sequence[datetime],
    now: datetime,
    *,
    failed_in_row: int = 0,
    retry_after: float | None = None,
    seed: str = "",
) -> float:
    """Return how long to wait before the next visit.

    :param posted: when the latest posts were published, the newest first.
    :param failed_in_row: failures double the time, up to ``rhythm.longest``.
    :param retry_after: what the site asked for, in seconds; never undercut.
    :param seed: decides the spread; the same seed gives the same time.
    """
    wait = rhythm.first
    if len(posted) > 1:
        usual = median((a - b).total_seconds() for a, b in pairwise(posted))
        silent = (now - posted[0]).total_seconds()
        wait = max(usual * rhythm.share, silent * rhythm.quiet)
    wait = max(wait, rhythm.shortest) * 2.0 ** min(failed_in_row, 16)
    wait *= 1 + rhythm.spread * _between(seed)
    return max(min(wait, rhythm.longest), rhythm.shortest, retry_after or 0.0)


def _between(seed: str) -> float:
    """Return a number from -1 to 1 that depends on ``seed`` alone."""
    digest = blake2b(seed.encode("utf-8", "replace"), digest_size=4).digest()
    return int.from_bytes(digest) / 2**31 - 1
