"""Story and Origin: one development across outlets, and where its texts started."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Origin", "Story"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Posts whose text started in one place.

    :ivar post_ids: all of them, the first published first.
    :ivar reasons: why each later post belongs (``forward``, ``near-copy 0.93``), same order,
        without the first.
    """

    id: str
    post_ids: tuple[str, ...]
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """Posts about one development, with its distinct origins."""

    id: str
    title: str
    post_ids: tuple[str, ...]
    origin_ids: tuple[str, ...]
    first_day: str | None = None
    last_day: str | None = None
    recipe: str = ""
