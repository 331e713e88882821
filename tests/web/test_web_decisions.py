"""Decisions about entities from the workbench: forms, suggestions and contradictions."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from marsad.api import Asserted, Workspace
from marsad.model import Dataset, Entity, EntityKind, Fact, Name, Source
from marsad.web import create_app

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
EVIL = '<script>alert(1)</script> "Dolan" \u202egnp'
DOLAN = Entity("per-dolan", EntityKind.PERSON, (Name("Karim Dolan", "en", canonical=True),))
DAWLAN = Entity("per-2", EntityKind.PERSON, (Name("كريم دولان", "ar", canonical=True),))
MOB = Entity("per-evil", EntityKind.PERSON, (Name(EVIL, "en", canonical=True),))
TEXT = "Interior Minister Karim Dolan said that the road will stay closed."


def fact(entity: str, prop: str, value: str, dataset: str) -> Fact:
    key = Fact.make_id(dataset, entity, prop, value)
    return Fact(key, entity, "Person", prop, value, dataset, NOON, NOON)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace to copy: reading a post takes longer than all that is decided here."""
    folder = tmp_path_factory.mktemp("decisions")
    path = folder / "documents.jsonl"
    row = {"id": "d1", "url": "https://desk.example/1", "text": TEXT}
    row["published"] = "2026-03-03T10:00:00Z"
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    with Workspace.create(folder / "workspace") as workspace:
        workspace.add_entities([DOLAN, DAWLAN, MOB])
        with workspace.store.write() as writer:
            for key in ("un", "ofac"):
                writer.put_dataset(Dataset(key, f"List <{key}>", "ftm"))
            writer.put_facts(
                [
                    fact("per-dolan", "birthDate", "1971", "un"),
                    fact("per-dolan", "birthDate", "1969", "ofac"),
                    fact("per-dolan", "deathDate", "2020-01-03", "un"),
                ]
            )
        workspace.add_source(Source("desk", "documents", str(path), "Desk", local=True))
        workspace.ingest()
        workspace.run()
    return folder / "workspace"


@pytest.fixture
def desk(built: Path, tmp_path: Path) -> Iterator[Workspace]:
    shutil.copytree(built, tmp_path / "workspace")
    with Workspace.open(tmp_path / "workspace") as workspace:
        yield workspace


@pytest.fixture
def page(
    desk: Workspace, serving: Callable[[Starlette], AbstractContextManager[httpx.Client]]
) -> Iterator[httpx.Client]:
    with serving(create_app(desk, signed_by="Dana")) as client:
        yield client


def send(page: httpx.Client, path: str, **fields: str) -> httpx.Response:
    found = re.search(r'name="token" value="([^"]+)"', page.get("/checks").text)
    assert found
    return page.post(path, data={"token": found[1], **fields})


def test_two_are_merged_by_name_and_that_is_undone_on_the_page(
    page: httpx.Client, desk: Workspace
) -> None:
    made = send(
        page, "/entities/per-2/decide", deed="merge", other="Karim Dolan", reason="one <i>man</i>"
    )
    assert made.status_code == 303
    assert made.headers["location"] == "/entities/per-2#decisions"
    assert desk.entity("per-2").merged == ("per-dolan", "per-2")
    shown = page.get("/entities/per-2").text
    assert "one &lt;i&gt;man&lt;/i&gt;" in shown
    assert "كريم دولان" in shown
    (judgement,) = desk.history("per-2")
    assert judgement.by == "Dana"
    assert judgement.id in shown
    send(page, "/entities/per-2/decide", deed="undo", judgement=judgement.id)
    assert desk.entity("per-2").merged == ("per-2",)
    assert "taken back" in page.get("/entities/per-2").text


def test_decisions_on_facts_are_told_as_such(page: httpx.Client, desk: Workspace) -> None:
    made = desk.assert_fact("per-2", Asserted("position", "minister"), by="Dana", reason="so said")
    shown = page.get("/entities/per-2").text
    assert "recorded a fact" in shown
    assert "made an entity" not in shown
    desk.end_fact("per-2", made.id, by="Dana", reason="he left")
    assert "ended a fact" in page.get("/entities/per-2").text


def test_a_name_shows_at_once_where_entities_are_named(page: httpx.Client) -> None:
    assert "Karim H. Dolan" not in page.get("/entities/per-dolan").text
    send(page, "/entities/per-dolan/decide", deed="rename", name="Karim H. Dolan", language="en")
    assert "Karim H. Dolan" in page.get("/entities/per-dolan").text
    assert "Karim H. Dolan" in page.get("/entities?name=Karim+H.").text


