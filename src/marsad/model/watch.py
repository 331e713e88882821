"""Watch: a search that is kept, to be asked again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .ids import make_id

__all__ = ["Watch"]


@dataclass(frozen=True, slots=True)
class Watch:
    """A search under a name.

    :ivar query: as it was typed.
    :ivar by: who saved it.
    :ivar seen: number of the newest post, in the order in which posts were stored, when somebody
        last asked what was new; when it was saved, until then.
    """

    id: str
    name: str
    query: str
    created: datetime
    by: str
    seen: int = 0

    @staticmethod
    def make_id(name: str) -> str:
        """Return the id of the watch of that name."""
        return make_id("w", name)
