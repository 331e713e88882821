"""Files of posts: hashed always, sealed by choice, and never in the way of the text."""

from __future__ import annotations

import io
import json
import resource
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.pipeline.conftest import NOON, Hand
from tests.servers import faults
from tests.servers.hostile import Hostile

from marsad.api import PostFilter, Workspace, replay_transport
from marsad.config import Config
from marsad.errors import FetchError, GoneError, NotAskedError, RefusedError, TooLargeError
from marsad.model import Media, MediaFile, Outcome, Response, Source, sha256_hex
from marsad.monitor import HttpTransport, TelegramExport, default_transport
from marsad.monitor.manners import Manners
from marsad.pipeline import Collection, Rhythm, visit
from marsad.plugins import Registry
from marsad.ports import (
    NO_HISTORY,
    Connector,
    History,
    Limits,
    ParsedItem,
    ParsedPost,
    Transport,
)

SOURCE = Source("channel", "pictures", "https://x.example/page", "Channel")
A, GONE = "https://x.example/a.png", "https://x.example/gone.png"


class Pictures:
    """A connector whose page lists posts, each with the addresses of its pictures."""

    name = "pictures"
    summary = "For this test."

    def fetch(
        self,
        source: Source,
        transport: Transport,
        history: History = NO_HISTORY,  # noqa: ARG002 - it has one page
    ) -> Iterator[Response]:
        yield transport.get(source.address, source)

    def parse(self, source: Source, response: Response) -> Iterator[ParsedItem]:
        for number, (text, urls) in enumerate(json.loads(response.body), 1):
            media = tuple(Media("photo", url) for url in urls)
            yield ParsedPost(str(number), f"{source.address}/{number}", text, media=media)


def _picture() -> bytes:
    side = Image.radial_gradient("L").resize((300, 200)).convert("RGB")
    with io.BytesIO() as out:
        side.save(out, "PNG")
        return out.getvalue()


PICTURE = _picture()


@dataclass
class Site:
    """A transport that holds a page and pictures; what is not held is gone.

    :ivar posts: text and addresses of pictures, of each post on the page.
    """

    posts: list[tuple[str, list[str]]] = field(default_factory=list)
    bodies: dict[str, bytes | Exception] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def get(self, url: str, source: Source) -> Response:
        self.asked.append(url)
        page = json.dumps(self.posts).encode()
        body = {**self.bodies, SOURCE.address: page}.get(url, GoneError(source.id, "gone"))
        if isinstance(body, Exception):
            raise body
        kind = "image/png" if url.endswith("png") else "text/html"
        return Response(url, body, NOON, media_type=kind)


@pytest.fixture
def site() -> Site:
    """A site with one post, of which a picture is there, one is gone and one is no web address."""
    return Site([("Text", [A, GONE, "file:///etc/passwd"])], {A: PICTURE})


@pytest.fixture
def collection(workspace: Workspace, site: Site, clock: Hand) -> Collection:
    """A workspace that follows the site alone."""
    registry: Registry[Connector] = Registry("connector")
    registry.add(Pictures())
    registry.add(TelegramExport(Limits()))
    with workspace.store.write() as writer:
        writer.put_source(SOURCE)
    return Collection(workspace.store, workspace.archive, site, registry, clock)


def visited(collection: Collection, source: Source = SOURCE, media: str = "hash") -> Outcome:
    return visit(collection, source, Rhythm(), media=media)[0].outcome


def files(workspace: Workspace, source_id: str = SOURCE.id) -> list[MediaFile]:
    ids = workspace.read.post_ids(PostFilter(source_id=source_id, limit=1000))
    return list(workspace.read.media(ids))


@pytest.mark.parametrize("media", ["hash", "keep"])
def test_media_are_hashed_and_sealed_only_by_choice(
    workspace: Workspace, collection: Collection, site: Site, media: str
) -> None:
    assert visited(collection, media=media) is Outcome.NEW
    (file,) = files(workspace)
    assert (file.sha256, file.size) == (sha256_hex(PICTURE), len(PICTURE))
    assert file.pdq is not None
    assert workspace.read.media_by_hash(file.sha256) == (file,)
    captures = {c.id: c for c in workspace.archive.captures()}
    assert (file.capture_id in captures) == (media == "keep")
    assert workspace.counts()["unparsed"] == 0
    assert workspace.verify() == ()
    (failure,) = workspace.failures()
    assert (failure.stage, failure.item) == ("media", f"{SOURCE.address}/1, file 2")
    assert "file:///etc/passwd" not in site.asked


def test_media_are_left_alone_where_they_are_off(collection: Collection, site: Site) -> None:
    visited(collection, media="off")
    assert site.asked == [SOURCE.address]


