"""Reading RSS and Atom feeds."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.errors import SourceError, TooLargeError, UnreadableError
from marsad.model import Precision, Response, Source
from marsad.monitor import Feed, HttpTransport
from marsad.ports import ItemFailure, Limits, ParsedItem, ParsedPost

SOURCE = Source("agency", "feed", "https://agency.example/rss", "Agency")
MARKUP = re.compile(r"<[a-zA-Z/!?]")


class Site(Protocol):
    def serve(self, path: str, body: bytes, media_type: str = ...) -> str: ...
    def source(self, path: str, kind: str = ...) -> Source: ...


def rss(*items: str, declared: str = "utf-8") -> str:
    return (
        f'<?xml version="1.0" encoding="{declared}"?><rss version="2.0"><channel>'
        f"<title>Agency</title>{''.join(f'<item>{item}</item>' for item in items)}</channel></rss>"
    )


def read(
    body: str | bytes, media_type: str = "application/rss+xml", limits: Limits | None = None
) -> list[ParsedItem]:
    raw = body.encode() if isinstance(body, str) else body
    response = Response(SOURCE.address, raw, datetime(2026, 3, 9, tzinfo=UTC), 200, media_type)
    return list(Feed(limits or Limits()).parse(SOURCE, response))


def posts(body: str | bytes, media_type: str = "application/rss+xml") -> list[ParsedPost]:
    return [item for item in read(body, media_type) if isinstance(item, ParsedPost)]


def test_an_entry_becomes_a_post() -> None:
    (post,) = posts(
        rss(
            "<title>عنوان</title><link>https://agency.example/1</link><guid>id-1</guid>"
            "<description>&lt;p&gt;فقرة &lt;b&gt;أولى&lt;/b&gt;&lt;/p&gt;&lt;p&gt;ثانية&lt;/p&gt;"
            "</description><pubDate>Sun, 01 Mar 2026 10:20:30 +0300</pubDate>"
        )
    )
    assert (post.native_id, post.url) == ("id-1", "https://agency.example/1")
    assert post.title == "عنوان"
    assert post.text == "عنوان\n\nفقرة أولى\nثانية"
    assert post.published.value == datetime(2026, 3, 1, 7, 20, 30, tzinfo=UTC)
    assert post.published.basis == "published element of the feed"
    assert not post.published.estimated
    assert post.recipe == "feed/1"


def test_atom_is_read_too() -> None:
    (post,) = posts(
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>urn:1</id><title>T</title>'
        '<link href="/a"/><updated>2026-03-01T10:20:30Z</updated>'
        '<content type="html">&lt;p&gt;Long body&lt;/p&gt;</content><summary>s</summary>'
        "</entry></feed>"
    )
    assert post.url == "https://agency.example/a"
    assert post.text == "T\n\nLong body"
    assert post.published.basis == "updated element of the feed"


@pytest.mark.parametrize(
    ("written", "precision", "estimated"),
    [
        ("Sun, 01 Mar 2026 10:20:30 GMT", Precision.SECOND, False),
        ("2026-03-01T10:20:30", Precision.SECOND, True),
        ("2026-03-01", Precision.DAY, False),
        ("soon", Precision.UNKNOWN, False),
        ("", Precision.UNKNOWN, False),
    ],
)
def test_a_date_says_how_exact_it_is(written: str, precision: Precision, estimated: bool) -> None:
    (post,) = posts(rss(f"<title>x</title><pubDate>{written}</pubDate>"))
    assert (post.published.precision, post.published.estimated) == (precision, estimated)


def test_windows_1256_with_its_label_is_read() -> None:
    body = rss("<title>أخبار اليوم في العراق</title>", declared="windows-1256")
    (post,) = posts(body.encode("windows-1256"))
    assert post.text == "أخبار اليوم في العراق"
    assert post.recipe == "feed/1"


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("windows-1256", "أعرب الوزير عن قلقه من استمرار القصف على المدينة"),
        ("windows-1255", "שר הביטחון אמר הבוקר כי המצב בגבול הצפון מתוח"),
        ("windows-1251", "Министр обороны сообщил о переговорах на границе"),
        ("koi8-r", "Министр обороны сообщил о переговорах на границе"),
    ],
)
def test_old_code_pages_labelled_utf8_are_repaired_and_told(codec: str, text: str) -> None:
    (post,) = posts(rss(f"<title>{text}</title>").encode(codec))
    assert post.text == text
    assert post.recipe == f"feed/1; {codec} mislabelled as utf-8"


def test_the_label_of_the_server_is_repaired_too() -> None:
    text = "أعرب الوزير عن قلقه من استمرار القصف"
    body = rss(f"<title>{text}</title>", declared="windows-1256").encode("windows-1256")
    (post,) = posts(body, "text/xml; charset=utf-8")
    assert post.text == text


def test_utf8_labelled_as_windows_1256_is_repaired() -> None:
    (post,) = posts(rss("<title>أخبار اليوم</title>", declared="windows-1256").encode())
    assert post.text == "أخبار اليوم"
    assert "utf-8 mislabelled" in post.recipe


def test_one_damaged_letter_does_not_spoil_the_rest() -> None:
    body = rss(f"<title>{'أخبار اليوم ' * 9}</title>").encode()
    at = body.index("خ".encode())
    (post,) = posts(body[: at + 1] + body[at + 2 :])
    assert "اليوم" in post.text
    assert "damaged" in post.recipe


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>text",
        "<img src=x onerror=alert(1)>text",
        "&lt;script&gt;alert(1)&lt;/script&gt;text",
        "&amp;lt;img src=x onerror=alert(1)&amp;gt;text",
        "<scr<script>ipt>alert(1)</script>text",
        "<a href='javascript:alert(1)'>text</a>",
        "<svg><script>alert(1)</script></svg>text",
        "<!--<img src=x>-->text",
        "<style>@import 'http://evil'</style>text",
    ],
)
def test_no_markup_is_passed_on(hostile: str) -> None:
    escaped = hostile.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    (post,) = posts(rss(f"<title>{escaped}</title><description>{escaped}</description>"))
    assert not MARKUP.search(post.text + (post.title or ""))
    assert "text" in post.text


def test_a_comparison_is_not_markup() -> None:
    (post,) = posts(rss("<title>3 &lt; 4 and a &amp;amp; b</title>"))
    assert post.text == "3 < 4 and a & b"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"])
def test_only_web_links_become_addresses(link: str) -> None:
    (post,) = posts(rss(f"<title>x</title><link>{link}</link>"))
    assert post.url == SOURCE.address


def test_an_id_that_entries_share_identifies_none_of_them() -> None:
    items = [
        f"<title>t{n}</title><guid>same</guid><link>https://agency.example/{n}</link>"
        for n in (1, 2)
    ]
    forward = {post.native_id: post.title for post in posts(rss(*items))}
    backward = {post.native_id: post.title for post in posts(rss(*reversed(items)))}
    assert len(forward) == 2
    assert forward == backward


def test_an_empty_entry_and_an_oversized_one_fail_alone() -> None:
    body = rss("<guid>1</guid>", f"<title>{'y' * 500}</title>", "<title>ok</title>")
    items = read(body, limits=Limits(post_chars=100))
    assert [type(item) for item in items] == [ItemFailure, ItemFailure, ParsedPost]
    second = items[1]
    assert isinstance(second, ItemFailure)
    assert isinstance(second.error, TooLargeError)


def test_a_web_page_is_refused_and_its_feed_named(site: Site) -> None:
    html = (
        b'<!doctype html><html><head><link rel="alternate" type="application/rss+xml" '
        b'href="/feed.xml"></head><body>Hello</body></html>'
    )
    url = site.serve("/", html)
    source = site.source("/")
    connector = Feed(Limits())
    (response,) = connector.fetch(source, HttpTransport(Limits(), pause=0))
    assert isinstance(response, Response)
    with pytest.raises(UnreadableError, match="web page") as caught:
        list(connector.parse(source, response))
    assert f"{url}feed.xml" in caught.value.hint


@pytest.mark.parametrize("body", [b"", b"hello", b"{}", b"<x/>", b"\x00\xff" * 50])
def test_what_is_no_feed_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadableError, match="not an RSS"):
        read(body)


def test_a_feed_without_entries_is_empty() -> None:
    assert read(rss()) == []


def test_a_feed_that_breaks_off_gives_what_is_whole() -> None:
    body = rss("<title>one</title>", "<title>two</title>", "<title>three</title>")
    found = posts(body[: body.index("three")])
    assert [post.text for post in found][:2] == ["one", "two"]


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_any_bytes_give_items_or_a_named_error(noise: bytes) -> None:
    for body in (noise, rss("<title>x").encode() + noise):
        try:
            read(body)
        except SourceError:
            continue


@pytest.mark.shared
@pytest.mark.parametrize(
    ("folder", "least", "most_refused"),
    [
        ("encoding", 82, 0),
        ("illformed", 19, 1),
        ("entities", 250, 0),
        ("sanitize", 745, 0),
        ("derived", 2, 0),
        (".", 1_105, 1),
    ],
)
def test_every_collected_feed_is_read_or_refused_without_markup(
    shared: Path, folder: str, least: int, most_refused: int
) -> None:
    paths = sorted((shared / "samples" / "feeds" / folder).rglob("*.xml"))
    assert len(paths) >= least
    refused: dict[str, str] = {}
    for path in paths:
        try:
            items = read(path.read_bytes(), "application/xml")
        except UnreadableError as error:
            refused[path.name] = error.hint
            continue
        for item in items:
            if isinstance(item, ParsedPost):
                shown = f"{item.text} {item.title or ''} {item.author or ''}"
                assert not MARKUP.search(shown), path.name
                assert item.url.startswith(("http://", "https://")), path.name
    assert len(refused) <= most_refused, refused
    assert all(refused.values())


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "word", "recipe"),
    [
        ("ntrex_ar_windows-1256.xml", "أعرب أعضاء", "feed/1"),
        ("ntrex_fa_mislabelled_utf8_is_cp1256.xml", "نگران هستند", "windows-1256 mislabelled"),
    ],
)
def test_arabic_and_persian_in_windows_1256(
    shared: Path, name: str, word: str, recipe: str
) -> None:
    path = shared / "samples" / "feeds" / "derived" / name
    first = posts(path.read_bytes(), "application/xml")[0]
    assert word in first.text
    assert recipe in first.recipe
