"""Recorded answers, and the choice of a transport by scheme."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from marsad.errors import BlockedAddressError, ConfigError, FetchError, TooLargeError
from marsad.model import Source
from marsad.monitor import ReplayTransport, RouterTransport, connectors, default_transport
from marsad.ports import Limits

SOURCE = Source("s", "feed", "https://agency.example/rss", "S")
NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)


def record(folder: Path, *rows: dict[str, Any]) -> ReplayTransport:
    (folder / "replay.json").write_text(json.dumps({"responses": list(rows)}), "utf-8")
    return ReplayTransport(folder, lambda: NOW, limits=Limits(response_bytes=1_000))


def test_a_recorded_address_answers_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "tg").mkdir()
    (tmp_path / "tg" / "a.html").write_text("مرحبا", "utf-8")
    row = {
        "url": "https://t.me/s/a",
        "file": "tg/a.html",
        "status": 200,
        "media_type": "text/html; charset=utf-8",
    }
    response = record(tmp_path, row).get("https://t.me/s/a", SOURCE)
    assert response.body.decode() == "مرحبا"
    assert response.fetched_at == NOW
    assert response.media_type == "text/html; charset=utf-8"
    assert response.headers == (("Content-Type", "text/html; charset=utf-8"),)


def test_other_addresses_and_recorded_refusals_are_fetch_errors(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x", "utf-8")
    transport = record(tmp_path, {"url": "https://a.example/", "file": "a", "status": 404})
    for url in ("https://a.example/", "https://b.example/", "http://127.0.0.1/"):
        with pytest.raises(FetchError) as caught:
            transport.get(url, SOURCE)
        assert caught.value.hint


def test_a_lost_recording_and_a_huge_one_are_named_errors(tmp_path: Path) -> None:
    (tmp_path / "big").write_text("x" * 1_001, "utf-8")
    transport = record(
        tmp_path, {"url": "https://a.example/", "file": "gone"}, {"url": "u:", "file": "big"}
    )
    with pytest.raises(FetchError, match="missing"):
        transport.get("https://a.example/", SOURCE)
    with pytest.raises(TooLargeError):
        transport.get("u:", SOURCE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"responses": 5}',
        '{"responses": [{"url": "u"}]}',
        '{"responses": [{"file": "f"}]}',
        '{"responses": [{"url": "u", "file": "../outside"}]}',
        '{"responses": [{"url": "u", "file": "/etc/passwd"}]}',
    ],
)
def test_a_wrong_listing_is_a_configuration_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "replay.json").write_text(text, "utf-8")
    with pytest.raises(ConfigError):
        ReplayTransport(tmp_path, lambda: NOW)


def test_a_folder_without_listing_is_a_configuration_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        ReplayTransport(tmp_path, lambda: NOW)


def test_the_router_picks_by_scheme(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("recorded", "utf-8")
    web = record(tmp_path, {"url": "https://a.example/", "file": "a"})
    router = RouterTransport({"https": web})
    assert router.get("https://a.example/", SOURCE).body == b"recorded"
    for url in ("ftp://a.example/", "a.example", "", "javascript:alert(1)"):
        with pytest.raises(BlockedAddressError) as caught:
            router.get(url, SOURCE)
        assert "https" in caught.value.hint


def test_the_default_transport_reads_local_files(tmp_path: Path) -> None:
    path = tmp_path / "اسم مع فراغ.txt"
    path.write_text("x", "utf-8")
    local = Source("l", "files", str(path), "L", local=True)
    response = default_transport(Limits()).get(path.as_uri(), local)
    assert (response.body, response.media_type) == (b"x", "text/plain")


def test_every_built_in_connector_has_a_name_and_a_summary() -> None:
    found = connectors(Limits(), max_pages=2)
    names = [connector.name for connector in found]
    for name in ("telegram_web", "feed", "feed_full", "files", "web", "mailbox", "mastodon"):
        assert name in names
    assert len(set(names)) == len(names)
    assert all(connector.summary for connector in found)
