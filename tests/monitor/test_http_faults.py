"""Fetching from a server that misbehaves in every way that was thought of."""

from __future__ import annotations

import gzip
import zlib
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.servers import faults
from tests.servers.hostile import Behaviour, Hostile

from marsad.errors import (
    BlockedAddressError,
    FetchError,
    GoneError,
    RefusedError,
    SourceError,
    TooLargeError,
)
from marsad.monitor import HttpTransport
from marsad.monitor.answers import final_url
from marsad.monitor.manners import Manners
from marsad.ports import Limits

LIMITS = Limits(response_bytes=100_000, timeout=5, pages=1)


class Waits:
    """Counts the waiting that would have been done, and does none of it."""

    def __init__(self) -> None:
        self.all: list[float] = []

    def __call__(self, seconds: float) -> bool:
        self.all.append(seconds)
        return False


def nowhere(host: str, _port: int) -> list[str]:
    raise OSError(f"{host} is not looked up in a test")


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def transport(waits: Waits) -> HttpTransport:
    return HttpTransport(LIMITS, manners=Manners(pause=0, wait=waits))


@pytest.mark.parametrize(
    "fault",
    [
        faults.status(502),
        faults.status(503),
        faults.status(504),
        faults.reset(),
        faults.hang_up(),
        faults.cut_short(b"only this", promised=1000),
        faults.chunked(b"only this", end=False),
    ],
)
def test_a_fault_that_passes_is_tried_again(
    hostile: Hostile, transport: HttpTransport, waits: Waits, fault: Behaviour
) -> None:
    url = hostile.script("/feed", fault, fault, faults.ok(b"at last"))
    assert transport.get(url, hostile.source("/feed")).body == b"at last"
    assert hostile.asked("/feed") == 3
    assert 0.5 <= waits.all[0] <= 1.0 <= waits.all[1] <= 2.0


@pytest.mark.parametrize("fault", [faults.status(503), faults.reset(), faults.hang_up()])
def test_a_fault_that_stays_is_given_up_after_three_tries(
    hostile: Hostile, transport: HttpTransport, fault: Behaviour
) -> None:
    url = hostile.script("/feed", fault)
    with pytest.raises(FetchError, match="hostile") as caught:
        transport.get(url, hostile.source("/feed"))
    assert caught.value.hint
    assert hostile.asked("/feed") == 3


@pytest.mark.parametrize("code", [400, 401, 403, 404, 410, 418, 429, 451, 500, 501])
def test_other_refusals_are_not_tried_again(
    hostile: Hostile, transport: HttpTransport, code: int
) -> None:
    url = hostile.script("/feed", faults.status(code))
    with pytest.raises(FetchError, match=str(code)):
        transport.get(url, hostile.source("/feed"))
    assert hostile.asked("/feed") == 1


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (401, RefusedError),
        (403, RefusedError),
        (429, RefusedError),
        (451, RefusedError),
        (404, GoneError),
        (410, GoneError),
        (500, FetchError),
    ],
)
def test_a_status_tells_refused_from_gone_from_broken(
    hostile: Hostile, transport: HttpTransport, code: int, kind: type[FetchError]
) -> None:
    url = hostile.script("/feed", faults.status(code))
    with pytest.raises(FetchError) as caught:
        transport.get(url, hostile.source("/feed"))
    assert type(caught.value) is kind


