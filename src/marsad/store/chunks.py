"""Long lists of ids in pieces that one statement can take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

__all__ = ["chunked"]

T = TypeVar("T")


def chunked(ids: Iterable[T], size: int = 500) -> Iterator[list[T]]:
    """Yield ``ids`` in lists of at most ``size``; databases bound the parameters of a statement."""
    rest = iter(ids)
    while chunk := list(islice(rest, size)):
        yield chunk
