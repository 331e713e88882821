"""Event: something that happened, or was said to have happened."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .dates import UNDATED, Dated
from .post import Span

__all__ = ["Certainty", "Event"]


class Certainty(StrEnum):
    """How sure the reporting text is."""

    REPORTED = "reported"
    CLAIMED = "claimed"
    PROBABLE = "probable"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Event:
    """An event reported by a span of one version.

    :ivar type: PLOVER root, such as ``ASSAULT`` or ``CONSULT``.
    :ivar place_precision: ``named`` or ``probable`` ("probably took place in …").
    """

    id: str
    version_id: str
    span: Span
    type: str
    actor: str | None = None
    target: str | None = None
    place: str | None = None
    place_precision: str = "named"
    date: Dated = UNDATED
    certainty: Certainty = Certainty.REPORTED
    killed: int | None = None
    injured: int | None = None
    recipe: str = ""