def test_hashing_is_what_a_workspace_does_unless_told(workspace: Workspace) -> None:
    assert workspace.config.media == "hash"
    assert Config().media == "hash"


def test_what_is_held_is_not_asked_for_again(collection: Collection, site: Site) -> None:
    for _ in range(3):
        visited(collection)
    assert site.asked.count(A) == 1


def test_a_picture_that_several_posts_show_is_asked_for_once(
    workspace: Workspace, collection: Collection, site: Site
) -> None:
    site.posts = [("One", [A]), ("Two", [A, A])]
    visited(collection)
    site.posts.append(("Three", [A]))
    visited(collection)
    assert site.asked.count(A) == 1
    assert len({file.post_id for file in files(workspace)}) == 3


def test_a_new_address_of_the_same_file_is_not_asked(
    workspace: Workspace, collection: Collection, site: Site
) -> None:
    site.posts = [("Text", [A])]
    visited(collection)
    site.posts, site.bodies = [("Text", ["https://x.example/b.png"])], {}
    visited(collection)
    assert site.asked == [SOURCE.address, A, SOURCE.address]
    assert len(files(workspace)) == 1


def test_an_edited_post_is_looked_at_again(
    workspace: Workspace, collection: Collection, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.posts = [("Text", [A])]
    visited(collection)
    later = "https://x.example/b.png"
    site.posts, site.bodies[later] = [("Another text", [later])], PICTURE[:-1]
    monkeypatch.setattr("tests.pipeline.test_media.NOON", NOON + timedelta(hours=1))
    visited(collection)
    assert [file.url for file in files(workspace)] == [A, later]


@pytest.mark.parametrize(
    ("error", "hours"),
    [
        (FetchError("channel", "no answer"), [0, 1, 2, 4, 8]),
        (RefusedError("channel", "a login"), [0, 1, 2, 4, 8]),
        (GoneError("channel", "gone"), [0, 168, 336, 672]),
        (TooLargeError("channel", "more than 9 bytes"), [0, 168, 336, 672]),
    ],
)
def test_what_cannot_be_had_is_asked_for_ever_more_seldom(
    collection: Collection, site: Site, clock: Hand, error: Exception, hours: list[int]
) -> None:
    site.posts, site.bodies = [("Text", [A])], {A: error}
    tried = []
    for hour in range(0, hours[-1] + 1, min(hours[1], 24)):
        clock.now = NOON + timedelta(hours=hour)
        before = len(site.asked)
        assert visited(collection) in (Outcome.NEW, Outcome.UNCHANGED)
        if A in site.asked[before:]:
            tried.append(hour)
    assert tried == hours


def test_a_failure_goes_once_the_file_is_had(
    workspace: Workspace, collection: Collection, site: Site, clock: Hand
) -> None:
    site.posts, site.bodies = [("Text", [A])], {A: FetchError("channel", "no answer")}
    visited(collection)
    assert len(workspace.failures()) == 1
    assert [health.failure for health in workspace.source_health(["channel"])] == [None]
    site.bodies, clock.now = {A: PICTURE}, NOON + timedelta(hours=2)
    visited(collection)
    assert workspace.failures() == ()
    assert len(files(workspace)) == 1


def test_a_host_that_wants_rest_is_asked_once_a_visit(
    workspace: Workspace, collection: Collection, site: Site, clock: Hand
) -> None:
    many = [f"https://cdn.example/{n}.png" for n in range(5)]
    site.posts = [("Text", [*many, A])]
    site.bodies |= dict.fromkeys(many, RefusedError("channel", "later", retry_after=60.0))
    visited(collection)
    assert site.asked == [SOURCE.address, many[0], A]
    assert len(workspace.failures()) == 1
    site.bodies |= dict.fromkeys(many, PICTURE)
    clock.now += timedelta(hours=2)
    visited(collection)
    assert len(files(workspace)) == 6


def test_a_stop_leaves_the_rest_to_the_next_visit_without_a_failure(
    workspace: Workspace, collection: Collection, site: Site
) -> None:
    site.posts = [("Text", [A])]
    stop = Event()
    stop.set()
    visited(replace(collection, stop=stop))
    site.bodies = {A: NotAskedError("channel", "stopped before it was asked")}
    visited(collection)
    assert workspace.failures() == ()
    site.bodies = {A: PICTURE}
    visited(collection)
    assert len(files(workspace)) == 1


def test_a_long_channel_is_worked_off_visit_by_visit(
    workspace: Workspace, collection: Collection, site: Site
) -> None:
    urls = [f"https://x.example/{n}.png" for n in range(130)]
    site.bodies |= dict.fromkeys(urls, PICTURE)
    site.posts = [(f"Text {n}", [url]) for n, url in enumerate(urls)]
    visited(collection)
    assert 10 < len(site.asked) < 50
    for _ in range(8):
        visited(collection)
    assert len(files(workspace)) == 130
    more = [f"https://x.example/more{n}.png" for n in range(70)]
    site.bodies |= dict.fromkeys(more, PICTURE)
    site.posts += [(f"More {n}", [url]) for n, url in enumerate(more)]
    for _ in range(8):
        visited(collection)
    assert len(files(workspace)) == 200
    assert len(site.asked) - site.asked.count(SOURCE.address) == 200


# ---------------------------------------------------------------- over real sockets


def _followed(workspace: Workspace, hostile: Hostile, pictures: dict[str, str]) -> Source:
    """Follow a page of ``hostile`` with a post for each picture, of text and path."""
    source = replace(SOURCE, address=hostile.source("/page").address, local=True)
    with workspace.store.write() as writer:
        writer.put_source(source)
    posts = [(text, [hostile.url + path]) for text, path in pictures.items()]
    hostile.script("/page", faults.ok(json.dumps(posts).encode()))
    return source


def test_files_of_one_host_are_a_pause_apart(
    workspace: Workspace, collection: Collection, hostile: Hostile
) -> None:
    source = _followed(workspace, hostile, {"One": "/1.png", "Two": "/2.png", "Three": "/3.png"})
    for number in (1, 2, 3):
        hostile.script(f"/{number}.png", faults.ok(PICTURE, "image/png"))
    waits: list[float] = []

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        return False

    manners = Manners(pause=5, jitter=0, now=lambda: 0.0, wait=wait)
    with HttpTransport(Limits(), manners=manners) as transport:
        visited(replace(collection, transport=transport), source)
    assert waits == [5, 10, 15]
    assert len(files(workspace)) == 3


@pytest.mark.parametrize("promised", [True, False])
def test_a_file_beyond_the_limit_is_not_read_whole_nor_asked_for_at_every_visit(
    workspace: Workspace, collection: Collection, hostile: Hostile, promised: bool
) -> None:
    source = _followed(workspace, hostile, {"A film": "/film.mp4", "A picture": "/1.png"})
    film = faults.cut_short(b"x" * 1000, 2**31) if promised else faults.endless()
    hostile.script("/film.mp4", film)
    hostile.script("/1.png", faults.ok(PICTURE, "image/png"))
    manners = Manners(pause=0)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with HttpTransport(Limits(response_bytes=200_000), manners=manners) as transport:
        for _ in range(3):
            outcome = visited(replace(collection, transport=transport), source)
            assert outcome in (Outcome.NEW, Outcome.UNCHANGED)
    assert [seen.key for seen in hostile.seen].count("/film.mp4") == 1
    assert len(files(workspace)) == 1
    (failure,) = workspace.failures()
    assert (failure.error, failure.stage) == ("TooLargeError", "media")
    assert "200,000 bytes" in failure.message
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # kilobytes


def test_what_a_recording_does_not_hold_is_no_failure(
    workspace: Workspace, collection: Collection, tmp_path: Path
) -> None:
    (tmp_path / "page.json").write_text(json.dumps([("Text", [A, GONE])]))
    (tmp_path / "a.png").write_bytes(PICTURE)
    rows = [{"url": SOURCE.address, "file": "page.json"}, {"url": A, "file": "a.png"}]
    (tmp_path / "replay.json").write_text(json.dumps({"responses": rows}))
    recorded = replay_transport(tmp_path, workspace.config)
    visited(replace(collection, transport=recorded))
    assert workspace.failures() == ()
    assert [file.url for file in files(workspace)] == [A]


# ---------------------------------------------------------------- beside an export


def _export(folder: Path, *places: str, key: str = "photo") -> Source:
    """Write an export whose messages name files at ``places``; return it as a source."""
    folder.mkdir(exist_ok=True)
    messages = [
        {"id": n, "type": "message", "date_unixtime": "1772360430", "text": "نص", key: place}
        for n, place in enumerate(places, 1)
    ]
    chat = {"name": "قناة", "type": "public_channel", "id": 77, "messages": messages}
    (folder / "result.json").write_text(json.dumps(chat), "utf-8")
    return Source("export", "telegram_export", str(folder), "Export", local=True)


@pytest.fixture
def local(collection: Collection) -> Collection:
    """The workspace, with the transport that reads files."""
    return replace(collection, transport=default_transport(Limits()))


def _add(workspace: Workspace, source: Source) -> Source:
    with workspace.store.write() as writer:
        writer.put_source(source)
    return source


@pytest.mark.parametrize("media", ["hash", "keep"])
@pytest.mark.parametrize("named", ["folder", "file"])
def test_files_beside_an_export_are_hashed_and_sealed_by_choice(
    workspace: Workspace, local: Collection, tmp_path: Path, media: str, named: str
) -> None:
    folder = tmp_path / "an export"
    place = "photos/photo_1@07-04-2026 10#00%.jpg"
    source = _export(folder, place, "(File not included. Change data exporting settings.)")
    (folder / "photos").mkdir()
    (folder / place).write_bytes(PICTURE)
    if named == "file":
        source = replace(source, address=str(folder / "result.json"))
    visited(local, _add(workspace, source), media)
    (file,) = files(workspace, "export")
    assert (file.sha256, file.size) == (sha256_hex(PICTURE), len(PICTURE))
    assert file.pdq is not None
    assert file.media_type == "image/jpeg"
    assert str(tmp_path) not in file.url
    if media == "keep":
        assert file.capture_id is not None
        capture = workspace.read.capture(file.capture_id)
        assert workspace.archive.read(capture).body == PICTURE
    assert workspace.counts()["unparsed"] == 0
    assert workspace.failures() == ()


@pytest.mark.parametrize(
    "place", ["../secret.jpg", "/etc/hostname", "photos/../../secret.jpg", "photos/link.jpg"]
)
def test_a_file_outside_of_the_export_is_refused(
    workspace: Workspace, local: Collection, tmp_path: Path, place: str
) -> None:
    (tmp_path / "secret.jpg").write_bytes(PICTURE)
    source = _add(workspace, _export(tmp_path / "export", place))
    (tmp_path / "export/photos").mkdir()
    (tmp_path / "export/photos/link.jpg").symlink_to(tmp_path / "secret.jpg")
    assert visited(local, source, "keep") is Outcome.NEW
    assert files(workspace, "export") == []
    (failure,) = workspace.failures()
    assert (failure.stage, failure.error) == ("media", "BlockedAddressError")
    assert len(list(workspace.archive.captures())) == 1


def test_files_that_were_not_copied_are_one_failure_that_goes_when_they_are(
    workspace: Workspace, local: Collection, tmp_path: Path
) -> None:
    places = [f"photos/{n}.jpg" for n in range(60)]
    source = _add(workspace, _export(tmp_path / "export", *places))
    visited(local, source)
    (failure,) = workspace.failures()
    assert "60 files" in failure.message
    (tmp_path / "export/photos").mkdir()
    for place in places:
        (tmp_path / "export" / place).write_bytes(PICTURE)
    visited(local, source)
    assert workspace.failures() == ()
    assert len(files(workspace, "export")) == 60


@pytest.mark.parametrize("media", ["hash", "keep"])
def test_a_film_beside_an_export_is_hashed_piece_by_piece(
    workspace: Workspace, local: Collection, tmp_path: Path, media: str
) -> None:
    source = _add(workspace, _export(tmp_path / "export", "film.mp4", key="file"))
    with (tmp_path / "export/film.mp4").open("wb") as film:
        film.truncate(300_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    small = default_transport(Limits(response_bytes=1_000_000))
    visited(replace(local, transport=small), source, media)
    (file,) = files(workspace, "export")
    assert (file.size, file.pdq, file.capture_id) == (300_000_000, None, None)
    assert [f.error for f in workspace.failures()] == ["TooLargeError"] * (media == "keep")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kilobytes


def test_files_beside_other_sources_are_not_read(
    workspace: Workspace, local: Collection, tmp_path: Path
) -> None:
    """Whoever wrote a feed that was saved to a folder has no say over the rest of the folder."""
    (tmp_path / "page").write_text(json.dumps([("Text", ["mine.jpg", "file:///etc/hostname", A])]))
    (tmp_path / "mine.jpg").write_bytes(PICTURE)
    source = replace(SOURCE, address=str(tmp_path / "page"), local=True)
    address = (tmp_path / "page").as_uri()
    visited(local, _add(workspace, replace(source, address=address)), "keep")
    assert files(workspace) == []
    assert workspace.failures() == ()


@given(st.text(max_size=20))
@settings(deadline=None)
def test_no_place_in_an_export_leads_out_of_its_folder(place: str) -> None:
    from marsad.errors import BlockedAddressError
    from marsad.monitor.local import beside

    home = Path("/nowhere/export")
    for each in (place, f"../{place}", f"/{place}", f"a/%2e%2e/../../{place}"):
        try:
            assert beside(home, each, SOURCE).is_relative_to(home)
        except BlockedAddressError:
            continue
