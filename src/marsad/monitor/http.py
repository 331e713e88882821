"""HttpTransport: http(s) requests with manners, and with bounds on bytes, time and destination."""

from __future__ import annotations

import re
import ssl
import threading
import time
import weakref
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

import httpcore
import httpx

from .. import __version__
from ..errors import FetchError, NotAskedError
from ..model import Response, Source
from ..ports import Clock, Limits, Recall, Validators
from ..text import retry_after
from .answers import (
    Answer,
    kept_headers,
    refused,
    resting,
    text_headers,
    too_large,
    unreachable,
)
from .manners import Manners
from .pool import Errand, Pools, seconds_left
from .proxy import is_socks, read_proxy
from .targets import Resolver, check_url
from .unpack import undo

__all__ = ["USER_AGENT", "HttpTransport"]

USER_AGENT = f"marsad/{__version__} (public-source monitor)"
_MAX_REDIRECTS = 5
# One try, and two more where the fault may pass.
_TRIES = 3
_CODINGS = frozenset({"gzip", "x-gzip", "deflate"})
_FAULTS = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.TimeoutException,
)
# Validators came from outside; a line break in one would be a header of its own.
_HEADER_VALUE = re.compile(r"[\x20-\x7e]{1,1024}\Z")


@dataclass(slots=True)
class _Visit:
    """One call of :meth:`HttpTransport.get`.

    :ivar deadline: moment of :func:`time.monotonic`; moves on while a host lets us wait.
    """

    source: Source
    deadline: float
    known: Validators | None = None


