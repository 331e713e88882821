"""Connections to servers that do not speak HTTP: straight to a checked number, or by the proxy.

Where a proxy is named, nothing public is reached past it: a name is not even looked up here.
"""

from __future__ import annotations

import socket

from ..errors import FetchError
from ..model import Source
from .proxy import read_tunnel, tunnel_faults
from .targets import Resolver, check_host, check_name, is_home

__all__ = ["dial"]


def dial(
    host: str,
    port: int,
    source: Source,
    *,
    timeout: float,
    proxy: str | None = None,
    resolve: Resolver | None = None,
) -> socket.socket:
    """Return a connection to ``host``.

    A local source's host on this machine or network is reached directly, whatever ``proxy`` says.

    :param timeout: seconds for connecting, and for each later operation.
    :param proxy: as :func:`~marsad.monitor.proxy.read_proxy` takes it; None for none.
    :param resolve: how names become numbers where there is no proxy.
    :raises BlockedAddressError: not a public host.
    :raises FetchError: the host or the proxy does not answer, or the name does not resolve.
    :raises MissingToolError: a proxy without the package that speaks to it.
    """
    if proxy is None or (source.local and is_home(host)):
        return _straight(check_host(host, port, source, resolve=resolve), port, timeout, source)
    check_name(host, source, onion=proxy.startswith("socks"))
    return _through(proxy, host, port, timeout, source)


def _straight(numbers: tuple[str, ...], port: int, timeout: float, source: Source) -> socket.socket:
    failure = OSError("it has no address")
    for number in numbers:
        try:
            return socket.create_connection((number, port), timeout)
        except OSError as error:
            failure = error
    raise FetchError(
        source.id,
        f"no connection to port {port} ({failure})",
        hint="Check the address and the network connection.",
    ) from failure


def _through(proxy: str, host: str, port: int, timeout: float, source: Source) -> socket.socket:
    tunnel = read_tunnel(proxy, source.id)
    from python_socks import ProxyType
    from python_socks.sync import Proxy

    kind = ProxyType.HTTP if tunnel.kind == "http" else ProxyType.SOCKS5
    try:
        opened = Proxy(kind, *tunnel[1:], rdns=True).connect(host, port, timeout)
    except tunnel_faults() as error:
        raise FetchError(
            source.id,
            f"the proxy does not connect to {host}: {str(error)[:120]}",
            hint="Check fetch.proxy in marsad.toml, and whether the proxy is running.",
        ) from error
    opened.settimeout(timeout)
    return opened
