"""Fetching over HTTP: redirects, compression, bounds on bytes and time, destinations."""

from __future__ import annotations

import gzip
import zlib
from http.server import BaseHTTPRequestHandler
from typing import Protocol

import pytest

from marsad.errors import BlockedAddressError, FetchError, TooLargeError
from marsad.model import Source
from marsad.monitor import HttpTransport
from marsad.monitor.manners import Manners
from marsad.ports import Limits

SMALL = Limits(response_bytes=100_000, timeout=10)


class Site(Protocol):
    url: str
    asked: list[str]
    headers: list[dict[str, str]]
    answers: dict[str, object]

    def serve(
        self, path: str, body: bytes, media_type: str = ..., status: int = ..., **headers: str
    ) -> str: ...
    def source(self, path: str, kind: str = ..., *, local: bool = ...) -> Source: ...


@pytest.fixture
def transport() -> HttpTransport:
    # Waiting between two tries takes no time here, and is never told to stop.
    return HttpTransport(SMALL, manners=Manners(pause=0, wait=lambda _seconds: False))


def test_body_status_type_and_headers_arrive(site: Site, transport: HttpTransport) -> None:
    url = site.serve("/feed", "مرحبا".encode(), "text/plain; charset=utf-8", X_Note="kept")
    response = transport.get(url, site.source("/feed"))
    assert response.body.decode() == "مرحبا"
    assert (response.url, response.status) == (url, 200)
    assert response.media_type == "text/plain; charset=utf-8"
    assert ("X-Note", "kept") in response.headers
    assert response.fetched_at.tzinfo is not None


def test_the_user_agent_says_who_asks(site: Site, transport: HttpTransport) -> None:
    transport.get(site.serve("/feed", b"x"), site.source("/feed"))
    assert site.headers[0]["User-Agent"].startswith("marsad/")


def test_a_user_agent_can_be_given(site: Site) -> None:
    HttpTransport(SMALL, user_agent="desk/1", pause=0).get(
        site.serve("/feed", b"x"), site.source("/feed")
    )
    assert site.headers[0]["User-Agent"] == "desk/1"


def test_gzip_is_undone_and_the_transfer_headers_renamed(
    site: Site, transport: HttpTransport
) -> None:
    url = site.serve("/feed", gzip.compress(b"hello " * 100, mtime=0), Content_Encoding="gzip")
    response = transport.get(url, site.source("/feed"))
    assert response.body == b"hello " * 100
    names = [name.lower() for name, _ in response.headers]
    assert "content-encoding" not in names
    assert "x-archive-orig-content-encoding" in names


def test_a_gzip_bomb_is_refused(site: Site, transport: HttpTransport) -> None:
    url = site.serve("/feed", gzip.compress(b"\0" * 60_000_000, mtime=0), Content_Encoding="gzip")
    with pytest.raises(TooLargeError) as caught:
        transport.get(url, site.source("/feed"))
    assert "fetch.max_response_mb" in caught.value.hint


def test_a_gzip_body_that_ends_early_is_refused(site: Site, transport: HttpTransport) -> None:
    whole = gzip.compress(b"hello " * 1000, mtime=0)
    url = site.serve("/feed", whole[: len(whole) // 2], Content_Encoding="gzip")
    with pytest.raises(FetchError):
        transport.get(url, site.source("/feed"))


def test_damaged_compression_is_refused(site: Site, transport: HttpTransport) -> None:
    url = site.serve("/feed", b"not gzip at all", Content_Encoding="gzip")
    with pytest.raises(FetchError, match="damaged"):
        transport.get(url, site.source("/feed"))


def test_compression_that_was_not_asked_for_is_refused(
    site: Site, transport: HttpTransport
) -> None:
    url = site.serve("/feed", zlib.compress(b"x"), Content_Encoding="br")
    with pytest.raises(FetchError, match="br"):
        transport.get(url, site.source("/feed"))


def test_an_oversized_body_is_refused(site: Site, transport: HttpTransport) -> None:
    url = site.serve("/feed", b"x" * 100_001)
    with pytest.raises(TooLargeError, match="100,000"):
        transport.get(url, site.source("/feed"))


def test_a_body_of_exactly_the_limit_is_taken(site: Site, transport: HttpTransport) -> None:
    url = site.serve("/feed", b"x" * 100_000)
    assert len(transport.get(url, site.source("/feed")).body) == 100_000


def test_an_endless_body_without_length_is_refused(site: Site, transport: HttpTransport) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 65_536)

    site.answers["/feed"] = endless
    with pytest.raises(TooLargeError):
        transport.get(site.url + "/feed", site.source("/feed"))


def test_a_server_that_never_answers_is_given_up(site: Site) -> None:
    def silent(handler: BaseHTTPRequestHandler) -> None:
        handler.rfile.read(1)  # waits until the client hangs up

    site.answers["/feed"] = silent
    with pytest.raises(FetchError, match="in time"):
        HttpTransport(Limits(timeout=0.3), pause=0).get(site.url + "/feed", site.source("/feed"))


def test_a_server_that_drips_is_given_up(site: Site) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.connection.settimeout(0.05)
        handler.send_response(200)
        while True:  # one header a moment; each read succeeds, the whole never ends
            handler.wfile.write(b"X-More: 1\r\n")
            handler.wfile.flush()
            try:
                handler.rfile.read(1)
            except TimeoutError:
                continue
            return

    site.answers["/feed"] = drip
    with pytest.raises(FetchError):
        HttpTransport(Limits(timeout=0.5), pause=0).get(site.url + "/feed", site.source("/feed"))


def test_a_body_shorter_than_promised_is_refused(site: Site, transport: HttpTransport) -> None:
    def short(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"only this")
        handler.close_connection = True

    site.answers["/feed"] = short
    with pytest.raises(FetchError):
        transport.get(site.url + "/feed", site.source("/feed"))


def test_redirects_are_followed_and_the_asked_address_kept(
    site: Site, transport: HttpTransport
) -> None:
    site.serve("/new", b"here")
    url = site.serve("/old", b"", status=302, Location="/new")
    response = transport.get(url, site.source("/old"))
    assert (response.body, response.url) == (b"here", url)


@pytest.mark.parametrize(("hops", "allowed"), [(5, True), (6, False)])
def test_five_redirects_are_followed(
    site: Site, transport: HttpTransport, hops: int, allowed: bool
) -> None:
    for hop in range(hops):
        site.serve(f"/{hop}", b"", status=301, Location=f"/{hop + 1}")
    site.serve(f"/{hops}", b"end")
    if allowed:
        assert transport.get(site.url + "/0", site.source("/0")).body == b"end"
    else:
        with pytest.raises(FetchError, match="redirects"):
            transport.get(site.url + "/0", site.source("/0"))


def test_an_endless_redirect_ends(site: Site, transport: HttpTransport) -> None:
    url = site.serve("/loop", b"", status=302, Location="/loop")
    with pytest.raises(FetchError, match="redirects"):
        transport.get(url, site.source("/loop"))
    assert len(site.asked) == 6


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://metadata.google.internal@169.254.169.254/",
        "file:///etc/passwd",
        "ftp://example.org/x",
        "gopher://127.0.0.1:6379/_INFO",
        "http://user:pass@127.0.0.1/",
        "http://0xa9fea9fe/",
        "http://[fe80::1]/",
        "http://[::ffff:169.254.169.254]/",
    ],
)
def test_a_redirect_is_checked_like_the_first_address(
    site: Site, transport: HttpTransport, target: str
) -> None:
    url = site.serve("/feed", b"", status=302, Location=target)
    with pytest.raises(BlockedAddressError):
        transport.get(url, site.source("/feed"))


