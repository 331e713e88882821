"""HttpTransport: one http(s) request with bounds on bytes, time, redirects and destination."""

from __future__ import annotations

import ssl
import time
import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

import httpcore
import httpx

from .. import __version__
from ..errors import FetchError, TooLargeError
from ..model import Response, Source
from ..ports import Clock, Limits
from .targets import Resolver, check_host, check_url

__all__ = ["USER_AGENT", "HttpTransport"]

USER_AGENT = f"marsad/{__version__} (public-source monitor)"
_MAX_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# Bytes handed out by one call of the decompressor: what a bomb can cost before it is noticed.
_STEP = 1 << 16
# A second a host is what search engines allow small sites; a visit takes a few requests.
_PAUSE = 1.0
# Facts about the transfer, not about the document, which is kept decoded.
_TRANSFER = frozenset({"content-encoding", "content-length", "transfer-encoding"})


class HttpTransport:
    """Gets http and https addresses; follows at most five redirects, each checked like the first.

    The body is kept without its transfer compression. Headers that describe the transfer keep
    their value under ``X-Archive-Orig-`` names, as web archives do.

    :param pause: least seconds between two requests to one host.
    :param allow_private: True lifts all checks of the destination; for closed test networks.
    :param resolve: how names become numbers; the system's resolver by default.
    """

    def __init__(
        self,
        limits: Limits,
        *,
        user_agent: str = USER_AGENT,
        allow_private: bool = False,
        pause: float = _PAUSE,
        resolve: Resolver | None = None,
        clock: Clock = lambda: datetime.now(UTC),
    ) -> None:
        self._limits = limits
        self._agent = user_agent
        self._allow_private = allow_private
        self._pause = pause
        self._resolve = resolve
        self._clock = clock
        self._last: dict[str, float] = {}

    def get(self, url: str, source: Source) -> Response:
        """Return what ``url`` answered, after redirects; ``Response.url`` is ``url`` itself.

        :raises FetchError: no useful answer in time, or a status other than success.
        :raises TooLargeError: more bytes than the limit, compressed or not.
        :raises BlockedAddressError: the address or a redirect leads where we never go.
        """
        deadline = time.monotonic() + self._limits.timeout
        current = check_url(url, source, allow_private=self._allow_private)
        for _ in range(_MAX_REDIRECTS + 1):
            self._wait(current.host)
            found = self._request(current, source, deadline)
            if isinstance(found, httpx.URL):
                current = check_url(str(found), source, allow_private=self._allow_private)
                continue
            status, headers, body = found
            return Response(
                url=url,
                body=body,
                fetched_at=self._clock(),
                status=status,
                media_type=httpx.Headers(headers).get("content-type", "application/octet-stream"),
                headers=tuple(_kept(headers)),
            )
        raise FetchError(
            source.id,
            f"more than {_MAX_REDIRECTS} redirects",
            hint=f"Open {source.address} in a browser; the source may ask for a login.",
        )

    def _wait(self, host: str) -> None:
        ready = self._last.get(host, 0.0) + self._pause
        now = time.monotonic()
        if self._pause and host in self._last and ready > now:
            time.sleep(ready - now)
        self._last[host] = time.monotonic()

    def _request(
        self, url: httpx.URL, source: Source, deadline: float
    ) -> httpx.URL | tuple[int, list[tuple[str, str]], bytes]:
        """Return where the answer redirects to, or its status, headers and body."""
        network = _Network(source, deadline, self._resolve, self._allow_private)
        tls = _trusted() if url.scheme == "https" else None
        transport = _PoolTransport(
            httpcore.ConnectionPool(ssl_context=tls, network_backend=network)
        )
        headers = {"User-Agent": self._agent, "Accept-Encoding": "gzip", "Accept": "*/*"}
        try:
            with (
                httpx.Client(transport=transport, trust_env=False, timeout=None) as client,  # noqa: S113 - _Network bounds the whole request
                client.stream("GET", url, headers=headers) as answer,
            ):
                return self._read(url, answer, source)
        except (httpx.HTTPError, httpx.InvalidURL, zlib.error) as error:
            raise _unreachable(source, url, error) from error

    def _read(
        self, url: httpx.URL, answer: httpx.Response, source: Source
    ) -> httpx.URL | tuple[int, list[tuple[str, str]], bytes]:
        if answer.status_code in _REDIRECTS and "location" in answer.headers:
            return url.join(answer.headers["location"])
        if not answer.is_success:
            raise _refused(source, answer)
        encoding = answer.headers.get("content-encoding", "identity").strip().lower()
        parts = bytearray()
        for part in _decoded(answer.iter_raw(), encoding, source):
            parts += part
            if len(parts) > self._limits.response_bytes:
                raise _too_large(source, self._limits)
        headers = [
            (name.decode("latin-1"), value.decode("latin-1")) for name, value in answer.headers.raw
        ]
        return answer.status_code, headers, bytes(parts)


