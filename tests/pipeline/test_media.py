"""Files of posts: hashed always, sealed by choice, and never in the way of the text."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from PIL import Image

from marsad.api import PostFilter, Workspace
from marsad.errors import GoneError
from marsad.model import Media, Response, Source, sha256_hex
from marsad.pipeline import Collection, Rhythm, visit
from marsad.plugins import Registry
from marsad.ports import NO_HISTORY, Connector, History, ParsedItem, ParsedPost, Transport

SOURCE = Source("channel", "pictures", "https://x.example/page", "Channel")


class Pictures:
    """A connector whose one post has a picture, a file that is gone, and a local address."""

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
        names = ("https://x.example/a.png", "https://x.example/gone.png", "file:///etc/passwd")
        media = tuple(Media("photo", name) for name in names)
        yield ParsedPost("1", source.address, response.body.decode(), media=media)


class Site:
    """A transport that holds one page and one picture."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        side = Image.radial_gradient("L").resize((300, 200)).convert("RGB")
        with io.BytesIO() as out:
            side.save(out, "PNG")
            self.picture = out.getvalue()

    def get(self, url: str, source: Source) -> Response:
        self.asked.append(url)
        bodies = {SOURCE.address: b"Text", "https://x.example/a.png": self.picture}
        if url not in bodies:
            raise GoneError(source.id, "nothing is there", hint="Look elsewhere.")
        kind = "image/png" if url.endswith("png") else "text/html"
        return Response(url, bodies[url], datetime.now(UTC), media_type=kind)


@pytest.fixture
def site() -> Site:
    """A site with a page and a picture."""
    return Site()


@pytest.fixture
def collection(workspace: Workspace, site: Site) -> Collection:
    """A workspace that follows the site alone."""
    registry: Registry[Connector] = Registry("connector")
    registry.add(Pictures())
    with workspace.store.write() as writer:
        writer.put_source(SOURCE)
    return Collection(workspace.store, workspace.archive, site, registry, workspace.clock)


@pytest.mark.parametrize("media", ["hash", "keep"])
def test_media_are_hashed_and_sealed_only_by_choice(
    workspace: Workspace, collection: Collection, site: Site, media: str
) -> None:
    visit(collection, SOURCE, Rhythm(), media=media)
    (post,) = workspace.posts(PostFilter(source_id="channel"))
    (file,) = workspace.read.media([post.post.id])
    assert (file.sha256, file.size) == (sha256_hex(site.picture), len(site.picture))
    assert file.pdq is not None
    assert workspace.read.media_by_hash(file.sha256) == (file,)
    captures = {c.id: c for c in workspace.archive.captures()}
    assert (file.capture_id in captures) == (media == "keep")
    assert workspace.counts()["unparsed"] == 0
    assert workspace.verify() == ()
    (failure,) = workspace.failures()
    assert (failure.stage, failure.item) == ("media", "https://x.example/gone.png")
    assert "file:///etc/passwd" not in site.asked


def test_what_is_held_is_not_fetched_again(collection: Collection, site: Site) -> None:
    for _ in range(2):
        visit(collection, SOURCE, Rhythm(), media="hash")
    assert site.asked.count("https://x.example/a.png") == 1
    assert site.asked.count("https://x.example/gone.png") == 2


def test_media_are_left_alone_unless_asked_for(collection: Collection, site: Site) -> None:
    visit(collection, SOURCE, Rhythm())
    assert site.asked == [SOURCE.address]
