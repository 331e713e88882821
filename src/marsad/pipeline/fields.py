"""Fields of the rows of the evaluation contract."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import ExtractionError

__all__ = ["field"]


def field(row: Mapping[str, Any], name: str) -> str:
    """Return the text in a field of ``row``.

    :raises ExtractionError: there is none; names the row.
    """
    value = row.get(name)
    if not isinstance(value, str):
        raise ExtractionError(
            f"Row {row.get('id', '?')} has no text in “{name}”.",
            hint="Each line must be a JSON object with id and the task's input fields.",
        )
    return value
