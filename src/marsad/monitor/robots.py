"""robots.txt (RFC 9309): what a site asks automatic readers not to read, and how fast to go."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from protego import Protego

from ..errors import FetchError, GoneError, NotAskedError, RefusedError
from ..model import Response, Source
from ..ports import Transport
from .encoding import decode
from .labels import get_unlabelled
from .links import web_link
from .manners import Paced

__all__ = ["AGENT", "Robots", "RobotsFiles"]

AGENT = "marsad"
# RFC 9309, 2.5: readers must take in at least this much.
_BYTES = 500 * 1024
# Seconds of a site's crawl delays that one visit may spend; also the longest delay that is kept.
_PATIENCE = 120.0
_SITEMAPS = 10
# RFC 9309, 2.4 allows a day. A site that changes its mind is heard within the hour, which costs
# it one request.
_LIFETIME = 3_600.0
# One that cannot be had may be there again soon; meanwhile the visits of other sources need not
# all ask.
_FAILURE_LIFETIME = 60.0
# Files remembered, and their size in all: most have a few kilobytes, hostile ones the most.
_REMEMBERED = 1_024
_REMEMBERED_CHARS = 16 * 1024 * 1024
_DISALLOW = re.compile(r"\s*dis+al+ow\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _File:
    """What a site answered: its rules, or why they cannot be had."""

    rules: Protego
    text: str = ""
    failure: FetchError | None = None


@dataclass(slots=True)
class _Asked:
    """What is known of one site; ``turn`` is held while it is asked."""

    turn: threading.Lock = field(default_factory=threading.Lock)
    until: float = float("-inf")
    file: _File = field(default_factory=lambda: _File(Protego.parse("")))


class RobotsFiles:
    """The robots.txt of the sites that were asked lately, shared by the visits of all sources.

    It serves many threads: where several visits want the same file, one asks and the others
    wait. A file is kept for an hour, and 1,024 files at most.

    :param now: seconds on a clock that never goes back.
    """

    def __init__(self, *, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._known: dict[tuple[str, bool], _Asked] = {}

    def of(self, origin: str, transport: Transport, source: Source) -> _File:
        """Return the file of ``origin`` (``https://host``), asked for on behalf of ``source``."""
        # What a source of this network was told counts for no other.
        key = (origin, source.local)
        with self._lock:
            asked = self._known.setdefault(key, _Asked())
        with asked.turn:
            if self._now() >= asked.until:
                asked.file = _ask(origin, transport, source)
                failure = asked.file.failure
                life = _LIFETIME if failure is None else _pause_after(failure)
                asked.until = self._now() + life
            found = asked.file
        self._forget()
        return found

    def _forget(self) -> None:
        """Drop the oldest files where there are too many, or too long ones."""
        with self._lock:
            chars = sum(len(asked.file.text) for asked in self._known.values())
            while len(self._known) > _REMEMBERED or (chars > _REMEMBERED_CHARS and self._known):
                oldest = self._known.pop(next(iter(self._known)))
                chars -= len(oldest.file.text)


class Robots:
    """The rules of the sites that one visit comes to.

    :param files: what other visits were told; by default nothing.
    """

    def __init__(
        self, transport: Transport, source: Source, files: RobotsFiles | None = None
    ) -> None:
        self._transport = transport
        self._source = source
        self._files = files or RobotsFiles()

    def get(self, url: str) -> Response:
        """Return what ``url`` answers, where it may be read; see :meth:`check`.

        :raises SourceError: it may not, or the transport says why not.
        """
        self.check(url)
        return get_unlabelled(self._transport, url, self._source)

    def check(self, url: str) -> None:
        """Return if ``url`` may be read; from now on its host is asked no faster than it wants.

        A robots.txt that is not there allows everything; one that cannot be had forbids
        everything for now (RFC 9309, 2.3.1). The pause that the site asks for (Crawl-delay) is
        the transport's to keep, for all that it is asked for there.

        :raises RefusedError: the site asks that it be not read; ``retry_after`` is None where
            that is a rule, and a time where its rules cannot be had now.
        """
        found = self._of(url)
        if found.failure is not None:
            raise RefusedError(
                self._source.id,
                f"robots.txt of {_origin(url)} cannot be had, so nothing there is read for now",
                hint=f"The next visit asks again. It said: {found.failure.reason}",
                retry_after=_pause_after(found.failure),
            ) from found.failure
        if not found.rules.can_fetch(url, AGENT):
            rule = _rule(found.text, url)
            raise RefusedError(
                self._source.id,
                f"robots.txt asks that {url[:200]} be not read by programs" + rule,
                hint="Look for a feed of the site, or ask its publisher.",
            )
        if isinstance(self._transport, Paced):
            self._transport.pace(url, self.delay(url))

    def delay(self, url: str) -> float:
        """Return the seconds between two requests that the site of ``url`` asks for; 0 if none."""
        found = self._of(url).rules.crawl_delay(AGENT)
        return min(found, _PATIENCE) if found and found > 0 else 0.0

    def affordable(self, url: str, wanted: int) -> int:
        """Return how many of ``wanted`` pages one visit has the patience for; at least one."""
        delay = self.delay(url)
        return max(1, min(wanted, int(_PATIENCE // delay))) if delay else wanted

    def sitemaps(self, url: str) -> tuple[str, ...]:
        """Return the sitemaps that the robots.txt of ``url`` names, those of news first."""
        rules = self._of(url).rules
        named = (web_link(link, url) for link in list(rules.sitemaps)[:_SITEMAPS])
        return tuple(sorted((link for link in named if link), key=lambda link: "news" not in link))

    def _of(self, url: str) -> _File:
        return self._files.of(_origin(url), self._transport, self._source)


def _ask(origin: str, transport: Transport, source: Source) -> _File:
    nothing = _File(Protego.parse(""))
    if not origin.startswith(("http://", "https://")):
        return nothing
    try:
        found = transport.get(f"{origin}/robots.txt", source)
    except GoneError:
        return nothing
    except NotAskedError:
        raise
    except FetchError as error:
        return _File(Protego.parse(""), failure=error)
    text, _ = decode(found.body[:_BYTES], "utf-8")
    return _File(Protego.parse(text), text)


def _pause_after(failure: FetchError) -> float:
    """Return the seconds until a file that could not be had is asked for again."""
    return min(max(failure.retry_after or 0.0, _FAILURE_LIFETIME), _LIFETIME)


def _rule(text: str, url: str) -> str:
    """Return, in brackets, the longest rule that alone, in its place, forbids ``url``."""
    lines = [line.strip() for line in text.splitlines()]
    rules = {line for line in lines if _DISALLOW.match(line)}
    for rule in sorted(rules, key=lambda rule: (-len(rule), rule)):
        if Protego.parse(f"User-agent: *\n{rule}").can_fetch(url, AGENT):
            continue
        # It may be meant for another program, so the rest of the file decides.
        rest = (line for line in lines if line == rule or line not in rules)
        if not Protego.parse("\n".join(rest)).can_fetch(url, AGENT):
            return f" (“{rule[:200]}”)"
    return ""


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
