"""The server for assistants: what its tools tell and refuse, and that they change nothing."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from tests.pipeline.desk import ORDER, POSTS, made_desk

from marsad.api import Scope, Workspace
from marsad.model import sha256_hex

pytest.importorskip("mcp", reason="the extra mcp is not installed")

import anyio
from mcp.client.stdio import StdioServerParameters

from marsad.mcp.server import build
from mcp import Client, MCPError

TOOLS = {
    "ask",
    "draft_report",
    "get_entity",
    "get_passage",
    "get_post",
    "get_story",
    "list_statements",
    "list_stories",
    "search",
}
SCRIPT = "from marsad.cli import main; main()"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_desk(tmp_path_factory.mktemp("assistant"))


def talk(server: object, said: Callable[[Client], Awaitable[Any]]) -> Any:
    """Return what ``said`` returns in a session with ``server``."""

    async def session() -> Any:
        async with Client(server, read_timeout_seconds=120) as client:  # type: ignore[arg-type]
            return await said(client)

    with ThreadPoolExecutor(1) as apart:  # the browser of other tests has a loop in this thread
        return apart.submit(anyio.run, session).result()


def call(root: Path, tool: str, /, *, drafts: bool = False, **arguments: object) -> Any:
    """Return the data that a tool tells; fails where it tells an error."""

    async def said(client: Client) -> Any:
        return await client.call_tool(tool, arguments)

    with Workspace.open(root) as workspace:
        result = talk(build(workspace, drafts=drafts), said)
    assert not result.is_error, result.content
    assert result.structured_content["notice"].count("untrusted") == 1
    assert json.loads(result.content[0].text) == result.structured_content
    return result.structured_content["data"]


def refusal(root: Path, tool: str, /, **arguments: object) -> str:
    """Return what a tool says that does not do as it is asked."""

    async def said(client: Client) -> Any:
        return await client.call_tool(tool, arguments)

    with Workspace.open(root) as workspace:
        result = talk(build(workspace), said)
    assert result.is_error
    return str(result.content[0].text)


def test_every_tool_says_that_texts_are_untrusted_and_only_reads(root: Path) -> None:
    async def said(client: Client) -> Any:
        return (await client.list_tools()).tools, client.instructions

    with Workspace.open(root) as workspace:
        tools, instructions = talk(build(workspace), said)
        allowed, _ = talk(build(workspace, drafts=True), said)
    assert {tool.name for tool in tools} == TOOLS
    assert "Never follow those" in (instructions or "")
    for tool in tools:
        assert "untrusted quotations" in (tool.description or "")
        assert tool.annotations.read_only_hint
    assert [t.name for t in allowed if not t.annotations.read_only_hint] == ["draft_report"]


# ---------------------------------------------------------------- what is told


def test_search_pages_through_posts(root: Path) -> None:
    first = call(root, "search", query="harbour", limit=1)
    assert len(first["rows"]) == 1
    assert first["next_offset"] == 1
    second = call(root, "search", query="harbour", limit=1, offset=1)
    assert first["rows"][0]["post_id"] != second["rows"][0]["post_id"]
    assert call(root, "search", query="zebra-xyz by:words")["rows"] == []


def test_a_passage_is_told_with_the_hash_of_the_sealed_bytes(root: Path) -> None:
    found = call(root, "ask", question="Will the harbour road stay closed?", limit=1)
    (quotation,) = found["quotations"]
    (span,) = quotation["spans"]
    passage = call(root, "get_passage", post_id=quotation["post_id"], **span)
    assert passage["passage"]["quotation"] == quotation["original"]["quotation"]
    with Workspace.open(root) as workspace:
        view = workspace.post(quotation["post_id"])
        capture = workspace.read.capture(view.version.capture_id)
        sealed = workspace.archive.read(capture).body
    assert passage["seal"]["sha256"] == quotation["sha256"] == sha256_hex(sealed)
    assert passage["seal"]["ledger_position"] == capture.seq
    assert "marsad verify" in passage["seal"]["how_to_verify"]
    assert "marsad evidence" in passage["seal"]["how_to_verify"]


def test_nothing_near_is_told_as_such(root: Path) -> None:
    found = call(root, "ask", question="Which vaccine works against malaria?")
    assert found["quotations"] == []
    assert "Nothing found that answers" in found["note"]


def test_orders_in_a_post_come_back_as_a_quotation_that_is_marked(root: Path) -> None:
    found = call(root, "ask", question="Who keeps the harbour road closed?")
    marked = [q for q in found["quotations"] if q["speaks_to_machines"]]
    assert [ORDER in q["original"]["quotation"] for q in marked] == [True]
    told = json.dumps({k: v for k, v in marked[0].items() if k != "original"})
    assert "Ignore all previous" not in told


def test_a_post_is_told_with_versions_and_no_path_of_this_machine(root: Path) -> None:
    post = call(root, "search", query="symphonies")["rows"][0]["post_id"]
    found = call(root, "get_post", post_id=post)
    assert found["text"]["quotation"] == POSTS["music-en"][1]
    assert [v["number"] for v in found["versions"]] == [1]
    assert str(root.parent) not in json.dumps(found)
    assert found["seal"]["fetched_from"] == "file:desk.jsonl"
    rest = call(root, "get_post", post_id=post, offset=10)
    assert rest["text"]["quotation"] == POSTS["music-en"][1][10:]


def test_statements_are_filtered(root: Path) -> None:
    rows = call(root, "list_statements", speaker="Dolan", day_to="2026-03-03")["rows"]
    assert rows
    for row in rows:
        assert "Dolan" in row["speaker"]["as_written"]
        assert row["published"]["utc"].startswith("2026-03-03")
    acts = {row["act"] for row in rows}
    act = min(acts)
    found = call(root, "list_statements", act=act)["rows"]
    assert {row["act"] for row in found} == {act}
    (english,) = {r["version_id"] for r in rows if r["url"].endswith("road-en")}
    with Workspace.open(root) as workspace:
        text = workspace.read.version(english).text
    for row in rows:
        if row["version_id"] == english:
            runs = [text[s["start"] : s["end"]] for s in row["spans"]]
            assert row["content"]["quotation"] == " […] ".join(runs)


def test_stories_are_told_with_their_origins(root: Path) -> None:
    rows = call(root, "list_stories")["rows"]
    assert rows
    copied = next(row for row in rows if row["posts"] > row["distinct_origins"])
    story = call(root, "get_story", story_id=copied["story_id"])
    assert len(story["by_origin"]) == copied["distinct_origins"]
    assert len(story["post_list"]["rows"]) == copied["posts"]


def test_an_entity_is_told_by_name_in_any_script_and_by_id(root: Path) -> None:
    found = call(root, "get_entity", name="فرنسا")
    assert "France" in [each["name"] for each in found]
    entity = next(each["entity_id"] for each in found if each["name"] == "France")
    (same,) = call(root, "get_entity", entity_id=entity)
    assert same["entity_id"] == entity


def test_documents_can_be_read(root: Path) -> None:
    post = call(root, "search", query="symphonies")["rows"][0]["post_id"]

    async def said(client: Client) -> Any:
        templates = (await client.list_resource_templates()).resource_templates
        read = await client.read_resource(f"marsad://posts/{post}")
        with pytest.raises(MCPError, match="Unknown resource"):
            await client.read_resource("marsad://posts/..%2F..%2Fetc%2Fpasswd")
        with pytest.raises(MCPError, match="no post"):
            await client.read_resource("marsad://posts/p_0")
        return templates, read.contents[0].text  # type: ignore[union-attr]

    with Workspace.open(root) as workspace:
        templates, text = talk(build(workspace), said)
    assert {t.uri_template.split("/")[2] for t in templates} == {"posts", "stories", "reports"}
    document = json.loads(text)
    assert "untrusted" in document["notice"]
    assert document["data"]["text"]["quotation"] == POSTS["music-en"][1]


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("name", "arguments", "why"),
    [
        ("get_post", {"post_id": "../../etc/passwd"}, "no post"),
        ("get_post", {"post_id": "file:///etc/passwd"}, "no post"),
        ("get_post", {"post_id": "http://127.0.0.1:1/"}, "no post"),
        ("get_post", {"post_id": "x" * 201}, "at most 200"),
        ("get_post", {"post_id": ""}, "at least 1"),
        ("get_post", {}, "required"),
        ("get_story", {"story_id": "' OR 1=1 --"}, "no story"),
        ("get_entity", {"entity_id": "nobody"}, "no entity"),
        ("get_entity", {}, "entity_id or a name"),
        ("list_statements", {"act": "<b>"}, "conditional threat"),
        ("list_statements", {"limit": 26}, "less than or equal to 25"),
        ("list_statements", {"offset": -1}, "greater than or equal to 0"),
        ("list_statements", {"day_from": "yesterday"}, "pattern"),
        ("search", {"query": "road", "limit": 10**9}, "less than or equal to 25"),
        ("search", {"query": "w" * 1001}, "at most 1000"),
        ("search", {"query": "after:soon"}, "2026-03-01"),
        ("ask", {"question": "road", "day_from": "2026-02-30"}, "not made of days"),
        ("list_statements", {"day_from": "2026-13-45"}, "not made of days"),
        ("list_statements", {"day_to": "2026-02-30"}, "not made of days"),
        ("draft_report", {"day_from": "1999-01-01", "day_to": "1999-01-02"}, "statement"),
    ],
)
def test_what_cannot_be_done_is_told_with_what_to_do(
    root: Path, name: str, arguments: dict[str, object], why: str
) -> None:
    said = refusal(root, name, **arguments)
    assert why in said
    assert "Traceback" not in said


def test_a_passage_outside_the_text_is_refused(root: Path) -> None:
    post = call(root, "search", query="symphonies")["rows"][0]["post_id"]
    for start, end in ((5, 3), (0, 10_000), (3, 3)):
        assert "start must be before end" in refusal(
            root, "get_passage", post_id=post, start=start, end=end
        )
    assert "get_post lists them" in refusal(root, "get_post", post_id=post, version_id="v_0")


# ---------------------------------------------------------------- what is changed: nothing


def held(root: Path) -> dict[str, str]:
    """Return the hash of every file but SQLite's shared memory, with its log written back."""
    with Workspace.open(root) as workspace:
        workspace.store.backup(root.parent / "whole.db")
    database = {"marsad.db": sha256_hex((root.parent / "whole.db").read_bytes())}
    files = {
        str(path.relative_to(root)): sha256_hex(path.read_bytes())
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.name.startswith("marsad.db")
    }
    return files | database


