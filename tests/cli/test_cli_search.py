"""``marsad search``: the query language, exports, and searches that are kept."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from tests.cli.test_cli import marsad
from tests.pipeline.conftest import write_documents

POSTS = {
    "a": "The old bridge is closed, two rockets fell.",
    "b": "Another bridge is open.",
    "c": "=1+1 rocket",
}


def _write(path: Path, posts: dict[str, str]) -> None:
    rows = [{"id": k, "url": f"https://desk.example/{k}", "text": t} for k, t in posts.items()]
    write_documents(path, rows)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace into which posts were brought."""
    root = tmp_path_factory.mktemp("search")
    _write(root / "documents.jsonl", POSTS)
    for arguments in (("init", "desk"), ("-w", "desk", "source", "add", "documents.jsonl")):
        done = marsad(*arguments, cwd=root)
        assert done.returncode == 0, done.stderr
    return root / "desk"


def found(desk: Path, *arguments: str) -> set[str]:
    done = marsad("search", *arguments, "--jsonl", cwd=desk)
    assert done.returncode == 0, done.stderr
    return {json.loads(line)["url"].rpartition("/")[2] for line in done.stdout.splitlines()}


def test_the_query_language_and_its_options(desk: Path) -> None:
    assert found(desk, "bridge -open OR source:documents rocket") == {"a", "c"}
    assert found(desk, "--exact", "rocket") == {"c"}
    told = marsad("search", "rocket", cwd=desk).stdout
    assert "rocket: also rockets" in told
    assert "rocket: also" not in marsad("search", "--exact", "rocket", cwd=desk).stdout


def test_what_is_not_understood_is_explained(desk: Path) -> None:
    done = marsad("search", "after:soon", cwd=desk)
    assert done.returncode == 1
    assert "soon" in done.stderr
    assert "2026-03-01" in done.stderr
    assert marsad("search", "bridge", "--by", "smell", cwd=desk).returncode == 1
    assert marsad("search", "--saved", "none", cwd=desk).returncode == 1


def test_a_table_is_written_to_a_file(desk: Path, tmp_path: Path) -> None:
    out = tmp_path / "found.csv"
    done = marsad("search", "rocket", "--csv", "--limit", "0", "--out", str(out), cwd=desk)
    assert (done.returncode, done.stdout) == (0, "")
    rows = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert {row["text"] for row in rows} == {POSTS["a"], "'" + POSTS["c"]}
    refused = marsad("search", "rocket", "--csv", "--out", str(tmp_path), cwd=desk)
    assert refused.returncode == 1
    assert "--out" in refused.stderr


def test_a_kept_search_shows_each_post_once_as_new(desk: Path) -> None:
    assert "bridges" in marsad("search", "bridge", "--save", "bridges", cwd=desk).stdout
    assert found(desk, "--saved", "bridges") == {"a", "b"}
    assert found(desk, "--saved", "bridges", "--new") == set()
    _write(desk.parent / "documents.jsonl", {**POSTS, "d": "A third bridge."})
    assert marsad("ingest", cwd=desk).returncode == 0
    assert found(desk, "--saved", "bridges", "--new") == {"d"}
    assert found(desk, "--saved", "bridges", "--new") == set()
    more = {"d": "A third bridge.", "e": "A fourth bridge.", "f": "A fifth bridge."}
    _write(desk.parent / "documents.jsonl", {**POSTS, **more})
    assert marsad("ingest", cwd=desk).returncode == 0
    part = marsad("search", "--saved", "bridges", "--new", "--limit", "1", cwd=desk)
    assert "stays new" in part.stderr
    lost = str(desk / "no-folder" / "out.csv")
    assert marsad(
        "search", "--saved", "bridges", "--new", "--csv", "--out", lost, cwd=desk
    ).returncode
    assert found(desk, "--saved", "bridges", "--new") == {"e", "f"}
    assert found(desk, "--saved", "bridges", "--new") == set()
    listed = json.loads(marsad("search", "--saved-list", "--json", cwd=desk).stdout)
    assert [(each["name"], each["query"]) for each in listed] == [("bridges", "bridge")]
    assert "No search" in marsad("search", "--forget", "bridges", cwd=desk).stdout