@cache
def _trusted() -> ssl.SSLContext:
    """The system's certificates; reading them takes a tenth of a second, so once a process."""
    return ssl.create_default_context()


def _kept(headers: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for name, value in headers:
        yield (f"X-Archive-Orig-{name}" if name.lower() in _TRANSFER else name), value


def _decoded(parts: Iterable[bytes], encoding: str, source: Source) -> Iterator[bytes]:
    """Undo ``encoding`` in steps of bounded size (a compressed kilobyte can hold megabytes)."""
    if encoding in ("", "identity"):
        yield from parts
        return
    if encoding not in ("gzip", "x-gzip"):
        raise FetchError(
            source.id,
            f"the body is compressed as {encoding[:40]}, which was not asked for",
            hint="The server does not follow HTTP; try another address of the source.",
        )
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16)  # 16: a gzip header must be there
    for part in parts:
        waiting = part
        while waiting and not unpack.eof:
            yield unpack.decompress(waiting, _STEP)
            waiting = unpack.unconsumed_tail
    while tail := unpack.decompress(unpack.unconsumed_tail, _STEP):
        yield tail
    if not unpack.eof:
        raise zlib.error("the compressed body ends early")


def _too_large(source: Source, limits: Limits) -> TooLargeError:
    return TooLargeError(
        source.id,
        f"more than {limits.response_bytes:,} bytes",
        hint="Raise fetch.max_response_mb in marsad.toml if this source is really that large.",
    )


def _unreachable(source: Source, url: httpx.URL, error: Exception) -> FetchError:
    if isinstance(error, httpx.TimeoutException):
        what, hint = (
            "no complete answer in time",
            "Try later, or raise fetch.timeout in marsad.toml.",
        )
    elif isinstance(error, zlib.error):
        what, hint = "the compressed body is damaged", "Try later."
    else:
        what = f"no answer ({type(error).__name__}: {str(error)[:200]})"
        hint = "Check the network connection and whether the site is up."
    return FetchError(source.id, f"{url.host}: {what}", hint=f"{hint} Source: “{source.name}”.")


def _refused(source: Source, answer: httpx.Response) -> FetchError:
    hints = {
        401: "The source asks for a login; only public pages are read.",
        403: "The site refuses automatic readers; look for a feed of it.",
        404: "The source has moved or is gone; check its address.",
        410: "The source is gone for good.",
        429: "Too many requests; visit the source less often.",
    }
    hint = hints.get(answer.status_code, "Try later; the fault is at the site.")
    if later := answer.headers.get("retry-after", "")[:40]:
        hint += f" It says to come back after {later}."
    return FetchError(
        source.id, f"“{source.name}” answered with status {answer.status_code}", hint=hint
    )


class _PoolTransport(httpx.BaseTransport):
    """Lets httpx use a pool whose network we control; both interfaces are public."""

    def __init__(self, pool: httpcore.ConnectionPool) -> None:
        self._pool = pool

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        target = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        wanted = httpcore.Request("GET", target, headers=request.headers.raw)
        try:
            answer = self._pool.handle_request(wanted)
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise _as_httpx(error) from error
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Stream(answer, request)
        )

    def close(self) -> None:
        self._pool.close()


class _Stream(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response, request: httpx.Request) -> None:
        self._answer = answer
        self._request = request

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._answer.iter_stream()
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise _as_httpx(error) from error

    def close(self) -> None:
        self._answer.close()


def _as_httpx(error: Exception) -> httpx.HTTPError:
    if isinstance(error, httpcore.TimeoutException):
        return httpx.ReadTimeout(str(error) or "the time is up")
    return httpx.NetworkError(str(error) or type(error).__name__)


class _Network(httpcore.NetworkBackend):
    """Connects to numbers that were checked, and lets no read or write pass the deadline."""

    def __init__(
        self, source: Source, deadline: float, resolve: Resolver | None, allow_private: bool
    ) -> None:
        self._source = source
        self._deadline = deadline
        self._resolve = resolve
        self._allow_private = allow_private
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - httpcore's signature; the deadline rules
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        numbers = check_host(
            host,
            port,
            self._source,
            resolve=self._resolve,
            allow_private=self._allow_private,
        )
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for number in numbers:
            try:
                stream = self._plain.connect_tcp(
                    number, port, _left(self._deadline), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _DeadlineStream(stream, self._deadline)
        raise failure


class _DeadlineStream(httpcore.NetworkStream):
    """A stream that gives each operation only the time that is left of the whole request."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: float) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - as above
        return self._inner.read(max_bytes, _left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 - as above
        self._inner.write(buffer, _left(self._deadline))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 - as above
    ) -> httpcore.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, _left(self._deadline))
        return _DeadlineStream(inner, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the time for the whole request is up")
    return left
