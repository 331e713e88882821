"""``marsad search``: the query language, exports, and searches that are kept."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from tests.cli.test_cli import marsad
from tests.pipeline.conftest import write_documents

from marsad.cli._deciding import signed
from marsad.errors import ConfigError

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
    shown = marsad("search", "rocket", cwd=desk).stdout
    assert "rocket: also rockets" in shown
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


def publish(desk: Path, posts: dict[str, str]) -> str:
    """Publish posts, collect and run; return what the run said."""
    _write(desk.parent / "documents.jsonl", POSTS | posts)
    assert marsad("ingest", cwd=desk).returncode == 0
    return marsad("run", cwd=desk).stdout


def told(desk: Path, *arguments: str) -> list[str]:
    done = marsad("alerts", *arguments, "--jsonl", cwd=desk)
    assert done.returncode == 0, done.stderr
    return [json.loads(line)["url"].rpartition("/")[2] for line in done.stdout.splitlines()]


def test_a_kept_search_tells_each_post_once(desk: Path) -> None:
    assert "No search was saved" in marsad("alerts", cwd=desk).stdout
    assert "bridges" in marsad("search", "bridge", "--save", "bridges", cwd=desk).stdout
    assert found(desk, "--saved", "bridges") == {"a", "b"}
    more = {"d": "A third bridge.", "e": "A fourth bridge."}
    assert "saved searches: 2" in publish(desk, more)
    assert sorted(told(desk)) == sorted(told(desk, "bridges")) == ["d", "e"]
    (first, _) = json.loads(marsad("alerts", "--json", cwd=desk).stdout)
    assert (first["search"], first["number"], first["new"]) == ("bridges", 2, True)
    part = marsad("alerts", "--seen", "--limit", "1", cwd=desk)
    assert "stays new" in part.stderr
    lost = ("alerts", "--seen", "--csv", "--out", str(desk / "no-folder" / "out.csv"))
    assert marsad(*lost, cwd=desk).returncode == 1
    assert len(told(desk, "--seen")) == 2
    assert told(desk) == []
    assert len(told(desk, "--all")) == 2
    assert "Nothing is new" in marsad("alerts", "bridges", cwd=desk).stdout
    assert "No search" in marsad("search", "--forget", "bridges", cwd=desk).stdout
    assert marsad("alerts", "bridges", cwd=desk).returncode == 1


def test_how_it_is_searched_is_kept_and_told(desk: Path) -> None:
    marsad("search", "rocket OR shell", "--exact", "--by", "words", "--save", "rockets", cwd=desk)
    listed = json.loads(marsad("search", "--saved-list", "--json", cwd=desk).stdout)
    asked = [(each["name"], each["query"]) for each in listed]
    assert asked == [("rockets", "(rocket OR shell) by:words spelling:exact")]
    assert found(desk, "--saved", "rockets") == {"c"}
    wrong = marsad("search", "source:nowhere rocket", "--save", "lost", cwd=desk)
    assert wrong.returncode == 1
    assert "nowhere" in wrong.stderr
    marsad("search", "--forget", "rockets", cwd=desk)


def test_another_search_of_that_name_is_replaced_only_when_told_so(desk: Path) -> None:
    marsad("search", "rocket", "--save", "mine", "--saved-by", "Dana", cwd=desk)
    refused = marsad("search", "bridge", "--save", "mine", cwd=desk)
    assert refused.returncode == 1
    assert "Dana" in refused.stderr
    assert "--replace" in refused.stderr
    assert found(desk, "--saved", "mine") == {"a", "c"}
    marsad("search", "bridge", "--save", "mine", "--replace", "--saved-by", "Omar", cwd=desk)
    (kept,) = json.loads(marsad("search", "--saved-list", "--json", cwd=desk).stdout)
    assert (kept["query"], kept["by"]) == ("bridge", "Omar")
    marsad("search", "--forget", "mine", cwd=desk)


def test_names_and_searches_that_would_steer_a_terminal_or_are_no_text_are_refused(
    desk: Path,
) -> None:
    for asked in (
        ("bridge", "--save", "\udcff"),
        ("\udcff", "--save", "x"),
        ("\udcff",),
        ("--saved", "\udcff"),
    ):
        refused = marsad("search", *asked, cwd=desk)
        assert refused.returncode == 1
        assert refused.stderr.startswith("error: ")
    titled = "\x1b]0;owned\x07"
    assert marsad("search", "bridge", "--save", titled, cwd=desk).returncode == 1
    for asked in (("search", "--saved", titled), ("search", f"lang:{titled}"), ("alerts", titled)):
        refused = marsad(*asked, cwd=desk)
        assert refused.returncode == 1
        assert "owned" in refused.stderr
        assert "\x1b" not in refused.stderr


def test_what_would_be_passed_over_is_refused(desk: Path) -> None:
    for asked in (
        ("search", "--saved", "bridges", "rocket"),
        ("search", "rocket", "--out", "out.csv"),
        ("alerts", "--out", "out.csv"),
    ):
        assert marsad(*asked, cwd=desk).returncode == 2
    assert not (desk / "out.csv").exists()


def test_a_user_without_a_name_is_asked_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(number: int) -> None:
        raise KeyError(number)

    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("pwd.getpwuid", nobody)
    assert signed("Dana") == "Dana"
    with pytest.raises(ConfigError, match="--saved-by"):
        signed("", "--saved-by")
