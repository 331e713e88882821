"""A channel over several visits, from its pages to what the workspace holds of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from marsad.api import Workspace
from marsad.errors import GoneError
from marsad.model import ObservationKind, Outcome, Post, Response, Source
from marsad.ports import IngestCounts

ADDRESS = "https://t.me/s/fanous"
MakePost = Callable[..., str]
MakePage = Callable[..., bytes]


@dataclass
class Site:
    """t.me as it serves one channel: twenty posts a page, with links to older and newer ones."""

    make_post: MakePost
    make_page: MakePage
    posts: dict[int, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def publish(self, first: int, last: int) -> None:
        self.posts |= {n: f"بيان رقم {n}" for n in range(first, last + 1)}

    def get(self, url: str, source: Source) -> Response:  # noqa: ARG002 - the port's signature
        self.asked.append(url.removeprefix(ADDRESS))
        before = int(url.rpartition("=")[2]) if "=" in url else None
        older = [n for n in sorted(self.posts) if before is None or n < before]
        shown = older[-20:]
        parts = [self.make_post(n, self.posts[n]) for n in shown]
        if len(older) > 20:
            parts.insert(0, f'<a data-before="{shown[0]}"></a>')
        if before:
            parts.append(f'<a data-after="{before - 1}"></a>')
        # Real pages carry the moment at which they were made, so that none is like another.
        parts.append(f"<!-- {len(self.asked)} -->")
        return Response(url, self.make_page(*parts), datetime.now(UTC))


@pytest.fixture
def site(make_post: MakePost, make_page: MakePage) -> Site:
    return Site(make_post, make_page)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "workspace") as created:
        created.add_source(Source("fanous", "telegram_web", ADDRESS, "Fanous"))
        yield created


def visit(workspace: Workspace, site: Site) -> IngestCounts:
    site.asked.clear()
    return workspace.ingest(["fanous"], transport=site)


def seen(workspace: Workspace, number: int) -> list[ObservationKind]:
    view = workspace.post(Post.make_id("fanous", str(number)))
    return [observation.kind for observation in view.observations]


def gaps(workspace: Workspace) -> tuple[tuple[int, int], ...]:
    return workspace.source_health(["fanous"])[0].gaps


def test_edits_and_deletions_are_seen_on_the_pages_that_are_read_again(
    workspace: Workspace, site: Site
) -> None:
    site.publish(1, 45)
    assert visit(workspace, site).posts == 45
    site.posts[20] = "نص معدل"
    del site.posts[15]
    site.publish(46, 46)
    counts = visit(workspace, site)
    assert site.asked == ["", "?before=27"]
    assert (counts.posts, counts.versions, counts.deletions) == (1, 1, 1)
    assert seen(workspace, 15) == [ObservationKind.DELETED]
    view = workspace.post(Post.make_id("fanous", "20"))
    assert [version.text for version in view.versions] == ["بيان رقم 20", "نص معدل"]


def test_the_deletion_of_the_newest_posts_is_seen(workspace: Workspace, site: Site) -> None:
    site.publish(1, 45)
    visit(workspace, site)
    del site.posts[44], site.posts[45]
    assert visit(workspace, site).deletions == 2
    assert seen(workspace, 45) == [ObservationKind.DELETED]


def test_a_channel_that_wipes_its_past_loses_nothing_here(workspace: Workspace, site: Site) -> None:
    site.publish(1, 45)
    visit(workspace, site)
    site.posts = {46: "نبدأ من جديد"}
    assert visit(workspace, site).deletions == 45
    assert workspace.post(Post.make_id("fanous", "7")).version.text == "بيان رقم 7"


def test_a_gap_is_reported_and_filled_by_later_visits(workspace: Workspace, site: Site) -> None:
    site.publish(1, 20)
    visit(workspace, site)
    site.publish(21, 180)
    visit(workspace, site)
    assert gaps(workspace) == ((21, 80),)
    for _ in range(3):
        visit(workspace, site)
    assert gaps(workspace) == ()
    assert workspace.counts()["posts"] == 180


def test_older_posts_are_read_bit_by_bit_until_the_first(workspace: Workspace, site: Site) -> None:
    site.publish(1, 150)
    counts = visit(workspace, site)
    for _ in range(12):
        counts += visit(workspace, site)
    assert (counts.posts, counts.deletions) == (150, 0)
    assert site.asked == ["", "?before=131"]


def test_a_name_that_died_ends_its_visits_and_keeps_its_posts(
    workspace: Workspace, site: Site
) -> None:
    site.publish(1, 20)
    visit(workspace, site)
    site.make_page = lambda *_: b'<div class="tgme_page"><i class="tgme_icon_user"></i></div>'
    counts = visit(workspace, site)
    (failure,) = workspace.failures()
    assert (counts.failures, failure.error) == (1, GoneError.__name__)
    last = workspace.store.read().last_visits(["fanous"])["fanous"]
    assert last.outcome is Outcome.GONE
    assert workspace.counts()["posts"] == 20
