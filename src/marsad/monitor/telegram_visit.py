"""Which pages of a channel one visit asks for; the same for every way of reading Telegram.

A page is asked for by the number before which it ends, as ``?before=`` does. A visit reads back
from the newest post until it meets what earlier visits covered. With what is left of its budget
it reads a window of older pages again, because edits and deletions show only there, then fills
gaps, the newest first, and then goes on towards post 1.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass

from ..model import Response
from ..ports import History

__all__ = ["PACE", "Pace", "Run", "itinerary", "pages_of"]

_NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True)
class Pace:
    """How much of a channel one visit reads.

    :ivar pages: pages from the newest post back to what is known; in all, on a first visit.
    :ivar spare: pages that are left in any case for the window, gaps and older posts; a busy
        channel would otherwise never have its gaps filled.
    :ivar window: pages older than those that are read again for edits and deletions.
    """

    pages: int = 3
    spare: int = 2
    window: int = 1


PACE = Pace()
"""As much as a visit reads unless it is told otherwise."""


@dataclass(frozen=True, slots=True)
class Run:
    """The post numbers that a page covered, both inclusive; from 1 where nothing is older."""

    first: int
    last: int


def itinerary(history: History, pace: Pace = PACE) -> Generator[int | None, Run | None, None]:
    """Yield what to ask for: None for the newest page, a number for the page before it.

    The caller sends what the page covered, or None where it held no post; at most
    ``pace.pages + pace.spare`` pages are asked for, and none twice.
    """
    walk = _Walk(history)
    newest = yield from walk.ask(None)
    known = history.newest
    while newest and walk.asked < pace.pages and walk.open and not _met(walk.oldest, known):
        yield from walk.ask(walk.oldest)
    if newest is None or known is None:
        return
    budget = walk.asked + max(pace.pages - walk.asked, pace.spare)
    if newest.last < known:  # the newest known posts are gone: only this page says so
        yield from walk.ask(known + 1)
    for _ in range(pace.window):
        if walk.asked < budget and walk.open:
            yield from walk.ask(walk.oldest)
    while walk.asked < budget and (before := walk.missing()) is not None:
        yield from walk.ask(before)


def pages_of(
    history: History,
    pace: Pace,
    ask: Callable[[int | None], Response],
    covered: Callable[[Response, int | None], Run | None],
) -> Iterator[Response]:
    """Yield the pages of one visit as :func:`itinerary` plans it; a page that is unchanged ends it.

    :param ask: returns the page before a number, or the newest one.
    :param covered: tells what a page covered that was asked for so. It is called once the page
        has been handed over, so that a page is kept that says why there is nothing to read.
    """
    plan = itinerary(history, pace)
    before = next(plan)
    while True:
        response = ask(before)
        yield response
        if response.status == _NOT_MODIFIED:
            return
        try:
            before = plan.send(covered(response, before))
        except StopIteration:
            return


def _met(oldest: int, known: int | None) -> bool:
    return known is not None and oldest <= known + 1


class _Walk:
    """The state of one visit: what is covered by now, and how far back it has come."""

    def __init__(self, history: History) -> None:
        self._covered = history
        self._tried: set[int | None] = set()
        self.oldest = 1
        self.asked = 0

    @property
    def open(self) -> bool:
        """Whether older posts may exist that were not asked for."""
        return self.oldest > 1 and self.oldest not in self._tried

    def ask(self, before: int | None) -> Generator[int | None, Run | None, Run | None]:
        """Yield ``before`` once; return what the page covered, or None."""
        if before in self._tried:
            return None
        self._tried.add(before)
        self.asked += 1
        run = yield before
        if run is None:
            return None
        self._covered = _with(self._covered, run)
        if before is None or before == self.oldest:
            self.oldest = min(run.first, before or run.first)
        return run

    def missing(self) -> int | None:
        """What to ask for to fill the newest gap, else to go on with older posts, else None."""
        wanted = [last + 1 for _, last in reversed(self._covered.gaps)]
        first = self._covered.covered[0][0] if self._covered.covered else 1
        if first > 1:
            wanted.append(first)
        return next((before for before in wanted if before not in self._tried), None)


def _with(history: History, run: Run) -> History:
    """Return ``history`` with one more run; runs that meet become one."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted([*history.covered, (run.first, run.last)]):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return History(tuple(merged))
