"""Decisions that nobody may make without saying why."""

from __future__ import annotations

from ..errors import DecisionError

__all__ = ["require_reason"]


def require_reason(reason: str, deed: str) -> None:
    """Refuse a deed, such as "retire an entity", that is given no reason.

    :raises DecisionError: it is blank.
    """
    if not reason.strip():
        raise DecisionError(f"Nobody can {deed} without a reason.", hint="Say why; it is kept.")
