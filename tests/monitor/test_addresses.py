"""Telling from an address what kind of source it is."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.errors import FetchError
from marsad.monitor import HttpTransport, discover, recognise
from marsad.ports import Limits


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("@Fanous_1", ("telegram_web", "https://t.me/s/Fanous_1", "fanous-1", "@Fanous_1")),
        ("t.me/fanous", ("telegram_web", "https://t.me/s/fanous", "fanous", "@fanous")),
        ("https://t.me/s/fanous", ("telegram_web", "https://t.me/s/fanous", "fanous", "@fanous")),
        (
            "https://www.agency.example/ar/rss",
            ("feed", "https://www.agency.example/ar/rss", "agency-example", "agency.example"),
        ),
        ("agency.example/rss", ("feed", "https://agency.example/rss", "agency-example", None)),
        ("https://agency.example/", ("web", "https://agency.example/", "agency-example", None)),
        ("https://agency.example/sitemap.xml", ("web", None, "agency-example", None)),
        ("https://agency.example/ar/feed/", ("feed", None, "agency-example", None)),
        ("https://agency.example/?feed=rss2&x=1", ("feed", None, "agency-example", None)),
        ("https://agency.example/index.xml", ("feed", None, "agency-example", None)),
        ("https://agency.example/feed.json", ("feed", None, "agency-example", None)),
        ("https://agency.example/feedback", ("web", None, "agency-example", None)),
        (
            "https://social.example/@agency",
            ("mastodon", None, "agency-social-example", "@agency@social.example"),
        ),
        ("https://www.youtube.com/@agency", ("web", None, "youtube-com", None)),
        (
            "https://bsky.app/profile/agency.example",
            ("bluesky", None, "agency-example", "@agency.example"),
        ),
        (
            "imaps://desk%40x.example@imap.x.example/News",
            ("mailbox", None, "x-example-news", "News at x.example"),
        ),
        ("https://data.example/a.jsonl.gz", ("documents", None, "data-example", "data.example")),
    ],
)
def test_web_addresses(address: str, expected: tuple[str, str | None, str, str | None]) -> None:
    found = recognise(address)
    assert all(want in (None, got) for got, want in zip(found, expected, strict=True))


def test_paths(tmp_path: Path) -> None:
    export = tmp_path / "Chat Export"
    export.mkdir()
    (export / "result.json").write_text("{}", "utf-8")
    (tmp_path / "old.jsonl.gz").write_bytes(b"")
    (tmp_path / "بيانات").mkdir()
    (tmp_path / "feed.xml").write_text("", "utf-8")
    (tmp_path / "news.mbox").write_text("", "utf-8")
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "a.mbox").write_text("", "utf-8")
    kinds = {
        "Chat Export": "telegram_export",
        "Chat Export/result.json": "telegram_export",
        "old.jsonl.gz": "documents",
        "بيانات": "files",
        "feed.xml": "feed",
        "news.mbox": "mailbox",
        "mail": "mailbox",
    }
    for name, kind in kinds.items():
        found = recognise(str(tmp_path / name))
        assert found.kind == kind
        assert str(tmp_path) in found.address
        assert found.suggested_id.isascii()
    assert recognise(str(export / "result.json")).suggested_id == "chat-export"
    assert recognise((tmp_path / "feed.xml").as_uri()).address.startswith("file:///")


def test_a_relative_path_becomes_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "texts").mkdir()
    monkeypatch.chdir(tmp_path)
    assert recognise("texts").address == str(tmp_path / "texts")


def test_a_path_that_goes_up_is_stored_resolved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("texts", "here", "far"):
        (tmp_path / name).mkdir()
    (tmp_path / "far" / "inner").mkdir()
    (tmp_path / "here" / "link").symlink_to(tmp_path / "far" / "inner")
    monkeypatch.chdir(tmp_path / "here")
    assert recognise("../texts").address == str(tmp_path / "texts")
    # Up from a link is up from where it leads.
    (tmp_path / "far" / "x.txt").write_text("x", "utf-8")
    assert recognise("link/../x.txt").address == str(tmp_path / "far" / "x.txt")
    assert recognise("link").address == str(tmp_path / "here" / "link")


class Site(Protocol):
    def serve(self, path: str, body: bytes, media_type: str = ...) -> str: ...


def discovered(url: str) -> list[tuple[str, str]]:
    transport = HttpTransport(Limits(), pause=0)
    return [
        (found.kind, found.address) for found in discover(recognise(url), transport, local=True)
    ]


def test_a_feed_under_an_unlikely_name_is_found_to_be_one(site: Site) -> None:
    url = site.serve("/news", b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>')
    assert recognise(url).kind == "web"
    assert discovered(url) == [("feed", url)]


def test_a_page_is_best_followed_by_the_feeds_that_it_announces(site: Site) -> None:
    links = "".join(
        f'<link rel="alternate" type="application/{kind}" href="{href}">'
        for kind, href in (("rss+xml", "/all"), ("atom+xml", "/comments/x"), ("feed+json", "/j"))
    )
    url = site.serve("/", f"<html><head>{links}</head><body>x</body></html>".encode())
    assert discovered(url) == [("feed", f"{url}all"), ("feed", f"{url}j"), ("web", url)]


def test_a_page_and_a_sitemap_stay_what_they_are(site: Site) -> None:
    page = site.serve("/a", b"<html><body>x</body></html>")
    assert discovered(page) == [("web", page)]
    listing = site.serve("/news.xml", b"<urlset><url><loc>x</loc></url></urlset>")
    assert discovered(listing) == [("web", listing)]


def test_what_is_no_web_address_is_not_asked_for(tmp_path: Path) -> None:
    assert discovered(str(tmp_path)) == [("files", str(tmp_path))]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "hello",
        "not there/at all",
        "https://",
        "https://[x",
        "t.me/+secret",
        "~nobody-here",
        "a\x00b",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(FetchError) as caught:
        recognise(address)
    assert caught.value.hint


@given(st.text(max_size=60))
@settings(deadline=None)
def test_any_text_gives_an_address_or_a_named_error(text: str) -> None:
    try:
        found = recognise(text)
    except FetchError:
        return
    assert found.suggested_id
    assert found.suggested_id.replace("-", "").isalnum()
