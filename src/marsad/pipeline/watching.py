"""Visit sources on their rhythm, until told to stop."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event

from ..model import Source
from ..ports import Clock, Reader, Store

__all__ = ["due_sources", "watch"]


def due_sources(reader: Reader, now: datetime, every: float) -> tuple[Source, ...]:
    """Return the sources whose last visit began ``every`` seconds ago or earlier, or never."""
    border = now - timedelta(seconds=every)
    return tuple(s for s in reader.sources() if (last_visit(reader, s.id) or border) <= border)


def last_visit(reader: Reader, source_id: str) -> datetime | None:
    """Return when the last visit to a source began, or None."""
    value = reader.state(f"visited:{source_id}")
    return datetime.fromisoformat(value) if value else None


def watch(
    store: Store,
    visit: Callable[[Source], None],
    *,
    after_round: Callable[[], object],
    every: float,
    clock: Clock,
    stop: Event,
    rounds: int | None = None,
) -> None:
    """Call ``visit`` for every source that is due, again and again until ``stop`` is set.

    :param after_round: called after each round that visited something.
    :param every: seconds between two visits to one source.
    :param rounds: end after so many rounds; None means never.
    """
    while not stop.is_set() and rounds != 0:
        due = due_sources(store.read(), clock(), every)
        for source in due:
            if stop.is_set():
                return
            visit(source)
        if due:
            after_round()
        rounds = None if rounds is None else rounds - 1
        if rounds != 0:
            stop.wait(min(every, 5.0))
