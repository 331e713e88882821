"""A model server as a user of the command line meets it: eval, run and doctor."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.cli.test_cli import marsad
from tests.pipeline.test_endpoint_tier import OURS, good, serve
from tests.servers.endpoint import Asked, Reply, ScriptedEndpoint, says, silent

from marsad.api import Workspace
from marsad.extract.endpoint import SAMPLE_CONTENT


@pytest.fixture
def server() -> Iterator[ScriptedEndpoint]:
    with ScriptedEndpoint() as running:
        running.rule(structured)
        yield running


def structured(asked: Asked) -> Reply:
    """Answer as a server does that holds the model to a schema."""
    schema = asked.body["response_format"]["json_schema"]["schema"]
    return says({"colour": "teal"}) if "colour" in schema["properties"] else good(asked)


def loose(asked: Asked) -> Reply:
    """Answer as a server does that hears nothing of schemas."""
    schema = asked.body["response_format"]["json_schema"]["schema"]
    return says("yes") if "colour" in schema["properties"] else good(asked)


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    row = {"id": "a", "lang": "en", "text": OURS}
    (tmp_path / "in.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    return tmp_path


TASK = ("--in", "in.jsonl", "--out", "out.jsonl", "--tier", "endpoint")


def test_who_said_what_is_asked_of_a_server(inputs: Path, server: ScriptedEndpoint) -> None:
    named = ("--endpoint", server.url, "--model", "m")
    done = marsad("eval", "attribution", *TASK, *named, cwd=inputs)
    assert done.returncode == 0, done.stderr
    (row,) = rows(inputs / "out.jsonl")
    (found,) = row["attributions"]
    named_at = OURS.index("Dalia Croft")
    assert found["source"] == [[named_at, named_at + len("Dalia Croft")]]
    ((start, end),) = found["content"]
    assert OURS[start:end] == f"“{SAMPLE_CONTENT}”"
    assert server.asked[0].body["model"] == "m"


def test_names_are_asked_of_the_server_in_the_environment(
    inputs: Path, server: ScriptedEndpoint
) -> None:
    person = {"mentions": [{"text": "Dalia Croft", "kind": "Person"}], "statements": []}
    server.script(says(person))
    env = {"MARSAD_ENDPOINT": server.url, "MARSAD_ENDPOINT_MODEL": "m"}
    done = marsad("eval", "ner", *TASK, cwd=inputs, env=env)
    assert done.returncode == 0, done.stderr
    assert rows(inputs / "out.jsonl") == [{"id": "a", "entities": [[18, 29, "PER"]]}]


def test_the_workspace_names_the_server(inputs: Path, server: ScriptedEndpoint) -> None:
    Workspace.create(inputs / "desk").close()
    serve(inputs / "desk", server)
    done = marsad("-w", "desk", "eval", "attribution", *TASK, cwd=inputs)
    assert done.returncode == 0, done.stderr
    assert server.asked[0].body["model"] == "small-model"


def test_so_does_the_nearest_workspace(inputs: Path, server: ScriptedEndpoint) -> None:
    Workspace.create(inputs / "desk").close()
    serve(inputs / "desk", server)
    below = inputs / "desk" / "texts"
    below.mkdir()
    (inputs / "in.jsonl").rename(below / "in.jsonl")
    done = marsad("eval", "attribution", *TASK, cwd=below)
    assert done.returncode == 0, done.stderr
    assert server.asked[0].body["model"] == "small-model"


def test_a_task_that_no_server_does_or_without_server_exits_3(
    inputs: Path, server: ScriptedEndpoint
) -> None:
    done = marsad("eval", "ner", *TASK, cwd=inputs)
    assert done.returncode == 3
    assert "--endpoint" in done.stderr
    named = ("--endpoint", server.url, "--model", "m")
    done = marsad("eval", "lid", *TASK, *named, cwd=inputs)
    assert done.returncode == 3
    assert not server.asked


def test_a_server_that_fails_ends_the_evaluation(inputs: Path, server: ScriptedEndpoint) -> None:
    server.script(says("Certainly!"))
    named = ("--endpoint", server.url, "--model", "m")
    done = marsad("eval", "attribution", *TASK, *named, cwd=inputs)
    assert done.returncode == 1
    assert "cannot read a plain sentence" in done.stderr


def checks(root: Path, code: int = 0) -> dict[str, dict[str, object]]:
    done = marsad("-w", "desk", "doctor", "--json", cwd=root)
    assert done.returncode == code, done.stderr
    return {check["name"]: check for check in json.loads(done.stdout)}


def test_the_doctor_asks_the_server(tmp_path: Path, server: ScriptedEndpoint) -> None:
    Workspace.create(tmp_path / "desk").close()
    assert "Model server" not in checks(tmp_path)
    serve(tmp_path / "desk", server)
    server.models = ["small-model"]
    found = checks(tmp_path)
    assert all(found[name]["ok"] for name in ("Model server", "Model", "Extraction"))
    assert found["Structured output"]["ok"]

    server.rule(loose)
    server.models = ["large-model"]
    found = checks(tmp_path)
    assert not found["Structured output"]["ok"]
    assert not found["Model"]["ok"]
    assert "large-model" in str(found["Model"]["message"])

    server.script(says({"mentions": [], "statements": []}))
    server.models = None
    found = checks(tmp_path)
    assert not found["Extraction"]["ok"]
    assert found["Model"]["ok"]


def test_the_doctor_names_a_server_that_does_not_answer(
    tmp_path: Path, server: ScriptedEndpoint
) -> None:
    Workspace.create(tmp_path / "desk").close()
    serve(tmp_path / "desk", server, endpoint_timeout=0.3)
    server.script(silent())
    server.models = []
    assert "within 0.3 seconds" in str(checks(tmp_path, code=1)["Extraction"]["message"])
    with ScriptedEndpoint() as gone:
        serve(tmp_path / "desk", gone)
    found = checks(tmp_path, code=1)["Model server"]
    assert gone.url in str(found["message"])


def test_a_run_tells_what_the_model_said_and_was_not_believed(
    tmp_path: Path, server: ScriptedEndpoint
) -> None:
    row = {"id": "1", "url": "https://desk.example/1", "text": OURS}
    (tmp_path / "posts.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert marsad("init", "desk", cwd=tmp_path).returncode == 0
    added = marsad("-w", "desk", "source", "add", "posts.jsonl", cwd=tmp_path)
    assert added.returncode == 0, added.stderr
    serve(tmp_path / "desk", server)
    mentions = [{"text": "Atlantis", "kind": "Place"}]
    server.script(says({"mentions": mentions, "statements": []}))
    done = marsad("-w", "desk", "run", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "dropped: not in the passage 1, read by the model 1." in done.stdout
