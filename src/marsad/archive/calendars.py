"""Asks OpenTimestamps calendars: servers that gather hashes and put one of them in a block.

``POST /digest`` with 32 bytes answers at once with a promise, a tree of operations that ends in
the calendar's own address; ``GET /timestamp/HEX`` answers with what leads on from there to a
block, once there is one, and with status 404 until then. A calendar sees a hash of a hash with
random bytes, and nothing else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..errors import ConfigError, FetchError, MissingToolError
from .opentimestamps import MAX_ANSWER

if TYPE_CHECKING:
    import httpx

__all__ = ["CALENDARS", "Answer", "ask", "calendar_url", "is_trusted"]

CALENDARS = (
    "https://a.pool.opentimestamps.org",
    "https://b.pool.opentimestamps.org",
    "https://a.pool.eternitywall.com",
    "https://ots.btc.catallaxy.com",
)
"""The public calendars that the reference client asks too; free, run by three operators."""

_PROMISING = (
    ".calendar.opentimestamps.org",
    ".calendar.eternitywall.com",
    ".calendar.catallaxy.com",
)
"""Ends of the host names under which those operators keep promises."""

Answer = bytes | FetchError | None
"""The body; why there is none; or None where the calendar knows nothing of it yet."""

_HEADERS = {"Accept": "application/vnd.opentimestamps.v1", "Accept-Encoding": "identity"}


def calendar_url(text: str) -> str:
    """Return the address of a calendar without a slash at its end.

    :raises ConfigError: not a web address, or with a query, a fragment or a password.
    """
    try:
        parts = urlsplit(text)
        right = parts.scheme in ("http", "https") and bool(parts.hostname)
        plain = not (parts.query or parts.fragment or "@" in parts.netloc)
    except ValueError:
        right = plain = False
    if not (right and plain and text.isascii() and text.isprintable() and " " not in text):
        raise ConfigError(
            f"{text!r} is not the address of a calendar.",
            hint=f"Give one such as {CALENDARS[0]}.",
        )
    return text.rstrip("/")


def is_trusted(url: str, named: Sequence[str]) -> bool:
    """Tell whether a promise that names ``url`` may be followed.

    It came from outside: only the known operators are asked, over https, and calendars that a
    person ``named``, each as :func:`calendar_url` gives it.
    """
    if url.rstrip("/") in named:
        return True
    scheme, _, rest = url.partition("://")
    host = rest.rstrip("/")
    return scheme == "https" and "/" not in host and host.endswith(_PROMISING)


def ask(
    urls: Sequence[str], contents: Sequence[bytes | None], *, timeout: float, proxy: str = ""
) -> list[Answer]:
    """Ask all ``urls`` at once and return what each answered, in order.

    :param contents: for each what is posted to it; None asks with GET.
    :param timeout: seconds in which each must have answered in full.
    :param proxy: ``http://HOST:PORT`` or ``socks5://HOST:PORT``; empty for none. The environment
        is not read, and redirects are not followed.
    :raises MissingToolError: a SOCKS proxy without the package that speaks it.
    """
    with ThreadPoolExecutor(1) as worker:  # a loop may run in this thread already
        return worker.submit(asyncio.run, _all(urls, contents, timeout, proxy)).result()


async def _all(
    urls: Sequence[str], contents: Sequence[bytes | None], timeout: float, proxy: str
) -> list[Answer]:
    async with _client(proxy, timeout) as client:
        asked = (_one(client, url, content) for url, content in zip(urls, contents, strict=True))
        bounded = (_within(timeout, url, one) for url, one in zip(urls, asked, strict=True))
        return list(await asyncio.gather(*bounded))


def _client(proxy: str, timeout: float) -> httpx.AsyncClient:
    import httpx

    try:
        return httpx.AsyncClient(
            headers=_HEADERS,
            proxy=proxy or None,
            trust_env=False,
            timeout=2 * timeout,  # of a step; the bound on the whole comes first
        )
    except ImportError as error:
        raise MissingToolError(
            "socksio",
            "ask calendars through a SOCKS proxy",
            hint="Install it with `pip install marsad[socks]`.",
        ) from error


async def _within(timeout: float, url: str, one: Coroutine[None, None, Answer]) -> Answer:
    try:
        return await asyncio.wait_for(one, timeout)
    except TimeoutError:
        return _failed(url, f"did not answer within {timeout:g} seconds")


async def _one(client: httpx.AsyncClient, url: str, content: bytes | None) -> Answer:
    import httpx

    method = "GET" if content is None else "POST"
    try:
        async with client.stream(method, url, content=content) as said:
            if content is None and said.status_code == 404:
                return None
            if said.status_code != 200:
                return _failed(url, f"answered with status {said.status_code}")
            return await _body(said, url)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return _failed(url, f"did not answer ({type(error).__name__}: {error})")


async def _body(said: httpx.Response, url: str) -> bytes | FetchError:
    body = b""
    async for chunk in said.aiter_raw():
        body += chunk
        if len(body) > MAX_ANSWER:
            return _failed(url, "gave an answer too large for a time stamp")
    return body


def _failed(url: str, what: str) -> FetchError:
    return FetchError(url, f"the calendar {what}", hint="Try again later.")