class HttpTransport:
    """Gets http and https addresses; follows at most five redirects, each checked like the first.

    One object serves many threads and keeps connections open between requests. Each host gets
    a request a ``pause``; one that answers 429, or 503 with Retry-After, is left alone until the
    time that it names. Faults that may pass (no connection, a broken one, status 502, 503 or
    504) are tried again twice. The time for one request, redirects and tries included, is
    ``limits.timeout``; waiting for the host's turn is not counted.

    The body is kept without its transfer compression, and the address that redirects led to
    under ``X-Archive-Redirect`` (:func:`~marsad.monitor.answers.final_url`).

    With a proxy, names are resolved by the proxy, so that what a name stands for cannot be
    checked here: private and loopback numbers, and names of the local network, are still refused
    as written, but a public name that stands for a private number is the proxy's to refuse (Tor
    does). Local sources on this network are reached without the proxy; nothing else is.

    :param allow_private: True lifts all checks of the destination; for closed test networks.
    :param pause: least seconds between two requests to one host.
    :param stop: set it to end all waiting; the request then raises FetchError.
    :param manners: used instead of ``pause`` and ``stop``, to share a host's turns and rests
        with other transports.
    :param recall: what came with what was last sealed from an address; asked with it, the server
        may say that nothing has changed (status 304).
    :param proxy: ``http://host:port`` or ``socks5://host:port``; None for none. The environment
        is not read.
    :param resolve: how names become numbers; the system's resolver by default.
    :param tls: the certificates trusted; the system's by default.
    :raises ConfigError: ``proxy`` is not a proxy's address.
    :raises MissingToolError: a SOCKS proxy without the package that speaks it.
    """

    def __init__(
        self,
        limits: Limits,
        *,
        user_agent: str = USER_AGENT,
        allow_private: bool = False,
        pause: float = 1.0,
        stop: threading.Event | None = None,
        manners: Manners | None = None,
        recall: Recall | None = None,
        proxy: str | None = None,
        resolve: Resolver | None = None,
        tls: ssl.SSLContext | None = None,
        clock: Clock = lambda: datetime.now(UTC),
    ) -> None:
        self._limits = limits
        self._agent = user_agent
        self._allow_private = allow_private
        self._manners = manners or Manners(pause=pause, stop=stop)
        self._recall = recall
        self._clock = clock
        through = read_proxy(proxy) if proxy else None
        self._onion = is_socks(through)
        self._pools = Pools(resolve=resolve, allow_private=allow_private, proxy=through, tls=tls)
        # Sockets that are never closed are reported as leaks when they are collected.
        self._closing = weakref.finalize(self, self._pools.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections that are kept open; a later request opens new ones."""
        self._pools.close()

    def pace(self, url: str, seconds: float) -> None:
        """Ask the host of ``url`` no faster than every ``seconds``, for whichever source."""
        with suppress(httpx.InvalidURL, ValueError):  # which get refuses
            self._manners.pace(httpx.URL(url).host, seconds)

    def get(self, url: str, source: Source) -> Response:
        """Return what ``url`` answered, after redirects; ``Response.url`` is ``url`` itself.

        :raises FetchError: no useful answer in time, or a status other than success.
        :raises NotAskedError: stopped before its turn came.
        :raises RefusedError: status 401, 403, 429 or 451, or the host is being left alone;
            ``retry_after`` tells for how long.
        :raises GoneError: status 404 or 410.
        :raises TooLargeError: more bytes than the limit, compressed or not.
        :raises BlockedAddressError: the address or a redirect leads where we never go.
        """
        current = self._checked(url, source)
        known = self._recall(source.id, url) if self._recall else None
        visit = _Visit(source, time.monotonic() + self._limits.timeout, known)
        for _ in range(_MAX_REDIRECTS + 1):
            answer = self._persist(current, visit)
            target = _target(answer, source)
            if target is None:
                return self._response(url, answer, visit)
            current = self._checked(str(target), source)
            # Its date says nothing of another document, which the redirect may lead to now.
            visit.known = visit.known and Validators(etag=visit.known.etag)
        raise FetchError(
            source.id,
            f"more than {_MAX_REDIRECTS} redirects",
            hint=f"Open {source.address} in a browser; the source may ask for a login.",
        )

    def _checked(self, url: str, source: Source) -> httpx.URL:
        return check_url(url, source, allow_private=self._allow_private, onion=self._onion)

    def _response(self, url: str, answer: Answer, visit: _Visit) -> Response:
        self._refuse(answer, visit)
        self._manners.answered(answer.url.host)
        return Response(
            url=url,
            body=answer.body,
            fetched_at=self._clock(),
            status=answer.status,
            media_type=answer.header("content-type") or "application/octet-stream",
            headers=tuple(kept_headers(answer, url)),
        )

    def _refuse(self, answer: Answer, visit: _Visit) -> None:
        """Raise what an answer other than success means; 304 is one only where it was asked."""
        if answer.success or (answer.status == 304 and _conditions(visit.known)):
            return
        rest = None
        if answer.later:
            asked = retry_after(answer.header("retry-after"), self._clock())
            rest = self._manners.rest(answer.url.host, asked)
        raise refused(visit.source, answer, rest)

    def _persist(self, url: httpx.URL, visit: _Visit) -> Answer:
        """Return the answer of ``url``; try again where a fault may pass and time is left."""
        attempt = 0
        while True:
            self._await_turn(url.host, visit)
            try:
                answer = self._exchange(url, visit)
                if not answer.passing:
                    return answer
                failure, cause = refused(visit.source, answer), None
            except _FAULTS as error:
                failure, cause = unreachable(visit.source, url, error), error
            attempt += 1
            if attempt == _TRIES or not self._backed_off(attempt - 1, visit):
                raise failure from cause

    def _await_turn(self, host: str, visit: _Visit) -> None:
        """Wait for the host's turn, outside of the request's own time."""
        before = time.monotonic()
        self._leave_alone(host, visit.source)
        if not self._manners.turn(host):
            raise NotAskedError(
                visit.source.id, "stopped before it was asked", hint="The next visit asks again."
            )
        self._leave_alone(host, visit.source)
        visit.deadline += time.monotonic() - before

    def _leave_alone(self, host: str, source: Source) -> None:
        if rest := self._manners.resting(host):
            raise resting(source, host, rest)

    def _backed_off(self, attempt: int, visit: _Visit) -> bool:
        delay = self._manners.delay(attempt)
        return visit.deadline - time.monotonic() > delay and self._manners.back_off(delay)

    def _exchange(self, url: httpx.URL, visit: _Visit) -> Answer:
        errand = Errand(visit.source, visit.deadline)
        with self._pools.stream(url, list(self._headers(url, visit)), errand) as received:
            answer = Answer(url, received.status, text_headers(received.headers))
            if not answer.success:
                return answer
            packed = self._collected(answer, received, visit)
        return Answer(url, answer.status, answer.headers, self._unpacked(answer, packed, visit))

    def _headers(self, url: httpx.URL, visit: _Visit) -> Iterator[tuple[bytes, bytes]]:
        yield b"Host", url.netloc
        yield b"User-Agent", self._agent.encode("ascii", "replace")
        yield b"Accept", b"*/*"
        yield b"Accept-Encoding", b"gzip, deflate"
        yield from _conditions(visit.known)

    def _collected(self, answer: Answer, received: httpcore.Response, visit: _Visit) -> bytes:
        """Return the body as it was sent."""
        most = self._limits.response_bytes
        promised = answer.header("content-length")
        parts = bytearray()
        if promised.isascii() and promised.isdigit() and int(promised[:20]) > most:
            raise too_large(visit.source, self._limits)
        for part in received.iter_stream():
            parts += part
            if len(parts) > most:
                raise too_large(visit.source, self._limits)
            seconds_left(visit.deadline)
        return bytes(parts)

    def _unpacked(self, answer: Answer, packed: bytes, visit: _Visit) -> bytes:
        encoding = answer.header("content-encoding").strip().lower()
        if encoding in ("", "identity"):
            return packed
        if encoding not in _CODINGS:
            raise FetchError(
                visit.source.id,
                f"the body is compressed as {encoding[:40]}, which was not asked for",
                hint="The server does not follow HTTP; try another address of the source.",
            )
        try:
            body = undo(packed, encoding, self._limits.response_bytes)
        except zlib.error as error:
            raise unreachable(visit.source, answer.url, error) from error
        if len(body) > self._limits.response_bytes:
            raise too_large(visit.source, self._limits)
        return body


def _target(answer: Answer, source: Source) -> httpx.URL | None:
    try:
        return answer.target
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(
            source.id,
            f"a redirect to what is no address: {answer.header('location')[:200]}",
            hint=f"Open {source.address} in a browser.",
        ) from error


def _conditions(known: Validators | None) -> tuple[tuple[bytes, bytes], ...]:
    """Return the headers that ask whether the document is still what it was."""
    if known is None:
        return ()
    named = ((b"If-None-Match", known.etag), (b"If-Modified-Since", known.last_modified))
    return tuple(
        (name, value.encode("ascii"))
        for name, value in named
        if value and _HEADER_VALUE.match(value)
    )
