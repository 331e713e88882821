"""A bad source gives one clear error, and everything else still arrives."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from tests.hostile.conftest import (
    GOOD,
    GOOD_POSTS,
    failures_in,
    follow,
    good_source_arrived,
    marsad,
    only_failure,
    posts_of,
)
from tests.monitor.conftest import page, post

from marsad.api import Workspace, make_source, replay_transport
from marsad.model import Source
from marsad.monitor import FileTransport

BAD = "bad"
CHANNEL = "https://t.me/s/fanous"
THREE = page(post(1, "first"), post(2, "second"), post(3, "third"))
HTML = b"<!doctype html><html><head><title>News</title></head><body><p>News</p></body></html>"


def noise(size: int = 5_000) -> bytes:
    """Return bytes that are nothing; the same at every call."""
    return random.Random(7).randbytes(size)


def line(number: int, text: str) -> str:
    url = f"https://e.example/{number}"
    return json.dumps({"id": str(number), "url": url, "text": text}, ensure_ascii=False) + "\n"


def in_folder(name: str, body: bytes) -> Callable[[Path], Source]:
    """A folder with a readable file beside the bad one."""

    def build(root: Path) -> Source:
        folder = root / "folder"
        folder.mkdir()
        (folder / name).write_bytes(body)
        (folder / "fine.txt").write_text("Nothing is wrong with this file.", "utf-8")
        return make_source(str(folder), source_id=BAD)

    return build


def as_file(name: str, body: bytes) -> Callable[[Path], Source]:
    def build(root: Path) -> Source:
        (root / name).write_bytes(body)
        return make_source(str(root / name), source_id=BAD)

    return build


def as_export(body: bytes) -> Callable[[Path], Source]:
    def build(root: Path) -> Source:
        folder = root / "export"
        folder.mkdir()
        (folder / "result.json").write_bytes(body)
        return make_source(str(folder), source_id=BAD)

    return build


def on_the_web(address: str, body: bytes) -> Callable[[Path], Source]:
    """A source on the web, recorded for replay."""

    def build(root: Path) -> Source:
        source = make_source(address, source_id=BAD)
        folder = root / "replay"
        folder.mkdir()
        (folder / "body").write_bytes(body)
        row = {"url": source.address, "file": "body", "media_type": "text/html; charset=utf-8"}
        (folder / "replay.json").write_text(json.dumps({"responses": [row]}), "utf-8")
        return source

    return build


@dataclass(frozen=True)
class Case:
    """A bad source: where it fails, on what, and which of its posts arrive all the same."""

    build: Callable[[Path], Source]
    item: str
    says: str
    stage: str = "parse"
    arrive: Sequence[str] = ()


FINE = ("Nothing is wrong with this file.",)

CASES = [
    pytest.param(
        Case(in_folder("a.pdf", noise()), "a.pdf", "not a PDF", arrive=FINE), id="noise.pdf"
    ),
    pytest.param(
        Case(in_folder("a.png", noise()), "a.png", "not a picture", arrive=FINE),
        id="noise.png",
        marks=pytest.mark.ocr,
    ),
    pytest.param(
        Case(in_folder("a.html", noise()), "a.html", "no text", arrive=FINE), id="noise.html"
    ),
    pytest.param(
        Case(in_folder("a.txt", noise(200)), "a.txt", "no text", arrive=FINE), id="noise.txt"
    ),
    pytest.param(Case(as_file("a.jsonl", noise()), "a.jsonl", "is a document"), id="noise.jsonl"),
    pytest.param(
        Case(as_file("a.jsonl", noise(200_000)), "a.jsonl", "is a document"),
        id="much noise.jsonl",
    ),
    pytest.param(
        Case(
            as_file("a.jsonl", line(1, "A text in code page 37.").encode("cp037")),
            "a.jsonl",
            "is a document",
        ),
        id="encoding without a label",
    ),
    pytest.param(
        Case(
            on_the_web(CHANNEL, THREE[: THREE.index(b"third") + 2]),
            "fanous/3",
            "breaks off",
            arrive=("first", "second"),
        ),
        id="channel page cut inside a post",
    ),
    pytest.param(
        Case(on_the_web(CHANNEL, THREE[:90]), CHANNEL, "not a page of t.me"),
        id="channel page cut in its head",
    ),
    pytest.param(
        Case(on_the_web("https://e.example/feed", HTML), "e.example", "web page, not a feed"),
        id="feed that is HTML, on the web",
    ),
    pytest.param(
        Case(as_file("feed.xml", HTML), "feed.xml", "web page, not a feed"),
        id="feed that is HTML, in a file",
    ),
    pytest.param(
        Case(as_export(b'{"about": "nothing"}'), "result.json", "not a Telegram Desktop export"),
        id="export without messages",
    ),
    pytest.param(
        Case(as_export(b"[1, 2]"), "result.json", "not a Telegram Desktop export"),
        id="export that is a list",
    ),
    pytest.param(
        Case(as_export(HTML), "result.json", "not a Telegram Desktop export"),
        id="export that is HTML",
    ),
    pytest.param(
        Case(as_export(noise()), "result.json", "not a Telegram Desktop export"),
        id="export of noise",
    ),
    pytest.param(
        Case(
            lambda _: Source(BAD, "carrier_pigeon", "https://e.example/loft", "Loft"),
            "https://e.example/loft",
            "carrier_pigeon",
            stage="fetch",
        ),
        id="unknown connector",
    ),
    pytest.param(
        Case(
            lambda root: Source(BAD, "files", str(root / "nowhere"), "Nowhere", local=True),
            "nowhere",
            "cannot be read",
            stage="fetch",
        ),
        id="folder that is not there",
    ),
]


@pytest.mark.parametrize("case", CASES)
def test_one_clear_error_and_everything_else(desk: Workspace, tmp_path: Path, case: Case) -> None:
    follow(desk, case.build(tmp_path))
    replay = tmp_path / "replay"
    counts = desk.ingest(
        transport=replay_transport(replay, desk.config) if replay.is_dir() else None
    )
    failure = only_failure(desk, BAD)
    assert failure.stage == case.stage
    assert case.item in failure.item
    assert case.says in failure.message
    assert counts.failures == 1
    assert counts.posts == GOOD_POSTS + len(case.arrive)
    assert sorted(posts_of(desk, BAD)) == sorted(case.arrive)
    good_source_arrived(desk)


@pytest.mark.parametrize("case", CASES[:1] + CASES[7:10] + CASES[-2:])
def test_the_command_line_says_the_same(desk: Workspace, tmp_path: Path, case: Case) -> None:
    follow(desk, case.build(tmp_path))
    root, replay = str(desk.layout.root), tmp_path / "replay"
    extra = ("--replay", str(replay)) if replay.is_dir() else ()
    desk.close()
    (row,) = failures_in(marsad("-w", root, "ingest", "--json", *extra))
    assert row["source_id"] == BAD
    assert row["stage"] == case.stage
    assert case.says in row["message"]
    shown = marsad("-w", root, "ingest", *extra).stdout
    assert row["message"] in shown
    assert row["hint"] in shown


def test_what_stands_before_the_damage_is_kept(desk: Workspace, tmp_path: Path) -> None:
    rows = [line(number, noise(2_000)[number:].hex()) for number in range(200)]
    packed = gzip.compress("".join(rows).encode(), mtime=0)
    follow(desk, as_file("a.jsonl.gz", packed[: len(packed) // 2])(tmp_path))
    counts = desk.ingest()
    assert counts.failures == 1
    assert "gzip data is damaged" in only_failure(desk, BAD).message
    assert 50 < len(posts_of(desk, BAD)) < 150
    good_source_arrived(desk)


def test_all_bad_sources_together_leave_the_good_one_as_it_is(
    desk: Workspace, tmp_path: Path
) -> None:
    desk.ingest()
    desk.run()
    alone = {view.statement.id for view in desk.statements()}
    for number, case in enumerate(c.values[0] for c in CASES):
        assert isinstance(case, Case)
        folder = tmp_path / str(number)
        folder.mkdir()
        follow(desk, replace(case.build(folder), id=f"bad-{number}"))
    desk.ingest(transport=FileTransport(desk.config.limits))
    desk.run()
    assert {v.statement.id for v in desk.statements() if v.source.id == GOOD} == alone
    assert {f.source_id for f in desk.failures()} >= {"bad-0", "bad-1", "bad-3"}
    assert all(f.hint and str(f.source_id) in f.message for f in desk.failures())
    assert desk.verify() == ()


def test_a_cut_page_deletes_nothing(desk: Workspace, tmp_path: Path) -> None:
    """What a page that breaks off does not show has not been deleted."""
    follow(desk, on_the_web(CHANNEL, THREE)(tmp_path))
    desk.ingest(transport=replay_transport(tmp_path / "replay", desk.config))
    for end in (b"third", b"second", b"first"):
        (tmp_path / "replay" / "body").write_bytes(THREE[: THREE.index(end) + 2])
        counts = desk.ingest(transport=replay_transport(tmp_path / "replay", desk.config))
        assert counts.deletions == 0
        assert any("breaks off" in failure.message for failure in desk.failures())
    assert sorted(posts_of(desk, BAD)) == ["first", "second", "third"]


@pytest.mark.parametrize("end", [b"</header>", b"<main", b"js-message_history", b"js-widget"])
def test_a_page_cut_before_its_first_post_is_told(
    desk: Workspace, tmp_path: Path, end: bytes
) -> None:
    follow(desk, on_the_web(CHANNEL, THREE[: THREE.index(end) + 5])(tmp_path))
    desk.ingest(transport=replay_transport(tmp_path / "replay", desk.config))
    assert "truncated" in only_failure(desk, BAD).message


@pytest.mark.parametrize(
    ("name", "body", "note"),
    [
        (
            "feed.xml",
            '<?xml version="1.0" encoding="x-klingon"?><rss version="2.0"><channel><item>'
            "<title>قال الوزير</title><guid>1</guid></item></channel></rss>".encode("cp1256"),
            "windows-1256 mislabelled as x-klingon",
        ),
        ("note.txt", "قال الوزير إن الطريق مغلق".encode("cp1256"), "windows-1256 mislabelled"),
        ("note.txt", "A text in code page 37.".encode("cp037"), "windows-1252 guessed"),
    ],
    ids=["feed", "arabic", "ebcdic"],
)
def test_a_guessed_encoding_says_so(
    desk: Workspace, tmp_path: Path, name: str, body: bytes, note: str
) -> None:
    follow(desk, as_file(name, body)(tmp_path))
    desk.ingest()
    (view,) = [v for v in desk.posts() if v.source.id == BAD]
    assert note in view.version.recipe
    good_source_arrived(desk)


def test_what_waits_for_its_connector_is_read_once_it_is_there(
    desk: Workspace, tmp_path: Path
) -> None:
    """A package was uninstalled after its capture had been sealed, and comes back."""
    source = as_file("late.jsonl", line(1, "late").encode())(tmp_path)
    follow(desk, Source(BAD, "carrier_pigeon", source.address, "Late", local=True))
    transport = desk._collection(None).transport
    desk.archive.seal(BAD, transport.get(Path(source.address).as_uri(), source))
    desk.archive.close()
    desk.ingest()
    assert desk.counts()["unparsed"] == 1
    assert posts_of(desk, BAD) == []
    good_source_arrived(desk)
    follow(desk, source)
    desk.ingest()
    assert posts_of(desk, BAD) == ["late"]
    assert desk.failures() == ()


def test_a_source_of_an_unknown_kind_cannot_be_added(desk: Workspace) -> None:
    root = str(desk.layout.root)
    done = marsad("-w", root, "source", "add", "https://e.example/x", "--kind", "carrier_pigeon")
    assert done.returncode == 1
    assert "carrier_pigeon" in done.stderr
    assert "telegram_web" in done.stderr
    assert len(desk.sources()) == 1
