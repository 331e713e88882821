"""Connections: kept between requests, shared by threads, never across a border of trust."""

from __future__ import annotations

import gc
import ssl
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from tests.servers import faults
from tests.servers.hostile import Hostile

from marsad.errors import BlockedAddressError, FetchError, TooLargeError
from marsad.monitor import HttpTransport
from marsad.monitor.manners import Manners
from marsad.ports import Limits

LIMITS = Limits(response_bytes=1_000_000, timeout=10)


@pytest.fixture
def transport() -> Iterator[HttpTransport]:
    unhurried = Manners(pause=0, wait=lambda _seconds: False)
    with HttpTransport(LIMITS, manners=unhurried) as opened:
        yield opened


def test_the_next_request_uses_the_same_connection(
    hostile: Hostile, transport: HttpTransport
) -> None:
    for number in range(5):
        transport.get(hostile.script(f"/{number}", faults.ok(b"x" * number)), hostile.source("/"))
    assert (len(hostile.seen), hostile.connections) == (5, 1)


def test_a_connection_that_the_server_ended_is_replaced(
    hostile: Hostile, transport: HttpTransport
) -> None:
    hostile.script("/a", faults.rubbish(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"))
    for _ in range(3):
        assert transport.get(hostile.url + "/a", hostile.source("/a")).body == b"x"
    assert hostile.connections == 3


def test_a_body_that_was_refused_does_not_spill_into_the_next_answer(
    hostile: Hostile, transport: HttpTransport
) -> None:
    hostile.script("/big", faults.ok(b"y" * 2_000_000))
    hostile.script("/small", faults.ok(b"x"))
    for _ in range(3):
        with pytest.raises(TooLargeError):
            transport.get(hostile.url + "/big", hostile.source("/big"))
        assert transport.get(hostile.url + "/small", hostile.source("/small")).body == b"x"


def test_thirty_two_threads_get_their_own_answers(
    hostile: Hostile, transport: HttpTransport
) -> None:
    urls = [
        hostile.script(f"/{n}", faults.reset(), faults.ok(f"body {n}".encode()))
        if n % 50 == 0
        else hostile.script(f"/{n}", faults.ok(f"body {n}".encode()))
        for n in range(200)
    ]
    source = hostile.source("/")
    with ThreadPoolExecutor(32) as threads:
        bodies = list(threads.map(lambda url: transport.get(url, source).body, urls))
    assert bodies == [f"body {n}".encode() for n in range(200)]
    assert hostile.connections <= 32 + 4


def test_each_thread_has_its_own_deadline(hostile: Hostile) -> None:
    hostile.script("/slow", faults.silent())
    hostile.script("/quick", faults.ok(b"x"))
    source = hostile.source("/")
    began = time.monotonic()
    with (
        HttpTransport(Limits(timeout=0.3), pause=0) as transport,
        ThreadPoolExecutor(8) as threads,
    ):
        stuck = [threads.submit(transport.get, hostile.url + "/slow", source) for _ in range(4)]
        quick = [threads.submit(transport.get, hostile.url + "/quick", source) for _ in range(20)]
        assert all(done.result().body == b"x" for done in quick)
        for one in stuck:
            with pytest.raises(FetchError, match="in time"):
                one.result()
    assert time.monotonic() - began < 5


def test_a_local_source_s_connection_is_not_lent_to_others(
    hostile: Hostile, transport: HttpTransport
) -> None:
    url = hostile.script("/feed", faults.ok(b"secret"))
    local = hostile.source("/feed")
    assert transport.get(url, local).body == b"secret"
    with pytest.raises(BlockedAddressError):
        transport.get(url, replace(local, local=False))
    assert len(hostile.seen) == 1


def test_the_same_holds_for_a_name(hostile: Hostile) -> None:
    asked: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    port = hostile.url.rpartition(":")[2]
    hostile.script("/feed", faults.ok(b"secret"))
    url = f"http://news.example:{port}/feed"
    local = replace(hostile.source("/feed"), address=url)
    with HttpTransport(LIMITS, pause=0, resolve=resolve) as transport:
        for _ in range(2):
            assert transport.get(url, local).body == b"secret"
        assert asked == ["news.example"]
        with pytest.raises(BlockedAddressError):
            transport.get(url, replace(local, local=False))
    assert asked == ["news.example"] * 2
    assert len(hostile.seen) == 2


def test_a_slow_resolver_does_not_outlast_the_request() -> None:
    release = threading.Event()

    def resolve(_host: str, _port: int) -> list[str]:
        release.wait(10)
        return []

    source = Hostile().source("https://slow.example/", local=False)
    with HttpTransport(Limits(timeout=0.1), pause=0, resolve=resolve) as transport:
        with pytest.raises(FetchError, match="in time"):
            transport.get(source.address, source)
        release.set()


def test_a_trusted_certificate_is_taken_and_the_connection_kept(hostile: Hostile) -> None:
    hostile.script("/feed", faults.ok(b"sealed"))
    url = hostile.tls_url + "/feed"
    with HttpTransport(LIMITS, pause=0, tls=hostile.tls) as transport:
        for _ in range(3):
            assert transport.get(url, hostile.source("/feed")).body == b"sealed"
    assert hostile.connections == 1


def test_an_unknown_certificate_is_refused_at_once(
    hostile: Hostile, transport: HttpTransport
) -> None:
    hostile.script("/feed", faults.ok(b"forged"))
    with pytest.raises(FetchError, match="not trusted") as caught:
        transport.get(hostile.tls_url + "/feed", hostile.source("/feed"))
    assert "in between" in caught.value.hint
    assert hostile.seen == []


def test_a_certificate_of_another_name_is_refused(hostile: Hostile) -> None:
    port = hostile.url.rpartition(":")[2]
    url = f"https://news.example:{port}/"
    source = hostile.source(url)
    with (
        HttpTransport(
            LIMITS, pause=0, tls=hostile.tls, resolve=lambda _host, _port: ["127.0.0.1"]
        ) as transport,
        pytest.raises(FetchError, match="not trusted"),
    ):
        transport.get(url, source)


def test_a_forgotten_transport_leaves_no_open_sockets(hostile: Hostile) -> None:
    # An open socket that is collected would be reported as a warning, which fails this test.
    forgotten = HttpTransport(LIMITS, pause=0, tls=ssl.create_default_context())
    forgotten.get(hostile.script("/feed", faults.ok(b"x")), hostile.source("/feed"))
    del forgotten
    gc.collect()
    assert hostile.connections == 1


def test_a_closed_transport_can_be_used_again(hostile: Hostile, transport: HttpTransport) -> None:
    url = hostile.script("/feed", faults.ok(b"x"))
    transport.get(url, hostile.source("/feed"))
    transport.close()
    assert transport.get(url, hostile.source("/feed")).body == b"x"
    assert hostile.connections == 2
