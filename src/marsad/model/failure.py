"""Failure: one item of a batch that could not be processed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

__all__ = ["Failure"]


@dataclass(frozen=True, slots=True)
class Failure:
    """An item that failed, with the reason and what to do about it.

    :ivar stage: ``fetch``, ``parse``, ``extract`` and so on.
    :ivar item: id or address of what failed.
    :ivar error: class name of the error.
    """

    id: str
    stage: str
    source_id: str | None
    item: str
    error: str
    message: str
    hint: str
    at: datetime
