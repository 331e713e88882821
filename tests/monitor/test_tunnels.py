"""Connections that carry no HTTP: straight, and through a proxy that nothing may go past."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.servers.tunnels import TunnelProxy, open_tunnels

from marsad.errors import BlockedAddressError, ConfigError, FetchError, MissingToolError
from marsad.model import Source
from marsad.monitor import default_transport
from marsad.monitor.dial import dial
from marsad.monitor.telegram_session import open_client
from marsad.monitor.telegram_transport import history_url
from marsad.ports import Limits

MAIL = Source("letters", "mailbox", "imaps://desk@mail.example/INBOX", "Letters")
CHANNEL = Source("fanous", "telegram_api", "https://t.me/s/fanous", "Fanous")


@pytest.fixture
def tunnels() -> Iterator[TunnelProxy]:
    with open_tunnels() as proxy:
        yield proxy


@pytest.fixture
def home() -> Iterator[int]:
    """A port of this machine on which somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield int(listening.getsockname()[1])


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MARSAD_TELEGRAM_API_ID", "12345")
    monkeypatch.setenv("MARSAD_TELEGRAM_API_HASH", "0123456789abcdef")
    monkeypatch.setenv("MARSAD_TELEGRAM_SESSION", str(tmp_path / "reader"))


def never(host: str, _port: int) -> list[str]:
    pytest.fail(f"{host} was looked up here instead of by the proxy")


@pytest.mark.parametrize("scheme", ["http", "socks5", "socks5h"])
def test_a_name_goes_to_the_proxy_unresolved(tunnels: TunnelProxy, home: int, scheme: str) -> None:
    tunnels.onward = home
    proxy = tunnels.url(scheme)
    with dial("mail.example", 993, MAIL, timeout=5, proxy=proxy, resolve=never):
        assert tunnels.asked == ["mail.example:993"]


@pytest.mark.parametrize("scheme", ["http", "socks5"])
def test_what_the_proxy_refuses_is_not_reached_otherwise(tunnels: TunnelProxy, scheme: str) -> None:
    with pytest.raises(FetchError, match="proxy") as caught:
        dial("mail.example", 993, MAIL, timeout=5, proxy=tunnels.url(scheme), resolve=never)
    assert "fetch.proxy" in caught.value.hint


def test_a_proxy_that_is_down_is_a_fetch_error() -> None:
    with pytest.raises(FetchError, match="proxy"):
        dial("mail.example", 993, MAIL, timeout=2, proxy="socks5://127.0.0.1:1", resolve=never)


def test_a_proxy_over_tls_is_refused_rather_than_passed_by(tunnels: TunnelProxy) -> None:
    with pytest.raises(FetchError, match="TLS"):
        dial("mail.example", 993, MAIL, timeout=2, proxy="https://127.0.0.1:1", resolve=never)
    with pytest.raises(ConfigError):
        dial("mail.example", 993, MAIL, timeout=2, proxy="ftp://127.0.0.1:1", resolve=never)
    assert tunnels.asked == []


def test_without_the_package_that_speaks_to_it_nothing_is_reached(
    monkeypatch: pytest.MonkeyPatch, tunnels: TunnelProxy
) -> None:
    monkeypatch.setitem(sys.modules, "python_socks", None)
    with pytest.raises(MissingToolError, match="socks") as caught:
        dial("mail.example", 993, MAIL, timeout=2, proxy=tunnels.url("http"), resolve=never)
    assert "marsad[socks]" in caught.value.hint


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.1", "localhost", "mail", "0x7f000001"])
def test_private_hosts_are_not_even_told_to_the_proxy(tunnels: TunnelProxy, host: str) -> None:
    with pytest.raises(BlockedAddressError):
        dial(host, 993, MAIL, timeout=2, proxy=tunnels.url("socks5"), resolve=never)
    assert tunnels.asked == []


def test_onion_names_are_for_socks_only(tunnels: TunnelProxy, home: int) -> None:
    tunnels.onward = home
    name = "expyuzz4wqqyqhjn.onion"
    dial(name, 993, MAIL, timeout=5, proxy=tunnels.url("socks5")).close()
    with pytest.raises(BlockedAddressError, match="Tor"):
        dial(name, 993, MAIL, timeout=5, proxy=tunnels.url("http"))
    assert tunnels.asked == [f"{name}:993"]


def test_a_local_source_is_reached_directly(tunnels: TunnelProxy, home: int) -> None:
    local = Source("letters", "mailbox", "imap://desk@127.0.0.1/INBOX", "Letters", local=True)
    dial("127.0.0.1", home, local, timeout=5, proxy=tunnels.url("socks5")).close()
    assert tunnels.asked == []


def test_without_a_proxy_the_number_that_was_checked_is_connected_to(home: int) -> None:
    answers = [["127.0.0.1"], ["192.0.2.1"]]
    local = Source("letters", "mailbox", "imap://desk@box/INBOX", "Letters", local=True)
    dial("box", home, local, timeout=5, resolve=lambda _host, _port: answers.pop(0)).close()
    assert len(answers) == 1
    with pytest.raises(BlockedAddressError):
        dial("box", home, MAIL, timeout=5, resolve=lambda _host, _port: ["127.0.0.1"])


# ---------------------------------------------------------------- Telegram's API


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize("scheme", ["http", "socks5"])
def test_telegram_is_reached_through_the_proxy_alone(tunnels: TunnelProxy, scheme: str) -> None:
    transport = default_transport(Limits(timeout=2), proxy=tunnels.url(scheme))
    with pytest.raises(FetchError, match="Telegram cannot be reached"):
        transport.get(history_url("fanous"), CHANNEL)
    assert tunnels.asked
    assert all(target.endswith(":443") for target in tunnels.asked)


@pytest.mark.usefixtures("account")
def test_a_tunnel_that_ends_at_once_is_a_fetch_error(tunnels: TunnelProxy) -> None:
    tunnels.onward = 1  # nobody listens there
    transport = default_transport(Limits(timeout=2), proxy=tunnels.url("socks5"))
    with pytest.raises(FetchError, match="Telegram cannot be reached"):
        transport.get(history_url("fanous"), CHANNEL)


@pytest.mark.usefixtures("account")
def test_telegram_is_not_reached_where_the_proxy_cannot_be_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(FetchError, match="TLS"):
        open_client("fanous", proxy="https://127.0.0.1:1")
    monkeypatch.setitem(sys.modules, "python_socks", None)
    with pytest.raises(MissingToolError, match="socks"):
        open_client("fanous", proxy="socks5://127.0.0.1:1")
