"""No request leaves for an address that is not public, however it is spelt, named or reached."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from dataclasses import replace
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.servers import faults
from tests.servers.hostile import Hostile

from marsad.errors import BlockedAddressError, FetchError, SourceError
from marsad.model import Source
from marsad.monitor import HttpTransport
from marsad.monitor.manners import Manners
from marsad.monitor.targets import Resolver, check_ip, check_url, is_home
from marsad.ports import Limits

PUBLIC = Source("news", "feed", "https://news.example/feed", "News")
LOCAL = replace(PUBLIC, local=True)
LIMITS = Limits(timeout=2)

# Spelt in a way that leads, or once led somewhere, to where nobody publishes.
TRICKS = [
    # IPv4 as inet_aton reads it: decimal, octal, hexadecimal, short, with leading zeros, too large
    "http://2130706433/",
    "http://017700000001/",
    "http://0x7f000001/",
    "http://0X7F000001/",
    "http://0x7f.1/",
    "http://0177.1/",
    "http://127.1/",
    "http://127.0.1/",
    "http://127.0.0.01/",
    "http://127.0.0.1./",
    "http://127.0.0.1../",
    "http://000127.0.0.1/",
    "http://0x7f.0x0.0x0.0x1/",
    "http://4294967297/",
    "http://127.0.0.257/",
    "http://127.0.0.1.1/",
    "http://10.1/",
    "http://0/",
    "http://00/",
    "http://0x/",
    "http://2852039166/",
    "http://0xA9FEA9FE/",
    "http://0251.0376.0251.0376/",
    "http://169.254.43518/",
    # IPv6: compressed, with an IPv4 number inside it in every known way, with a zone
    "http://[::1]/",
    "http://[0000::0001]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[0:0:0:0:0:ffff:169.254.169.254]/",
    "http://[::127.0.0.1]/",
    "http://[::ffff:0:127.0.0.1]/",
    "http://[64:ff9b::127.0.0.1]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[64:ff9b:1::10.0.0.1]/",
    "http://[2002:7f00:1::]/",
    "http://[2002:a9fe:a9fe::1]/",
    "http://[2001:0:7f00:1::1]/",
    "http://[2606:4700::5efe:10.0.0.1]/",
    "http://[2606:4700::200:5efe:10.0.0.1]/",
    "http://[fe80::1%25eth0]/",
    "http://[2606:4700::1111%25lo]/",
    "http://[fe80::a9fe:a9fe]/",
    "http://[fd00:ec2::254]/",
    "http://[fd20:ce::254]/",
    "http://[fec0::1]/",
    "http://[3fff::1]/",
    "http://[100::1]/",
    # digits, letters and dots of other scripts, and escapes
    "http://١٢٧.٠.٠.١/",
    "http://１２７.０.０.１/",
    "http://①②⑦.⓪.⓪.①/",
    "http://𝟏𝟐𝟕.𝟎.𝟎.𝟏/",
    "http://127。0。0。1/",
    "http://127．0．0．1/",
    "http://127｡0｡0｡1/",
    "http://127.0.0.1%00.news.example/",
    "http://%31%32%37.0.0.1/",
    "http://127%2e0%2e0%2e1/",
    "http://ｌｏｃａｌｈｏｓｔ/",
    "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
    "http://loc\u00adalhost/",
    "http://localhost\u200b/",
    # names
    "http://localhost/",
    "http://LocalHost:80/",
    "http://localhost./",
    "http://any.localhost/",
    "http://localhost.localdomain/",
    "http://metadata/",
    "http://metadata.google.internal./",
    "http://db/",
    "http://router.lan/",
    "http://printer.local/",
    "http://mail.corp/",
    "http://nas.home/",
    "http://nas.home.arpa/",
    # user names, and characters that parsers read differently
    "http://news.example@127.0.0.1/",
    "http://127.0.0.1@news.example/",
    "http://news.example:80@127.0.0.1/",
    "http://news.example%40127.0.0.1/",
    "http://@127.0.0.1/",
    "http://127.0.0.1#@news.example/",
    "http://127.0.0.1?@news.example/",
    "http://127.0.0.1\\@news.example/",
    "http://news.example\\.127.0.0.1/",
    "http:/\\127.0.0.1/",
    "http://127.0.0.1\r\nHost: news.example/",
    "http://127.0.0.1\t/",
    "http://127.0.0.1:80:80/",
    "http://[127.0.0.1]/",
    "http:///127.0.0.1/",
    "http:127.0.0.1/",
    # networks that are nobody's, or somebody's alone
    "http://169.254.169.254/latest/meta-data/",
    "http://100.100.100.200/latest/meta-data/",
    "http://168.63.129.16/machine",
    "http://192.0.0.192/opc/v2/",
    "http://100.64.0.1/",
    "http://198.18.0.1/",
    "http://192.88.99.1/",
    "http://203.0.113.7/",
    "http://224.0.0.251/",
    "http://255.255.255.255/",
]

# Those that a server can write into a header as they are.
REDIRECTS = [trick for trick in TRICKS if trick.isascii() and trick.isprintable()]


@pytest.fixture(autouse=True)
def dialled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Numbers that a connection was asked for; only this machine's own are let through."""
    numbers: list[str] = []
    connect = socket.create_connection

    def watched(address: tuple[str, int], *rest: Any, **named: Any) -> socket.socket:
        numbers.append(address[0])
        if not ip_address(address[0]).is_loopback:
            raise OSError("this test reaches no network")
        return connect(address, *rest, **named)

    monkeypatch.setattr(socket, "create_connection", watched)
    return numbers


