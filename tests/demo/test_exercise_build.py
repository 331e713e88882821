"""The exercise's package data are what its YAML says, and read back as its gold expects."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from marsad.model import Entity, EntityKind, Name, Post, Reliability, Response, Role, Source
from marsad.monitor import FileTransport, ReplayTransport, connectors
from marsad.ports import ItemFailure, Limits, ParsedPost
from marsad.translate import read_tmx

VISITS = ("first", "second", "third")
BOAST = ("sl-lantern-channel", "436")
PLEDGE = ("sl-pact-channel", "331")
INVITATION = ("sl-arjuwan-feed", "rafal-invitation")
REPORT_OF_INVITATION = ("sl-laqan-observer", "884")

Row = dict[str, Any]
Rows = Callable[[str], list[Row]]


@pytest.fixture(scope="module")
def data(repository: Path) -> Path:
    """The exercise's package data."""
    return repository / "src" / "marsad" / "demo" / "data" / "silent_lantern"


@pytest.fixture(scope="module")
def gold(repository: Path) -> Rows:
    """Read one of the gold files."""

    def read(name: str) -> list[Row]:
        path = repository / "evaluation" / "gold" / "silent_lantern" / f"{name}.jsonl"
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()]

    return read


def _sources(data: Path) -> dict[str, Source]:
    rows = json.loads((data / "sources.json").read_text("utf-8"))
    return {
        row["id"]: Source(
            **row
            | {"languages": tuple(row["languages"]), "reliability": Reliability(row["reliability"])}
        )
        for row in rows
    }


def _answers(data: Path, visit: str) -> Iterator[tuple[Source, Response]]:
    """Each recorded response of a visit with the source that it belongs to."""
    sources = _sources(data)
    listed = json.loads((data / visit / "replay.json").read_text("utf-8"))
    for row in listed["responses"]:
        source = sources[row["file"].rpartition("-")[0]]
        yield source, _response(row["url"], data / visit / row["file"], row["media_type"])


def _response(url: str, path: Path, media_type: str) -> Response:
    moment = datetime(2026, 3, 9, tzinfo=UTC)
    return Response(url, path.read_bytes(), moment, media_type=media_type)


def _read(source: Source, response: Response) -> list[ParsedPost]:
    connector = next(c for c in connectors(Limits()) if c.name == source.kind)
    items = list(connector.parse(source, response))
    assert not [item for item in items if isinstance(item, ItemFailure)]
    return [item for item in items if isinstance(item, ParsedPost)]


def _visit(data: Path, visit: str) -> dict[tuple[str, str], ParsedPost]:
    return {
        (source.id, post.native_id): post
        for source, response in _answers(data, visit)
        for post in _read(source, response)
    }


