"""Reading Telegram Desktop's result.json."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.errors import SourceError, TooLargeError, UnreadableError
from marsad.model import Forward, Precision, Reach, Response, Source
from marsad.monitor import TelegramExport, default_transport
from marsad.ports import ItemFailure, Limits, ParsedItem, ParsedPost, ParsedSource

SOURCE = Source("export", "telegram_export", "/x/result.json", "Export", local=True)


def message(number: int, text: Any = "نص", **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "type": "message",
        "date": "2026-03-01T13:20:30",
        "date_unixtime": "1772360430",
        "from": "قناة",
        "text": text,
        **more,
    }


def chat(*messages: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "name": "قناة",
        "type": "public_channel",
        "id": 77,
        "messages": list(messages),
        **more,
    }


def read_all(body: bytes, limits: Limits | None = None) -> list[ParsedItem]:
    response = Response("file:///x/result.json", body, datetime(2026, 3, 9, tzinfo=UTC))
    return list(TelegramExport(limits or Limits()).parse(SOURCE, response))


def read(body: bytes, limits: Limits | None = None) -> list[ParsedItem]:
    """What is read besides what the export says of its chat."""
    return [item for item in read_all(body, limits) if not isinstance(item, ParsedSource)]


def posts(value: Any) -> list[ParsedPost]:
    items = read(json.dumps(value, ensure_ascii=False).encode())
    assert all(isinstance(item, ParsedPost) for item in items), items
    return [item for item in items if isinstance(item, ParsedPost)]


def test_a_message_becomes_a_post() -> None:
    (post,) = posts(chat(message(5)))
    assert (post.native_id, post.url, post.text) == ("5", "https://t.me/c/77/5", "نص")
    assert post.published.value == datetime(2026, 3, 1, 10, 20, 30, tzinfo=UTC)
    assert post.author is None


def test_the_parts_of_a_text_are_joined() -> None:
    parts = ["قبل ", {"type": "bold", "text": "وسط"}, {"type": "link", "text": " x"}, " بعد"]
    assert posts(chat(message(5, parts)))[0].text == "قبل وسط x بعد"


def test_forward_reply_edit_author_and_media() -> None:
    (post,) = posts(
        chat(
            message(
                5,
                forwarded_from="مصدر آخر",
                reply_to_message_id=3,
                edited_unixtime="1772360500",
                author="أبو علي",
                photo="(File not included. Change data exporting settings to download.)",
                file="video_files/a.mp4",
                media_type="video_file",
                poll={"question": "سؤال؟"},
            )
        )
    )
    assert post.forward == Forward("مصدر آخر")
    assert post.reply_to == "3"
    assert post.edited
    assert post.author == "أبو علي"
    assert [(m.kind, m.name) for m in post.media] == [
        ("photo", None),
        ("video", "a.mp4"),
        ("poll", "سؤال؟"),
    ]


def test_files_are_told_by_where_they_lie_beside_the_export() -> None:
    photo, file = "photos/photo_1@01-03-2026 10#00.jpg", "http://x.example/a.mp4"
    (post,) = posts(chat(message(5, photo=photo, file=file, file_name="خطاب.mp4")))
    first, second = post.media
    assert (first.url, first.name) == (
        "photos/photo_1%4001-03-2026%2010%2300.jpg",
        "photo_1@01-03-2026 10#00.jpg",
    )
    assert (second.url, second.name) == ("http%3A//x.example/a.mp4", "خطاب.mp4")
    (post,) = posts(chat(message(5, photo="(File not included.)", file="")))
    assert [media.url for media in post.media] == [None, None]


def test_a_forward_whose_origin_is_hidden_is_still_a_forward() -> None:
    forward = posts(chat(message(5, forwarded_from=None)))[0].forward
    assert forward is not None
    assert "unknown" in forward.name


def test_local_time_alone_is_an_estimate() -> None:
    one = message(5)
    del one["date_unixtime"]
    published = posts(chat(one))[0].published
    assert published.estimated
    assert published.precision is Precision.DAY
    assert "local time" in published.basis


def test_service_messages_are_left_out_and_unsupported_ones_fail() -> None:
    body = chat({"id": 1, "type": "service"}, {"id": 2, "type": "unsupported"}, message(3))
    items = read(json.dumps(body).encode())
    assert isinstance(items[0], ItemFailure)
    assert items[0].item == "message 2"
    assert isinstance(items[1], ParsedPost)
    assert len(items) == 2


@pytest.mark.parametrize(
    "bad",
    ["not an object", 5, None, {"type": "message"}, message(4, 7), message(4, ["a", 5])],
)
def test_a_bad_message_fails_alone(bad: Any) -> None:
    items = read(json.dumps({**chat(), "messages": [bad, message(9)]}).encode())
    assert isinstance(items[0], ItemFailure)
    assert isinstance(items[1], ParsedPost)


def test_a_full_export_keeps_its_chats_apart() -> None:
    full = {
        "about": "x",
        "chats": {"list": [chat(message(5)), chat(message(5), id=88)]},
        "left_chats": {"list": [chat(message(5, reply_to_message_id=2), id=99)]},
    }
    found = posts(full)
    assert [post.native_id for post in found] == ["77/5", "88/5", "99/5"]
    assert found[2].reply_to == "99/2"


def test_a_full_export_of_one_chat_numbers_its_posts_in_the_same_way() -> None:
    assert posts({"chats": {"list": [chat(message(5))]}})[0].native_id == "77/5"


def test_in_a_full_export_unsigned_posts_name_their_chat() -> None:
    full = {"chats": {"list": [chat(message(5), message(6, author="أبو علي"))]}}
    assert [post.author for post in posts(full)] == ["قناة", "أبو علي"]


@pytest.mark.parametrize("kind", ["personal_chat", "bot_chat", "saved_messages"])
def test_conversations_in_a_full_export_are_not_read(kind: str) -> None:
    full = {"chats": {"list": [chat(message(5), type=kind), chat(message(6), id=88)]}}
    assert [post.native_id for post in posts(full)] == ["88/6"]


def test_an_export_says_whose_it_is() -> None:
    assert read_all(json.dumps(chat(id=-1001259934330)).encode()) == [
        ParsedSource(name="قناة", number="1259934330")
    ]
    assert read_all(json.dumps(chat(id=0, name=None)).encode()) == [ParsedSource()]


def test_keys_in_any_order_and_unknown_values_are_no_hindrance() -> None:
    full = {
        "contacts": {"list": [{"messages": []}]},
        "chats": {"about": ["x"], "list": [3, {"x": {"messages": 4}, **chat(message(5))}]},
    }
    assert [post.native_id for post in posts(full)] == ["77/5"]


def test_what_stands_before_a_break_is_read() -> None:
    body = json.dumps(chat(message(5), message(6), message(7))).encode()
    response = Response("file:///x", body[: body.rindex(b'"id": 7')], datetime.now(UTC))
    items = TelegramExport(Limits()).parse(SOURCE, response)
    found = [item for item in islice(items, 3) if isinstance(item, ParsedPost)]
    assert [post.native_id for post in found] == ["5", "6"]
    with pytest.raises(UnreadableError):
        next(items)


def test_polls_lengths_places_and_reactions() -> None:
    (post,) = posts(
        chat(
            message(
                5,
                file="(File exceeds maximum size. Change data exporting settings to download.)",
                file_name="نشيد.mp3",
                media_type="audio_file",
                duration_seconds=61,
                poll={
                    "question": ["من ", {"type": "bold", "text": "يفوز؟"}],
                    "total_voters": 8,
                    "answers": [{"text": "نعم", "voters": 6}, {"text": "لا", "voters": 2}, 7],
                },
                location_information={"latitude": 1.0, "longitude": 2.0},
                reactions=[
                    {"type": "emoji", "count": 12, "emoji": "👍"},
                    {"type": "custom_emoji", "count": 3, "document_id": "x.webp"},
                    {"type": "paid", "count": 2},
                    {"type": "emoji", "count": "many", "emoji": "❤"},
                    "odd",
                ],
            )
        )
    )
    audio, poll, place = post.media
    assert (audio.kind, audio.name, audio.seconds) == ("audio", "نشيد.mp3", 61)
    assert (poll.name, poll.options) == ("من يفوز؟", (("نعم", 75), ("لا", 25)))
    assert place.kind == "location"
    assert post.reach == Reach(reactions=(("👍", 12), ("custom", 3), ("paid", 2)))


def test_a_reply_into_another_chat_names_that_chat() -> None:
    (post,) = posts(chat(message(5, reply_to_message_id=3, reply_to_peer_id="channel88")))
    assert post.reply_to == "88/3"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
        max_leaves=8,
    ),
    st.sampled_from(
        ["text", "id", "date", "date_unixtime", "type", "poll", "reactions", "file", "photo"]
    )
    | st.sampled_from(["author", "from", "forwarded_from", "media_type", "file_name"])
    | st.sampled_from(["reply_to_message_id", "reply_to_peer_id", "duration_seconds"]),
)
@settings(deadline=None)
def test_any_value_in_any_place_fails_alone(value: Any, key: str) -> None:
    odd = {**message(5, file="a.mp4"), key: value}
    items = read(json.dumps(chat(odd, message(6))).encode())
    last = items[-1]
    assert isinstance(last, ParsedPost)
    assert last.native_id == "6"


def test_the_two_faults_of_the_writer_are_repaired() -> None:
    body = json.dumps(chat(message(5, "قبلAبعدBنهاية")), ensure_ascii=False).encode()
    body = body.replace(b"A", rb"\x1F").replace(b"B", b"\\u2028\x80\xa8")
    (post,) = [item for item in read(body) if isinstance(item, ParsedPost)]
    assert post.text == "قبل\x1fبعد\u2028نهاية"


def test_an_escaped_backslash_before_x_is_text() -> None:
    assert posts(chat(message(5, r"C:\x41\file")))[0].text == r"C:\x41\file"


def test_what_cannot_be_stored_is_replaced() -> None:
    body = json.dumps(chat(message(5, "a\x00b\ud800c"))).encode()
    (post,) = [item for item in read(body) if isinstance(item, ParsedPost)]
    assert post.text == "a\ufffdb\ufffdc"


def test_what_cannot_be_stored_is_replaced_everywhere() -> None:
    odd = message(
        5,
        poll={"question": "q\x00", "answers": [{"text": "a\ud800"}]},
        reactions=[{"emoji": "\ud83d", "count": 2**70}],
        author="x\ud800",
        file="b\x00.mp4",
    )
    items = read_all(json.dumps(chat(odd, name="n\ud800")).encode())
    assert items[0] == ParsedSource(name="n\ufffd", number="77")
    assert "\x00" not in str(items)
    assert str(items).encode()


def test_an_oversized_post_fails_alone() -> None:
    body = json.dumps(chat(message(1, "y" * 500), message(2))).encode()
    items = read(body, Limits(post_chars=100))
    assert isinstance(items[0], ItemFailure)
    assert isinstance(items[0].error, TooLargeError)
    assert isinstance(items[1], ParsedPost)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b"<html></html>",
        b"[]",
        b"{}",
        b"null",
        b'{"messages": {}}',
        b'{"chats": {"list": 3}}',
        b'{"chats": []}',
        b'{"messages": [',
        b"[" * 200_000,
    ],
)
def test_an_export_that_is_none_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(body)
    assert caught.value.hint


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_any_bytes_give_items_or_a_named_error(noise: bytes) -> None:
    whole = json.dumps(chat(message(5), message(6))).encode()
    for body in (noise, whole[:90] + noise + whole[90:]):
        try:
            read(body)
        except SourceError:
            continue


@given(st.text(max_size=80))
@settings(deadline=None)
def test_any_text_comes_through(text: str) -> None:
    clean = text.replace("\x00", "\ufffd")
    assert posts(chat(message(5, text)))[0].text == clean.strip()


def test_the_folder_of_an_export_is_an_address_too(tmp_path: Path) -> None:
    (tmp_path / "result.json").write_text(json.dumps(chat(message(5))), "utf-8")
    for address in (tmp_path, tmp_path / "result.json"):
        source = Source("e", "telegram_export", str(address), "E", local=True)
        connector = TelegramExport(Limits())
        (response,) = connector.fetch(source, default_transport(Limits()))
        assert isinstance(response, Response)
        assert len(list(connector.parse(source, response))) == 2


def test_fifty_thousand_posts_are_read() -> None:
    body = json.dumps(chat(*(message(n, "نص " * 20) for n in range(50_000)))).encode()
    assert sum(isinstance(item, ParsedPost) for item in read(body)) == 50_000


@pytest.mark.shared
def test_both_sample_exports_give_the_same_posts(shared: Path) -> None:
    folder = shared / "samples" / "telegram_desktop_export"
    good, broken = (
        [i for i in read((folder / name).read_bytes()) if isinstance(i, ParsedPost)]
        for name in ("derived_result.json", "derived_result_tdesktop_byte_bugs.json")
    )
    assert len(good) == len(broken) == 60
    assert not any("\ufffd" in post.text for post in broken)
    assert sum("\x1f" in p.text or "\u2028" in p.text for p in broken) == 2
