"""What an assistant is told of private persons, who are invented here: nothing, by any tool."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from tests.pipeline.people import ROWS, private, private_desk

from marsad.api import Workspace
from marsad.model import Story

pytest.importorskip("mcp", reason="the extra mcp is not installed")

from tests.mcp.test_mcp import call, talk

from marsad.mcp.server import build
from marsad.mcp.tools import Tools
from mcp import Client


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of posts that name private persons, all of them in one story."""
    made = private_desk(tmp_path_factory.mktemp("people"))
    with Workspace.open(made) as workspace:
        posts = sorted(workspace.posts(), key=lambda v: int(v.post.native_id.split("-")[1]))
        ids = tuple(view.post.id for view in posts)
        with workspace.store.write() as writer:
            writer.replace_stories((), (Story("t_1", ROWS[0]["text"], ids, ()),))
    return made


def named(told: Any) -> list[str]:
    """Return the private persons' names and contacts that stand in an answer."""
    text = json.dumps(told, ensure_ascii=False)
    return [words for row in ROWS for words in private(row) if words in text]


def posts(root: Path) -> dict[str, str]:
    with Workspace.open(root) as workspace:
        return {view.post.native_id: view.post.id for view in workspace.posts()}


def test_posts_and_passages_are_told_without_them(root: Path) -> None:
    ids = posts(root)
    with Workspace.open(root) as workspace:
        tools = Tools(workspace)
        for number, row in enumerate(ROWS):
            post = ids[f"post-{number}"]
            found = tools.get_post(post)["data"]
            assert "withheld]" in found["text"]["quotation"]
            assert found["text"]["characters"] == len(row["text"])
            name = row["names"][0]
            start = row["text"].index(name)
            inside = tools.get_passage(post, start + 1, start + len(name))["data"]
            assert inside["passage"]["quotation"] == "[name withheld]"
            rest = tools.get_post(post, offset=start + 2)["data"]
            assert rest["text"]["quotation"].startswith("[name withheld]")
            assert named([found, inside, rest]) == []


def test_searches_answers_statements_and_stories_are_told_without_them(root: Path) -> None:
    found = [
        call(root, "search", query=ROWS[0]["names"][0]),
        call(root, "ask", question=ROWS[0]["text"], limit=25),
        call(root, "list_statements", limit=25),
        call(root, "list_stories"),
        call(root, "get_story", story_id="t_1", limit=25),
    ]
    assert found[0]["rows"]
    assert found[1]["quotations"]
    assert found[2]["rows"]
    assert "[name withheld]" in found[3]["rows"][0]["title"]["quotation"]
    assert len(found[4]["post_list"]["rows"]) == 25
    assert [named(each) for each in found] == [[]] * len(found)


def test_a_title_that_ends_inside_a_name_does_not_tell_its_beginning(tmp_path: Path) -> None:
    made = private_desk(tmp_path)
    first, _ = ROWS[0]["names"][0].split()
    with Workspace.open(made) as workspace:
        ids = tuple(v.post.id for v in workspace.posts() if v.version.text == ROWS[0]["text"])
        title = ROWS[0]["text"].partition(first)[0] + f"{first} …"
        with workspace.store.write() as writer:
            writer.replace_stories((), (Story("t_1", title, ids, ()),))
    (story,) = (r for r in call(made, "list_stories")["rows"] if r["story_id"] == "t_1")
    assert first not in story["title"]["quotation"]


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("list_statements", {"limit": 25}),
        ("list_stories", {}),
        ("search", {"query": "house"}),
        ("get_story", {"story_id": "t_1", "limit": 25}),
    ],
)
def test_the_entities_are_looked_up_no_oftener_for_more_rows(
    root: Path, tool: str, arguments: dict[str, object]
) -> None:
    asked: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        asked.append(statement)

    with Workspace.open(root) as workspace:
        event.listen(Engine, "before_cursor_execute", note)
        try:
            told = getattr(Tools(workspace), tool)(**arguments)
        finally:
            event.remove(Engine, "before_cursor_execute", note)
    assert told["data"]
    assert len([each for each in asked if "max(judgements.number)" in each]) <= 2


def test_documents_are_told_without_them(root: Path) -> None:
    post = posts(root)["post-0"]

    async def said(client: Client) -> list[str]:
        addresses = (f"marsad://posts/{post}", "marsad://stories/t_1")
        read = [await client.read_resource(each) for each in addresses]
        return [str(each.contents[0].model_dump()["text"]) for each in read]

    with Workspace.open(root) as workspace:
        told = talk(build(workspace), said)
    assert all("[name withheld]" in each for each in told)
    assert named(told) == []


def test_the_stored_text_keeps_them(root: Path) -> None:
    call(root, "search", query=ROWS[0]["names"][0])
    with Workspace.open(root) as workspace:
        texts = {view.version.text for view in workspace.posts()}
    assert {row["text"] for row in ROWS} == texts