def test_the_data_are_what_the_yaml_says(repository: Path) -> None:
    command = [sys.executable, str(repository / "exercise" / "build.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_data_are_small_enough_to_ship(data: Path) -> None:
    assert sum(path.stat().st_size for path in data.rglob("*") if path.is_file()) < 3_000_000


def test_each_post_is_first_shown_with_the_gold_s_text(data: Path, gold: Rows) -> None:
    shown = _visit(data, "third") | _visit(data, "second") | _visit(data, "first")
    export = _sources(data)["sl-rudsaran-export"]
    response = _response("file:///result.json", data / export.address, "application/json")
    shown |= {(export.id, post.native_id): post for post in _read(export, response)}
    expected = {
        (row["source"], row["native_id"]): (row["text"], row["published"])
        for row in gold("posts")
        if row["source"] != "sl-star-files"
    }
    assert {key: (post.text, _iso(post)) for key, post in shown.items()} == expected


def _iso(post: ParsedPost) -> str | None:
    return post.published.value.isoformat() if post.published.value else None


@pytest.mark.parametrize(
    ("visit", "latest"),
    [("first", "2026-03-07T04:00"), ("second", "2026-03-08T12:00"), ("third", "2026-03-10T08:00")],
)
def test_a_visit_shows_what_was_published_by_then(
    data: Path, gold: Rows, visit: str, latest: str
) -> None:
    web = {source.id for source, _ in _answers(data, visit)}
    published = {
        (row["source"], row["native_id"])
        for row in gold("posts")
        if row["source"] in web and row["published"] <= latest
    }
    gone = {BOAST} if visit != "first" else set()
    assert set(_visit(data, visit)) == published - gone


def test_the_boast_is_the_only_deleted_post(gold: Rows) -> None:
    deleted = [(row["source"], row["native_id"]) for row in gold("posts") if row["deleted"]]
    assert deleted == [BOAST]


def test_each_edited_post_is_shown_before_and_after(data: Path, gold: Rows) -> None:
    visits = [_visit(data, visit) for visit in VISITS]
    edited = {
        (row["source"], row["native_id"]): row["text"] for row in gold("posts") if row["edited"]
    }
    first_edited = {}
    for key, wording in edited.items():
        texts = [shown[key].text if key in shown else None for shown in visits]
        first_edited[key] = next(n for n, text in enumerate(texts) if text not in (None, wording))
        assert wording in texts[: first_edited[key]]
    assert first_edited == {PLEDGE: 1, INVITATION: 2, REPORT_OF_INVITATION: 2}


def test_only_edited_posts_change_and_channels_mark_them(data: Path, gold: Rows) -> None:
    texts = {(row["source"], row["native_id"]): row["text"] for row in gold("posts")}
    edited = {(row["source"], row["native_id"]) for row in gold("posts") if row["edited"]}
    for visit in VISITS:
        shown = _visit(data, visit)
        changed = {key for key, post in shown.items() if post.text != texts[key]}
        assert changed <= edited
        marked = {key for key, post in shown.items() if post.edited}
        assert marked == {key for key in changed if not key[0].endswith("feed")}


def test_each_visit_holds_every_source_on_the_web(data: Path) -> None:
    web = {source.id for source in _sources(data).values() if "://" in source.address}
    for visit in VISITS:
        assert {source.id for source, _ in _answers(data, visit)} == web


@pytest.mark.parametrize("visit", VISITS)
def test_every_page_that_a_visit_asks_for_is_recorded(data: Path, visit: str) -> None:
    transport = ReplayTransport(data / visit)
    asked = set()
    for source in {source.id: source for source, _ in _answers(data, visit)}.values():
        connector = next(c for c in connectors(Limits()) if c.name == source.kind)
        asked |= {r.url for r in connector.fetch(source, transport) if isinstance(r, Response)}
    assert asked == {response.url for _, response in _answers(data, visit)}


def test_forwards_and_replies_are_shown(data: Path) -> None:
    posts = _visit(data, "first").values()
    forwards = [post.forward for post in posts if post.forward]
    assert [f for f in forwards if (f.channel, f.native_id) == ("lantern_front_x", "418")]
    assert [f for f in forwards if f.channel is None]
    assert [post for post in posts if post.reply_to]


def test_the_mark_is_on_every_channel_and_feed(data: Path) -> None:
    for _, response in _answers(data, "first"):
        assert b"EXERCISE" in response.body
    assert b"EXERCISE" in (data / "telegram_export" / "result.json").read_bytes()


def test_the_export_has_the_byte_faults_of_real_ones(data: Path) -> None:
    written = (data / "telegram_export" / "result.json").read_bytes()
    for fault in (b"\\x1F", b"\\u2028\x80\xa8", b"\\u2029\x80\xa9"):
        assert fault in written


def test_the_arabic_feed_is_in_its_old_encoding(data: Path) -> None:
    body = (data / "first" / "sl-arjuwan-feed-1.xml").read_bytes()
    assert b'encoding="windows-1256"' in body
    assert "القرنات" in body.decode("windows-1256")


def _document(data: Path, gold: Rows, suffix: str) -> tuple[ParsedPost, Row]:
    """What the connector reads from the document with that suffix, and what it should."""
    source = dataclasses.replace(_sources(data)["sl-star-files"], address=str(data / "files"))
    connector = next(c for c in connectors(Limits()) if c.name == "files")
    transport = FileTransport(Limits())
    for response in connector.fetch(source, transport):
        if isinstance(response, Response) and response.url.endswith(suffix):
            [post] = _read(source, response)
            [row] = [row for row in gold("posts") if row["native_id"] == post.native_id]
            return post, row
    pytest.fail(f"no {suffix}")


def test_the_pdf_holds_its_text(data: Path, gold: Rows) -> None:
    post, row = _document(data, gold, ".pdf")
    assert (post.text, _iso(post)) == (row["text"], row["published"])
    assert post.url.startswith("https://pearly-star-documents.example/")


@pytest.mark.ocr
def test_the_picture_can_be_read(data: Path, gold: Rows) -> None:
    post, row = _document(data, gold, ".png")
    assert (post.text, _iso(post)) == (row["text"], row["published"])


@pytest.mark.parametrize("name", ["statements", "mentions", "events"])
def test_gold_spans_cover_their_words(gold: Rows, name: str) -> None:
    texts = {row["post"]: row["text"] for row in gold("posts")}
    checked = 0
    for row in gold(name):
        for part in _annotated(row):
            start, end = part["span"]
            assert texts[row["post"]][start:end] == part["text"]
            checked += 1
    assert checked >= len(gold(name)) > 20


def _annotated(value: Any) -> Iterator[Row]:
    if isinstance(value, dict):
        if "span" in value:
            yield value
        for part in value.values():
            yield from _annotated(part)


def test_every_foreign_paragraph_has_a_reviewed_translation(data: Path, gold: Rows) -> None:
    units = read_tmx(data / "memory.tmx")
    assert all(unit.human for unit in units)
    known = {(unit.language, unit.original) for unit in units}
    assert len(known) == len(units)
    for row in gold("posts"):
        if row["language"] != "en":
            assert {(row["language"], line) for line in row["text"].split("\n") if line} <= known


def test_quotations_are_aligned_with_their_translation(data: Path, gold: Rows) -> None:
    aligned = {
        (pair.original.of(unit.original), pair.translated.of(unit.translation))
        for unit in read_tmx(data / "memory.tmx")
        for pair in unit.alignments
    }
    for row in gold("statements"):
        if row["content_en"]:
            lines = zip(
                row["content"]["text"].split("\n"), row["content_en"].split("\n"), strict=True
            )
            assert set(lines) <= aligned


def test_entities_and_sources_fit_the_model(data: Path, gold: Rows) -> None:
    entities = {
        row["id"]: Entity(
            **row
            | {
                "kind": EntityKind(row["kind"]),
                "names": tuple(Name(**name) for name in row["names"]),
                "roles": tuple(Role(**role) for role in row["roles"]),
            }
        )
        for row in json.loads((data / "entities.json").read_text("utf-8"))
    }
    sources = _sources(data)
    assert all(source.owner in entities and source.label for source in sources.values())
    named = {row["entity"] for row in gold("mentions") if row["entity"]}
    assert named <= set(entities)
    assert {row["source"] for row in gold("posts")} == set(sources)


def test_groups_name_posts(gold: Rows) -> None:
    posts = {Post.make_id(row["source"], row["native_id"]) for row in gold("posts")}
    for name in ("origins", "stories"):
        grouped = [Post.make_id(*key) for row in gold(name) for key in row["posts"]]
        assert set(grouped) <= posts
        assert len(set(grouped)) == len(grouped)
