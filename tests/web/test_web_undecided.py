"""Names of which it is open whom they mean, and the choice of one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from marsad.api import Undecided, Workspace
from marsad.errors import NotFoundError
from marsad.model import Source
from marsad.web import create_app

TEXT = "<b>Nothing new</b> was heard of the RSF on Tuesday, wrote a reader of the page."


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("undecided")
    path = folder / "documents.jsonl"
    row = {"id": "d1", "url": "https://desk.example/1", "text": TEXT}
    path.write_text(json.dumps(row | {"published": "2026-03-03T10:00:00Z"}) + "\n", "utf-8")
    with Workspace.create(folder / "workspace") as workspace:
        workspace.add_source(Source("desk", "documents", str(path), "Desk", local=True))
        workspace.ingest()
        workspace.run()
    return folder / "workspace"


@pytest.fixture
def workspace(built: Path, tmp_path: Path) -> Iterator[Workspace]:
    shutil.copytree(built, tmp_path / "w")
    with Workspace.open(tmp_path / "w") as opened:
        yield opened


def _open(workspace: Workspace) -> Undecided:
    (found,) = [each for each in workspace.undecided() if each.words == "RSF"]
    return found


def _entity_of(workspace: Workspace, each: Undecided) -> str | None:
    marks = {m.id: m.entity_id for m in workspace.post(each.view.post.id).mentions}
    return marks[each.mention.id]


def test_an_open_name_is_listed_with_all_that_it_may_mean(workspace: Workspace) -> None:
    found = _open(workspace)
    assert "Rapid Support Forces" in {e.name() for e in found.entities}
    assert found.mention.entity_id is None


def test_a_choice_links_this_mention_alone_and_is_undone_exactly(workspace: Workspace) -> None:
    found = _open(workspace)
    post, mark, chosen = found.view.post.id, found.mention.id, found.entities[0].id
    workspace.choose_entity(post, mark, chosen, by="Dana", reason="the source told us")
    assert _entity_of(workspace, found) == chosen
    assert "RSF" not in [each.words for each in workspace.undecided()]
    workspace.undo_mark(post, mark, by="Dana")
    assert _entity_of(workspace, found) is None
    assert _open(workspace) == found


def test_nobody_known_is_a_choice_and_an_unknown_entity_is_none(workspace: Workspace) -> None:
    found = _open(workspace)
    post, mark = found.view.post.id, found.mention.id
    workspace.choose_entity(post, mark, None, by="Dana")
    assert _entity_of(workspace, found) is None
    assert "RSF" not in [each.words for each in workspace.undecided()]
    with pytest.raises(NotFoundError):
        workspace.choose_entity(post, mark, "org-of-nobody", by="Dana")


def _token(page: str) -> str:
    return page.split('name="token" value="')[1].split('"', maxsplit=1)[0]


def test_the_page_offers_the_choice_and_keeps_it(workspace: Workspace) -> None:
    found = _open(workspace)
    page = TestClient(create_app(workspace, signed_by="Dana"), base_url="http://127.0.0.1")
    shown = page.get("/undecided")
    assert "<mark>RSF</mark>" in shown.text
    assert "<b>Nothing" not in shown.text
    chosen = found.entities[0]
    form = {"post": found.view.post.id, "entity": chosen.id, "token": _token(shown.text)}
    made = page.post(f"/undecided/{found.mention.id}", data=form, follow_redirects=False)
    assert (made.status_code, made.headers["location"]) == (303, "/undecided")
    assert _entity_of(workspace, found) == chosen.id
    assert "<mark>RSF</mark>" not in page.get("/undecided").text


def test_a_form_without_the_token_changes_nothing(workspace: Workspace) -> None:
    found = _open(workspace)
    page = TestClient(create_app(workspace, signed_by="Dana"), base_url="http://127.0.0.1")
    form = {"post": found.view.post.id, "entity": found.entities[0].id}
    assert page.post(f"/undecided/{found.mention.id}", data=form).status_code == 403
    assert _entity_of(workspace, found) is None
