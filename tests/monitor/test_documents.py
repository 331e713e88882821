"""Reading collections of one JSON document a line."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from datetime import UTC, datetime
from io import BufferedReader
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.errors import SourceError, TooLargeError, UnreadableError
from marsad.model import Forward, Precision, Response, Source
from marsad.monitor import Documents, default_transport
from marsad.monitor.unpack import Gunzip
from marsad.ports import ItemFailure, Limits, ParsedItem, ParsedPost

SOURCE = Source("docs", "documents", "/x/docs.jsonl", "Docs", local=True)


def line(number: int = 1, **more: Any) -> str:
    row = {"id": f"d{number}", "url": f"https://example.org/{number}", "text": "نص", **more}
    return json.dumps(row, ensure_ascii=False)


def read(body: bytes | str, limits: Limits | None = None) -> list[ParsedItem]:
    raw = body.encode() if isinstance(body, str) else body
    response = Response("file:///x/docs.jsonl", raw, datetime(2026, 3, 9, tzinfo=UTC))
    return list(Documents(limits or Limits()).parse(SOURCE, response))


def only(body: str) -> ParsedPost:
    (item,) = read(body)
    assert isinstance(item, ParsedPost), item
    return item


def test_a_line_is_a_post() -> None:
    post = only(line(published="2026-03-01T10:20:30Z", author="A", edited=True, reply_to="d0"))
    assert (post.native_id, post.url, post.text) == ("d1", "https://example.org/1", "نص")
    assert post.published.value == datetime(2026, 3, 1, 10, 20, 30, tzinfo=UTC)
    assert (post.author, post.edited, post.reply_to) == ("A", True, "d0")


def test_a_title_is_the_first_line_of_the_text() -> None:
    assert only(line(title="عنوان")).text == "عنوان\n\nنص"
    assert only(line(title="نص")).text == "نص"
    assert only(line(title="عنوان")).title == "عنوان"


@pytest.mark.parametrize(
    ("written", "precision", "day"),
    [
        ("2026-03-01", Precision.DAY, "2026-03-01"),
        ("2026-03", Precision.MONTH, None),
        ("2026", Precision.YEAR, None),
        ("2026-03-01T10:20+03:00", Precision.MINUTE, "2026-03-01"),
        ("2026-03-01T01:20:00+03:30", Precision.SECOND, "2026-02-28"),
    ],
)
def test_a_date_is_as_exact_as_it_is_written(
    written: str, precision: Precision, day: str | None
) -> None:
    published = only(line(published=written)).published
    assert (published.precision, published.day) == (precision, day)
    assert not published.estimated


def test_a_time_without_zone_is_an_estimate() -> None:
    published = only(line(published="2026-03-01T10:20:30")).published
    assert published.estimated
    assert "without a time zone" in published.basis


def test_the_collection_can_say_what_a_date_rests_on() -> None:
    published = only(
        line(
            published="2021-05-10",
            published_precision="month",
            published_basis="estimated from the article number",
            published_estimated=True,
        )
    ).published
    assert published.precision is Precision.MONTH
    assert published.basis == "estimated from the article number"
    assert published.estimated


def test_no_date_is_no_date() -> None:
    assert only(line()).published.value is None


def test_a_forward_keeps_its_facts() -> None:
    post = only(line(forward={"name": "ب", "channel": "b_channel", "native_id": "9"}))
    assert post.forward == Forward("ب", "b_channel", "9")


@pytest.mark.parametrize(
    "bad",
    [
        "{not json",
        "[]",
        "null",
        '"text"',
        '{"id": "x"}',
        '{"id": "x", "url": "javascript:alert(1)", "text": "t"}',
        '{"id": "x", "url": "https://e.org/", "text": 5}',
        '{"id": true, "url": "https://e.org/", "text": "t"}',
        '{"id": "", "url": "https://e.org/", "text": "t"}',
        '{"id": "x", "url": "https://e.org/", "text": "t", "published": "yesterday"}',
        line(published="2020", published_precision="exact"),
        '{"id": "x", "url": "https://e.org/", "text": "t", "forward": "f"}',
        '{"id": "x", "url": "https://e.org/", "text": "t", "author": ["a"]}',
        '{"id": 1, "url": "https://e.org/", "versions": {}}',
        '{"id": 1, "url": "https://e.org/", "versions": [5]}',
        "[" * 100_000,
    ],
)
def test_a_broken_line_fails_alone_and_names_its_number(bad: str) -> None:
    items = read(f"{line(1)}\n\n{bad}\n{line(4)}\n")
    assert [type(item) for item in items] == [ParsedPost, ItemFailure, ParsedPost]
    failure = items[1]
    assert isinstance(failure, ItemFailure)
    assert failure.item == "line 3"
    assert isinstance(failure.error, UnreadableError)


def test_bytes_that_are_not_utf8_fail_alone() -> None:
    items = read(line(1).encode() + b"\n\xff\xfe\x00\n" + line(3).encode())
    assert [type(item) for item in items] == [ParsedPost, ItemFailure, ParsedPost]


def test_a_file_without_any_document_is_refused() -> None:
    with pytest.raises(UnreadableError, match="none of 2 lines"):
        read("hello\nworld\n")


def test_a_large_file_without_any_document_is_given_up_early() -> None:
    with pytest.raises(UnreadableError, match="none of the first 500 lines"):
        read("hello\n" * 5_000)


def test_bad_lines_before_the_first_document_are_told_with_it() -> None:
    items = read("hello\n" * 499 + line(1) + "\n" + "hello\n" * 600)
    assert sum(isinstance(item, ParsedPost) for item in items) == 1
    assert len(items) == 499 + 1 + 600


def test_an_oversized_line_is_skipped_and_the_next_is_read() -> None:
    limits = Limits(post_chars=1_000)
    huge = line(1, text="y" * 5_000_000)
    items = read(f"{huge}\n{line(2)}\n", limits)
    assert isinstance(items[0], ItemFailure)
    assert isinstance(items[0].error, TooLargeError)
    assert isinstance(items[1], ParsedPost)
    long = read(f"{line(1, text='y' * 1_001)}\n{line(2)}", limits)[0]
    assert isinstance(long, ItemFailure)
    assert isinstance(long.error, TooLargeError)


def test_gzip_is_read() -> None:
    assert len(read(gzip.compress(f"{line(1)}\n{line(2)}\n".encode(), mtime=0))) == 2


def test_a_gzip_bomb_is_refused() -> None:
    with pytest.raises(TooLargeError):
        read(gzip.compress(b" \n" * 2_000_000, mtime=0), Limits(response_bytes=1_000_000))


@pytest.mark.parametrize("cut", [5, 12, 40])
def test_damaged_gzip_is_refused(cut: int) -> None:
    with pytest.raises(UnreadableError, match="damaged"):
        read(gzip.compress("\n".join(line(n) for n in range(50)).encode(), mtime=0)[:cut])


def until_damage(body: bytes) -> int:
    """Return how many posts come before the error."""
    response = Response("file:///x/docs.jsonl", body, datetime(2026, 3, 9, tzinfo=UTC))
    items = Documents(Limits()).parse(SOURCE, response)
    found: list[ParsedItem] = []
    with pytest.raises(UnreadableError, match="damaged"):
        found.extend(items)
    return len(found)


def hashes(start: int, stop: int) -> bytes:
    """Return lines that cannot be packed small."""
    texts = (hashlib.sha256(str(n).encode()).hexdigest() for n in range(start, stop))
    return "".join(f"{line(n, text=text)}\n" for n, text in enumerate(texts)).encode()


@pytest.mark.parametrize("cut", [300, 1_000, 2_500])
def test_every_line_before_a_cut_is_read(cut: int) -> None:
    packed = gzip.compress(hashes(0, 60), mtime=0)[:cut]
    there = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(packed)
    assert until_damage(packed) == there.count(b"\n") > 1


def test_every_line_before_a_wrong_byte_is_read() -> None:
    first = hashes(0, 60)
    packed = bytearray(gzip.compress(first, mtime=0))
    packed[-8] ^= 0xFF  # the checksum: all lines are there, and the data is damaged
    assert until_damage(bytes(packed)) == 60
    good = gzip.compress(first, mtime=0)
    assert until_damage(good + b"garbage") == 60
    assert until_damage(good + gzip.compress(hashes(60, 90), mtime=0)[:-9]) >= 88


def test_several_gzip_members_and_padding_are_read() -> None:
    body = (
        gzip.compress(hashes(0, 60), mtime=0) + gzip.compress(hashes(60, 70), mtime=0) + bytes(512)
    )
    assert len(read(body)) == 70


@given(st.lists(st.binary(max_size=100_000), min_size=1, max_size=3))
@settings(deadline=None, max_examples=30)
def test_unpacking_gives_back_what_was_packed(parts: list[bytes]) -> None:
    packed = b"".join(gzip.compress(part, mtime=0) for part in parts)
    assert BufferedReader(Gunzip(packed)).read() == b"".join(parts)


def test_rows_of_a_channel_mirror_are_read() -> None:
    row = {
        "channel": "c",
        "id": 7,
        "url": "https://t.me/c/7",
        "date": "2026-05-11T18:03:00Z",
        "versions": [{"seen": "s", "text": "قديم"}, {"seen": "t", "text": "جديد"}],
        "forwarded_from": "ب",
        "photos": 2,
    }
    post = only(json.dumps(row))
    assert (post.native_id, post.text, post.edited) == ("7", "جديد", True)
    assert post.published.precision is Precision.MINUTE
    assert post.forward == Forward("ب")
    assert [m.kind for m in post.media] == ["photo"]


def test_a_file_is_fetched_by_path(tmp_path: Path) -> None:
    path = tmp_path / "مجموعة.jsonl"
    path.write_text(line(), "utf-8")
    source = Source("d", "documents", str(path), "D", local=True)
    connector = Documents(Limits())
    (response,) = connector.fetch(source, default_transport(Limits()))
    assert isinstance(response, Response)
    assert len(list(connector.parse(source, response))) == 1


@given(st.lists(st.binary(max_size=60), max_size=6))
@settings(deadline=None)
def test_any_bytes_give_items_or_a_named_error(lines: list[bytes]) -> None:
    try:
        items = read(b"\n".join(lines))
    except SourceError:
        return
    assert all(isinstance(item, ParsedPost | ItemFailure) for item in items)


@given(st.text(max_size=200))
@settings(deadline=None)
def test_any_text_comes_through_unchanged(text: str) -> None:
    assert only(line(text=text)).text == text.replace("\x00", "\ufffd")


@pytest.mark.shared
def test_every_row_of_the_mirrors_is_read(shared: Path) -> None:
    for path in sorted((shared / "telegram_2026").glob("*.jsonl.gz")):
        items = read(path.read_bytes())
        assert len(items) > 5_000
        assert all(isinstance(item, ParsedPost) for item in items)
