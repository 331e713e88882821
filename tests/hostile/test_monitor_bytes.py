"""Bytes made to cost time, memory or trust."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.errors import SourceError, UnreadableError
from marsad.model import Response, Source
from marsad.monitor import Documents, Feed, Files, TelegramWeb, default_transport
from marsad.monitor.encoding import decode
from marsad.monitor.plain import plain_text
from marsad.ports import Connector, ItemFailure, Limits, ParsedItem, ParsedPost

SOURCE = Source("hostile", "feed", "https://hostile.example/", "Hostile")
LIMITS = Limits(post_chars=10_000)


def read(connector: Connector, body: bytes, media_type: str = "text/html") -> list[ParsedItem]:
    now = datetime(2026, 3, 9, tzinfo=UTC)
    return list(connector.parse(SOURCE, Response(SOURCE.address, body, now, 200, media_type)))


@pytest.mark.parametrize("tag", ["div", "blockquote", "b", "span", "table", "a", "font"])
def test_deep_nesting_is_refused_before_it_costs_time(tag: str) -> None:
    html = f"<{tag}>" * 200_000 + "x"
    with pytest.raises(UnreadableError, match="inside one another"):
        plain_text(html, "hostile")
    with pytest.raises(UnreadableError, match="inside one another"):
        read(TelegramWeb(LIMITS), html.encode())


def test_many_paragraphs_and_line_breaks_are_no_attack() -> None:
    assert plain_text("<p>x" * 5_000 + "<br>" * 5_000, "s").count("x") == 5_000


def test_an_entry_nested_too_deep_fails_alone() -> None:
    deep = "&lt;div&gt;" * 50_000
    body = (
        f"<rss version='2.0'><channel><item><title>{deep}</title></item>"
        "<item><title>fine</title></item></channel></rss>"
    )
    items = read(Feed(LIMITS), body.encode(), "application/xml")
    assert isinstance(items[0], ItemFailure)
    assert isinstance(items[1], ParsedPost)


def test_entities_that_multiply_do_not() -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    body = (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">{levels}]>'
        "<rss version='2.0'><channel><item><title>x &l11;</title></item></channel></rss>"
    )
    for item in read(Feed(LIMITS), body.encode(), "application/xml"):
        if isinstance(item, ParsedPost):
            assert len(item.text) < 1_000


def test_outside_entities_are_not_fetched() -> None:
    body = (
        '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        "<rss version='2.0'><channel><item><title>a &x; b</title></item></channel></rss>"
    )
    for item in read(Feed(LIMITS), body.encode(), "application/xml"):
        if isinstance(item, ParsedPost):
            assert "root:" not in item.text


@pytest.mark.parametrize("body", [b"http://127.0.0.1/", b"/etc/passwd", b"file:///etc/passwd"])
def test_a_body_that_looks_like_an_address_is_not_opened(body: bytes) -> None:
    with pytest.raises(UnreadableError):
        read(Feed(LIMITS), body, "application/xml")


def test_a_post_of_many_megabytes_fails_and_the_others_go_on() -> None:
    rows = [
        {"id": n, "url": "https://e.example/", "text": "ا" * size}
        for n, size in enumerate((5, 20_000_000, 7))
    ]
    body = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()
    items = read(Documents(LIMITS), body, "application/x-ndjson")
    assert [type(item) for item in items] == [ParsedPost, ItemFailure, ParsedPost]


def test_a_file_name_cannot_lead_out_of_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a..%2f..%2fetc%2fpasswd.txt").write_text("harmless", "utf-8")
    source = Source("f", "files", str(folder), "F", local=True)
    connector = Files(Limits())
    (response,) = connector.fetch(source, default_transport(Limits()))
    assert isinstance(response, Response)
    (post,) = connector.parse(source, response)
    assert isinstance(post, ParsedPost)
    assert (post.native_id, post.text) == ("a..%2f..%2fetc%2fpasswd.txt", "harmless")


@given(st.text(alphabet="<>&;/!?-[]abscript=\"' \n", max_size=120))
@settings(deadline=None, max_examples=300)
def test_plain_text_never_holds_a_tag(html: str) -> None:
    import re

    try:
        found = plain_text(html, "s")
    except SourceError:
        return
    assert not re.search(r"<[a-zA-Z/!?]", found)


@given(body=st.binary(max_size=200), label=st.text(max_size=20))
@settings(deadline=None)
def test_any_bytes_under_any_label_become_text(body: bytes, label: str) -> None:
    text, _ = decode(body, label)
    text.encode("utf-8", "surrogatepass")


@given(text=st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=60))
@settings(deadline=None)
def test_valid_utf8_is_read_as_utf8_whatever_one_byte_label_it_has(text: str) -> None:
    body = text.encode()
    for label in (None, "utf-8", "windows-1256", "iso-8859-6", "nonsense"):
        expected = body.decode("utf-8-sig")
        assert decode(body, label)[0] == expected