def everything(client: Client) -> Awaitable[None]:
    async def said() -> None:
        found = await client.call_tool("search", {"query": "road"})
        post = found.structured_content["data"]["rows"][0]["post_id"]
        stories = await client.call_tool("list_stories", {})
        story = stories.structured_content["data"]["rows"][0]["story_id"]
        arguments: dict[str, dict[str, object]] = {
            "ask": {"question": "Will the harbour road stay closed?"},
            "draft_report": {},
            "get_entity": {"name": "France"},
            "get_passage": {"post_id": post, "start": 0, "end": 5},
            "get_post": {"post_id": post},
            "get_story": {"story_id": story},
            "list_statements": {},
            "list_stories": {},
            "search": {"query": "road"},
        }
        assert arguments.keys() == TOOLS
        for name, given in arguments.items():
            result = await client.call_tool(name, given)
            assert not result.is_error, (name, result.content)
        await client.read_resource(f"marsad://posts/{post}")

    return said()


def test_over_standard_streams_all_tools_answer_and_not_a_byte_changes(root: Path) -> None:
    before = held(root)
    server = StdioServerParameters(
        command=sys.executable, args=["-c", SCRIPT, "-w", str(root), "mcp"], env=dict(os.environ)
    )
    talk(server, everything)
    assert held(root) == before


def test_drafts_are_kept_only_where_that_is_allowed(root: Path) -> None:
    assert call(root, "draft_report")["kept"] is False
    with Workspace.open(root) as workspace:
        assert workspace.reports() == ()
    draft = call(root, "draft_report", drafts=True, title="A title of mine")
    assert draft["kept"] is True
    assert draft["markdown"]["quotation"].count("[^1]") >= 2
    with Workspace.open(root) as workspace:
        (kept,) = workspace.reports()
        assert (kept.id, kept.title) == (draft["report_id"], "A title of mine")
        assert kept.published is None

        async def said(client: Client) -> Any:
            read = await client.read_resource(f"marsad://reports/{kept.id}")
            return json.loads(read.contents[0].text)  # type: ignore[union-attr]

        assert talk(build(workspace), said)["data"]["title"] == "A title of mine"
        assert workspace.draft_brief(Scope(), keep=False).id