@pytest.mark.parametrize("deed", ["retire", "dispute"])
def test_a_grave_decision_without_a_reason_is_refused(
    page: httpx.Client, desk: Workspace, deed: str
) -> None:
    refused = send(page, "/entities/per-dolan/decide", deed=deed, reason="  ")
    assert refused.status_code == 409
    assert "without a reason" in refused.text
    assert desk.judgements() == ()
    assert send(page, "/entities/per-dolan/decide", deed=deed, reason="wrong").status_code == 303


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("/entities/per-dolan/decide", {"deed": "explode"}, 400),
        ("/entities/nobody/decide", {"deed": "retire", "reason": "x"}, 404),
        ("/entities/per-dolan/decide", {"deed": "merge", "other": "'; DROP TABLE x"}, 404),
        ("/entities/per-dolan/decide", {"deed": "merge", "other": "per-dolan"}, 409),
        ("/entities/per-dolan/decide", {"deed": "undo", "judgement": "j_none"}, 404),
        ("/checks/k_none", {"reason": "x"}, 404),
    ],
)
def test_what_makes_no_sense_changes_nothing(
    page: httpx.Client, desk: Workspace, path: str, fields: dict[str, str], status: int
) -> None:
    assert send(page, path, **fields).status_code == status
    assert desk.judgements() == ()


def test_nothing_is_decided_without_our_token(page: httpx.Client, desk: Workspace) -> None:
    for path in ("/entities/per-dolan/decide", "/checks", "/checks/k_1"):
        assert page.post(path, data={"deed": "retire", "reason": "x"}).status_code == 403
    assert desk.judgements() == ()


def test_one_goes_back_to_our_own_pages_only(page: httpx.Client) -> None:
    fields = {"deed": "dispute", "reason": "x", "back": "https://evil.example/"}
    made = send(page, "/entities/per-dolan/decide", **fields)
    assert made.headers["location"] == "/entities/per-dolan#decisions"


def test_suggestions_stand_side_by_side_and_are_decided_there(
    page: httpx.Client, desk: Workspace
) -> None:
    shown = page.get("/suggestions").text
    assert "Karim Dolan" in shown
    assert 'dir="rtl">كريم دولان' in shown
    assert "two spellings" in shown
    assert 'value="accept"' in shown
    made = send(
        page, "/entities/per-2/decide", deed="accept", other="per-dolan", back="/suggestions"
    )
    assert made.headers["location"] == "/suggestions"
    assert desk.entity("per-dolan").merged == ("per-2", "per-dolan")
    assert "كريم دولان" not in page.get("/suggestions").text


def test_a_rejected_suggestion_is_not_made_again(page: httpx.Client, desk: Workspace) -> None:
    assert "كريم دولان" in page.get("/suggestions?entity=per-dolan").text
    send(page, "/entities/per-2/decide", deed="reject", other="per-dolan")
    assert "Nobody is left" in page.get("/suggestions?entity=per-dolan").text
    desk.merge("per-2", "per-dolan", by="Noor", reason="one voice")
    shown = page.get("/suggestions").text
    assert "Decided differently by two people" in shown
    assert "one voice" in shown


def test_contradictions_show_both_sides_and_where_the_dead_man_spoke(
    page: httpx.Client, desk: Workspace
) -> None:
    send(page, "/checks")
    shown = page.get("/checks").text
    assert "List &lt;un&gt;" in shown
    assert "1969" in shown
    (view,) = desk.posts()
    (statement,) = view.statements
    assert f'href="/posts/{view.post.id}#{statement.id}"' in shown
    one = page.get("/checks", params={"kind": "births"}).text
    assert len(re.findall('<article class="item check"', one)) == 1


def test_a_settled_contradiction_is_listed_apart_and_can_be_opened_again(
    page: httpx.Client, desk: Workspace
) -> None:
    found = next(c for c in desk.self_check().found if c.kind == "births")
    assert send(page, f"/checks/{found.id}", reason="a slip of <ofac>").status_code == 303
    assert found.id not in page.get("/checks").text
    settled = page.get("/checks?dismissed=yes").text
    assert "a slip of &lt;ofac&gt;" in settled
    judgement = desk.dismissals()[found.id]
    send(page, f"/checks/{found.id}", deed="undo", judgement=judgement.id)
    assert found.id in page.get("/checks").text


def test_hostile_names_stay_text(page: httpx.Client, desk: Workspace) -> None:
    desk.suggest_same("per-evil", "per-dolan", by=EVIL, reason=EVIL)
    desk.dispute("per-evil", by=EVIL, reason=EVIL)
    for path in ("/suggestions", "/checks", "/entities/per-evil"):
        shown = page.get(path)
        assert shown.status_code == 200
        assert "<script>alert" not in shown.text
