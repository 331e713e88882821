"""Sources, coverage, evidence and logs from the command line."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.test_cli import marsad
from tests.pipeline.conftest import DOCUMENTS, write_documents

from marsad.cli._logs import Lines


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that follows one collection, in which a backup channel is announced."""
    root = tmp_path_factory.mktemp("collection")
    said = {"id": "d9", "url": "https://desk.example/9", "text": "Our backup channel: @desk_two"}
    write_documents(root / "documents.jsonl", [*DOCUMENTS, said])
    done = marsad("init", "desk", cwd=root)
    assert done.returncode == 0, done.stderr
    return root / "desk"


def test_adding_a_source_shows_what_it_holds(desk: Path) -> None:
    done = marsad("source", "add", "../documents.jsonl", "--id", "docs", cwd=desk)
    assert done.returncode == 0, done.stderr
    assert "5 posts in" in done.stdout
    assert "Minister warns" in done.stdout
    held = json.loads(marsad("source", "show", "docs", "--json", cwd=desk).stdout)
    assert held["source"]["address"] == str(desk.parent / "documents.jsonl")
    assert (held["posts"], held["last_visit"]["outcome"]) == (5, "new")


def test_a_list_goes_out_and_comes_back(desk: Path, tmp_path: Path) -> None:
    for name in ("sources.opml", "sources.csv"):
        assert marsad("source", "export", str(tmp_path / name), cwd=desk).returncode == 0
        made = marsad("init", name.replace(".", "-"), cwd=tmp_path)
        assert made.returncode == 0
        other = tmp_path / name.replace(".", "-")
        assert marsad("source", "import", str(tmp_path / name), cwd=other).returncode == 1
        done = marsad("source", "import", str(tmp_path / name), "--local", cwd=other)
        assert "1 new sources" in done.stdout
        assert "docs" in marsad("source", "list", cwd=other).stdout


def test_a_paused_source_is_not_visited(desk: Path) -> None:
    marsad("source", "pause", "docs", cwd=desk)
    assert "paused" in marsad("source", "list", cwd=desk).stdout
    assert "0 new posts, 0 edits, 0 deletions, 0 unchanged" in marsad("ingest", cwd=desk).stdout
    assert marsad("source", "resume", "docs", cwd=desk).returncode == 0
    assert "1 unchanged" in marsad("ingest", cwd=desk).stdout


def test_an_announced_channel_is_listed_and_can_be_dismissed(desk: Path) -> None:
    address = "https://t.me/s/desk_two"
    assert address in marsad("source", "successors", cwd=desk).stdout
    wrong = marsad("source", "successors", "--dismiss", "https://t.me/s/other", cwd=desk)
    assert wrong.returncode == 1
    assert marsad("source", "successors", "--dismiss", address, cwd=desk).returncode == 0
    assert address not in marsad("source", "successors", cwd=desk).stdout


def test_coverage_of_the_week_is_told(desk: Path) -> None:
    rows = json.loads(marsad("coverage", "--json", cwd=desk).stdout)
    assert [(row["source"]["id"], row["state"]) for row in rows] == [("docs", "silent")]
    assert marsad("coverage", "--from", "yesterday", cwd=desk).returncode == 1
    assert "of this age" in marsad("coverage", "--to", "9999-12-31", cwd=desk).stderr


def test_evidence_of_a_post_verifies_without_marsad(desk: Path, tmp_path: Path) -> None:
    post = json.loads(marsad("search", "road", "--json", cwd=desk).stdout)[0]["post"]["id"]
    bundle = tmp_path / "post.wacz"
    done = marsad("evidence", post, "-o", str(bundle), cwd=desk)
    assert done.returncode == 0, done.stderr
    unpack = "import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extract('evidence/verify.py')"
    subprocess.run([sys.executable, "-c", unpack, str(bundle)], cwd=tmp_path, check=True)
    check = [sys.executable, "-I", str(tmp_path / "evidence/verify.py"), str(bundle)]
    checked = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "Everything holds" in checked.stdout
    assert marsad("evidence", "x_1", cwd=desk).returncode == 1


def test_a_log_is_json_and_holds_no_secret(desk: Path, tmp_path: Path) -> None:
    secret = "https://reader:hunter2@127.0.0.1:9/feed.xml?token=abcdef"
    marsad("source", "add", secret, "--no-visit", "--id", "closed", cwd=desk)
    log = tmp_path / "log.jsonl"
    done = marsad("watch", "--rounds", "1", "--every", "1", "--log", str(log), cwd=desk)
    assert done.returncode == 0, done.stderr
    text = log.read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    assert [(line["source"], line["outcome"]) for line in lines] == [("closed", "failed")]
    assert "hunter2" not in text
    assert "abcdef" not in text


@pytest.mark.parametrize(
    "secret", ["https://reader:hunter2@x.example/a", "https://x.example/a?b=1&token=hunter2"]
)
def test_a_line_without_its_secret_is_still_json(secret: str) -> None:
    record = logging.makeLogRecord({"name": "marsad", "msg": "visited", "trouble": secret})
    line = Lines().format(record)
    assert json.loads(line)["message"] == "visited"
    assert "hunter2" not in line
    assert "x.example/a" in json.loads(line)["trouble"]
