"""The command line as a user meets it: in a subprocess, with its exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.pipeline.conftest import DOCUMENTS, write_documents

COMMANDS = (
    "init", "demo", "source", "ingest", "watch", "run", "search", "statements", "story",
    "report", "dossier", "verify", "serve", "ask", "mcp", "doctor", "eval", "model",
)  # fmt: skip


def marsad(
    *arguments: str, cwd: Path, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-c", "from marsad.cli import main; main()"]
    surroundings = {**os.environ, "COLUMNS": "160", "NO_COLOR": "1", **(env or {})}
    return subprocess.run(
        [*program, *arguments], cwd=cwd, env=surroundings, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace made, filled and brought up to date through the command line alone."""
    root = tmp_path_factory.mktemp("cli")
    write_documents(root / "documents.jsonl", DOCUMENTS)
    for arguments in (
        ("init", "desk"),
        ("-w", "desk", "source", "add", "documents.jsonl", "--name", "Desk", "--reliability", "B"),
        ("-w", "desk", "ingest"),
        ("-w", "desk", "run"),
    ):
        done = marsad(*arguments, cwd=root)
        assert done.returncode == 0, done.stderr
    return root / "desk"


def test_help_names_every_command(tmp_path: Path) -> None:
    done = marsad("--help", cwd=tmp_path)
    assert done.returncode == 0
    assert all(f" {command} " in done.stdout for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, tmp_path: Path) -> None:
    done = marsad(command, "--help", cwd=tmp_path)
    assert done.returncode == 0
    assert "Usage" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("source", "list"),
        ("ingest",),
        ("run",),
        ("search", "road"),
        ("statements",),
        ("story",),
        ("report", "list"),
        ("verify",),
        ("doctor",),
    ],
)
def test_json_is_json(arguments: tuple[str, ...], desk: Path) -> None:
    done = marsad(*arguments, "--json", cwd=desk)
    assert done.returncode == 0, done.stderr
    json.loads(done.stdout)


def test_statements_name_speaker_act_and_original(desk: Path) -> None:
    done = marsad("statements", "--language", "ar", cwd=desk)
    assert "سالم قادر" in done.stdout
    assert "الطريق سيبقى مغلقًا" in done.stdout


def test_search_finds_words_in_any_script(desk: Path) -> None:
    assert "الطريق" in marsad("search", "الطريق", cwd=desk).stdout
    assert "جاده" in marsad("search", "جاده", cwd=desk).stdout
    assert "Nothing found" in marsad("search", "zeppelin", cwd=desk).stdout


def test_a_report_goes_from_draft_to_products(desk: Path) -> None:
    drafted = marsad("report", "draft", "--since", "2026-03-01", "--json", cwd=desk)
    assert drafted.returncode == 0, drafted.stderr
    report = json.loads(drafted.stdout)["report"]["id"]
    shown = marsad("report", "show", report, cwd=desk)
    assert "[^1]" in shown.stdout
    published = marsad("report", "publish", report, "--json", cwd=desk)
    products = json.loads(published.stdout)["products"]
    assert {Path(p).suffix for p in products} == {".html", ".pdf", ".docx", ".md", ".json"}
    assert all(Path(p).stat().st_size for p in products)


def test_control_characters_of_collected_text_do_not_reach_the_terminal(tmp_path: Path) -> None:
    row = {
        "id": "1",
        "url": "https://desk.example/1",
        "text": "Evil \x1b]0;owned\x07 title \x1b[31mred",
        "published": "2026-03-01T00:00:00Z",
    }
    write_documents(tmp_path / "documents.jsonl", [row])
    marsad("init", "desk", cwd=tmp_path)
    marsad("-w", "desk", "source", "add", "documents.jsonl", cwd=tmp_path)
    marsad("-w", "desk", "ingest", cwd=tmp_path)
    done = marsad("-w", "desk", "search", "evil", cwd=tmp_path)
    assert "Evil" in done.stdout
    assert "\x1b" not in done.stdout
    assert "\x07" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("run",), 1, "marsad init"),
        (("source", "add", "no such thing"), 1, "Give "),
        (("frobnicate",), 2, "No such command"),
    ],
)
def test_errors_say_what_to_do(
    arguments: tuple[str, ...], code: int, words: str, tmp_path: Path
) -> None:
    done = marsad(*arguments, cwd=tmp_path)
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_story_that_does_not_exist_is_an_error(desk: Path) -> None:
    done = marsad("story", "t_none", cwd=desk)
    assert done.returncode == 1
    assert "t_none" in done.stderr