def like_the_c_library(host: str, _port: int) -> list[str]:
    """Resolve numbers in every old spelling, and the names that every machine knows."""
    if "localhost" in host or "." not in host:
        return ["127.0.0.1"]
    try:
        rows = socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)
    except OSError:
        return ["93.184.216.34"]
    return [str(row[4][0]) for row in rows]


def careful(resolve: Resolver = like_the_c_library) -> HttpTransport:
    manners = Manners(pause=0, wait=lambda _seconds: False)
    return HttpTransport(LIMITS, manners=manners, resolve=resolve)


def test_there_are_enough_tricks() -> None:
    assert len(set(TRICKS)) == len(TRICKS) >= 60
    assert len(REDIRECTS) >= 60


@pytest.mark.parametrize("address", TRICKS)
def test_no_trick_leads_to_a_connection(address: str, dialled: list[str]) -> None:
    with pytest.raises(SourceError) as caught:
        careful().get(address, PUBLIC)
    assert caught.value.source == "news"
    assert caught.value.hint
    assert dialled == []


@pytest.mark.parametrize("address", REDIRECTS)
def test_no_redirect_leads_there_either(address: str, hostile: Hostile, dialled: list[str]) -> None:
    # The server is asked as a proxy, so that the first address can be a public one.
    with HttpTransport(LIMITS, pause=0, proxy=hostile.proxy, tls=hostile.tls) as through:
        hostile.script("https://news.example/feed", faults.redirect(address))
        with pytest.raises(SourceError):
            through.get(PUBLIC.address, PUBLIC)
    assert {seen.key for seen in hostile.seen} == {"https://news.example/feed"}
    assert set(dialled) == {"127.0.0.1"}  # the proxy


@pytest.mark.parametrize(
    "answers",
    [
        ["127.0.0.1"],
        ["::1"],
        ["93.184.216.34", "10.0.0.5"],
        ["10.0.0.5", "93.184.216.34"],
        ["2606:4700::1111", "::1"],
        ["93.184.216.34", "::ffff:127.0.0.1"],
        ["fe80::1%2", "93.184.216.34"],
        ["169.254.169.254"],
        ["fd00:ec2::254"],
        ["64:ff9b::a9fe:a9fe"],
        ["0.0.0.0"],
        ["::"],
        ["not a number"],
        [""],
    ],
)
def test_one_number_that_is_not_public_refuses_the_name(
    answers: list[str], dialled: list[str]
) -> None:
    with pytest.raises(BlockedAddressError):
        careful(lambda _host, _port: answers).get(PUBLIC.address, PUBLIC)
    assert dialled == []


