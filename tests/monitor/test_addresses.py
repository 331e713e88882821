"""Telling from an address what kind of source it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.errors import FetchError
from marsad.monitor import recognise


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
    kinds = {
        "Chat Export": "telegram_export",
        "Chat Export/result.json": "telegram_export",
        "old.jsonl.gz": "documents",
        "بيانات": "files",
        "feed.xml": "feed",
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