def test_a_damaged_archive_is_named_and_exits_1(tmp_path: Path) -> None:
    write_documents(tmp_path / "documents.jsonl", DOCUMENTS)
    marsad("init", "desk", cwd=tmp_path)
    marsad("-w", "desk", "source", "add", "documents.jsonl", cwd=tmp_path)
    marsad("-w", "desk", "ingest", cwd=tmp_path)
    (warc,) = (tmp_path / "desk" / "archive").rglob("*.warc.gz")
    data = bytearray(warc.read_bytes())
    data[len(data) // 2] ^= 1
    warc.write_bytes(data)
    done = marsad("-w", "desk", "verify", cwd=tmp_path)
    assert done.returncode == 1
    assert warc.name in done.stdout


def test_retrieval_finds_passages_and_says_when_it_was_given_none(tmp_path: Path) -> None:
    write_documents(tmp_path / "q.jsonl", [{"id": "q", "lang": "en", "text": "the wheat harvest"}])
    passages = [
        {"id": "1", "lang": "ru", "text": "Урожай пшеницы будет лучшим за десять лет."},
        {"id": "2", "lang": "ru", "text": "Полиция закрыла мост через реку."},
    ]
    write_documents(tmp_path / "p.jsonl", passages)
    asked = ("eval", "retrieval", "--in", "q.jsonl", "--out", "out.jsonl")
    assert "--passages" in marsad(*asked, cwd=tmp_path).stderr
    assert marsad(*asked, "--passages", "p.jsonl", cwd=tmp_path).returncode == 0
    (line,) = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line) == {"id": "q", "target": "ru", "ranked": ["1", "2"]}


def test_names_are_ranked_from_a_pool(tmp_path: Path) -> None:
    asked = '{"id": "1", "name": "الخزعلي", "lang": "ar"}\n'
    (tmp_path / "in.jsonl").write_text(asked, encoding="utf-8")
    (tmp_path / "pool.json").write_text('{"ar": ["Maliki", "Khazali"]}', encoding="utf-8")
    (tmp_path / "odd.json").write_text('{"ar": "Khazali"}', encoding="utf-8")
    call = ("eval", "names", "--in", "in.jsonl", "--out", "out.jsonl")
    assert "--pool" in marsad(*call, cwd=tmp_path).stderr
    odd = marsad(*call, "--pool", "odd.json", cwd=tmp_path)
    assert odd.returncode == 1
    assert "lists of names" in odd.stderr
    assert marsad(*call, "--pool", "pool.json", cwd=tmp_path).returncode == 0
    (line,) = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["ranked"][0] == "Khazali"


def test_a_task_without_an_engine_exits_3(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": "1", "text": "x"}\n', encoding="utf-8")
    done = marsad("eval", "mt", "--in", "in.jsonl", "--out", "out.jsonl", cwd=tmp_path)
    assert done.returncode == 3
    assert "not available in this tier" in done.stderr


@pytest.mark.parametrize(
    ("task", "field"),
    [
        ("lid", "label"),
        ("ner", "entities"),
        ("attribution", "attributions"),
        ("cluster", "cluster"),
        ("incident", "roles"),
        ("event_plover", "label"),
        ("event_acled", "label"),
        ("event_args", "event_text"),
    ],
)
def test_tasks_with_an_engine_answer_each_row(task: str, field: str, tmp_path: Path) -> None:
    rows = [
        {"id": str(n), "text": f"Spokesman Karim Dolan said that {n} roads will stay closed."}
        for n in range(3)
    ]
    write_documents(tmp_path / "in.jsonl", rows)
    done = marsad("eval", task, "--in", "in.jsonl", "--out", "out.jsonl", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["0", "1", "2"]
    assert all(field in json.loads(line) for line in lines)


def test_a_line_that_is_not_json_is_named(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": "1", "text": "x"}\n{oops\n', encoding="utf-8")
    done = marsad("eval", "lid", "--in", "in.jsonl", "--out", "out.jsonl", cwd=tmp_path)
    assert done.returncode == 1
    assert "line 2" in done.stderr
