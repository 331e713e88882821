"""Public accounts of Mastodon and Bluesky."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.errors import FetchError, GoneError, SourceError, UnreadableError
from marsad.model import Forward, Media, Reach, Response, Source
from marsad.monitor import Bluesky, Mastodon
from marsad.ports import (
    NO_HISTORY,
    Coverage,
    History,
    ItemFailure,
    Limits,
    ParsedItem,
    ParsedPost,
    ParsedSource,
)

SEEN = datetime(2026, 3, 9, 12, tzinfo=UTC)
HOST = "https://social.example"
ELEPHANT = Source("a", "mastodon", f"{HOST}/@agency", "Agency")
BUTTERFLY = Source("b", "bluesky", "https://bsky.app/profile/agency.example", "Agency")
API = "https://public.api.bsky.app/xrpc"


@dataclass
class Interface:
    """A transport that answers JSON from a table; what is not in it is gone."""

    table: Mapping[str, object]
    asked: list[str] = field(default_factory=list)

    def get(self, url: str, source: Source) -> Response:
        self.asked.append(url)
        if url not in self.table:
            raise GoneError(source.id, f"{url} is gone")
        return Response(url, json.dumps(self.table[url]).encode(), SEEN, 200, "application/json")


def collect(
    connector: Mastodon | Bluesky,
    source: Source,
    transport: Interface,
    history: History = NO_HISTORY,
) -> list[ParsedItem]:
    items: list[ParsedItem] = []
    for response in connector.fetch(source, transport, history):
        assert isinstance(response, Response)
        items += connector.parse(source, response)
    return items


def parse(connector: Mastodon | Bluesky, source: Source, value: object) -> list[ParsedItem]:
    body = json.dumps(value).encode()
    return list(connector.parse(source, Response(HOST, body, SEEN)))


# ---------------------------------------------------------------- Mastodon

ACCOUNT = {
    "id": "77",
    "acct": "agency",
    "display_name": "Agency",
    "note": "<p>News</p>",
    "followers_count": 12,
}
LOOKUP = f"{HOST}/api/v1/accounts/lookup?acct=agency"
STATUSES = f"{HOST}/api/v1/accounts/77/statuses?limit=40"


def status(number: int, **fields: object) -> dict[str, Any]:
    return {
        "id": str(number),
        "url": f"{HOST}/@agency/{number}",
        "created_at": "2026-03-01T10:20:30.000Z",
        "content": "<p>بيان</p><p>ثان<br>ثالث</p><script>x</script>",
        "account": ACCOUNT,
        **fields,
    }


def test_an_account_is_read_with_its_posts() -> None:
    transport = Interface({LOOKUP: ACCOUNT, STATUSES: [status(900), status(800)]})
    first, second, coverage, about = collect(Mastodon(Limits()), ELEPHANT, transport)
    assert isinstance(first, ParsedPost)
    assert isinstance(second, ParsedPost)
    assert (first.native_id, first.url) == ("900", f"{HOST}/@agency/900")
    assert first.text == "بيان\nثان\nثالث"
    assert first.published.value == datetime(2026, 3, 1, 10, 20, 30, tzinfo=UTC)
    assert first.author == "Agency"
    assert coverage == Coverage(800, 900, frozenset({"800", "900"}))
    assert about == ParsedSource("Agency", "agency", "77", "News", 12)


def test_pages_lead_back_without_holes_to_what_is_known() -> None:
    pages = [[status(n) for n in range(top, top - 400, -10)] for top in (2000, 1590, 1180)]
    table = {
        LOOKUP: ACCOUNT,
        STATUSES: pages[0],
        f"{STATUSES}&max_id=1610": pages[1],
        f"{STATUSES}&max_id=1200": pages[2],
    }
    items = collect(Mastodon(Limits()), ELEPHANT, Interface(table))
    spans = [(item.first, item.last) for item in items if isinstance(item, Coverage)]
    assert spans == [(1610, 2000), (1200, 1609), (790, 1199)]
    transport = Interface(table)
    collect(Mastodon(Limits()), ELEPHANT, transport, History(((1, 1700),)))
    assert transport.asked == [LOOKUP, STATUSES]


def test_what_earlier_visits_left_out_is_read_when_there_is_time() -> None:
    table = {LOOKUP: ACCOUNT, STATUSES: [status(905)], f"{STATUSES}&max_id=800": [status(600)]}
    history = History(((1, 499), (800, 900)))
    items = collect(Mastodon(Limits()), ELEPHANT, Interface(table), history)
    spans = [(item.first, item.last) for item in items if isinstance(item, Coverage)]
    assert spans == [(905, 905), (600, 799)]


def test_a_post_that_a_page_leaves_out_is_a_deletion() -> None:
    newer = {LOOKUP: ACCOUNT, STATUSES: [status(900), status(700)]}
    items = collect(Mastodon(Limits()), ELEPHANT, Interface(newer), History(((700, 900),)))
    (found,) = [item for item in items if isinstance(item, Coverage)]
    assert found.first <= 800 <= found.last
    assert "800" not in found.shown


def test_that_the_newest_posts_are_gone_is_noticed() -> None:
    left = [status(800), status(700)]
    table = {LOOKUP: ACCOUNT, STATUSES: left, f"{STATUSES}&max_id=901": left}
    items = collect(Mastodon(Limits()), ELEPHANT, Interface(table), History(((700, 900),)))
    found = [item for item in items if isinstance(item, Coverage)]
    assert (found[-1].last, "900" in found[-1].shown) == (900, False)


def test_a_shared_post_is_a_forward() -> None:
    other = {"acct": "army@other.example", "display_name": "Army"}
    shared = status(5, account=other, content="<p>theirs</p>", language="fa")
    (post, _) = parse(
        Mastodon(Limits()), ELEPHANT, [status(9, url=None, content="", reblog=shared)]
    )
    assert isinstance(post, ParsedPost)
    assert post.forward == Forward("Army", "army@other.example", "5")
    assert (post.text, post.author, post.language) == ("theirs", "Agency", "fa")
    assert post.url == f"{HOST}/@agency/9"


def test_what_belongs_to_a_post_is_kept() -> None:
    row = status(
        9,
        spoiler_text="تحذير",
        in_reply_to_id="8",
        edited_at="2026-03-01T11:00:00Z",
        favourites_count=3,
        reblogs_count=2,
        media_attachments=[
            {
                "type": "video",
                "url": "https://cdn.example/v.mp4",
                "meta": {"original": {"duration": 9.7}},
            },
            {"type": "image", "url": "javascript:alert(1)", "description": "map"},
        ],
        poll={"votes_count": 4, "options": [{"title": "a", "votes_count": 3}, {"title": "b"}]},
    )
    post = parse(Mastodon(Limits()), ELEPHANT, [row])[0]
    assert isinstance(post, ParsedPost)
    assert post.text.startswith("تحذير\n\nبيان")
    assert post.reply_to == "8"
    assert post.edited
    assert post.reach == Reach(reactions=(("favourite", 3), ("share", 2)))
    assert post.media == (
        Media("video", "https://cdn.example/v.mp4", seconds=9),
        Media("photo", None, "map"),
        Media("poll", options=(("a", 75), ("b", None))),
    )


def test_an_unchanged_account_is_asked_for_its_number_again() -> None:
    class Unchanged(Interface):
        def get(self, url: str, source: Source) -> Response:
            if url == LOOKUP:
                return Response(url, b"", SEEN, 304)
            return super().get(url, source)

    transport = Unchanged({f"{LOOKUP}&skip_webfinger=true": ACCOUNT, STATUSES: []})
    found = list(Mastodon(Limits()).fetch(ELEPHANT, transport))
    assert [row.status for row in found if isinstance(row, Response)] == [200, 304]


def test_one_odd_post_fails_alone() -> None:
    items = parse(Mastodon(Limits()), ELEPHANT, [{"uri": "x"}, 5, status(1)])
    kinds = [type(item) for item in items]
    assert kinds == [ItemFailure, ItemFailure, ParsedPost, Coverage]


@pytest.mark.parametrize("value", [{}, {"error": "x"}, 5, None, "x"])
def test_what_is_no_answer_of_mastodon_is_refused(value: object) -> None:
    with pytest.raises(UnreadableError, match="Mastodon"):
        parse(Mastodon(Limits()), ELEPHANT, value)


# ---------------------------------------------------------------- Bluesky

URI = "at://did:plc:abc/app.bsky.feed.post/3k"
AUTHOR = {"did": "did:plc:abc", "handle": "agency.example", "displayName": "Agency"}
FEED = f"{API}/app.bsky.feed.getAuthorFeed?actor=agency.example&limit=50"
PROFILE = f"{API}/app.bsky.actor.getProfile?actor=agency.example"


def entry(uri: str = URI, *, reason: object = None, **fields: Any) -> dict[str, Any]:
    record = {"text": "بيان", "createdAt": "2026-03-01T10:20:30.000Z", "langs": ["ar"]}
    post = {
        "uri": uri,
        "author": AUTHOR,
        "record": {**record, **fields.pop("record", {})},
        "indexedAt": "2026-03-01T10:20:40.000Z",
        **fields,
    }
    return {"post": post, "reason": reason} if reason else {"post": post}


def test_a_profile_is_read_with_its_posts_page_by_page() -> None:
    transport = Interface(
        {
            FEED: {"feed": [entry()], "cursor": "2026-03-01::x"},
            f"{FEED}&cursor=2026-03-01%3A%3Ax": {"feed": [entry(URI + "2")]},
            PROFILE: {**AUTHOR, "followersCount": 9, "description": "News"},
        }
    )
    first, second, about = collect(Bluesky(Limits()), BUTTERFLY, transport)
    assert isinstance(first, ParsedPost)
    assert isinstance(second, ParsedPost)
    assert (first.native_id, second.native_id) == (URI, URI + "2")
    assert first.url == "https://bsky.app/profile/did:plc:abc/post/3k"
    assert (first.text, first.author, first.language) == ("بيان", "Agency", "ar")
    assert first.published.value == datetime(2026, 3, 1, 10, 20, 30, tzinfo=UTC)
    assert about == ParsedSource("Agency", "agency.example", "did:plc:abc", "News", 9)


def test_a_repost_is_a_forward_of_its_own() -> None:
    by = {"did": "did:plc:other", "handle": "other.example"}
    reason = {
        "$type": "app.bsky.feed.defs#reasonRepost",
        "by": by,
        "indexedAt": "2026-03-02T00:00:00Z",
    }
    (post,) = parse(Bluesky(Limits()), BUTTERFLY, {"feed": [entry(reason=reason)]})
    assert isinstance(post, ParsedPost)
    assert post.native_id == f"did:plc:other shared {URI}"
    assert post.forward == Forward("Agency", "agency.example", URI)
    assert post.author == "other.example"
    assert post.published.day == "2026-03-02"


def test_a_date_of_the_future_gives_way_to_the_networks_own() -> None:
    row = entry(record={"createdAt": "2030-01-01T00:00:00Z"})
    (post,) = parse(Bluesky(Limits()), BUTTERFLY, {"feed": [row]})
    assert isinstance(post, ParsedPost)
    assert post.published.day == "2026-03-01"
    assert "network" in post.published.basis


def test_pictures_links_and_counts_are_kept() -> None:
    embed = {
        "images": [{"fullsize": "https://cdn.example/1.jpg", "alt": "map"}],
        "external": {"uri": "https://agency.example/1", "title": "Headline"},
    }
    row = entry(embed={"media": embed}, likeCount=4, repostCount=0)
    (post,) = parse(Bluesky(Limits()), BUTTERFLY, {"feed": [row]})
    assert isinstance(post, ParsedPost)
    assert post.media == (
        Media("photo", "https://cdn.example/1.jpg", "map"),
        Media("document", "https://agency.example/1", "Headline"),
    )
    assert post.reach == Reach(reactions=(("like", 4),))


def test_an_address_without_an_account_is_refused() -> None:
    for connector, source in (
        (Mastodon(Limits()), Source("a", "mastodon", HOST, "A")),
        (Bluesky(Limits()), Source("a", "bluesky", "https://bsky.app/", "A")),
    ):
        with pytest.raises(FetchError, match="no account"):
            list(connector.fetch(source, Interface({})))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["feed", "post", "uri", "record", "id", "reblog", "account", "poll"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@given(_JSON)
@settings(deadline=None)
def test_any_json_gives_items_or_a_named_error(value: object) -> None:
    for wrapped in (value, [value], {"feed": [value, {"post": value}]}, [status(1, poll=value)]):
        for connector, source in ((Mastodon(Limits()), ELEPHANT), (Bluesky(Limits()), BUTTERFLY)):
            try:
                parse(connector, source, wrapped)
            except SourceError:
                continue