class Rebinding:
    """A resolver that answers differently each time."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self._answers: Iterator[Sequence[str]] = iter(answers)
        self.asked = 0

    def __call__(self, _host: str, _port: int) -> Sequence[str]:
        self.asked += 1
        return next(self._answers)


def test_each_try_connects_only_to_what_was_checked_for_it(dialled: list[str]) -> None:
    # The first try fails, as it may on purpose; the second look-up names this machine.
    resolve = Rebinding(["93.184.216.34"], ["127.0.0.1"])
    with pytest.raises(BlockedAddressError):
        careful(resolve).get(PUBLIC.address, PUBLIC)
    assert dialled == ["93.184.216.34"]
    assert resolve.asked == 2


def test_a_name_is_looked_up_once_for_the_check_and_the_connection(
    hostile: Hostile, dialled: list[str]
) -> None:
    port = hostile.url.rpartition(":")[2]
    hostile.script("/", faults.ok(b"x"))
    resolve = Rebinding(["127.0.0.1"])  # a second look-up would fail
    with careful(resolve) as transport:
        for _ in range(2):
            assert transport.get(f"http://news.example:{port}/", LOCAL).body == b"x"
    assert (resolve.asked, dialled) == (1, ["127.0.0.1"])


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/",
        "http://[fe80::1]/",
        "http://[fd00:ec2::254]/",
        "http://[fd20:ce::254]/",
        "http://100.100.100.200/",
        "http://0.0.0.0/",
        "http://[::]/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://[64:ff9b::a9fe:a9fe]/",
        "http://user@127.0.0.1/",
        "http://2130706433/",
    ],
)
def test_a_local_source_does_not_go_there_either(address: str, dialled: list[str]) -> None:
    with pytest.raises(SourceError):
        careful().get(address, LOCAL)
    assert dialled == []


@pytest.mark.parametrize(
    ("host", "home"),
    [
        ("127.0.0.1", True),
        ("192.168.1.5", True),
        ("::1", True),
        ("fd12::1", True),
        ("nas", True),
        ("nas.", True),
        ("nas.local", True),
        ("NAS.LAN.", True),
        ("93.184.216.34", False),
        ("169.254.169.254", False),
        ("news.example", False),
        ("local.news.example", False),
        ("notlocal", True),
        ("news.notlocal", False),
    ],
)
def test_home_is_told_by_the_spelling_alone(host: str, home: bool) -> None:
    assert is_home(host) is home


@pytest.mark.parametrize(
    "address",
    ["http://" + "a." * 200 + "example/", "http://" + "a" * 5_000 + ".example/", "http:///x"],
)
def test_a_host_that_no_name_server_takes_is_a_fetch_error(address: str) -> None:
    with pytest.raises(FetchError):
        check_url(address, PUBLIC)


@given(number=st.integers(0, 2**128 - 1) | st.integers(0, 2**40).map(lambda n: n << 80))
@settings(deadline=None)
def test_an_ipv6_number_passes_only_if_it_and_what_is_inside_it_are_public(number: int) -> None:
    address = IPv6Address(number)
    try:
        check_ip(str(address), PUBLIC)
    except BlockedAddressError:
        return
    assert address.is_global
    inner = address.ipv4_mapped or address.sixtofour
    assert inner is None or inner.is_global


@given(number=st.integers(0, 2**32 - 1))
@settings(deadline=None)
def test_a_private_number_is_found_in_every_wrapping(number: int) -> None:
    inner = IPv4Address(number)
    if inner.is_global and not inner.is_multicast:
        return
    wrappings = [
        (0xFFFF << 32) | number,
        (0x64FF9B << 96) | number,
        (0x2002 << 112) | (number << 80),
        (0x26064700 << 96) | (0x5EFE << 32) | number,
    ]
    for wrapped in (str(inner), *map(str, map(IPv6Address, wrappings))):
        with pytest.raises(BlockedAddressError):
            check_ip(wrapped, PUBLIC)
