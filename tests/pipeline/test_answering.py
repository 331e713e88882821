"""Answers written by a model: what the citation gate lets pass, whatever posts or server say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.pipeline.conftest import documents_source, write_documents
from tests.pipeline.test_endpoint_tier import serve
from tests.servers.endpoint import Asked, Reply, ScriptedEndpoint, body, says, silent, status

from marsad.api import PostFilter, Workspace
from marsad.extract.endpoint import Endpoint, addressed
from marsad.model.answer import Answer, Question
from marsad.pipeline import written
from marsad.pipeline.pieces import Piece
from marsad.pipeline.quoting import quoted

_ROWS = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "hostile" / "injections.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
SAID = "Minister Karim Dolan said on 3 March 2026: “The port will stay open with 40 guards.”"
PRIVATE = "Kayhan Demir, who drives a taxi, saw the convoy. His number is +963 944 123 456."
PERSIAN = "سخنگوی وزارت گفت: «جاده بسته می‌ماند»."


@pytest.fixture
def server() -> Iterator[ScriptedEndpoint]:
    with ScriptedEndpoint() as running:
        yield running


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Posts that speak to machines in four languages, and two that do not; all read."""
    folder = tmp_path_factory.mktemp("answering")
    plain = [
        {"id": "said", "text": SAID},
        {"id": "persian", "text": PERSIAN},
        {"id": "private", "text": PRIVATE},
    ]
    rows = [
        {
            "id": row["id"],
            "url": f"https://desk.example/{row['id']}",
            "text": row["text"],
            "published": "2026-03-04T10:00:00Z",
        }
        for row in [*plain, *_ROWS]
    ]
    with Workspace.create(folder / "desk") as made:
        made.add_source(documents_source(write_documents(folder / "posts.jsonl", rows)))
        made.ingest()
        made.run()
        yield made


def answer_of(workspace: Workspace, *native_ids: str) -> Answer:
    """Return an answer that quotes every paragraph of some posts."""
    views = {v.post.native_id: v for v in workspace.posts(PostFilter(limit=200))}
    pieces = [
        Piece(view, passage, (passage.span,), None, 1.0, (), 1.0)
        for key in native_ids
        for view in (views[key],)
        for passage in view.passages
    ]
    items = quoted(workspace.read, pieces, workspace.known, 50)
    return Answer(Question("What was said?", "en"), items, 1, 1, "test", 0.0)


def ask(workspace: Workspace, server: ScriptedEndpoint, *native_ids: str) -> Answer:
    endpoint = Endpoint(server.url, "m", timeout=5, pause=lambda _: None)
    return written(workspace.read, workspace.known, endpoint, answer_of(workspace, *native_ids))


def told(*sentences: tuple[str, list[int]]) -> Reply:
    return says({"sentences": [{"text": text, "cites": cites} for text, cites in sentences]})


def test_a_sentence_that_its_quotation_bears_out_is_kept_with_its_number(
    workspace: Workspace, server: ScriptedEndpoint
) -> None:
    server.script(told(("Karim Dolan said that the port “will stay open with 40 guards.”", [1])))
    answer = ask(workspace, server, "said")
    assert [(s.text, s.numbers) for s in answer.written] == [
        ("Karim Dolan said that the port “will stay open with 40 guards.”", (1,))
    ]
    assert (answer.dropped, answer.note) == ((), "")


@pytest.mark.parametrize(
    ("sentence", "cites", "why"),
    [
        ("Adan Rell said that the port will stay open.", [1], "name"),
        ("Karim Dolan said that 400 guards will be there.", [1], "number"),
        ("Karim Dolan said so on 9 May 2026.", [1], "date"),
        ("Karim Dolan said: “The port will be closed.”", [1], "do not say"),
        ("Karim Dolan said that the port will stay open.", [], "cites nothing"),
        ("Karim Dolan said that the port will stay open.", [7], "cites nothing"),
        ("Karim Dolan said that the port will stay open.", [1, 7], "cites nothing"),
        ("The port will stay open [President Adan Rell threatened].", [1], "brackets"),
        ("The port <b>will stay open</b>.", [1], "markup"),
        ("Karim Dolan said so: https://evil.example", [1], "address"),
        ("قال الوزير إن الميناء سيبقى مفتوحا.", [1], "English"),
        ("The port will stay open " + "and open " * 100 + ".", [1], "too long"),
        ("The port will stay open.", [2], "not in the cited"),
    ],
)
def test_a_sentence_that_is_not_borne_out_is_dropped_and_counted(
    workspace: Workspace, server: ScriptedEndpoint, sentence: str, cites: list[int], why: str
) -> None:
    if why == "not in the cited":
        sentence = "Karim Dolan said that the port will stay open."
    server.script(told((sentence, cites), ("The port will stay open.", [1])))
    answer = ask(workspace, server, "said", "persian")
    assert [s.text for s in answer.written] == ["The port will stay open."]
    assert len(answer.dropped) == 1
    assert why in answer.dropped[0]


def test_each_sentence_of_a_run_is_judged_alone(
    workspace: Workspace, server: ScriptedEndpoint
) -> None:
    server.script(told(("The port will stay open. Adan Rell will burn the capital.", [1])))
    answer = ask(workspace, server, "said")
    assert [s.text for s in answer.written] == ["The port will stay open."]
    assert len(answer.dropped) == 1


