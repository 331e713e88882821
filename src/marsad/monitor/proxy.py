"""The proxy through which whatever is public is reached, as the configuration names it."""

from __future__ import annotations

import re
from importlib.util import find_spec
from typing import NamedTuple

import httpcore
import httpx

from ..errors import ConfigError, FetchError, MissingToolError

__all__ = ["Tunnel", "is_socks", "proxy_faults", "read_proxy", "read_tunnel", "tunnel_faults"]

_SCHEMES = ("http", "https", "socks5", "socks5h")
_HOST = re.compile(r"[\w.:-]+\Z")
_PORTS = {b"http": 80, b"socks5": 1080, b"socks5h": 1080}
_HINT = "Write it as http://host:port, or socks5://127.0.0.1:9050 for Tor on this machine."


def read_proxy(address: str) -> httpcore.Proxy:
    """Return the proxy at ``address``: http, https or socks5, with ``user:password@`` if needed.

    Names are resolved by the proxy in every case, so socks5 and socks5h mean the same.

    :raises ConfigError: not such an address; the message never holds the password.
    :raises MissingToolError: SOCKS without the package that speaks it.
    """
    try:
        url = httpx.URL(address)
    except (httpx.InvalidURL, ValueError) as error:
        raise ConfigError("The proxy is not an address.", hint=_HINT) from error
    if url.scheme not in _SCHEMES or not _HOST.match(url.host):
        kind = url.scheme[:20] or "an address without scheme"
        raise ConfigError(f"The proxy is {kind}, which is not supported.", hint=_HINT)
    if url.scheme.startswith("socks") and find_spec("socksio") is None:
        raise MissingToolError(
            "socksio", "fetch through a SOCKS proxy", hint="pip install 'marsad[socks]'"
        )
    bare = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=b"/")
    auth = (url.username, url.password) if url.username else None
    return httpcore.Proxy(bare, auth=auth)


def is_socks(proxy: httpcore.Proxy | None) -> bool:
    """Tell whether ``proxy`` speaks SOCKS, as Tor does; only such a proxy reaches .onion names."""
    return proxy is not None and proxy.url.scheme.startswith(b"socks")


def proxy_faults(proxy: httpcore.Proxy | None) -> tuple[type[Exception], ...]:
    """Return what is raised where ``proxy`` does not speak as it should.

    AssertionError is among them, because httpcore asserts the kind of a SOCKS proxy's answers.
    """
    if not is_socks(proxy):
        return ()
    from socksio import SOCKSError

    return (SOCKSError, AssertionError)


class Tunnel(NamedTuple):
    """A proxy as python-socks wants it, for what does not speak HTTP.

    :ivar kind: ``socks5``, or ``http`` for one that is asked to CONNECT.
    """

    kind: str
    host: str
    port: int
    user: str | None
    password: str | None


def read_tunnel(address: str, source_id: str) -> Tunnel:
    """Return the proxy at ``address`` for connections that carry no HTTP.

    :raises FetchError: it is spoken to over TLS, which serves web addresses only.
    :raises ConfigError: not a proxy's address.
    :raises MissingToolError: python-socks is not installed.
    """
    if find_spec("python_socks") is None:
        raise MissingToolError(
            "python-socks",
            "reach mailboxes and Telegram's API through a proxy",
            hint="pip install 'marsad[socks]'",
        )
    proxy = read_proxy(address)
    scheme = proxy.url.scheme
    if scheme not in _PORTS:
        raise FetchError(
            source_id,
            "the proxy is spoken to over TLS, which serves web addresses only",
            hint="Name an http:// or socks5:// proxy; nothing is reached past the proxy.",
        )
    user, password = (part.decode() for part in proxy.auth) if proxy.auth else (None, None)
    return Tunnel(
        "http" if scheme == b"http" else "socks5",
        proxy.url.host.decode("ascii"),
        proxy.url.port or _PORTS[scheme],
        user,
        password,
    )


def tunnel_faults() -> tuple[type[Exception], ...]:
    """Return what is raised where a connection, or the proxy on its way, fails."""
    if find_spec("python_socks") is None:
        return (OSError, EOFError)
    from python_socks import ProxyError

    return (OSError, EOFError, ProxyError)
