"""The page on which roles that posts tell are accepted or declined."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.api.test_roles_told import TEXTS, filled

from marsad.api import Workspace
from marsad.web import create_app

HOSTILE = "Karim Dolan Heshmat, spokesman of the Heron Brigades <script>x</script>, said it is so."


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("told")
    filled(folder, [TEXTS[0], TEXTS[1], HOSTILE]).close()
    return folder / "workspace"


@pytest.fixture
def workspace(built: Path, tmp_path: Path) -> Iterator[Workspace]:
    shutil.copytree(built, tmp_path / "w")
    with Workspace.open(tmp_path / "w") as opened:
        yield opened


@pytest.fixture
def page(workspace: Workspace) -> TestClient:
    return TestClient(create_app(workspace, signed_by="Dana"), base_url="http://127.0.0.1")


def _token(text: str) -> str:
    return text.split('name="token" value="')[1].split('"', maxsplit=1)[0]


def _positions(workspace: Workspace) -> set[tuple[str, str | None]]:
    facts = workspace.entity("per-1").facts
    return {(fact.value, fact.until) for fact in facts if fact.prop == "position"}


def test_a_role_is_shown_with_its_tellings_and_taken_over(
    workspace: Workspace, page: TestClient
) -> None:
    (role,) = workspace.told_roles()
    shown = page.get("/roles").text
    for telling in role.told:
        assert f"/posts/{telling.view.post.id}#{telling.statement.id}" in shown
    assert "<script>x" not in shown
    form = {"deed": "accept", "until": "2026-04", "token": _token(shown), "person": "per-1"}
    made = page.post(f"/roles/{role.id}", data=form, follow_redirects=False)
    assert (made.status_code, made.headers["location"]) == (303, "/roles?entity=per-1")
    assert _positions(workspace) == {("spokesman of Heron Brigades", "2026-04")}
    assert role.id not in page.get("/roles").text
    assert "recorded a role that posts tell" in page.get("/entities/per-1").text


def test_a_role_is_declined_with_a_reason_and_proposed_again_after_undo(
    workspace: Workspace, page: TestClient
) -> None:
    (role,) = workspace.told_roles()
    form = {"deed": "reject", "token": _token(page.get("/roles").text)}
    refused = page.post(f"/roles/{role.id}", data=form)
    assert refused.status_code == 409
    assert "reason" in refused.text
    assert workspace.told_roles() == (role,)
    page.post(f"/roles/{role.id}", data=form | {"reason": "a namesake"})
    assert role.id not in page.get("/roles").text
    assert workspace.told_roles() == ()
    (made,) = [j for j in workspace.judgements() if j.reason == "a namesake"]
    undo = {"deed": "undo", "judgement": made.id, "token": form["token"]}
    page.post("/entities/per-1/decide", data=undo)
    assert workspace.told_roles() == (role,)


def test_one_persons_roles_alone_are_listed(workspace: Workspace, page: TestClient) -> None:
    (role,) = workspace.told_roles()
    assert role.id in page.get("/roles?entity=per-1").text
    assert role.id not in page.get("/roles?entity=org-1").text
    assert page.get("/roles?entity=nobody").status_code == 404


@pytest.mark.parametrize("form", [{"deed": "accept"}, {"deed": "eat", "token": "own"}])
def test_a_form_of_another_page_or_of_nonsense_changes_nothing(
    workspace: Workspace, page: TestClient, form: dict[str, str]
) -> None:
    (role,) = workspace.told_roles()
    token = _token(page.get("/roles").text)
    given = {key: token if value == "own" else value for key, value in form.items()}
    assert page.post(f"/roles/{role.id}", data=given).status_code in {400, 403}
    assert workspace.told_roles() == (role,)
    assert _positions(workspace) == set()
