"""robots.txt: one file for all visits, its rules in refusals, its pace for all sources."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.api import Workspace
from marsad.errors import FetchError, GoneError, RefusedError
from marsad.model import Response, Source
from marsad.monitor import HttpTransport, RouterTransport, connectors, discover, recognise
from marsad.monitor.manners import Manners
from marsad.monitor.robots import Robots, RobotsFiles
from marsad.ports import Limits

SITE = "https://agency.example"
SEEN = datetime(2026, 3, 9, 12, tzinfo=UTC)


@dataclass
class Files:
    """A transport that answers with robots.txt and counts how often it was asked for it."""

    text: str | FetchError = ""
    asked: list[str] = field(default_factory=list)
    gate: threading.Event | None = None

    def get(self, url: str, source: Source) -> Response:
        self.asked.append(url)
        if self.gate:
            assert self.gate.wait(10)
        if isinstance(self.text, FetchError):
            raise self.text
        if not url.endswith("/robots.txt"):
            raise GoneError(source.id, "no page here")
        return Response(url, self.text.encode(), SEEN, 200, "text/plain")


class Time:
    """A clock that moves only when somebody waits."""

    now = 1_000.0

    def wait(self, seconds: float) -> bool:
        self.now += seconds
        return False


def source(name: str = "agency", *, local: bool = False) -> Source:
    return Source(name, "web", f"{SITE}/", "Agency", local=local)


def test_the_visits_of_all_sources_share_one_file() -> None:
    files, transport = RobotsFiles(), Files("User-agent: *\nDisallow: /private/")
    for name in ("one", "two", "three"):
        Robots(transport, source(name), files).check(f"{SITE}/news/1")
    assert transport.asked == [f"{SITE}/robots.txt"]
    with pytest.raises(RefusedError, match="four: "):
        Robots(transport, source("four"), files).check(f"{SITE}/private/1")


def test_the_built_in_connectors_share_it_too() -> None:
    transport = Files("User-agent: *\nDisallow: /")
    for connector in connectors(Limits()):
        if connector.name == "web":
            for name in ("one", "two"):
                with pytest.raises(RefusedError):
                    list(connector.fetch(source(name), transport))
    assert transport.asked == [f"{SITE}/robots.txt"]


def test_one_asks_while_the_others_wait() -> None:
    files, transport = RobotsFiles(), Files(gate=threading.Event())
    assert transport.gate is not None
    with ThreadPoolExecutor(8) as threads:
        checks = [
            threads.submit(Robots(transport, source(f"s{n}"), files).check, f"{SITE}/{n}")
            for n in range(8)
        ]
        transport.gate.set()
        for check in checks:
            check.result(10)
    assert transport.asked == [f"{SITE}/robots.txt"]


def test_a_file_is_asked_for_again_after_an_hour() -> None:
    time, transport = Time(), Files("User-agent: *\nDisallow: /")
    files = RobotsFiles(now=lambda: time.now)
    with pytest.raises(RefusedError):
        Robots(transport, source(), files).check(f"{SITE}/1")
    transport.text = ""
    time.now += 3_599
    with pytest.raises(RefusedError):
        Robots(transport, source(), files).check(f"{SITE}/1")
    time.now += 1
    Robots(transport, source(), files).check(f"{SITE}/1")


def test_a_file_that_cannot_be_had_is_asked_for_again_soon() -> None:
    time, transport = Time(), Files(FetchError("one", "answered with status 503"))
    files = RobotsFiles(now=lambda: time.now)
    for name in ("one", "two"):
        with pytest.raises(RefusedError, match=f"{name}: .*cannot be had") as caught:
            Robots(transport, source(name), files).check(f"{SITE}/1")
        assert caught.value.retry_after == 60
    assert len(transport.asked) == 1
    time.now += 60
    transport.text = ""
    Robots(transport, source(), files).check(f"{SITE}/1")


def test_what_a_source_of_this_network_was_told_counts_for_no_other() -> None:
    files, transport = RobotsFiles(), Files()
    for local in (True, False):
        Robots(transport, source(local=local), files).check(f"{SITE}/1")
    assert len(transport.asked) == 2


def test_memory_is_bounded_by_number_and_by_size() -> None:
    files = RobotsFiles()
    for number in range(1_100):
        Robots(Files(), source(), files).check(f"https://s{number}.example/1")
    assert len(files._known) == 1_024
    long = "# " + "x" * 400_000
    for number in range(60):
        Robots(Files(long), source(), files).check(f"https://l{number}.example/1")
    assert sum(len(asked.file.text) for asked in files._known.values()) <= 16 * 1024 * 1024


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("User-agent: *\nDisallow: /a\nDisallow: /a/b\nDisallow: /c", "Disallow: /a/b"),
        ("User-agent: other\nDisallow: /a/b\n\nUser-agent: *\nDisallow: /a", "Disallow: /a"),
        ("User-agent: *\nAllow: /\n\nUser-agent: marsad\ndisallow: /a/*.html", "disallow: /a/*.ht"),
    ],
)
def test_a_refusal_names_the_rule(text: str, rule: str) -> None:
    with pytest.raises(RefusedError) as caught:
        Robots(Files(text), source()).check(f"{SITE}/a/b/c.html")
    assert rule in caught.value.reason
    assert caught.value.retry_after is None


@given(st.text(max_size=200), st.text(max_size=30))
@settings(deadline=None)
def test_whatever_else_a_file_holds_its_rule_is_found(noise: str, path: str) -> None:
    with suppress(RefusedError):
        Robots(Files(noise), source()).check(f"{SITE}/{path}")
    text = f"{noise}\nUser-agent: marsad\nDisallow: /\n"
    with pytest.raises(RefusedError):
        Robots(Files(text), source()).check(f"{SITE}/x")


# ---------------------------------------------------------------- pace


class Site(Protocol):
    asked: list[str]

    def serve(self, path: str, body: bytes, media_type: str = ..., status: int = ...) -> str: ...
    def source(self, path: str, kind: str = ...) -> Source: ...


def test_a_crawl_delay_holds_for_all_sources_of_its_host(site: Site) -> None:
    site.serve("/robots.txt", b"User-agent: *\nCrawl-delay: 7\n")
    site.serve("/a", b"<html><body>x</body></html>")
    site.serve("/feed", b"<rss/>")
    time = Time()
    manners = Manners(pause=1, now=lambda: time.now, wait=time.wait, chance=lambda: 0.0)
    web = HttpTransport(Limits(), manners=manners)
    transport, files = RouterTransport({"http": web}), RobotsFiles()
    for _ in range(3):
        where = site.source("/a", "web")
        Robots(transport, where, files).get(where.address)
    other = site.source("/feed")
    transport.get(other.address, other)
    web.close()
    assert site.asked == ["/robots.txt", "/a", "/a", "/a", "/feed"]
    assert time.now == 1_000 + 1 + 3 * 7


def test_a_host_that_takes_its_wish_back_is_asked_as_before() -> None:
    time = Time()
    manners = Manners(pause=1, now=lambda: time.now, wait=time.wait, chance=lambda: 0.0)
    manners.pace("a.example", 30)
    manners.turn("a.example")
    manners.pace("a.example", 0)
    for _ in range(3):
        manners.turn("a.example")
    assert time.now == 1_000 + 30 + 2


# ---------------------------------------------------------------- adding a source


def test_a_page_is_not_looked_at_where_its_site_forbids_it(site: Site) -> None:
    site.serve("/robots.txt", b"User-agent: *\nDisallow: /news\n")
    url = site.serve("/news", b"<html/>")
    with pytest.raises(RefusedError, match="Disallow: /news"):
        discover(recognise(url), HttpTransport(Limits(), pause=0), local=True)
    assert site.asked == ["/robots.txt"]


def test_what_is_spelled_as_a_feed_is_there_for_programs(site: Site) -> None:
    site.serve("/robots.txt", b"User-agent: *\nDisallow: /\n")
    url = site.serve("/feed", b'<rss version="2.0"><channel/></rss>')
    (found,) = discover(recognise(url), HttpTransport(Limits(), pause=0), local=True)
    assert found.kind == "feed"


def test_adding_a_source_says_which_rule_forbids_it(site: Site, tmp_path: Path) -> None:
    site.serve("/robots.txt", b"User-agent: *\nDisallow: /news\n")
    url = site.serve("/news", b"<html/>")
    with Workspace.create(tmp_path / "workspace") as workspace:
        with pytest.raises(RefusedError, match="Disallow: /news"):
            workspace.discover(url, local=True)
        site.serve("/robots.txt", b"", status=503)
        assert workspace.discover(url, local=True) == (url, "web")
