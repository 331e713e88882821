"""Moments and durations as a person reads them."""

from __future__ import annotations

from datetime import datetime

from ..text import duration

__all__ = ["ago", "moment"]


def moment(value: datetime | None) -> str:
    """Return a moment to the minute, in UTC; nothing for None."""
    return f"{value:%Y-%m-%d %H:%M}" if value else ""


def ago(seconds: float | None) -> str:
    """Return how long ago something was, such as ``3 h ago``; ``never`` for None."""
    return "never" if seconds is None else f"{duration(seconds)} ago"
