"""robots.txt (RFC 9309): what a site asks automatic readers not to read, and how fast to go."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlsplit

from protego import Protego

from ..errors import FetchError, GoneError, RefusedError
from ..model import Source
from ..ports import Transport
from .encoding import decode
from .links import web_link

__all__ = ["AGENT", "Robots"]

AGENT = "marsad"
# RFC 9309, 2.5: readers must take in at least this much.
_BYTES = 500 * 1024
# Seconds of waiting that one visit may spend on a site's crawl delay.
_PATIENCE = 120.0
_SITEMAPS = 10


class Robots:
    """The rules of every host that one visit comes to; each robots.txt is asked for once.

    :param wait: sleeps for so many seconds; replaced where nobody has time, as in tests.
    """

    def __init__(
        self, transport: Transport, source: Source, *, wait: Callable[[float], None] = time.sleep
    ) -> None:
        self._transport = transport
        self._source = source
        self._wait = wait
        self._rules: dict[str, Protego | FetchError] = {}
        self._asked: set[str] = set()

    def check(self, url: str) -> None:
        """Return if ``url`` may be read, after the pause that its site asks for.

        A robots.txt that is not there allows everything; one that cannot be had forbids
        everything for now (RFC 9309, 2.3.1).

        :raises RefusedError: the site asks that it be not read.
        """
        rules = self._of(url)
        if isinstance(rules, FetchError):
            raise RefusedError(
                self._source.id,
                f"robots.txt of {_origin(url)} cannot be had, so nothing there is read for now",
                hint=f"The next visit asks again. It said: {rules.reason}",
                retry_after=rules.retry_after,
            ) from rules
        if not rules.can_fetch(url, AGENT):
            raise RefusedError(
                self._source.id,
                f"robots.txt asks that {url[:200]} be not read by programs",
                hint="Look for a feed of the site, or ask its publisher.",
            )
        origin = _origin(url)
        if origin in self._asked and (delay := self.delay(url)):
            self._wait(delay)
        self._asked.add(origin)

    def delay(self, url: str) -> float:
        """Return the seconds between two requests that the site of ``url`` asks for; 0 if none."""
        rules = self._of(url)
        found = None if isinstance(rules, FetchError) else rules.crawl_delay(AGENT)
        return min(found, _PATIENCE) if found and found > 0 else 0.0

    def affordable(self, url: str, wanted: int) -> int:
        """Return how many of ``wanted`` pages one visit has the patience for; at least one."""
        delay = self.delay(url)
        return max(1, min(wanted, int(_PATIENCE // delay))) if delay else wanted

    def sitemaps(self, url: str) -> tuple[str, ...]:
        """Return the sitemaps that the robots.txt of ``url`` names, those of news first."""
        rules = self._of(url)
        if isinstance(rules, FetchError):
            return ()
        named = (web_link(link, url) for link in list(rules.sitemaps)[:_SITEMAPS])
        return tuple(sorted((link for link in named if link), key=lambda link: "news" not in link))

    def _of(self, url: str) -> Protego | FetchError:
        origin = _origin(url)
        if origin not in self._rules:
            self._rules[origin] = self._ask(origin)
        return self._rules[origin]

    def _ask(self, origin: str) -> Protego | FetchError:
        if not origin.startswith(("http://", "https://")):
            return Protego.parse("")
        try:
            found = self._transport.get(f"{origin}/robots.txt", self._source)
        except GoneError:
            return Protego.parse("")
        except FetchError as error:
            return error
        text, _ = decode(found.body[:_BYTES], "utf-8")
        return Protego.parse(text)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