def test_this_machine_is_refused_unless_the_source_is_local(
    site: Site, transport: HttpTransport
) -> None:
    url = site.serve("/feed", b"secret")
    with pytest.raises(BlockedAddressError) as caught:
        transport.get(url, site.source("/feed", local=False))
    assert caught.value.source == "test-source"
    assert "Test source" in caught.value.hint
    assert site.asked == []


def test_a_name_that_resolves_to_this_machine_is_refused(site: Site) -> None:
    transport = HttpTransport(SMALL, pause=0, resolve=lambda _host, _port: ["127.0.0.1"])
    port = site.url.rsplit(":", 1)[-1]
    with pytest.raises(BlockedAddressError):
        transport.get(f"http://news.example:{port}/", site.source("/", local=False))
    assert site.asked == []


def test_the_checked_number_is_the_one_connected_to(site: Site) -> None:
    answers = iter([["127.0.0.1"], ["192.0.2.1"]])
    transport = HttpTransport(SMALL, pause=0, resolve=lambda _host, _port: next(answers))
    site.serve("/", b"once")
    port = site.url.rsplit(":", 1)[-1]
    response = transport.get(f"http://news.example:{port}/", site.source("/"))
    assert response.body == b"once"
    assert site.headers[0]["Host"] == f"news.example:{port}"
    assert next(answers) == ["192.0.2.1"]  # the name was asked for once only


def test_a_second_address_is_tried_when_the_first_is_dead(site: Site) -> None:
    port = site.url.rsplit(":", 1)[-1]
    transport = HttpTransport(
        SMALL, pause=0, resolve=lambda _host, _port: ["127.0.0.9", "127.0.0.1"]
    )
    site.serve("/", b"alive")
    assert transport.get(f"http://news.example:{port}/", site.source("/")).body == b"alive"


@pytest.mark.parametrize(
    ("status", "hint"), [(404, "moved"), (403, "feed"), (429, "less often"), (503, "later")]
)
def test_a_refusal_says_what_to_do(
    site: Site, transport: HttpTransport, status: int, hint: str
) -> None:
    url = site.serve("/feed", b"no", status=status)
    with pytest.raises(FetchError, match=str(status)) as caught:
        transport.get(url, site.source("/feed"))
    assert hint in caught.value.hint


def test_nobody_listening_is_a_fetch_error(transport: HttpTransport) -> None:
    source = Source("dead", "feed", "http://127.0.0.1:1/", "Dead", local=True)
    with pytest.raises(FetchError, match="dead"):
        transport.get(source.address, source)


def test_a_name_that_does_not_resolve_is_a_fetch_error() -> None:
    def nothing(_host: str, _port: int) -> list[str]:
        raise OSError("no such name")

    source = Source("gone", "feed", "https://gone.example/", "Gone")
    with pytest.raises(FetchError, match=r"gone\.example"):
        HttpTransport(SMALL, pause=0, resolve=nothing).get(source.address, source)


def test_rubbish_instead_of_http_is_a_fetch_error(site: Site, transport: HttpTransport) -> None:
    def rubbish(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"\x16\x03\x01 this is not HTTP\r\n\r\n")

    site.answers["/feed"] = rubbish
    with pytest.raises(FetchError):
        transport.get(site.url + "/feed", site.source("/feed"))


def test_a_server_without_tls_is_a_fetch_error(site: Site, transport: HttpTransport) -> None:
    url = site.serve("/feed", b"plain").replace("http://", "https://")
    with pytest.raises(FetchError, match="no answer"):
        transport.get(url, site.source("/feed"))
