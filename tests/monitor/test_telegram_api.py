"""Posts as Telegram's API gives them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.monitor.telegram_tape import (
    KEY,
    NOW,
    NUMBER,
    SOURCE,
    Tape,
    answer,
    first_visit,
    history,
    message,
    posts,
    read,
    recorded,
    types,
    visit,
)

from marsad.errors import (
    UnreadableError,
)
from marsad.model import (
    Forward,
    Media,
    Reach,
    Response,
)
from marsad.monitor.telegram_api import (
    TelegramApi,
)
from marsad.ports import (
    Coverage,
    ItemFailure,
    Limits,
    ParsedSource,
)


@pytest.fixture
def tape() -> Tape:
    return recorded()


def test_a_batch_gives_the_channel_its_posts_and_what_it_covers(tape: Tape) -> None:
    items = first_visit(tape, *(message(n, f"بيان {n}") for n in range(11, 111)))
    assert items[0] == ParsedSource(
        name="قناة الفانوس",
        handle="fanous",
        number=str(NUMBER),
        description="بيانات الفانوس",
        members=15312,
    )
    found = posts(items)
    assert [post.native_id for post in found] == [str(n) for n in range(11, 111)]
    assert (found[0].url, found[0].text) == ("https://t.me/fanous/11", "بيان 11")
    assert found[0].published.value == NOW
    assert items[-1] == Coverage(11, 110, frozenset(str(n) for n in range(11, 111)))


def test_everything_that_a_post_says_of_itself_is_read(tape: Tape) -> None:
    other = types.Channel(
        66, "قناة أخرى", types.ChatPhotoEmpty(), NOW, broadcast=True, username="other"
    )
    counted = types.MessageReactions(
        [
            types.ReactionCount(types.ReactionEmoji("👍"), 12),
            types.ReactionCount(types.ReactionCustomEmoji(546), 3),
            types.ReactionCount(types.ReactionPaid(), 2),
        ]
    )
    one = message(
        5,
        fwd_from=types.MessageFwdHeader(
            NOW, from_id=types.PeerChannel(66), channel_post=55, post_author="كاتب"
        ),
        reply_to=types.MessageReplyHeader(reply_to_msg_id=3),
        edit_date=NOW,
        post_author="أبو علي",
        views=12345,
        forwards=4,
        reactions=counted,
    )
    (post,) = posts(first_visit(tape, one, chats=(other,)))
    assert post.forward == Forward("قناة أخرى", "other", "55", "كاتب")
    assert post.reply_to == "3"
    assert post.edited
    assert post.author == "أبو علي"
    assert post.reach == Reach(12345, (("👍", 12), ("custom:546", 3), ("paid", 2)))


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ({"from_id": types.PeerUser(7)}, "سعيد علي"),
        ({"from_name": "مجهول"}, "مجهول"),
        ({}, "unknown (deleted or hidden)"),
    ],
)
def test_forwards_from_persons_are_named_as_telegram_shows_them(
    tape: Tape, header: dict[str, Any], name: str
) -> None:
    one = message(5, fwd_from=types.MessageFwdHeader(NOW, **header))
    assert posts(first_visit(tape, one))[0].forward == Forward(name)


def test_an_edit_that_is_hidden_is_none(tape: Tape) -> None:
    assert not posts(first_visit(tape, message(5, edit_date=NOW, edit_hide=True)))[0].edited


def test_a_reply_into_another_channel_names_it(tape: Tape) -> None:
    header = types.MessageReplyHeader(reply_to_msg_id=3, reply_to_peer_id=types.PeerChannel(66))
    assert posts(first_visit(tape, message(5, reply_to=header)))[0].reply_to == "66/3"


def document(*attributes: Any) -> Any:
    held = types.Document(1, 2, b"secret", NOW, "a/b", 3, 4, list(attributes))
    return types.MessageMediaDocument(document=held)


def poll() -> Any:
    def words(text: str) -> Any:
        return types.TextWithEntities(text, [])

    answers = [types.PollAnswer(words("نعم"), b"0"), types.PollAnswer(words("لا"), b"1")]
    counted = [
        types.PollAnswerVoters(option, voters=voters, recent_voters=[types.PeerUser(9)])
        for option, voters in ((b"1", 2), (b"0", 6))
    ]
    return types.MessageMediaPoll(
        types.Poll(1, words("من يفوز؟"), answers, 0),
        types.PollResults(results=counted, total_voters=8),
    )


@pytest.mark.parametrize(
    ("held", "media"),
    [
        (types.MessageMediaPhoto(), Media("photo")),
        (
            document(
                types.DocumentAttributeVideo(12.6, 1, 1),
                types.DocumentAttributeFilename("../a.mp4"),
            ),
            Media("video", name="a.mp4", seconds=12),
        ),
        (document(types.DocumentAttributeAudio(61, voice=True)), Media("audio", seconds=61)),
        (document(types.DocumentAttributeFilename("بيان.pdf")), Media("document", name="بيان.pdf")),
        (document(), Media("document")),
        (poll(), Media("poll", name="من يفوز؟", options=(("نعم", 75), ("لا", 25)))),
        (types.MessageMediaGeo(types.GeoPointEmpty()), Media("location")),
        (types.MessageMediaDice(3, "🎲"), Media("unsupported")),
        (types.MessageMediaUnsupported(), Media("unsupported")),
        (types.MessageMediaWebPage(types.WebPageEmpty(1)), None),
    ],
)
def test_media(tape: Tape, held: Any, media: Media | None) -> None:
    (post,) = posts(first_visit(tape, message(5, media=held)))
    assert post.media == ((media,) if media else ())


def test_an_album_is_one_post(tape: Tape) -> None:
    photo = types.MessageMediaPhoto()
    items = first_visit(
        tape,
        message(4),
        message(5, "", grouped_id=9, media=photo),
        message(6, "وصف", grouped_id=9, media=photo),
        message(7, "", grouped_id=9, media=photo),
        message(8),
    )
    assert [(p.native_id, p.text, len(p.media)) for p in posts(items)] == [
        ("4", "نص", 0),
        ("5", "وصف", 3),
        ("8", "نص", 0),
    ]
    assert isinstance(items[-1], Coverage)
    assert items[-1].shown == frozenset("45678")


def test_an_album_that_a_batch_may_have_cut_waits_for_the_next(tape: Tape) -> None:
    batch = [message(n, grouped_id=9 if n < 14 else None) for n in range(11, 111)]
    items = first_visit(tape, *batch)
    assert posts(items)[0].native_id == "14"
    assert isinstance(items[-1], Coverage)
    assert items[-1].first == 14


def test_what_telegram_itself_says_is_no_post(tape: Tape) -> None:
    pinned = types.MessageService(
        6, types.PeerChannel(NUMBER), date=NOW, action=types.MessageActionPinMessage()
    )
    items = first_visit(tape, message(5), pinned)
    assert [post.native_id for post in posts(items)] == ["5"]
    assert items[-1] == Coverage(1, 6, frozenset({"5", "6"}))


def test_an_oversized_post_fails_alone(tape: Tape) -> None:
    tape.record(history(), answer(message(5, "y" * 500), message(6)))
    (response,) = visit(tape, pages=1)
    assert isinstance(response, Response)
    items = list(TelegramApi(Limits(post_chars=100)).parse(SOURCE, response))
    assert [item.item for item in items if isinstance(item, ItemFailure)] == ["message 5"]
    assert len(posts(items)) == 1


def test_what_belongs_to_the_account_or_to_readers_is_not_sealed(tape: Tape) -> None:
    reacted = types.MessagePeerReaction(types.PeerUser(4455), NOW, types.ReactionEmoji("👍"))
    held = message(
        5, media=document(), reactions=types.MessageReactions([], recent_reactions=[reacted])
    )
    tape.record(history(), answer(held))
    (response,) = visit(tape, pages=1)
    assert isinstance(response, Response)
    written = response.body.decode()
    for secret in ("access_hash", "file_reference", str(KEY), "96650000000", "4455"):
        assert secret not in written
    assert json.loads(written)["messages"][0]["_"] == "Message"


def test_the_same_messages_give_the_same_bytes(tape: Tape) -> None:
    tape.record(history(), answer(message(5)))
    first, second = (visit(tape, pages=1)[0] for _ in range(2))
    assert isinstance(first, Response)
    assert first == second
    assert first.url == "tg://history?channel=fanous"


# ---------------------------------------------------------------- sealed bytes


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b"null", b"[" * 100_000, b'{"messages": [], "channel": 3}']
)
def test_what_is_no_batch_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(Response("tg://history?channel=fanous", body, NOW))
    assert caught.value.hint


_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=8,
)


@given(
    value=_ANY,
    key=st.sampled_from(
        ["_", "id", "date", "message", "media", "fwd_from", "reply_to", "reactions", "views"]
    ),
    inner=st.sampled_from(["", "document", "poll", "from_id", "results", "attributes", "answers"]),
)
@settings(deadline=None)
def test_any_value_in_any_place_gives_items_or_a_named_error(
    value: Any, key: str, inner: str
) -> None:
    row = {"_": "Message", "id": 5, "date": "2026-03-01T00:00:00+00:00", "message": "x"}
    odd = {**row, key: {"_": "MessageMediaDocument", inner: value} if inner else value}
    body = {"channel": {"id": 3}, "messages": [odd, {**row, "id": 6}], "limit": 100}
    items = read(Response("tg://history?channel=fanous", json.dumps(body).encode(), NOW))
    assert posts(items)[-1].native_id == "6" or key == "id"


def test_a_row_without_a_number_fails_alone() -> None:
    row = {"_": "Message", "date": "2026-03-01T00:00:00+00:00", "message": "x"}
    body = {"channel": {"id": 3}, "messages": [{**row, "id": 6}, row, "odd"], "limit": 100}
    items = read(Response("tg://history?channel=fanous", json.dumps(body).encode(), NOW))
    assert len(posts(items)) == 1
    (failure,) = (item for item in items if isinstance(item, ItemFailure))
    assert "2 of the messages" in failure.error.message


def test_what_was_deleted_is_not_shown(tape: Tape) -> None:
    items = first_visit(
        tape, message(5), types.MessageEmpty(6, types.PeerChannel(NUMBER)), message(7)
    )
    assert [post.native_id for post in posts(items)] == ["5", "7"]
    assert items[-1] == Coverage(1, 7, frozenset({"5", "7"}))