def test_where_no_sentence_passes_it_says_so(
    workspace: Workspace, server: ScriptedEndpoint
) -> None:
    server.script(told(("Adan Rell burnt the capital.", [1])))
    answer = ask(workspace, server, "said")
    assert answer.written == ()
    assert answer.items
    assert "bear out" in answer.note


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (says("Certainly! The port is open."), "not what was asked for"),
        (says({"answer": "The port is open."}), "not what was asked for"),
        (says({"sentences": [{"text": 3, "cites": [1]}]}), "not what was asked for"),
        (says({"sentences": [{"text": "Open.", "cites": ["1"]}]}), "not what was asked for"),
        (says({"sentences": "Open."}), "not what was asked for"),
        (says("[" * 100_000), "not what was asked for"),
        (says({"sentences": []}, finish="length"), "cut short"),
        (says("", refusal="I cannot help with that."), "refused"),
        (body(b"<html>"), "no chat completion"),
        (status(500), "status 500"),
        (status(401), "refused access"),
    ],
)
def test_a_server_that_fails_leaves_the_quotations_and_a_note(
    workspace: Workspace, server: ScriptedEndpoint, reply: Reply, why: str
) -> None:
    server.script(reply)
    answer = ask(workspace, server, "said")
    assert answer.written == ()
    assert answer.items == answer_of(workspace, "said").items
    assert answer.note.startswith("No answer was written:")
    assert why in answer.note


def test_so_does_a_server_that_says_nothing(workspace: Workspace, server: ScriptedEndpoint) -> None:
    server.script(silent())
    found = answer_of(workspace, "said")
    endpoint = Endpoint(server.url, "m", timeout=0.3)
    answer = written(workspace.read, workspace.known, endpoint, found)
    assert answer.items == found.items
    assert "within 0.3 seconds" in answer.note


def shown(asked: Asked) -> dict[str, Any]:
    """Return the object between the two fences."""
    content = asked.body["messages"][1]["content"]
    first, told, last = content.split("\n")
    assert first == last
    assert first in asked.instruction
    found: dict[str, Any] = json.loads(told)
    return found


def test_quotations_travel_as_data_between_lines_that_nobody_can_foresee(
    workspace: Workspace, server: ScriptedEndpoint
) -> None:
    server.script(told())
    ask(workspace, server, "said", "persian")
    (asked,) = server.asked
    assert shown(asked)["quotations"]["1"]["text"] == SAID
    assert shown(asked)["quotations"]["2"]["text"] == PERSIAN
    assert SAID not in asked.instruction
    assert not set("<>[]") & set(asked.body["messages"][1]["content"])
    ask(workspace, server, "said")
    assert server.asked[1].instruction != asked.instruction


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: row["id"])
def test_an_obedient_model_tells_nothing_that_a_post_orders(
    workspace: Workspace, server: ScriptedEndpoint, row: dict[str, Any]
) -> None:
    """The model writes whatever the order asks for, and cites the post that gives it."""
    obeyed = row["obeyed"]
    ordered = obeyed["statements"] if isinstance(obeyed, dict) else []
    lies = [s for s in ordered if s["content"] != row["real"]["content"]]
    sentences = [(f"{s['speaker']} said: “{s['content'][0]}”", [1]) for s in lies]
    server.script(told(*sentences) if sentences else says(json.dumps(obeyed)))
    answer = ask(workspace, server, row["id"])
    assert not any(s["content"][0] in w.text for s in lies for w in answer.written)
    assert len(answer.dropped) == len(sentences) or not server.asked


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: row["id"])
def test_what_speaks_to_a_machine_is_not_shown_to_the_model(
    workspace: Workspace, server: ScriptedEndpoint, row: dict[str, Any]
) -> None:
    server.script(told())
    answer = ask(workspace, server, row["id"])
    assert any(item.addressed for item in answer.items)
    text = row["text"]
    orders = [span.of(text).strip() for span in addressed(text, row["lang"])]
    assert orders
    for asked in server.asked:
        texts = [quotation["text"] for quotation in shown(asked)["quotations"].values()]
        assert not any(line in each for o in orders for line in o.splitlines() if line
                       for each in texts)  # fmt: skip


def test_private_persons_are_not_shown_to_the_model_and_no_sentence_names_one(
    workspace: Workspace, server: ScriptedEndpoint
) -> None:
    server.script(told(("Kayhan Demir saw the convoy.", [1]), ("A driver saw the convoy.", [1])))
    answer = ask(workspace, server, "private")
    (asked,) = server.asked
    (quotation,) = shown(asked)["quotations"].values()
    assert quotation["text"].startswith("[name withheld], who drives a taxi")
    assert "944" not in json.dumps(asked.body)
    assert [s.text for s in answer.written] == ["A driver saw the convoy."]
    assert answer.dropped == ("it names a private person",)


def test_the_server_of_the_workspace_is_asked_when_the_reader_wants_sentences(
    tmp_path: Path, server: ScriptedEndpoint
) -> None:
    rows = [{"id": "said", "url": "https://desk.example/1", "text": SAID}]
    with Workspace.create(tmp_path / "desk") as made:
        made.add_source(documents_source(write_documents(tmp_path / "posts.jsonl", rows)))
        made.ingest()
        made.run()
    server.script(told(("Karim Dolan said that the port will stay open.", [1])))
    with Workspace.open(serve(tmp_path / "desk", server)) as desk:
        question = "Will the port stay open?"
        assert desk.ask(question).written == ()
        assert not server.asked
        answer = desk.ask(question, write=True)
        assert [s.numbers for s in answer.written] == [(1,)]
        assert shown(server.asked[0])["question"] == question
