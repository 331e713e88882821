"""What every request has to pass and every answer carries, whatever the page."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["POLICY", "Guard", "host_name", "protect"]

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
"""Content-Security-Policy: nothing from elsewhere, nothing inline."""

_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - recognised here, not bound


class Guard:
    """ASGI middleware: known host names only, no use by other sites, strict headers.

    A page on another site can make a browser look up that site's name as 127.0.0.1 and so read
    a local server (DNS rebinding); the Host header then still holds the other name, and is
    refused. Numeric addresses cannot be rebound, so they are accepted where the server listens
    on every address.

    :param hosts: names and addresses accepted besides this machine's own.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str] = ()) -> None:
        given = {host_name(host) for host in hosts}
        self._app = app
        self._hosts = _LOCAL | (given - _EVERYWHERE)
        self._any_address = bool(given & _EVERYWHERE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse, one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                protect(MutableHeaders(scope=message), scope["path"])
            await send(message)

        refusal = self._refusal(scope["method"], Headers(scope=scope))
        app = PlainTextResponse(refusal, status_code=403) if refusal else self._app
        await app(scope, receive, sealed)

    def _refusal(self, method: str, headers: Headers) -> str:
        host = headers.get("host", "")
        if not self._known(host_name(host)):
            return "This address is not one that the workbench answers to.\n"
        own = _own(method, headers, host)
        return "" if own else "The workbench cannot be used by other sites.\n"

    def _known(self, name: str) -> bool:
        return name in self._hosts or (self._any_address and _is_address(name))


def _own(method: str, headers: Headers, host: str) -> bool:
    """Tell whether the request is our own page's, or a person who follows a link.

    Our forms say ``Origin: null``, since our pages send no referrer; so may those of others, for
    which the browser's Sec-Fetch-Site and the form's token stand.
    """
    origin = headers.get("origin", "null")
    if origin != "null" and origin.partition("://")[2] != host:
        return False
    if headers.get("sec-fetch-site", "none") in ("none", "same-origin"):
        return True
    followed = (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest"))
    return method in ("GET", "HEAD") and followed == ("navigate", "document")


def protect(headers: MutableHeaders, path: str) -> None:
    """Set the headers that every answer carries."""
    for name, value in _HEADERS.items():
        headers[name] = value
    # Assets may be kept but are asked for again; pages hold what must not stay in a cache.
    headers["Cache-Control"] = "no-cache" if path.startswith("/static/") else "no-store"


def host_name(host: str) -> str:
    """Return the name in a Host header or option, lower case, without port and brackets."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    name, colon, _ = host.partition(":")
    return (name if colon and host.count(":") == 1 else host).lower().rstrip(".")


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
