"""Visit sources, each on its own rhythm, until told to stop.

One asyncio loop holds the schedule; visits run in threads, as connectors are plain functions.
What was collected is analysed beside the visits, never in their way.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from threading import Event
from typing import Any

from ..model import Source, Visit
from ..ports import Clock, Reader

__all__ = ["Watching", "watch"]

_log = logging.getLogger("marsad.watch")

# Seconds between two looks at the schedule: how late a visit may be, and how soon a stop is seen.
_TICK = 0.25
# Seconds after which the list of sources is read again, so that added ones are found.
_RELIST = 15.0


@dataclass(frozen=True, slots=True)
class Watching:
    """What a watch needs.

    :ivar visit: reads one source and returns its entry in the coverage ledger; called from
        several threads at once, never twice at a time for one source.
    :ivar freshen: brings everything derived up to date.
    :ivar workers: visits at the same time.
    :ivar freshen_every: least seconds between two calls of ``freshen``.
    :ivar tidy: upkeep that may take long and is in nobody's way, such as copying files; None for
        none. It should end soon after ``stop`` is set.
    :ivar tidy_every: least seconds between two calls of ``tidy``.
    """

    read: Callable[[], Reader]
    visit: Callable[[Source], Visit]
    freshen: Callable[[], object]
    clock: Clock
    workers: int = 16
    freshen_every: float = 30.0
    tidy: Callable[[], object] | None = None
    tidy_every: float = 300.0


def watch(watching: Watching, stop: Event, *, rounds: int | None = None) -> None:
    """Visit every source when it is due, again and again until ``stop`` is set.

    :param rounds: end after so many rounds, each one visit to every source that was due when the
        round began. None means never.

    Whatever a visit, ``freshen`` or ``tidy`` raises ends the watch, after running visits ended.
    """
    from ..monitor.loops import complete

    with (
        ThreadPoolExecutor(watching.workers, thread_name_prefix="visit") as visitors,
        ThreadPoolExecutor(1, thread_name_prefix="freshen") as analyst,
        ThreadPoolExecutor(1, thread_name_prefix="tidy") as keeper,
    ):
        complete(_Loop(watching, stop, visitors, analyst, keeper).run(rounds))


class _Loop:
    """The schedule of one watch."""

    def __init__(
        self,
        watching: Watching,
        stop: Event,
        visitors: ThreadPoolExecutor,
        analyst: ThreadPoolExecutor,
        keeper: ThreadPoolExecutor,
    ) -> None:
        self._watching = watching
        self._stop = stop
        self._visitors = visitors
        self._analyst = analyst
        self._keeper = keeper
        self._sources: dict[str, Source] = {}
        self._due: dict[str, datetime | None] = {}
        self._round: set[str] = set()
        self._running: dict[asyncio.Future[Visit], str] = {}
        self._freshening: asyncio.Future[object] | None = None
        self._tidying: asyncio.Future[object] | None = None
        self._changed = True  # what an earlier process collected may still be unread
        self._listed = self._freshened = self._tidied = float("-inf")

    async def run(self, rounds: int | None) -> None:
        while rounds != 0 and not self._stop.is_set():
            self._relist()
            if not self._round:
                self._round = set(self._ready())
            self._start_due(only=None if rounds is None else self._round)
            await self._wait()
            if not self._round:
                rounds = None if rounds is None else rounds - 1
            self._start_freshening(now=rounds == 0)
            self._start_tidying(now=False)
        await self._end()

    def _relist(self) -> None:
        """Read which sources there are and, of those that are new here, when they are due."""
        now = asyncio.get_running_loop().time()
        if now - self._listed < _RELIST:
            return
        self._listed = now
        reader = self._watching.read()
        self._sources = {s.id: s for s in reader.sources() if not s.paused}
        self._round &= self._sources.keys()
        last = reader.last_visits() if self._sources.keys() - self._due.keys() else {}
        for key in self._sources.keys() - self._due.keys():
            self._due[key] = last[key].due if key in last else None

    def _ready(self) -> Iterator[str]:
        """Yield the sources that are due and not being visited, the longest overdue first."""
        now, busy = self._watching.clock(), set(self._running.values())
        due = [
            (moment.timestamp() if moment else 0.0, key)
            for key, moment in self._due.items()
            if key in self._sources and key not in busy and (moment is None or moment <= now)
        ]
        yield from (key for _, key in sorted(due))

    def _start_due(self, only: Collection[str] | None) -> None:
        free = self._watching.workers - len(self._running)
        ready = [key for key in self._ready() if only is None or key in only]
        for key in ready[:free]:
            loop = asyncio.get_running_loop()
            task = loop.run_in_executor(self._visitors, self._watching.visit, self._sources[key])
            self._running[task] = key

    async def _wait(self) -> None:
        """Wait for a visit to end, for a moment at most."""
        waiting: set[asyncio.Future[Any]] = set(self._running)
        waiting |= {task for task in (self._freshening, self._tidying) if task is not None}
        if not waiting:
            await asyncio.sleep(_TICK)
            return
        await asyncio.wait(waiting, timeout=_TICK, return_when=asyncio.FIRST_COMPLETED)
        self._collect()

    def _collect(self) -> None:
        for task in [task for task in self._running if task.done()]:
            key = self._running.pop(task)
            self._round.discard(key)
            entry = task.result()
            self._due[key] = entry.due
            self._changed = self._changed or bool(entry.posts + entry.edits)
            _log.info("visited", extra=_told(entry))
        if self._freshening is not None and self._freshening.done():
            self._freshening.result()
            self._freshening = None
        if self._tidying is not None and self._tidying.done():
            self._tidying.result()
            self._tidying = None

    def _start_freshening(self, *, now: bool) -> None:
        loop = asyncio.get_running_loop()
        early = loop.time() - self._freshened < self._watching.freshen_every
        if self._freshening is None and self._changed and (now or not early):
            self._changed, self._freshened = False, loop.time()
            self._freshening = loop.run_in_executor(self._analyst, self._watching.freshen)

    def _start_tidying(self, *, now: bool) -> None:
        loop, tidy = asyncio.get_running_loop(), self._watching.tidy
        early = loop.time() - self._tidied < self._watching.tidy_every
        if tidy is not None and self._tidying is None and (now or not early):
            self._tidied = loop.time()
            self._tidying = loop.run_in_executor(self._keeper, tidy)

    async def _end(self) -> None:
        """Let what runs end, so that nothing is half-done; then analyse what it brought."""
        while self._running or self._freshening or self._tidying:
            await self._wait()
        for start in (self._start_freshening, self._start_tidying):
            if not self._stop.is_set():
                start(now=True)
            while self._freshening or self._tidying:
                await self._wait()


def _told(entry: Visit) -> dict[str, object]:
    """Return what a log says of a visit."""
    return {
        "source": entry.source_id,
        "outcome": entry.outcome.value,
        "posts": entry.posts,
        "edits": entry.edits,
        "deletions": entry.deletions,
        "trouble": entry.message,
        "due": entry.due.isoformat() if entry.due else None,
    }
