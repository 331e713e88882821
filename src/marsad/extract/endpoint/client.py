"""One server that speaks OpenAI's chat protocol, asked within bounds of size and time.

The key comes from the environment alone and goes nowhere but into the request; neither it nor
anything that the server writes beside its answer stands in a message or a log.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from ...errors import ConfigError, ExtractionError, MissingToolError, UnansweredError
from ...text import retry_after

if TYPE_CHECKING:
    import httpx

__all__ = ["KEY_VARIABLE", "Endpoint"]

KEY_VARIABLE = "MARSAD_ENDPOINT_KEY"
"""The environment variable that holds the server's key, where it wants one."""

_PATH = "/chat/completions"
_MODELS = "/models"
_ATTEMPTS = 3
_FIRST_PAUSE = 1.0
"""Seconds before the second attempt where the server names no time; doubled before the third."""
_LONGEST_PAUSE = 60.0
"""Seconds; a server that asks for more time fails the post instead of holding all others up."""
_HTTP_URL = "Write it as https://HOST/v1, or http://127.0.0.1:PORT/v1 for one on this machine."
_REFUSALS = ("content_filter", "refusal")
_OF_THE_TEXT = (400, 413, 422)
"""Statuses that a request may deserve for its text, such as one too long for the model."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What came back: a status, the body, and how long the server asks us to wait."""

    status: int
    body: bytes = b""
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A server and a model on it.

    :param url: base address, such as ``http://127.0.0.1:8000/v1``.
    :param timeout: seconds for one whole exchange, connecting included.
    :param proxy: through which every server is asked that is not on this machine; empty for none.
        The proxy settings of the environment are not read, and redirects are not followed.
    :param max_bytes: of an answer.
    :param pause: waits so many seconds between attempts; an argument so that tests need not wait.
    :raises ConfigError: not such an address; the message never holds a password.
    """

    url: str
    model: str
    timeout: float = 60.0
    proxy: str = ""
    max_bytes: int = 1024 * 1024
    pause: Callable[[float], None] = field(default=time.sleep, compare=False, repr=False)

    def __post_init__(self) -> None:
        host = _host(self.url)
        if not self.model.strip():
            raise ConfigError("The endpoint has no model.", hint="Name the model to ask.")
        object.__setattr__(self, "url", self.url.rstrip("/").removesuffix(_PATH))
        if _is_here(host):
            object.__setattr__(self, "proxy", "")

    def ask(self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any]) -> str:
        """Return the text of the model's answer, which was asked to follow ``schema``.

        Status 429, 5xx and broken connections are tried again, three times in all.

        :raises UnansweredError: the server gave no useful answer, which is not the text's doing.
        :raises ExtractionError: a refusal, or an answer that is cut short or too large.
        :raises ConfigError: the key cannot be sent.
        :raises MissingToolError: a SOCKS proxy without the package that speaks it.
        """
        content = json.dumps(self._request(messages, schema)).encode("ascii")
        for attempt in range(_ATTEMPTS):
            said = self._send("POST", _PATH, content)
            if not _passing(said.status) or attempt == _ATTEMPTS - 1:
                break
            wait = said.retry_after
            if wait is not None and wait > _LONGEST_PAUSE:
                break
            self.pause(_FIRST_PAUSE * 2**attempt if wait is None else wait)
        return _text(_checked(said))

    def models(self) -> tuple[str, ...] | None:
        """Return the models that the server says it has, or None where it does not list any.

        :raises UnansweredError: the server cannot be reached, is overloaded, or refuses the key.
        """
        said = self._send("GET", _MODELS)
        if said.status in (404, 405, 501):
            return None
        try:
            listed = json.loads(_checked(said))["data"]
            return tuple(str(each["id"]) for each in listed)
        except (ValueError, RecursionError, LookupError, TypeError):
            return None

    def _request(
        self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any]
    ) -> dict[str, Any]:
        named = {"name": "extraction", "strict": True, "schema": schema}
        return {
            "model": self.model,
            "messages": list(messages),
            "temperature": 0,
            "stream": False,
            "response_format": {"type": "json_schema", "json_schema": named},
        }

    def _send(self, method: str, path: str, content: bytes = b"") -> _Said:
        with ThreadPoolExecutor(1) as worker:  # a loop may run in this thread already
            return worker.submit(asyncio.run, self._within(method, path, content)).result()

    async def _within(self, method: str, path: str, content: bytes) -> _Said:
        try:
            return await asyncio.wait_for(self._exchange(method, path, content), self.timeout)
        except TimeoutError:
            raise UnansweredError(
                f"The endpoint did not answer within {self.timeout:g} seconds.",
                hint="Allow it more time (models.endpoint_timeout), or see whether the server is "
                "overloaded.",
            ) from None

    async def _exchange(self, method: str, path: str, content: bytes) -> _Said:
        import httpx

        asking = self._client()
        faults: tuple[type[Exception], ...] = (httpx.HTTPError, *self._socks_faults())
        headers = {"Content-Type": "application/json", "Accept-Encoding": "identity", **_key()}
        try:
            async with (
                asking as client,
                client.stream(method, self.url + path, content=content, headers=headers) as said,
            ):
                if said.status_code != 200:
                    wait = retry_after(said.headers.get("Retry-After", ""), datetime.now(UTC))
                    return _Said(said.status_code, b"", wait)
                return _Said(200, await self._body(said))
        except faults:  # its words may hold the proxy's address with its password
            return _Said(0)

    def _client(self) -> httpx.AsyncClient:
        import httpx

        try:
            return httpx.AsyncClient(
                proxy=self.proxy or None,
                trust_env=False,
                timeout=2 * self.timeout,  # of a step; the bound on the whole comes first
            )
        except ImportError as error:
            raise MissingToolError(
                "socksio",
                "ask an endpoint through a SOCKS proxy",
                hint="pip install 'marsad[socks]'",
            ) from error
        except (httpx.InvalidURL, ValueError):  # whose words may hold the password
            raise ConfigError(
                "The proxy is not an address that an endpoint can be asked through.",
                hint="Write it as http://host:port, or socks5://127.0.0.1:9050 for Tor.",
            ) from None

    def _socks_faults(self) -> tuple[type[Exception], ...]:
        """Return what a SOCKS proxy's answers raise; httpcore asserts their kind."""
        if not self.proxy.startswith("socks"):
            return ()
        from socksio import SOCKSError

        return (SOCKSError, AssertionError)

    async def _body(self, said: httpx.Response) -> bytes:
        if said.headers.get("Content-Encoding", "identity") != "identity":
            raise UnansweredError(
                "The endpoint compressed its answer, although it was asked not to.",
                hint="Switch compression off at the server, or in what stands before it.",
            )
        body = bytearray()
        async for chunk in said.aiter_raw():
            body += chunk
            if len(body) > self.max_bytes:
                raise ExtractionError(
                    f"The endpoint's answer is larger than {self.max_bytes} bytes.",
                    hint="See whether the server really speaks the chat protocol.",
                )
        return bytes(body)


