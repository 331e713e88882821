"""What a server answered, and the named errors that its refusals become."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import httpcore
import httpx

from ..errors import FetchError, GoneError, RefusedError, TooLargeError
from ..model import Response, Source
from ..ports import Limits

__all__ = [
    "Answer",
    "final_url",
    "kept_headers",
    "refused",
    "resting",
    "text_headers",
    "too_large",
    "unreachable",
]

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_REFUSALS = frozenset({401, 403, 429, 451})
_GONE = frozenset({404, 410})
# A bad gateway, an overloaded server, a gateway that waited in vain (RFC 9110, 15.6).
_PASSING = frozenset({502, 503, 504})
# Facts about the transfer, not about the document, which is kept decoded.
_TRANSFER = frozenset({"content-encoding", "content-length", "transfer-encoding"})
_OURS = "x-archive-"
_LANDED = "X-Archive-Redirect"

_HINTS = {
    401: "The source asks for a login; only public pages are read.",
    403: "The site refuses automatic readers; look for a feed of it.",
    404: "The source has moved or is gone; check its address.",
    407: "The proxy asks for a name and password; put them into its address.",
    410: "The source is gone for good.",
    429: "Too many requests; visit the source less often.",
    451: "The site may not show this here, for legal reasons.",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; the body is that of a success, and empty otherwise.

    :ivar headers: in order, names as received; each character stands for one byte (Latin-1).
    """

    url: httpx.URL
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""

    def header(self, name: str) -> str:
        """Return the first header of that name, empty where there is none."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def success(self) -> bool:
        """True where the body is the document that was asked for."""
        return 200 <= self.status < 300

    @property
    def passing(self) -> bool:
        """True for a fault that is likely over in a moment."""
        return self.status in _PASSING and not self.header("retry-after")

    @property
    def later(self) -> bool:
        """True where the host asks to be left alone for a while."""
        return self.status == 429 or (self.status == 503 and bool(self.header("retry-after")))

    @property
    def target(self) -> httpx.URL | None:
        """Where a redirect leads.

        :raises httpx.InvalidURL: it leads to what is no address.
        """
        location = _written(self.header("location"))
        return self.url.join(location) if self.status in _REDIRECTS and location else None


def final_url(response: Response) -> str:
    """Return the address that ``response`` came from in the end, after redirects."""
    found = (value for name, value in response.headers if name == _LANDED)
    return next(found, response.url)


def kept_headers(answer: Answer, asked: str) -> Iterator[tuple[str, str]]:
    """Yield the headers to keep; a redirect from ``asked`` adds where it led to.

    Headers that describe the transfer keep their value under ``X-Archive-Orig-`` names, as do
    those that the server calls as if they were ours.
    """
    for name, value in answer.headers:
        foreign = name.lower() in _TRANSFER or name.lower().startswith(_OURS)
        yield (f"X-Archive-Orig-{name}" if foreign else name), value
    if answer.url != httpx.URL(asked):
        yield _LANDED, str(answer.url)


def refused(source: Source, answer: Answer, rest: float | None = None) -> FetchError:
    """Return the error that a status other than success means.

    :param rest: seconds for which the host will be left alone.
    """
    status = answer.status
    message = f"“{source.name}” answered with status {status}"
    hint = _HINTS.get(status, "Try later; the fault is at the site.")
    if rest is not None:
        hint += f" It is asked again after {_length(rest)}."
    if status in _GONE:
        return GoneError(source.id, message, hint=hint)
    kind = RefusedError if status in _REFUSALS or rest is not None else FetchError
    return kind(source.id, message, hint=hint, retry_after=rest)


def resting(source: Source, host: str, rest: float) -> RefusedError:
    """Return the error of asking a host that wants to be left alone for ``rest`` seconds."""
    return RefusedError(
        source.id,
        f"{host} asked to be left alone for a while",
        hint=f"It is asked again after {_length(rest)}.",
        retry_after=rest,
    )


def too_large(source: Source, limits: Limits) -> TooLargeError:
    """Return the error of a body beyond the limit."""
    return TooLargeError(
        source.id,
        f"more than {limits.response_bytes:,} bytes",
        hint="Raise fetch.max_response_mb in marsad.toml if this source is really that large.",
    )


def unreachable(source: Source, url: httpx.URL, error: Exception) -> FetchError:
    """Return the error of an exchange that broke off."""
    if isinstance(error, httpcore.TimeoutException):
        what = "no complete answer in time"
        hint = "Try later, or raise fetch.timeout in marsad.toml."
    elif isinstance(error, zlib.error):
        what, hint = "the compressed body is damaged", "Try later."
    elif isinstance(error, httpcore.ProxyError):
        what, hint = (
            f"no way through the proxy ({str(error)[:200]})",
            "Check whether the proxy is up.",
        )
    else:
        said = str(error)[:200] or "the connection broke off"
        what = f"no answer ({said})"
        hint = "Check the network connection and whether the site is up."
    return FetchError(source.id, f"{url.host}: {what}", hint=f"{hint} Source: “{source.name}”.")


def _length(seconds: float) -> str:
    return f"{seconds:.0f} seconds" if seconds < 120 else f"{seconds / 60:.0f} minutes"


def text_headers(raw: Iterable[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
    """Return headers as text from which the very bytes can be had again."""
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in raw)


def _written(value: str) -> str:
    """Return a header's value as it was meant: servers write addresses as bare UTF-8."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value
