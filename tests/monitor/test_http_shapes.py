"""What connectors make of pages that a badly or strangely behaved site serves them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.servers import faults
from tests.servers.hostile import Behaviour, Hostile

from marsad.errors import FetchError, UnreadableError
from marsad.model import Response, Source
from marsad.monitor import Feed, HttpTransport, TelegramWeb
from marsad.monitor.telegram_visit import Pace
from marsad.ports import Connector, Coverage, Limits, ParsedItem, ParsedPost, Transport

LIMITS = Limits(response_bytes=100_000, timeout=5, pages=1)
MakePost = Callable[..., str]
MakePage = Callable[..., bytes]


def visited(connector: Connector, source: Source, transport: Transport) -> list[ParsedItem]:
    """Return what one visit reads, in order."""
    responses = [r for r in connector.fetch(source, transport) if isinstance(r, Response)]
    return [item for response in responses for item in connector.parse(source, response)]


def test_a_wrong_charset_still_gives_readable_entries(
    hostile: Hostile,
) -> None:
    feed = (
        "<rss version='2.0'><channel><item><guid>1</guid><title>بيان</title></item></channel></rss>"
    )
    url = hostile.script(
        "/feed", faults.ok(feed.encode("cp1256"), "application/rss+xml; charset=utf-8")
    )
    source = hostile.source("/feed")
    transport = HttpTransport(LIMITS, pause=0)
    (post,) = Feed(LIMITS).parse(source, transport.get(url, source))
    assert isinstance(post, ParsedPost)
    assert post.title == "بيان"


@pytest.mark.parametrize("reply", [faults.ok, faults.gzipped])
def test_edited_and_deleted_posts_are_seen_on_the_next_visit(
    hostile: Hostile,
    make_post: MakePost,
    make_page: MakePage,
    reply: Callable[[bytes], Behaviour],
) -> None:
    hostile.script(
        "https://t.me/s/fanous",
        reply(make_page(make_post(7, "أول"), make_post(8, "ثان"), make_post(9, "ثالث"))),
        reply(make_page(make_post(7, "أول، معدل"), make_post(9, "ثالث"))),
    )
    connector = TelegramWeb(LIMITS, pace=Pace(pages=1))
    source = Source("fanous", "telegram_web", "@fanous", "Fanous")
    with HttpTransport(LIMITS, pause=0, proxy=hostile.proxy, tls=hostile.tls) as through:
        before, after = (visited(connector, source, through) for _ in range(2))
    texts = [[i.text for i in seen if isinstance(i, ParsedPost)] for seen in (before, after)]
    assert texts == [["أول", "ثان", "ثالث"], ["أول، معدل", "ثالث"]]
    (coverage,) = (item for item in after if isinstance(item, Coverage))
    assert coverage.first <= 8 <= coverage.last
    assert "8" not in coverage.shown


@pytest.mark.parametrize(
    "reply",
    [
        faults.ok(b"<html><title>Telegram: Contact @fanous</title><body></body></html>"),
        faults.redirect("https://t.me/fanous"),
        faults.status(404),
    ],
)
def test_a_dead_or_renamed_channel_is_not_an_empty_one(hostile: Hostile, reply: Behaviour) -> None:
    hostile.script("https://t.me/s/fanous", reply)
    hostile.script(
        "https://t.me/fanous",
        faults.ok(b"<html><title>Telegram: Contact @fanous</title><body></body></html>"),
    )
    connector = TelegramWeb(LIMITS, pace=Pace(pages=1))
    source = Source("fanous", "telegram_web", "@fanous", "Fanous")
    with (
        HttpTransport(LIMITS, pause=0, proxy=hostile.proxy, tls=hostile.tls) as through,
        pytest.raises((FetchError, UnreadableError)),
    ):
        visited(connector, source, through)
