"""The proxy through which public addresses are fetched, as the configuration names it."""

from __future__ import annotations

import re
from importlib.util import find_spec

import httpcore
import httpx

from ..errors import ConfigError, MissingToolError

__all__ = ["is_socks", "proxy_faults", "read_proxy"]

_SCHEMES = ("http", "https", "socks5", "socks5h")
_HOST = re.compile(r"[\w.:-]+\Z")
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
