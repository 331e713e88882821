"""``marsad ask`` as a person meets it, and ``marsad mcp`` without its package."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.test_cli import marsad
from tests.pipeline.desk import ORDER, POSTS, made_desk
from tests.pipeline.people import ROWS, private, private_desk
from tests.pipeline.test_endpoint_tier import serve
from tests.servers.endpoint import ScriptedEndpoint, says


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_desk(tmp_path_factory.mktemp("asking"))


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return private_desk(tmp_path_factory.mktemp("people"))


def test_an_answer_shows_quotations_and_for_each_an_endnote_with_its_seal(desk: Path) -> None:
    done = marsad("ask", "Will the harbour road stay closed?", cwd=desk)
    assert done.returncode == 0, done.stderr
    body, _, notes = done.stdout.partition("\nSources\n")
    assert "the harbour road of Ostmark will stay closed" in body
    assert "posts, " in body.splitlines()[0]
    numbers = [line.split("]")[0] for line in body.splitlines() if line.startswith("[")]
    assert numbers == [line.split("]")[0] for line in notes.splitlines() if line.startswith("[")]
    assert numbers[0] == "[1"
    assert notes.count("SHA-256 ") == notes.count("ledger entry ") == len(numbers)
    assert "https://wire.example/copy" not in body
    assert "also: 2026-03-03" in notes


def test_collected_text_is_set_apart_and_steers_no_terminal(desk: Path) -> None:
    done = marsad("ask", "هل سيبقى طريق الميناء مغلقا؟", cwd=desk)
    assert "\u2068طريق الميناء سيبقى مغلقًا\u2069" in done.stdout
    for line in done.stdout.splitlines():
        assert line.count("\u2068") == line.count("\u2069")
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\x1b") & set(done.stdout)
    done = marsad("ask", "Who keeps the harbour road closed?", cwd=desk)
    assert "speaks to a machine" in done.stdout
    assert ORDER.split()[0] in done.stdout


def test_json_holds_the_same(desk: Path) -> None:
    done = marsad("ask", "Will the harbour road stay closed?", "--limit", "2", "--json", cwd=desk)
    answer = json.loads(done.stdout)
    assert len(answer["items"]) == 2
    first = answer["items"][0]
    assert len(first["seal"]["sha256"]) == 64
    assert first["original"] in "".join(text for _, text in POSTS.values())
    assert answer["question"]["text"] == "Will the harbour road stay closed?"


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_private_persons_are_withheld(people: Path, form: tuple[str, ...]) -> None:
    for row in ROWS[:3]:
        done = marsad("ask", row["text"], "--limit", "20", *form, cwd=people)
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout)["items"] if form else done.stdout
        quotations = json.dumps(told, ensure_ascii=False)
        assert "withheld]" in quotations
        assert [w for other in ROWS for w in private(other) if w in quotations] == []


def test_a_period_narrows_and_nothing_near_says_so(desk: Path) -> None:
    done = marsad("ask", "Will the harbour road stay closed?", "--to", "2026-03-01", cwd=desk)
    assert done.returncode == 0
    assert "Nothing found that answers" in done.stdout
    assert "Sources" not in done.stdout
    done = marsad("ask", "road", "--from", "soon", cwd=desk)
    assert done.returncode == 1
    assert "2026-03-01" in done.stderr


def test_writing_without_a_server_is_not_available(desk: Path) -> None:
    done = marsad("ask", "Will the harbour road stay closed?", "--write", cwd=desk)
    assert done.returncode == 3
    assert "models.endpoint" in done.stderr


def test_a_written_answer_stands_above_its_quotations(desk: Path, tmp_path: Path) -> None:
    copied = tmp_path / "desk"
    shutil.copytree(desk, copied)
    kept = {"text": "Karim Dolan said that the harbour road will stay closed.", "cites": [1]}
    lie = {"text": "Adan Rell said that the harbour road was opened.", "cites": [1]}
    with ScriptedEndpoint() as server:
        serve(copied, server)
        server.script(says({"sentences": [kept, lie]}))
        question = ("Will the harbour road stay closed?", "--to", "2026-03-03")
        asked = marsad("ask", *question, "--write", cwd=copied)
    assert asked.returncode == 0, asked.stderr
    assert asked.stdout.startswith("Karim Dolan said that the harbour road will stay closed. [1]")
    assert "1 sentence that did not" in " ".join(asked.stdout.split())
    assert "Adan Rell" not in asked.stdout
    assert "Sources" in asked.stdout


def test_without_its_package_mcp_says_what_to_install(desk: Path) -> None:
    """A module that is None in ``sys.modules`` is one that is not installed."""
    program = (
        "import sys; sys.modules['mcp'] = None; sys.modules['mcp.server.mcpserver'] = None\n"
        "from marsad.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "mcp"],
        cwd=desk,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "pip install 'marsad[mcp]'" in done.stderr
    assert done.stdout == ""
