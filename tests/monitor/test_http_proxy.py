"""Fetching through a proxy and through Tor."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Callable, Iterator

import pytest
from tests.servers import faults
from tests.servers.hostile import Hostile

from marsad.errors import (
    BlockedAddressError,
    ConfigError,
    FetchError,
    MissingToolError,
)
from marsad.model import Source
from marsad.monitor import HttpTransport, default_transport
from marsad.monitor.manners import Manners
from marsad.monitor.proxy import is_socks, read_proxy
from marsad.ports import Limits

LIMITS = Limits(timeout=5)
NEWS = Source("news", "feed", "https://news.example/feed", "News")
Through = Callable[[Hostile], str]


def never(host: str, _port: int) -> list[str]:
    pytest.fail(f"{host} was looked up here instead of by the proxy")


@pytest.fixture(params=["http", "socks"])
def transport(request: pytest.FixtureRequest, hostile: Hostile) -> Iterator[HttpTransport]:
    proxy = hostile.proxy if request.param == "http" else hostile.socks
    with HttpTransport(LIMITS, pause=0, proxy=proxy, tls=hostile.tls, resolve=never) as opened:
        yield opened


@pytest.mark.parametrize("url", ["https://news.example/feed", "http://news.example/feed?a=1"])
def test_names_go_to_the_proxy_unresolved(
    hostile: Hostile, transport: HttpTransport, url: str
) -> None:
    hostile.script(url, faults.ok(b"far away"))
    for _ in range(2):
        assert transport.get(url, NEWS).body == b"far away"
    assert [seen.headers["host"] for seen in hostile.seen] == ["news.example"] * 2


def test_redirects_stay_with_the_proxy(hostile: Hostile, transport: HttpTransport) -> None:
    hostile.script("http://news.example/feed", faults.redirect("https://www.news.example/f"))
    hostile.script("https://www.news.example/f", faults.ok(b"there"))
    assert transport.get("http://news.example/feed", NEWS).body == b"there"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://2130706433/",
        "http://localhost/",
        "http://db/",
        "http://metadata.google.internal/",
        "http://printer.local/",
    ],
)
def test_private_addresses_are_not_even_told_to_the_proxy(
    hostile: Hostile, transport: HttpTransport, url: str
) -> None:
    with pytest.raises(BlockedAddressError):
        transport.get(url, NEWS)
    hostile.script("https://news.example/feed", faults.redirect(url))
    with pytest.raises(BlockedAddressError):
        transport.get("https://news.example/feed", NEWS)
    assert [seen.key for seen in hostile.seen] == ["https://news.example/feed"]


def test_a_local_source_is_reached_directly(hostile: Hostile) -> None:
    url = hostile.script("/feed", faults.ok(b"at home"))
    with HttpTransport(LIMITS, pause=0, proxy="socks5://127.0.0.1:1") as transport:
        assert transport.get(url, hostile.source("/feed")).body == b"at home"


def test_a_local_source_cannot_lead_past_the_proxy(
    hostile: Hostile, transport: HttpTransport
) -> None:
    url = hostile.script("/feed", faults.redirect("http://spy.example/"))
    hostile.script("http://spy.example/", faults.ok(b"through the proxy"))
    assert transport.get(url, hostile.source("/feed")).body == b"through the proxy"


def test_onion_names_are_for_socks_only(hostile: Hostile) -> None:
    url = "http://expyuzz4wqqyqhjn.onion/"
    hostile.script(url, faults.ok(b"hidden"))
    onion = Source("onion", "feed", url, "Onion")
    with HttpTransport(LIMITS, pause=0, proxy=hostile.socks) as tor:
        assert tor.get(url, onion).body == b"hidden"
    for proxy in (None, hostile.proxy):
        with (
            HttpTransport(LIMITS, pause=0, proxy=proxy, resolve=never) as other,
            pytest.raises(BlockedAddressError, match="Tor"),
        ):
            other.get(url, onion)
    assert len(hostile.seen) == 1


@pytest.mark.parametrize("scheme", ["http", "socks5"])
def test_a_proxy_that_is_down_is_a_fetch_error(scheme: str) -> None:
    with (
        HttpTransport(Limits(timeout=0.3), pause=0, proxy=f"{scheme}://127.0.0.1:1") as transport,
        pytest.raises(FetchError) as caught,
    ):
        transport.get(NEWS.address, NEWS)
    assert caught.value.hint


@pytest.mark.parametrize(
    "answer",
    [b"\x05\xff", b"\x04\x00", b"\x05", b"\x05\x00\x00\x00\x00", b"HTTP/1.1 400 No\r\n\r\n"],
)
def test_a_proxy_that_speaks_something_else_is_a_fetch_error(answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def reply() -> None:
            for _ in range(3):  # as often as it is tried
                connection, _ = listening.accept()
                with connection:
                    connection.recv(100)
                    connection.sendall(answer)

        thread = threading.Thread(target=reply, daemon=True)
        thread.start()
        proxy = f"socks5://127.0.0.1:{listening.getsockname()[1]}"
        patient = Manners(pause=0, wait=lambda _seconds: False)
        with (
            HttpTransport(Limits(timeout=2), manners=patient, proxy=proxy) as through,
            pytest.raises(FetchError, match="proxy"),
        ):
            through.get(NEWS.address, NEWS)
        thread.join()


@pytest.mark.parametrize(
    "address",
    ["", "127.0.0.1:9050", "socks4://127.0.0.1:9050", "ftp://a.example", "socks5://", "http://["],
)
def test_what_is_not_a_proxy_is_a_configuration_error(address: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_proxy(address)
    assert "socks5://" in caught.value.hint


def test_a_password_is_used_and_never_told(hostile: Hostile) -> None:
    proxy = hostile.proxy.replace("://", "://desk:s%40cret@")
    hostile.script("http://news.example/", faults.status(407))
    with (
        HttpTransport(LIMITS, pause=0, proxy=proxy) as transport,
        pytest.raises(FetchError, match="407") as caught,
    ):
        transport.get("http://news.example/", NEWS)
    assert hostile.seen[0].headers["proxy-authorization"] == "Basic ZGVzazpzQGNyZXQ="
    assert "cret" not in str(caught.value)
    with pytest.raises(ConfigError) as refused:
        read_proxy("socks4://desk:s%40cret@127.0.0.1")
    assert "cret" not in str(refused.value)


def test_socks_without_its_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "socksio", None)
    with pytest.raises(MissingToolError, match="socks"):
        default_transport(LIMITS, proxy="socks5://127.0.0.1:9050")
    assert not is_socks(read_proxy("http://127.0.0.1:8080"))
