"""Names that are left open come to an analyst, and go once they are judged."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from marsad.api import Workspace
from marsad.model import Source, Verdict

POSTS = (
    '{"id": "d1", "url": "https://desk.example/1", "published": "2026-03-03T10:00:00Z", '
    '"text": "Soldiers of the SNA said on Tuesday that they hold the road."}\n'
    '{"id": "d2", "url": "https://desk.example/2", "published": "2026-03-03T11:00:00Z", '
    '"text": "Soldiers of the SNA said in Mogadishu that they hold the road."}\n'
)
"""The first does not tell whether the Syrian or the Somali army is meant."""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("undecided")
    path = folder / "documents.jsonl"
    path.write_text(POSTS, encoding="utf-8")
    Workspace.create(folder / "workspace").close()
    with Workspace.open(folder / "workspace") as opened:
        opened.add_source(Source("desk", "documents", str(path), "Desk", local=True))
        opened.ingest()
        opened.run()
        yield opened


def test_an_open_name_is_listed_with_whom_it_may_mean(workspace: Workspace) -> None:
    (only,) = workspace.undecided()
    assert only.words == "SNA"
    assert only.view.post.url == "https://desk.example/1"
    assert {e.id for e in only.entities} == {"org-sna", "org-somali-national-army"}
    assert workspace.undecided(limit=0) == ()
    settled = next(v for v in workspace.posts() if v.post.url == "https://desk.example/2")
    assert "org-somali-national-army" in {m.entity_id for m in settled.mentions}


def test_a_judged_name_is_no_longer_listed(workspace: Workspace) -> None:
    (only,) = workspace.undecided()
    post, mark = only.view.post.id, only.mention.id
    workspace.judge_mark(post, mark, Verdict.ACCEPT, by="Dana")
    assert workspace.undecided() == ()
    workspace.undo_mark(post, mark, by="Dana")
    assert [each.mention.id for each in workspace.undecided()] == [mark]
