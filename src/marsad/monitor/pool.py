"""Pools: connections that are kept for the next request, each to a number that was checked.

The pool knows nothing of who asks; the :class:`Errand` of the calling thread tells the network
on whose behalf it connects and when the time is up.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

import httpcore
import httpx

from ..errors import FetchError
from ..model import Source
from .proxy import proxy_faults
from .targets import Resolver, check_host, is_home

__all__ = ["Errand", "Headers", "Pools", "seconds_left"]

Headers = Sequence[tuple[bytes, bytes]]

# Twice as many as the threads that a round of visits may use.
_CONNECTIONS = 64
# Servers commonly close a silent connection after 5 to 60 seconds.
_KEPT = 15.0
# Leaves time for a second try within the 30 seconds of a request.
_CONNECT = 10.0


@dataclass(frozen=True, slots=True)
class Errand:
    """One request as the network sees it.

    :ivar deadline: moment of :func:`time.monotonic` at which the time for it is up.
    :ivar opened: connections that were opened for it.
    """

    source: Source
    deadline: float
    opened: list[httpcore.NetworkStream] = field(default_factory=list)


_errand: ContextVar[Errand] = ContextVar("errand")


def seconds_left(deadline: float) -> float:
    """Return the seconds until ``deadline``.

    :raises httpcore.ReadTimeout: there are none.
    """
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the time for the whole request is up")
    return left


class Pools:
    """Three pools that share no connection, for public addresses, local sources, and the proxy.

    A connection stays with the number that was checked when it was opened. Local sources have a
    pool of their own, because what they may reach others may not.

    With a proxy, only hosts of the local network are reached directly, for local sources; every
    other name and number goes to the proxy unresolved, so that no look-up betrays it.
    """

    def __init__(
        self,
        *,
        resolve: Resolver | None = None,
        allow_private: bool = False,
        proxy: httpcore.Proxy | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._checked = partial(check_host, resolve=resolve, allow_private=allow_private)
        self._proxy = proxy
        self._faults = proxy_faults(proxy)
        self._tls = tls
        self._lock = threading.Lock()
        self._pools: dict[str, httpcore.ConnectionPool] = {}

    @contextmanager
    def stream(
        self, url: httpx.URL, headers: Headers, errand: Errand
    ) -> Iterator[httpcore.Response]:
        """Ask for ``url`` and give its answer, whose body is read inside the block.

        :raises httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError,
            httpcore.ProxyError: the exchange broke off.
        :raises SourceError: the host may not be contacted, does not resolve or is not trusted.
        """
        target = httpcore.URL(
            scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
        )
        timeout = {"pool": seconds_left(errand.deadline)}
        wanted = httpcore.Request("GET", target, headers=headers, extensions={"timeout": timeout})
        token = _errand.set(errand)
        try:
            answer = self._ask(self._pool(url, errand.source), wanted, errand)
            try:
                yield answer
            finally:
                answer.close()
        finally:
            _errand.reset(token)

    def _ask(
        self, pool: httpcore.ConnectionPool, wanted: httpcore.Request, errand: Errand
    ) -> httpcore.Response:
        try:
            return pool.handle_request(wanted)
        except BaseException as error:
            # httpcore leaves a connection open where the proxy's handshake fails.
            for stream in errand.opened:
                stream.close()
            if isinstance(error, self._faults):
                said = str(error)[:100] or "nothing that is SOCKS"
                raise httpcore.ProxyError(f"the proxy answered: {said}") from error
            raise

    def close(self) -> None:
        """Close every connection; a later request opens new ones."""
        with self._lock:
            pools, self._pools = self._pools, {}
        for pool in pools.values():
            pool.close()

    def _pool(self, url: httpx.URL, source: Source) -> httpcore.ConnectionPool:
        direct = self._proxy is None or (source.local and is_home(url.host))
        name = "proxy" if not direct else "local" if source.local else "public"
        with self._lock:
            if name not in self._pools:
                self._pools[name] = self._made(direct)
            return self._pools[name]

    def _made(self, direct: bool) -> httpcore.ConnectionPool:
        return httpcore.ConnectionPool(
            ssl_context=self._tls or _trusted(),
            proxy=None if direct else self._proxy,
            max_connections=_CONNECTIONS,
            keepalive_expiry=_KEPT,
            network_backend=_Network(self._checked if direct else _as_named),
        )


@cache
def _trusted() -> ssl.SSLContext:
    """The system's certificates; reading them takes a tenth of a second, so once a process."""
    return ssl.create_default_context()


def _as_named(host: str, _port: int, _source: Source) -> tuple[str, ...]:
    """Leave the proxy's own name as the person wrote it: it may well be on this machine."""
    return (host,)


class _Network(httpcore.NetworkBackend):
    """Connects to the numbers that ``choose`` returns, within the time of the errand."""

    def __init__(self, choose: Callable[[str, int, Source], Sequence[str]]) -> None:
        self._choose = choose
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - httpcore's signature; the deadline rules
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for number in self._numbers(host, port, _errand.get()):
            patience = min(_CONNECT, _left())
            try:
                stream = self._plain.connect_tcp(
                    number, port, patience, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                _errand.get().opened.append(stream)
                return _TimedStream(stream)
        raise failure

    def _numbers(self, host: str, port: int, errand: Errand) -> Sequence[str]:
        # In a thread of its own, because the system's resolver cannot be told to hurry.
        helper = ThreadPoolExecutor(1)
        try:
            found = helper.submit(self._choose, host, port, errand.source)
            return found.result(_left())
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(f"{host} was not resolved in time") from error
        finally:
            helper.shutdown(wait=False)


class _TimedStream(httpcore.NetworkStream):
    """A stream that gives each operation only the time that the thread's errand has left."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - as above
        return self._inner.read(max_bytes, _left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 - as above
        self._inner.write(buffer, _left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 - as above
    ) -> httpcore.NetworkStream:
        try:
            inner = self._inner.start_tls(ssl_context, server_hostname, _left())
        except httpcore.ConnectError as error:
            if isinstance(error.__cause__, ssl.SSLCertVerificationError):
                raise _not_trusted(error.__cause__) from error
            raise
        return _TimedStream(inner)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _left() -> float:
    return seconds_left(_errand.get().deadline)


def _not_trusted(error: ssl.SSLCertVerificationError) -> FetchError:
    """Not a fault that passes: asking again would only be refused again."""
    source = _errand.get().source
    return FetchError(
        source.id,
        f"the site's certificate is not trusted ({error.verify_message[:100]})",
        hint=f"Open {source.address} in a browser; somebody may stand in between.",
    )
