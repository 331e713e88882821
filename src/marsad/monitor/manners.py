"""Manners: how often a host is asked, and how long it is left alone when it wants to be.

One object serves every thread and may serve several transports. No lock is held while waiting.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

__all__ = ["Manners", "Paced", "Wait"]

Wait = Callable[[float], bool]
"""Sleeps so many seconds; returns True where it was told to stop."""

# A second a host is what search engines allow small sites; a visit takes a few requests.
_PAUSE = 1.0
# A restart or a lost packet is over in this time; longer faults are left to the next visit.
_FIRST_DELAY = 0.5
# A site that only says "too many" is left alone for a minute, then two, then four, …
_FIRST_REST = 60.0
# Longer than a day is a mistake or a trap: the source would never be read again.
_LONGEST_REST = 24 * 3600.0
# Hosts remembered before those that are due again are forgotten; some 200 bytes each.
_REMEMBERED = 4096


@runtime_checkable
class Paced(Protocol):
    """A transport that keeps the pauses that sites ask for."""

    def pace(self, url: str, seconds: float) -> None:
        """Ask the host of ``url`` no faster than every ``seconds`` from now on; 0 for no wish."""
        ...


@dataclass(slots=True)
class _Host:
    """When a host may be asked next, until when it rests, and how often in a row it said so.

    :ivar pace: seconds between two requests that it asks for.
    """

    due: float = 0.0
    rested: float = 0.0
    strikes: int = 0
    pace: float = 0.0


class Manners:
    """Gives each host its turns, and remembers which hosts asked to be left alone.

    :param pause: least seconds between two requests to one host; 0 for none.
    :param jitter: largest share of ``pause`` that is added by chance, so that the visits of many
        sources on one host do not fall into step.
    :param stop: ends every wait at once when it is set.
    :param now: seconds on a clock that never goes back.
    :param wait: how to sleep; by default until the time is over or ``stop`` is set.
    :param chance: numbers from 0 to 1 for the jitter.
    """

    def __init__(
        self,
        *,
        pause: float = _PAUSE,
        jitter: float = 0.5,
        stop: threading.Event | None = None,
        now: Callable[[], float] = time.monotonic,
        wait: Wait | None = None,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._pause = pause
        self._jitter = jitter
        self._now = now
        self._wait = wait or (stop or threading.Event()).wait
        self._chance = chance
        self._lock = threading.Lock()
        self._hosts: dict[str, _Host] = {}

    def turn(self, host: str) -> bool:
        """Wait until ``host`` may be asked; False where the wait was told to stop."""
        with self._lock:
            state, now = self._state(host), self._now()
            start = max(now, state.due)
            pause = max(self._pause, state.pace)
            state.due = start + pause * (1 + self._jitter * self._chance())
        return not self._wait(start - now) if start > now else True

    def pace(self, host: str, seconds: float) -> None:
        """Leave at least ``seconds`` between two turns of ``host``, whoever takes them."""
        with self._lock:
            self._state(host).pace = seconds

    def resting(self, host: str) -> float:
        """Return the seconds for which ``host`` is still to be left alone; 0 where it is not."""
        with self._lock:
            known = self._hosts.get(host)
            return max(0.0, known.rested - self._now()) if known else 0.0

    def rest(self, host: str, seconds: float | None) -> float:
        """Leave ``host`` alone for ``seconds``, a day at most; return how long that is.

        Where it did not say for how long (None), each time in a row doubles the rest.
        """
        with self._lock:
            state = self._state(host)
            own = _FIRST_REST * 2.0 ** min(state.strikes, 20) * (1 + self._jitter * self._chance())
            length = min(own if seconds is None else seconds, _LONGEST_REST)
            state.rested = max(state.rested, self._now() + length)
            state.strikes += 1
        return length

    def answered(self, host: str) -> None:
        """Note that ``host`` answered usefully: the next rest without a length is short again."""
        with self._lock:
            self._state(host).strikes = 0

    def delay(self, attempt: int) -> float:
        """Return the seconds to wait after failed attempt number ``attempt``, from 0."""
        return _FIRST_DELAY * 2.0**attempt * (1 + self._chance())

    def back_off(self, seconds: float) -> bool:
        """Wait; False where the wait was told to stop."""
        return not self._wait(seconds)

    def _state(self, host: str) -> _Host:
        if host not in self._hosts and len(self._hosts) >= _REMEMBERED:
            now = self._now()
            self._hosts = {
                name: state
                for name, state in self._hosts.items()
                if max(state.due, state.rested) > now
            }
        return self._hosts.setdefault(host, _Host())
