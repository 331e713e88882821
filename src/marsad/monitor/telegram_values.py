"""Single values of Telegram's JSON, from exports and from the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["count_of", "member", "rows", "share", "text_of"]


def count_of(value: Any) -> int | None:
    """Return ``value`` where it is a number of things, rounded down; None where it is not."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 2**53:
        return None
    return int(value)


def share(part: int | None, whole: int | None) -> int | None:
    """Return ``part`` of ``whole`` in percent; None where it cannot be told."""
    if part is None or not whole or part > whole:
        return None
    return round(part * 100 / whole)


def text_of(value: Any) -> str | None:
    """Return ``value`` where it is a text that is not empty; the text of a text with entities."""
    found = value.get("text") if isinstance(value, dict) else value
    return found if isinstance(found, str) and found else None


def member(value: Any, key: str) -> Mapping[str, Any]:
    """Return the object under ``key``; an empty one where there is none."""
    found = value.get(key) if isinstance(value, Mapping) else None
    return found if isinstance(found, dict) else {}


def rows(value: Any, key: str) -> list[Mapping[str, Any]]:
    """Return the objects in the list under ``key``; none where there is no list."""
    found = value.get(key) if isinstance(value, Mapping) else None
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