@pytest.mark.parametrize("code", [429, 503])
def test_a_host_that_asks_for_a_rest_is_left_alone(
    hostile: Hostile, transport: HttpTransport, code: int
) -> None:
    hostile.script("/feed", faults.status(code, Retry_After="120"))
    hostile.script("/other", faults.ok(b"x"))
    source = hostile.source("/feed")
    with pytest.raises(RefusedError) as first:
        transport.get(hostile.url + "/feed", source)
    assert first.value.retry_after == 120
    with pytest.raises(RefusedError, match="left alone") as second:
        transport.get(hostile.url + "/other", source)
    assert second.value.retry_after is not None
    assert 100 < second.value.retry_after <= 120
    assert len(hostile.seen) == 1


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (faults.bomb(50_000_000), TooLargeError),
        (faults.endless(), TooLargeError),
        (faults.ok(b"x" * 100_001), TooLargeError),
        (faults.chunked(*[b"x" * 50_000] * 3), TooLargeError),
        (faults.cut_short(b"", promised=10**15), TooLargeError),
        (faults.cut_short(b"", promised=10**40), SourceError),
        (faults.gzipped(b"hello " * 1000, keep=0.5), FetchError),
        (faults.ok(b"plain", Content_Encoding="gzip"), FetchError),
        (faults.ok(b"plain", Content_Encoding="deflate"), FetchError),
        (faults.ok(b"plain", Content_Encoding="gzip, gzip"), FetchError),
        (faults.ok(gzip.compress(b"", mtime=0) * 6_000, Content_Encoding="gzip"), TooLargeError),
        (faults.rubbish(), FetchError),
        (faults.rubbish(b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n"), FetchError),
        (faults.rubbish(b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n"), FetchError),
        (faults.huge_head(300_000), FetchError),
        (faults.status(304), FetchError),
        (faults.redirect("http://news.example:99999999/"), FetchError),
        (faults.redirect(""), FetchError),
        (faults.redirect("/feed"), FetchError),
        (faults.redirect("http://169.254.169.254/latest/meta-data/"), BlockedAddressError),
        (faults.redirect("//169.254.169.254/"), BlockedAddressError),
        (faults.redirect("file:///etc/passwd"), BlockedAddressError),
        (faults.redirect("gopher://127.0.0.1:6379/_INFO"), BlockedAddressError),
        (faults.redirect("http://user:secret@127.0.0.1/"), BlockedAddressError),
    ],
)
def test_a_fault_becomes_a_named_error(
    hostile: Hostile, transport: HttpTransport, fault: Behaviour, kind: type[SourceError]
) -> None:
    url = hostile.script("/feed", fault)
    with pytest.raises(kind) as caught:
        transport.get(url, hostile.source("/feed"))
    assert caught.value.source == "hostile"
    assert caught.value.hint


@pytest.mark.parametrize(
    "fault", [faults.silent(), faults.drip(b"x" * 1000, 0.02), faults.drip_head(0.02)]
)
def test_slowness_ends_with_the_time_of_the_request(hostile: Hostile, fault: Behaviour) -> None:
    url = hostile.script("/feed", fault)
    quick = HttpTransport(Limits(timeout=0.15), pause=0)
    with pytest.raises(FetchError, match="in time"):
        quick.get(url, hostile.source("/feed"))
    assert hostile.asked("/feed") == 1


def test_a_slow_body_that_ends_in_time_is_taken(hostile: Hostile, transport: HttpTransport) -> None:
    url = hostile.script("/feed", faults.drip("بطيء".encode(), 0.01))
    assert transport.get(url, hostile.source("/feed")).body.decode() == "بطيء"


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (gzip.compress(b"hello", mtime=0), "gzip"),
        (gzip.compress(b"he", mtime=0) + gzip.compress(b"llo", mtime=0), "x-gzip"),
        (gzip.compress(b"hello", mtime=0) + b"<!-- appended -->", "gzip"),
        (zlib.compress(b"hello"), "deflate"),
        (zlib.compress(b"hello")[2:-4], "deflate"),
        (b"hello", "identity"),
    ],
)
def test_every_compression_that_servers_send_is_undone(
    hostile: Hostile, transport: HttpTransport, body: bytes, encoding: str
) -> None:
    url = hostile.script("/feed", faults.ok(body, Content_Encoding=encoding))
    assert transport.get(url, hostile.source("/feed")).body == b"hello"


def test_an_empty_body_needs_no_compression(hostile: Hostile, transport: HttpTransport) -> None:
    url = hostile.script("/feed", faults.ok(b"", Content_Encoding="gzip"))
    assert transport.get(url, hostile.source("/feed")).body == b""


def test_a_raw_arabic_redirect_is_followed_and_remembered(
    hostile: Hostile, transport: HttpTransport
) -> None:
    raw = "HTTP/1.1 302 x\r\nLocation: /خبر\r\nContent-Length: 0\r\n\r\n".encode()
    url = hostile.script("/old", faults.rubbish(raw))
    hostile.script("/%D8%AE%D8%A8%D8%B1", faults.ok(b"here"))
    response = transport.get(url, hostile.source("/old"))
    assert (response.url, response.body) == (url, b"here")
    assert final_url(response) == hostile.url + "/%D8%AE%D8%A8%D8%B1"


def test_a_server_cannot_pretend_that_there_was_a_redirect(
    hostile: Hostile, transport: HttpTransport
) -> None:
    url = hostile.script("/", faults.ok(b"x", X_Archive_Redirect="https://bank.example/"))
    assert final_url(transport.get(url, hostile.source("/"))) == url


HEADERS = st.sampled_from(
    [
        b"Content-Length: 5",
        b"Content-Length: -1",
        b"Transfer-Encoding: chunked",
        b"Transfer-Encoding: gzip",
        b"Content-Encoding: gzip",
        b"Content-Encoding: \xff",
        b"Location: \xff\xfe://",
        b"Location: http://[::1",
        b"Location: //",
        b"Location: http://a..example/",
        b"Location: http://\xd8\xae.example:0/",
        b"Retry-After: \xb2",
        b"Connection: upgrade",
        b"Content-Type: \x80",
        b"Set-Cookie: a=b",
        b": empty",
        b" folded",
    ]
)


@given(
    status=st.sampled_from([b"200", b"101", b"103", b"204", b"302", b"429", b"503", b"999", b"x"]),
    headers=st.lists(HEADERS | st.binary(max_size=30), max_size=4),
    body=st.binary(max_size=60),
)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_answer_is_a_response_or_a_named_error(
    hostile: Hostile, status: bytes, headers: list[bytes], body: bytes
) -> None:
    head = b"\r\n".join([b"HTTP/1.1 " + status + b" X", *headers])
    url = hostile.script("/feed", faults.rubbish(head + b"\r\n\r\n" + body))
    patient = Manners(pause=0, wait=lambda _seconds: False)
    with (
        HttpTransport(Limits(timeout=0.3), manners=patient, resolve=nowhere) as transport,
        suppress(SourceError),
    ):
        assert transport.get(url, hostile.source("/feed")).url == url
