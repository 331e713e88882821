"""Run asynchronous work to its end, whatever the caller's own thread is doing."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

__all__ = ["complete"]

T = TypeVar("T")


def complete(work: Coroutine[Any, Any, T]) -> T:
    """Return what ``work`` returns, from a loop of its own in a thread of its own.

    So it can be called where a loop runs already, as in a notebook.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="loop") as thread:
        return thread.submit(asyncio.run, work).result()
