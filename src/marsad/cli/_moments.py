"""Moments and durations as a person reads and writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from ..errors import ConfigError
from ..text import duration

__all__ = ["ago", "day", "midnight", "moment"]


def moment(value: datetime | None) -> str:
    """Return a moment to the minute, in UTC; nothing for None."""
    return f"{value:%Y-%m-%d %H:%M}" if value else ""


def ago(seconds: float | None) -> str:
    """Return how long ago something was, such as ``3 h ago``; ``never`` for None."""
    return "never" if seconds is None else f"{duration(seconds)} ago"


def day(text: str) -> date | None:
    """Return a day as it was typed; None for nothing.

    :raises ConfigError: it is none, or not of this age: others leave no room for those around.
    """
    try:
        found = date.fromisoformat(text) if text else None
    except ValueError:
        found = date.min
    if found is not None and not 1900 <= found.year <= 9000:
        raise ConfigError(f"“{text}” is not a day of this age.", hint="Write it as 2026-03-01.")
    return found


def midnight(day: date) -> datetime:
    """Return the moment at which a UTC day begins."""
    return datetime.combine(day, time(), UTC)
