"""Watch: a search that is kept, and asked again by every run; Alert: a post that it found so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .ids import make_id

__all__ = ["Alert", "Watch"]


@dataclass(frozen=True, slots=True)
class Watch:
    """A search under a name.

    :ivar query: as it was typed, with how it is to be searched.
    :ivar by: who saved it.
    :ivar since: number of the newest post, in the order in which posts were stored, when it was
        saved; only later ones raise alerts.
    :ivar raised: alerts that it has raised.
    :ivar seen: of these, how many somebody has seen: the first ones.
    """

    id: str
    name: str
    query: str
    created: datetime
    by: str
    since: int = 0
    raised: int = 0
    seen: int = 0

    @property
    def new(self) -> int:
        """How many alerts nobody has seen."""
        return max(0, self.raised - self.seen)

    @staticmethod
    def make_id(name: str) -> str:
        """Return the id of the watch of that name."""
        return make_id("w", name)


@dataclass(frozen=True, slots=True)
class Alert:
    """A post that came to match a watch; of one post and one watch there is one at most.

    :ivar number: among the alerts of its watch, in the order in which they were raised, from 1.
    """

    watch_id: str
    post_id: str
    number: int
    raised: datetime
