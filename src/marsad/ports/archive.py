"""How responses are sealed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from ..model import Capture, Response
from .shared import Progress

__all__ = ["Archive", "Problem"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that does not verify: which record, and how it differs."""

    record: str
    message: str


class Archive(Protocol):
    """Seals responses. Append-only; an acknowledged capture survives a kill at any moment."""

    def seal(self, source_id: str, response: Response) -> Capture:
        """Store ``response`` durably and return its capture; the bytes are on disk then."""
        ...

    def read(self, capture: Capture) -> Response:
        """Return the sealed response.

        :raises ArchiveError: missing or changed bytes.
        """
        ...

    def captures(self, after: int = 0) -> Iterator[Capture]:
        """Yield captures in ledger order, those with ``seq > after``."""
        ...

    def verify(
        self, progress: Progress | None = None, *, head: tuple[int, str] | None = None
    ) -> Iterator[Problem]:
        """Re-read everything and yield what is changed, missing or out of order.

        :param head: number and hash of the newest entry that was noted elsewhere; only so does
            a ledger show that its newest entries were cut off.
        """
        ...

    def close(self) -> None:
        """Let another process seal; the next seal takes the archive again."""
        ...
