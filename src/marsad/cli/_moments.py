"""Moments and durations as a person reads them."""

from __future__ import annotations

from datetime import datetime

__all__ = ["ago", "moment"]

_UNITS = ((86400, "d"), (3600, "h"), (60, "min"), (1, "s"))


def moment(value: datetime | None) -> str:
    """Return a moment to the minute, in UTC; nothing for None."""
    return f"{value:%Y-%m-%d %H:%M}" if value else ""


def ago(seconds: float | None) -> str:
    """Return a duration in its largest unit, such as ``3 h ago``; ``never`` for None."""
    if seconds is None:
        return "never"
    size, unit = next((u for u in _UNITS if seconds >= u[0]), _UNITS[-1])
    return f"{int(seconds // size)} {unit} ago"
