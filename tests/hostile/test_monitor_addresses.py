"""Addresses that must never be contacted, however they are written."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.errors import BlockedAddressError, FetchError, SourceError
from marsad.model import Source
from marsad.monitor import FileTransport, HttpTransport, default_transport
from marsad.ports import Limits

PUBLIC = Source("news", "feed", "https://news.example/feed", "News")

REFUSED = [
    # this machine
    "http://127.0.0.1/",
    "http://127.0.0.1:8080/admin",
    "http://127.8.9.10/",
    "http://localhost/",
    "http://localhost./",
    "http://LOCALHOST/",
    "http://a.localhost/",
    "http://localhost.localdomain/",
    "http://0.0.0.0/",
    "http://[::1]/",
    "http://[::]/",
    "http://[0:0:0:0:0:0:0:1]/",
    # the same, in disguise
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://127.1/",
    "http://127.0.1/",
    "http://127.0.0.1./",
    "http://0/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:7f00:1::]/",
    "http://①②⑦.⓪.⓪.①/",
    "http://127。0。0。1/",
    "http://%31%32%37.0.0.1/",
    # private networks
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://[fd00::1]/",
    "http://[fc00::1]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    "http://[fec0::1]/",
    "http://printer.local/",
    "http://wiki.internal/",
    "http://nas.lan/",
    # metadata services
    "http://169.254.169.254/latest/meta-data/",
    "http://2852039166/",
    "http://0xa9.0xfe.0xa9.0xfe/",
    "http://[::ffff:169.254.169.254]/",
    "http://[fd00:ec2::254]/",
    "http://100.100.100.200/",
    "http://168.63.129.16/",
    "http://192.0.0.192/",
    "http://metadata.google.internal/",
    # nobody's addresses
    "http://224.0.0.1/",
    "http://239.255.255.250/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://198.18.0.1/",
    "http://192.0.2.1/",
    "http://203.0.113.5/",
    "http://[ff02::1]/",
    "http://[2001:db8::1]/",
    # user names
    "http://news.example@127.0.0.1/",
    "http://127.0.0.1@news.example/",
    "http://user:secret@news.example/",
    "http://@127.0.0.1/",
    # characters that parsers read differently
    "http://news.example\\@127.0.0.1/",
    "http://127.0.0.1\\.news.example/",
    "http://news.example/\r\nHost: 127.0.0.1",
    "http://news.example\t.localhost/",
    " http://127.0.0.1/",
    "http://127.0.0.1 .news.example/",
    "http:\\\\127.0.0.1\\",
    # other schemes
    "file:///etc/passwd",
    "FILE:///etc/passwd",
    "ftp://news.example/",
    "gopher://127.0.0.1:6379/_FLUSHALL",
    "dict://127.0.0.1:11211/stat",
    "ldap://127.0.0.1/",
    "data:text/html,hello",
    "javascript:alert(1)",
    "jar:http://127.0.0.1!/",
    "//127.0.0.1/",
    "127.0.0.1",
    "",
]
# Refused before that, because no parser should take them for an address.
NOT_ADDRESSES = {"http://0177.0.0.1/", "http://①②⑦.⓪.⓪.①/"}


def numbers_only(host: str, _port: int) -> list[str]:
    """Resolve as the C library does: every old spelling of a number is that number."""
    import socket

    if host == "news.example":
        return ["93.184.216.34"]
    rows = socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)
    return [str(row[4][0]) for row in rows]


@pytest.mark.parametrize("address", REFUSED)
def test_the_address_is_refused(address: str) -> None:
    transport = HttpTransport(Limits(timeout=2), pause=0, resolve=numbers_only)
    expected = FetchError if address in NOT_ADDRESSES else BlockedAddressError
    with pytest.raises(expected) as caught:
        transport.get(address, PUBLIC)
    assert caught.value.source == "news"
    assert caught.value.hint


def test_the_table_is_long_enough() -> None:
    assert len(set(REFUSED)) >= 40


@pytest.mark.parametrize(
    "answer",
    [
        ["127.0.0.1"],
        ["93.184.216.34", "10.0.0.5"],
        ["::1", "93.184.216.34"],
        ["169.254.169.254"],
        ["::ffff:192.168.0.1"],
    ],
)
def test_a_public_name_with_a_private_number_is_refused(answer: list[str]) -> None:
    transport = HttpTransport(Limits(timeout=2), pause=0, resolve=lambda _host, _port: answer)
    with pytest.raises(BlockedAddressError):
        transport.get("https://rebind.example/", PUBLIC)


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/",
        "http://[fe80::1]/",
        "http://224.0.0.1/",
        "http://0.0.0.0/",
        "http://[fd00:ec2::254]/",
        "http://user@127.0.0.1/",
        "http://2130706433/",
    ],
)
def test_even_a_local_source_may_not_go_there(address: str) -> None:
    local = Source("home", "feed", address, "Home", local=True)
    transport = HttpTransport(Limits(timeout=2), pause=0, resolve=numbers_only)
    with pytest.raises(BlockedAddressError):
        transport.get(address, local)


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "file://localhost/etc/passwd", "FILE:///etc/passwd"],
)
def test_files_are_for_local_sources_only(address: str) -> None:
    with pytest.raises(BlockedAddressError):
        default_transport(Limits()).get(address, PUBLIC)


@pytest.mark.parametrize(
    "address", ["file://server/share/x", "file:///dev/zero", "file:///dev/stdin", "file:///etc"]
)
def test_a_local_source_reads_regular_files_only(address: str) -> None:
    local = Source("home", "files", address, "Home", local=True)
    with pytest.raises((BlockedAddressError, FetchError)):
        FileTransport(Limits()).get(address, local)


@given(number=st.integers(0, 2**32 - 1))
@settings(deadline=None)
def test_every_private_ipv4_number_is_refused_in_every_form(number: int) -> None:
    plain = IPv4Address(number)
    if plain.is_global and not plain.is_multicast:
        return
    mapped = IPv6Address((0xFFFF << 32) | number)
    forms = [str(plain), str(number), hex(number), f"[{mapped}]", f"[64:ff9b::{plain}]"]
    transport = HttpTransport(Limits(timeout=2), pause=0, resolve=numbers_only)
    for form in forms:
        with pytest.raises(SourceError):
            transport.get(f"http://{form}/", PUBLIC)


@given(text=st.text(max_size=60))
@settings(deadline=None)
def test_any_text_as_an_address_gives_a_named_error(text: str) -> None:
    def nothing(_host: str, _port: int) -> list[str]:
        raise OSError("no network in this test")

    transport = HttpTransport(Limits(timeout=2), pause=0, resolve=nothing)
    for address in (text, f"http://{text}", f"https://{text}/path"):
        with pytest.raises(SourceError):
            transport.get(address, PUBLIC)
