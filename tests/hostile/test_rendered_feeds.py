"""Nothing that a hostile feed holds can run on a page of the workbench or in a product."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser

from marsad.api import PostFilter, Workspace, make_source
from marsad.monitor.loops import complete
from marsad.web import create_app

pytestmark = pytest.mark.slow

_FOLDERS = ("sanitize", "illformed", "encoding", "entities")
_RUNS = "script, iframe, object, embed, applet, base, form[action^='http'], meta[http-equiv], svg *"


@pytest.fixture
def desk(shared: Path, tmp_path: Path) -> Iterator[Workspace]:
    """A workspace that has read every hostile feed of the samples."""
    with Workspace.create(tmp_path / "desk") as workspace:
        for folder in _FOLDERS:
            for number, path in enumerate(
                sorted((shared / f"samples/feeds/{folder}").rglob("*.xml"))
            ):
                workspace.add_source(
                    make_source(str(path), kind="feed", source_id=f"{folder}-{number}")
                )
        workspace.ingest()
        yield workspace


def dangerous(page: str) -> list[str]:
    """Return what on a page could run or load besides the workbench's own files."""
    tree = LexborHTMLParser(page)
    own = 'src="/static/js/main.js"'
    found = [n.html or "" for n in tree.css(_RUNS) if own not in (n.html or "")]
    for node in tree.css("*"):
        for name, value in node.attributes.items():
            link = (value or "").strip().lower()
            if name.startswith("on") or link.startswith(("javascript:", "data:", "vbscript:")):
                found.append(f"{name}={value}")
            if name in ("src", "srcset", "background") and not link.startswith("/static/"):
                found.append(f"{name}={value}")
    return found


async def pages(desk: Workspace, addresses: list[str]) -> dict[str, str]:
    """Return each address's page."""
    transport = httpx.ASGITransport(create_app(desk))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        answers = {address: await client.get(address) for address in addresses}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {address: answer.text for address, answer in answers.items()}


@pytest.mark.shared
@pytest.mark.timeout(600)
def test_no_page_of_a_hostile_feed_runs_or_loads_anything(desk: Workspace) -> None:
    posts = desk.posts(PostFilter(limit=5000))
    assert len(posts) > 200  # most of the samples hold markup and not one word
    assert all(failure.message and failure.hint for failure in desk.failures())
    single = [f"/posts/{view.post.id}" for view in posts[::5]]
    lists = [f"/posts?page={n}" for n in range(1, len(posts) // 20 + 2)]
    for address, page in complete(pages(desk, [*single, *lists, "/sources"])).items():
        assert dangerous(page) == [], address
