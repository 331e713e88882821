"""Which addresses may be contacted: decided on the numbers that a name resolves to.

The check happens twice, on the address as written (:func:`check_url`) and on every number that
the name stands for (:func:`check_host`); the caller then connects to the number that was
checked, so that a name cannot answer differently the second time.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpx

from ..errors import BlockedAddressError, FetchError
from ..model import Source

__all__ = ["Resolver", "check_host", "check_ip", "check_url", "system_resolver"]

Resolver = Callable[[str, int], Sequence[str]]
"""Returns the numeric addresses of a host; raises OSError where there are none."""

_LOCAL_NAMES = ("localhost", "localdomain", "local", "internal", "intranet", "lan", "home.arpa")
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029]")
# The last label decides whether a host is meant as an IPv4 number (WHATWG URL, section 3.5).
_NUMERIC_LABEL = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)\Z", re.IGNORECASE)

# Networks that Python 3.11 counts as global, or whose answer differs between its patch releases.
_RESERVED = tuple(
    ip_network(block)
    for block in (
        "192.0.0.0/24",  # protocol assignments; 192.0.0.192 is a metadata service
        "192.88.99.0/24",  # former 6to4 relays
        "168.63.129.16/32",  # Azure's host service, on a public number
        "64:ff9b:1::/48",  # local NAT64
        "2001::/23",  # protocol assignments, Teredo among them
        "5f00::/16",  # segment routing
        "fec0::/10",  # former site-local
    )
)
_NAT64 = ip_network("64:ff9b::/96")


def check_url(url: str, source: Source, *, allow_private: bool = False) -> httpx.URL:
    """Return ``url`` parsed, if it is a plain http or https address.

    :raises BlockedAddressError: another scheme, a user name, a disguised or local host.
    :raises FetchError: not an address at all.
    """
    if _UNSAFE.search(url):
        raise _blocked(source, "the address holds spaces, backslashes or control characters")
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(source.id, f"not an address: {url[:200]}", hint=str(error)) from error
    if parsed.scheme not in ("http", "https"):
        raise _blocked(source, f"only http and https are fetched, not {parsed.scheme or 'this'}")
    if parsed.userinfo or "@" in parsed.netloc.decode("ascii", "replace"):
        raise _blocked(source, "the address holds a user name")
    if not parsed.host:
        raise FetchError(source.id, f"the address has no host: {url[:200]}", hint=_WRITE_IT)
    _check_name(parsed.host, source, allow_private or source.local)
    return parsed


def check_host(
    host: str,
    port: int,
    source: Source,
    *,
    resolve: Resolver | None = None,
    allow_private: bool = False,
) -> tuple[str, ...]:
    """Return the numeric addresses of ``host``, every one of which may be contacted.

    One forbidden number refuses the host: an honest name has no private numbers beside public.

    :raises BlockedAddressError: any of them is private, loopback, link-local or reserved.
    :raises FetchError: the name does not resolve.
    """
    try:
        found = tuple((resolve or system_resolver)(host, port))
    except (OSError, UnicodeError) as error:
        raise FetchError(
            source.id,
            f"the name {host} does not resolve ({error})",
            hint="Check the spelling of the source's address and the network connection.",
        ) from error
    if not found:
        raise FetchError(source.id, f"the name {host} has no address", hint=_WRITE_IT)
    for number in found:
        check_ip(number, source, allow_private=allow_private)
    return found


def check_ip(number: str, source: Source, *, allow_private: bool = False) -> None:
    """Refuse a numeric address that is not public.

    Sources with ``local=True`` may use loopback and private numbers, yet never link-local,
    metadata, multicast or reserved ones: nobody publishes there.

    :raises BlockedAddressError: it may not be contacted.
    """
    if allow_private:
        return
    inner = _unwrap(ip_address(number))
    local = source.local and _is_home(inner)
    if not (local or _is_public(inner)):
        raise _blocked(source, f"{number} is not a public address")


def system_resolver(host: str, port: int) -> tuple[str, ...]:
    """Ask the operating system; waits as long as it is configured to."""
    rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(row[4][0]) for row in rows))


_WRITE_IT = "Write it as https://host/path."


def _blocked(source: Source, why: str) -> BlockedAddressError:
    return BlockedAddressError(
        source.id,
        f"refused to fetch: {why}.",
        hint=f"If “{source.name}” is really on this machine or network, add it with --local.",
    )


def _check_name(host: str, source: Source, allow_local: bool) -> None:
    bare = host.lower().rstrip(".")
    if _is_number(host) and "%" not in host:
        return
    if _NUMERIC_LABEL.match(bare.rsplit(".", 1)[-1]) or "%" in bare:
        raise _blocked(source, f"{host} is a number in disguise")
    local = any(bare == name or bare.endswith("." + name) for name in _LOCAL_NAMES)
    if local and not allow_local:
        raise _blocked(source, f"{host} is a name of the local network")


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _unwrap(number: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return the IPv4 address inside a mapped, 6to4 or NAT64 one, else ``number``."""
    if isinstance(number, IPv4Address):
        return number
    if number.ipv4_mapped:
        return number.ipv4_mapped
    if number.sixtofour:
        return number.sixtofour
    if number in _NAT64 or int(number) >> 32 == 0:
        return IPv4Address(int(number) & 0xFFFFFFFF) if int(number) > 1 else number
    return number


def _is_public(number: IPv4Address | IPv6Address) -> bool:
    if number.is_multicast or number.is_reserved or number.is_unspecified:
        return False
    return number.is_global and not any(number in network for network in _RESERVED)


def _is_home(number: IPv4Address | IPv6Address) -> bool:
    if number.is_link_local or number.is_multicast or number.is_unspecified:
        return False
    reserved = any(number in network for network in _RESERVED) or str(number) in _METADATA
    return (number.is_loopback or number.is_private) and not number.is_reserved and not reserved


_METADATA = frozenset({"fd00:ec2::254", "100.100.100.200"})
