"""Which addresses may be contacted: decided on the numbers that a name resolves to.

The check happens twice, on the address as written (:func:`check_url`) and on every number that
the name stands for (:func:`check_host`); the caller then connects to the number that was
checked, so that a name cannot answer differently the second time.

Behind a proxy only the first check is possible: the proxy resolves the names.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpx

from ..errors import BlockedAddressError, FetchError
from ..model import Source

__all__ = [
    "Resolver",
    "check_host",
    "check_ip",
    "check_name",
    "check_url",
    "is_home",
    "system_resolver",
]

Resolver = Callable[[str, int], Sequence[str]]
"""Returns the numeric addresses of a host; raises OSError where there are none."""

_LOCAL_NAMES = (
    "localhost",
    "localdomain",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "private",
    "home.arpa",
)
# RFC 1035, section 2.3.4; a SOCKS request cannot even say a longer one.
_LONGEST_NAME = 253
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
        "100:0:0:1::/64",  # dummy prefix
        "3fff::/20",  # documentation
    )
)
_NAT64 = ip_network("64:ff9b::/96")


def check_url(
    url: str, source: Source, *, allow_private: bool = False, onion: bool = False
) -> httpx.URL:
    """Return ``url`` parsed, if it is a plain http or https address.

    :param onion: True where a proxy resolves Tor's names; no other resolver may see them
        (RFC 7686).
    :raises BlockedAddressError: another scheme, a user name, a disguised or local host, or a
        number that is not public.
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
    if not 0 < len(parsed.raw_host) <= _LONGEST_NAME:
        raise FetchError(source.id, f"the address has no usable host: {url[:200]}", hint=_WRITE_IT)
    check_name(parsed.host, source, allow_private=allow_private, onion=onion)
    return parsed


def check_name(
    host: str, source: Source, *, allow_private: bool = False, onion: bool = False
) -> None:
    """Refuse a host that, as it is written, is not public; nothing is looked up.

    :param onion: as for :func:`check_url`.
    :raises BlockedAddressError: a disguised or local name, or a number that is not public.
    """
    if _is_below(host, ("onion",)) and not onion:
        raise _onion(source)
    if _is_number(host):
        check_ip(host, source, allow_private=allow_private)
    else:
        _check_spelling(host, source, allow_private or source.local)


def is_home(host: str) -> bool:
    """Tell by its spelling alone whether ``host`` is on this machine or its network."""
    if _is_number(host):
        return _is_home(_unwrap(ip_address(host)))
    return "." not in host.rstrip(".") or _is_below(host, _LOCAL_NAMES)


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
        named = not _is_number(host)
        found = tuple((resolve or system_resolver)(host, port)) if named else (host,)
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
    try:
        inner = _unwrap(ip_address(number))
    except ValueError as error:
        raise _blocked(source, f"{number[:60]} is not a number") from error
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


def _onion(source: Source) -> BlockedAddressError:
    return BlockedAddressError(
        source.id,
        "refused to fetch: a .onion name is reached through Tor only.",
        hint="Start Tor and name it as the proxy: socks5://127.0.0.1:9050.",
    )


def _check_spelling(host: str, source: Source, allow_local: bool) -> None:
    bare = host.lower().rstrip(".")
    if _NUMERIC_LABEL.match(bare.rsplit(".", 1)[-1]) or "%" in bare:
        raise _blocked(source, f"{host} is a number or a name in disguise")
    if not allow_local and ("." not in bare or _is_below(bare, _LOCAL_NAMES)):
        raise _blocked(source, f"{host} is a name of the local network")


def _is_below(host: str, names: tuple[str, ...]) -> bool:
    bare = host.lower().rstrip(".")
    return any(bare == name or bare.endswith("." + name) for name in names)


def _is_number(host: str) -> bool:
    """Tell whether ``host`` is an address as such; one with a zone id is a disguise."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return "%" not in host


def _unwrap(number: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return the IPv4 address inside a mapped, 6to4, NAT64 or ISATAP one, else ``number``."""
    if isinstance(number, IPv4Address):
        return number
    if number.ipv4_mapped:
        return number.ipv4_mapped
    if number.sixtofour:
        return number.sixtofour
    isatap = (int(number) >> 32) & 0xFDFFFFFF == 0x5EFE  # RFC 5214, section 6.1
    if isatap or number in _NAT64 or int(number) >> 32 == 0:
        return IPv4Address(int(number) & 0xFFFFFFFF) if int(number) > 1 else number
    return number


def _is_public(number: IPv4Address | IPv6Address) -> bool:
    if number.is_multicast or number.is_reserved or number.is_unspecified:
        return False
    return number.is_global and not any(number in network for network in _RESERVED)


def _is_home(number: IPv4Address | IPv6Address) -> bool:
    if number.is_loopback:  # Python counts ::1 as reserved, too
        return True
    if number.is_link_local or number.is_multicast or number.is_unspecified:
        return False
    reserved = any(number in network for network in _RESERVED) or str(number) in _METADATA
    return number.is_private and not number.is_reserved and not reserved


_METADATA = frozenset({"fd00:ec2::254", "fd20:ce::254", "100.100.100.200"})
