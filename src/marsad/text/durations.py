"""Lengths of time as a person reads them."""

from __future__ import annotations

__all__ = ["duration"]

_UNITS = ((86400, "d"), (3600, "h"), (60, "min"), (1, "s"))


def duration(seconds: float) -> str:
    """Return ``seconds`` in the largest unit that fits, rounded down, such as ``3 h``."""
    size, unit = next((u for u in _UNITS if seconds >= u[0]), _UNITS[-1])
    return f"{int(seconds // size)} {unit}"
