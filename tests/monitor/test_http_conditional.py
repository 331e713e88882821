"""Asking whether a document has changed since it was sealed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.servers import faults
from tests.servers.hostile import Hostile

from marsad.errors import FetchError
from marsad.monitor import HttpTransport
from marsad.ports import Limits, Validators

ETAG = '"v1"'
DATE = "Mon, 09 Mar 2026 12:00:00 GMT"


class Memory:
    """What was sealed last, by address."""

    def __init__(self) -> None:
        self.known: dict[str, Validators] = {}

    def __call__(self, _: str, url: str) -> Validators | None:
        return self.known.get(url)


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
def transport(memory: Memory) -> Iterator[HttpTransport]:
    with HttpTransport(Limits(timeout=5), pause=0, recall=memory) as opened:
        yield opened


@pytest.mark.parametrize(
    ("known", "header"),
    [
        (Validators(etag=ETAG), "if-none-match"),
        (Validators(last_modified=DATE), "if-modified-since"),
        (Validators(etag=ETAG, last_modified=DATE), "if-none-match"),
    ],
)
def test_what_has_not_changed_is_not_sent_again(
    hostile: Hostile, memory: Memory, transport: HttpTransport, known: Validators, header: str
) -> None:
    url = hostile.script("/feed", faults.versioned(b"body", ETAG, DATE))
    assert transport.get(url, hostile.source("/feed")).body == b"body"
    assert header not in hostile.seen[0].headers
    memory.known[url] = known
    response = transport.get(url, hostile.source("/feed"))
    assert (response.url, response.status, response.body) == (url, 304, b"")
    assert header in hostile.seen[1].headers


def test_what_has_changed_is_sent(
    hostile: Hostile, memory: Memory, transport: HttpTransport
) -> None:
    url = hostile.script("/feed", faults.versioned(b"new", '"v2"'))
    memory.known[url] = Validators(etag=ETAG)
    response = transport.get(url, hostile.source("/feed"))
    assert (response.status, response.body) == (200, b"new")
    assert ("ETag", '"v2"') in response.headers


def test_after_a_redirect_only_the_tag_is_asked_about(
    hostile: Hostile, memory: Memory, transport: HttpTransport
) -> None:
    # An old date would also fit the login page that the redirect may lead to by now.
    url = hostile.script("/feed", faults.redirect("/moved"))
    hostile.script("/moved", faults.versioned(b"body", ETAG, DATE))
    memory.known[url] = Validators(etag=ETAG, last_modified=DATE)
    assert transport.get(url, hostile.source("/feed")).status == 304
    memory.known[url] = Validators(last_modified=DATE)
    assert transport.get(url, hostile.source("/feed")).body == b"body"
    assert [("if-modified-since" in seen.headers) for seen in hostile.seen] == [
        True,
        False,
        True,
        False,
    ]


@pytest.mark.parametrize(
    "known", [None, Validators(), Validators(etag="line\r\nbreak"), Validators(etag="é" * 9)]
)
def test_not_modified_is_an_error_where_nobody_asked(
    hostile: Hostile, memory: Memory, transport: HttpTransport, known: Validators | None
) -> None:
    url = hostile.script("/feed", faults.status(304))
    if known:
        memory.known[url] = known
    with pytest.raises(FetchError, match="304"):
        transport.get(url, hostile.source("/feed"))


@given(etag=st.text(max_size=40), date=st.text(max_size=40))
@settings(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_remembered_values_never_break_or_add_a_header(
    hostile: Hostile, memory: Memory, transport: HttpTransport, etag: str, date: str
) -> None:
    url = hostile.script("/feed", faults.ok(b"x"))
    memory.known[url] = Validators(etag=etag, last_modified=date)
    assert transport.get(url, hostile.source("/feed")).body == b"x"
    known = {"host", "user-agent", "accept", "accept-encoding"}
    assert set(hostile.seen[-1].headers) - known <= {"if-none-match", "if-modified-since"}
