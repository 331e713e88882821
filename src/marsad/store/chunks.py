"""Long lists of ids in pieces that one statement can take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

__all__ = ["chunked"]


def chunked(ids: Iterable[str], size: int = 500) -> Iterator[list[str]]:
    """Yield ``ids`` in lists of at most ``size``; databases bound the parameters of a statement."""
    rest = iter(ids)
    while chunk := list(islice(rest, size)):
        yield chunk