def _host(url: str) -> str:
    """Return the host of ``url``.

    :raises ConfigError: it is no web address, or holds a password.
    """
    import httpx

    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise ConfigError("The endpoint is not an address.", hint=_HTTP_URL) from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise ConfigError("The endpoint is not a web address.", hint=_HTTP_URL)
    if parsed.userinfo or parsed.query or parsed.fragment:
        raise ConfigError(
            "The endpoint's address holds more than host and path.",
            hint=f"Give the key in the environment variable {KEY_VARIABLE}.",
        )
    return parsed.host


def _is_here(host: str) -> bool:
    """Tell whether ``host`` is this machine, which no proxy could reach in our stead."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _key() -> dict[str, str]:
    key = os.environ.get(KEY_VARIABLE, "").strip()
    if not key:
        return {}
    if not (key.isascii() and key.isprintable()):
        raise ConfigError(
            f"The key in {KEY_VARIABLE} holds characters that cannot be sent.",
            hint="Copy it again from where the server's owner shows it.",
        )
    return {"Authorization": f"Bearer {key}"}


def _passing(status: int) -> bool:
    """Tell whether an attempt failed for a reason that may pass; 0 is a broken connection."""
    return status in (0, 429) or status >= 500


def _checked(said: _Said) -> bytes:
    if said.status == 200:
        return said.body
    if said.status == 0:
        raise UnansweredError(
            "The endpoint cannot be reached, or broke off.",
            hint="Check the address of the server and fetch.proxy, and whether the server runs.",
        )
    if said.status in (401, 403):
        raise UnansweredError(
            f"The endpoint refused access (status {said.status}).",
            hint=f"Check the key in the environment variable {KEY_VARIABLE}.",
        )
    asked = f"; it asks for {said.retry_after:.0f} seconds" if said.retry_after else ""
    kind = ExtractionError if said.status in _OF_THE_TEXT else UnansweredError
    raise kind(
        f"The endpoint answered with status {said.status}{asked}.",
        hint="Try again later." if _passing(said.status) else "Check the address and the model.",
    )


def _text(body: bytes) -> str:
    """Return the words of the first choice of a chat completion."""
    try:
        choice = json.loads(body)["choices"][0]
        message, finish = choice["message"], choice.get("finish_reason")
        text, refusal = message.get("content"), message.get("refusal")
    except (ValueError, RecursionError, LookupError, TypeError, AttributeError) as error:
        raise UnansweredError(
            "The endpoint's answer is no chat completion.",
            hint="See whether the address is the base address, which often ends in /v1.",
        ) from error
    if refusal or finish in _REFUSALS:
        raise ExtractionError(
            "The model refused to read the post.", hint="Try another model for such posts."
        )
    if finish == "length":
        raise ExtractionError(
            "The model's answer was cut short.",
            hint="Give the server more room for answers, or use a model that says less.",
        )
    if not isinstance(text, str):
        raise ExtractionError(
            "The model answered with something else than text.",
            hint="Use a model and a server that support structured output.",
        )
    return text
