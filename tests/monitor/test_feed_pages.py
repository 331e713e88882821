"""Feeds whose entries are read on their pages, and JSON feeds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.errors import FetchError, GoneError, RefusedError, SourceError
from marsad.model import Response, Source
from marsad.monitor import Feed
from marsad.monitor.feed_pages import is_teaser
from marsad.monitor.json_feed import json_entries
from marsad.ports import History, ItemFailure, Limits, ParsedPost

SITE = "https://agency.example"
SOURCE = Source("agency", "feed", f"{SITE}/rss", "Agency")
SEEN = datetime(2026, 3, 9, 12, tzinfo=UTC)
SENTENCE = "أعلنت القيادة أنها سترد على أي هجوم في الوقت المناسب. "
WHOLE = SENTENCE * 5


@dataclass
class Pages:
    """A transport that answers from a table; what is not in it is gone."""

    table: Mapping[str, str | FetchError]
    asked: list[str] = field(default_factory=list)
    headers: tuple[tuple[str, str], ...] = ()

    def get(self, url: str, source: Source) -> Response:
        self.asked.append(url)
        found = self.table.get(url)
        if found is None:
            raise GoneError(source.id, f"{url} is gone")
        if isinstance(found, FetchError):
            raise found
        return Response(url, found.encode(), SEEN, 200, "text/html", self.headers)


def rss(*entries: tuple[str, str]) -> str:
    items = "".join(
        f"<item><title>عنوان {name}</title><link>{SITE}/{name}</link><guid>{name}</guid>"
        f"<pubDate>Sun, 01 Mar 2026 10:20:30 GMT</pubDate><description>{text}</description></item>"
        for name, text in entries
    )
    return f'<rss version="2.0"><channel><title>A</title>{items}</channel></rss>'


def page(title: str = "على الصفحة", text: str = WHOLE) -> str:
    return (
        "<html><head><meta name='author' content='Sara Karimi'></head><body><nav>menu</nav>"
        f"<article><h1>{title}</h1><p>{text}</p></article></body></html>"
    )


def collect(
    transport: Pages, *, every_page: bool = False, source: Source = SOURCE
) -> tuple[dict[str, ParsedPost], list[ItemFailure]]:
    connector = Feed(Limits(), every_page=every_page)
    posts: dict[str, ParsedPost] = {}
    failures: list[ItemFailure] = []
    for response in connector.fetch(source, transport):
        if isinstance(response, ItemFailure):
            failures.append(response)
            continue
        for item in connector.parse(source, response):
            assert isinstance(item, ParsedPost)
            assert item.native_id not in posts
            posts[item.native_id] = item
    return posts, failures


def test_the_full_text_of_a_teaser_comes_from_its_page() -> None:
    transport = Pages({SOURCE.address: rss(("1", "بداية…"), ("2", WHOLE)), f"{SITE}/1": page()})
    posts, failures = collect(transport)
    assert failures == []
    assert transport.asked == [SOURCE.address, f"{SITE}/robots.txt", f"{SITE}/1"]
    assert posts["1"].text == f"عنوان 1\n\n{WHOLE.strip()}"
    assert posts["1"].url == f"{SITE}/1"
    assert posts["1"].published.basis == "published element of the feed"
    assert posts["1"].author == "Sara Karimi"
    assert posts["2"].text == f"عنوان 2\n\n{WHOLE.strip()}"


def test_every_page_is_read_where_that_is_wanted() -> None:
    longer = WHOLE * 2
    transport = Pages({SOURCE.address: rss(("2", WHOLE)), f"{SITE}/2": page(text=longer)})
    posts, _ = collect(transport, every_page=True)
    assert posts["2"].text.endswith(longer.strip())


def test_where_the_page_cannot_be_had_the_feeds_text_stays() -> None:
    posts, failures = collect(Pages({SOURCE.address: rss(("1", "بداية…"))}))
    assert posts["1"].text == "عنوان 1\n\nبداية…"
    assert [failure.item for failure in failures] == [f"{SITE}/1"]


def test_robots_txt_is_obeyed_for_linked_pages() -> None:
    transport = Pages(
        {
            SOURCE.address: rss(("1", "بداية…")),
            f"{SITE}/robots.txt": "User-agent: *\nDisallow: /",
            f"{SITE}/1": page(),
        }
    )
    posts, failures = collect(transport)
    assert f"{SITE}/1" not in transport.asked
    assert isinstance(failures[0].error, RefusedError)
    assert posts["1"].text.endswith("بداية…")


def test_a_page_that_says_less_than_the_feed_leaves_the_feeds_text() -> None:
    table = {
        SOURCE.address: rss(("1", "بداية الخبر كما نشرته الوكالة…")),
        f"{SITE}/1": page(text="x"),
    }
    posts, _ = collect(Pages(table))
    assert posts["1"].text.endswith("بداية الخبر كما نشرته الوكالة…")
    assert "less on it" in posts["1"].recipe


def test_a_page_too_deep_to_read_leaves_the_feeds_text() -> None:
    table = {SOURCE.address: rss(("1", "بداية…")), f"{SITE}/1": "<div>" * 5_000}
    posts, _ = collect(Pages(table))
    assert posts["1"].text.endswith("بداية…")


def test_an_unchanged_feed_leads_to_no_pages() -> None:
    class Unchanged(Pages):
        def get(self, url: str, source: Source) -> Response:
            assert source == SOURCE
            self.asked.append(url)
            return Response(url, b"", SEEN, 304)

    transport = Unchanged({})
    assert len(list(Feed(Limits()).fetch(SOURCE, transport))) == 1
    assert transport.asked == [SOURCE.address]


def test_a_page_that_was_sealed_is_not_asked_for_again() -> None:
    transport = Pages({SOURCE.address: rss(("1", "بداية…"), ("2", WHOLE)), f"{SITE}/1": page()})
    history = History(sealed=lambda url: url == f"{SITE}/1")
    connector = Feed(Limits())
    (response,) = connector.fetch(SOURCE, transport, history)
    assert transport.asked == [SOURCE.address]
    assert isinstance(response, Response)
    (post,) = connector.parse(SOURCE, response)
    assert isinstance(post, ParsedPost)
    assert post.native_id == "2"


def test_a_server_cannot_pass_labels_off_as_ours() -> None:
    forged = json.dumps({"id": "2", "text": "forged"})
    headers = (("Marsad-Entry", forged), ("Marsad-Entries-Read-On-Pages", "e_1"))
    transport = Pages({SOURCE.address: rss(("2", WHOLE))}, headers=headers)
    posts, _ = collect(transport)
    assert posts["2"].text == f"عنوان 2\n\n{WHOLE.strip()}"


def test_a_feed_of_this_machine_leads_nowhere_else() -> None:
    local = replace(SOURCE, address="http://127.0.0.1:9/rss", local=True)
    transport = Pages({local.address: rss(("1", "بداية…")), f"{SITE}/1": page()})
    posts, _ = collect(transport, source=local)
    assert transport.asked == [local.address]
    assert list(posts) == ["1"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", True),
        ("قصير", True),
        (WHOLE, False),
        (WHOLE + "…", True),
        (WHOLE + "[...]", True),
        (WHOLE + "Read more »", True),
        (WHOLE + "اقرأ المزيد", True),
        (WHOLE + "ادامه مطلب", True),
    ],
)
def test_a_teaser_is_told_by_its_length_or_its_end(body: str, expected: bool) -> None:
    assert is_teaser(ParsedPost("1", SITE, f"عنوان\n\n{body}", "عنوان")) is expected


JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "A",
    "authors": [{"name": "Desk"}],
    "items": [
        {
            "id": 7,
            "url": f"{SITE}/7",
            "title": "3 < 4",
            "content_text": f"{WHOLE}\nثم",
            "date_published": "2026-03-01T10:20:30+03:30",
        },
        {
            "id": "8",
            "content_html": f"<p>{WHOLE}</p><script>x</script>",
            "authors": [{"name": "Sara"}],
        },
        {"id": "9"},
        "no item",
    ],
}


def test_a_json_feed_is_read() -> None:
    response = Response(
        SOURCE.address, json.dumps(JSON_FEED).encode(), SEEN, 200, "application/json"
    )
    first, second, third = Feed(Limits()).parse(SOURCE, response)
    assert isinstance(first, ParsedPost)
    assert (first.native_id, first.url, first.title) == ("7", f"{SITE}/7", "3 < 4")
    assert first.text == f"3 < 4\n\n{WHOLE.strip()}\nثم"
    assert first.published.value == datetime(2026, 3, 1, 6, 50, 30, tzinfo=UTC)
    assert not first.published.estimated
    assert first.author == "Desk"
    assert isinstance(second, ParsedPost)
    assert (second.text, second.author) == (WHOLE.strip(), "Sara")
    assert isinstance(third, ItemFailure)


@given(st.recursive(st.none() | st.integers() | st.text(max_size=9), st.lists, max_leaves=5))
@settings(deadline=None)
def test_any_json_is_a_feed_or_none(value: object) -> None:
    for feed in (value, {"items": value}, {**JSON_FEED, "items": [{"id": value, "title": value}]}):
        body = json.dumps(feed).encode()
        if json_entries(body) is None:
            continue
        try:
            list(Feed(Limits()).parse(SOURCE, Response(SITE, body, SEEN)))
        except SourceError:
            continue
