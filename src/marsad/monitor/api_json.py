"""JSON of public interfaces: read into plain values, with the fields' types checked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..errors import UnreadableError
from ..model import Response, Source

__all__ = ["as_list", "as_object", "as_text", "as_whole", "read_json"]


def read_json(response: Response, source: Source) -> Any:
    """Return the JSON value in ``response``.

    :raises UnreadableError: there is none.
    """
    try:
        return json.loads(response.body)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(
            source.id,
            f"the answer of {response.url[:200]} is not JSON",
            hint="The site may be down, or no longer offer this interface.",
        ) from error


def as_object(value: object) -> Mapping[str, Any]:
    """Return ``value`` if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[Any]:
    """Return ``value`` if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def as_text(value: object) -> str:
    """Return ``value`` if it is a string, else an empty one."""
    return value if isinstance(value, str) else ""


def as_whole(value: object) -> int | None:
    """Return ``value`` if it is a whole number from zero, else None."""
    whole = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return value if whole and isinstance(value, int) else None
