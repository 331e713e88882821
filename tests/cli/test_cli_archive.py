"""Sealed files in a store, from the command line and beside a watch."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest
from tests.cli.test_cli import marsad
from tests.pipeline.conftest import DOCUMENTS, documents_source, write_documents

from marsad.api import Workspace
from marsad.archive import check_bundle


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one capture."""
    root = tmp_path_factory.mktemp("sealed")
    path = write_documents(root / "documents.jsonl", DOCUMENTS)
    with Workspace.create(root / "desk") as workspace:
        workspace.add_source(documents_source(path))
        workspace.ingest()
    return root


@pytest.fixture
def desk(sealed: Path, tmp_path: Path) -> Path:
    """A workspace with one capture, whose store is a folder."""
    shutil.copytree(sealed / "desk", tmp_path / "desk")
    (tmp_path / "other").mkdir()
    _set(tmp_path / "desk", "store", json.dumps((tmp_path / "other").as_uri()))
    return tmp_path / "desk"


@pytest.fixture
def freed(desk: Path) -> Path:
    """The workspace after its one file was copied to the store and removed here."""
    with Workspace.open(desk) as workspace:
        workspace.push_archive(close=True)
        workspace.free_archive()
    return desk


def _set(desk: Path, key: str, value: str) -> None:
    path = desk / "marsad.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [f"{key} = {value}" if line.startswith(f"{key} ") else line for line in lines]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")


def test_files_go_to_the_store_and_come_back(desk: Path, tmp_path: Path) -> None:
    assert "here, being filled" in marsad("archive", "list", cwd=desk).stdout
    pushed = marsad("archive", "push", "--close", cwd=desk)
    assert pushed.returncode == 0, pushed.stderr
    assert f"4 file(s) copied to {(tmp_path / 'other').as_uri()}" in pushed.stdout
    assert "both" in marsad("archive", "list", cwd=desk).stdout

    refused = marsad("archive", "free", cwd=desk)  # nobody answers the question
    assert refused.returncode == 1
    assert "Remove 1 file(s) here" in refused.stderr
    assert list((desk / "archive" / "warc").iterdir())

    freed = marsad("archive", "free", "--yes", cwd=desk)
    assert freed.returncode == 0, freed.stderr
    assert list((desk / "archive" / "warc").iterdir()) == []
    assert "1 captures verified" in marsad("verify", cwd=desk).stdout

    fetched = json.loads(marsad("archive", "fetch", "--json", cwd=desk).stdout)
    assert fetched["files"] == ["warc/000001.warc.gz"]
    held = json.loads(marsad("archive", "list", "--json", cwd=desk).stdout)
    assert [(each["name"], each["here"], bool(each["store"])) for each in held][-1] == (
        "warc/000001.warc.gz",
        True,
        True,
    )


def test_evidence_of_what_is_only_in_the_store(freed: Path, tmp_path: Path) -> None:
    with Workspace.open(freed) as workspace:
        post = workspace.posts()[0].post
        bundle = workspace.evidence(post.id, tmp_path / "post.wacz", pictures=False)
    assert all(finding.ok for finding in check_bundle(str(bundle)))


def test_a_store_that_is_gone_is_named_with_a_hint(freed: Path, tmp_path: Path) -> None:
    (tmp_path / "other").rename(tmp_path / "unplugged")
    for command in (("verify",), ("archive", "fetch"), ("archive", "push")):
        done = marsad(*command, cwd=freed)
        assert done.returncode == 1
        assert "The store file://" in done.stderr
        assert "Nothing that was sealed is lost" in done.stderr


def test_a_refused_file_exits_4(desk: Path, tmp_path: Path) -> None:
    (tmp_path / "other" / "warc").mkdir()
    (tmp_path / "other" / "warc" / "000001.warc.gz").write_bytes(b"of another archive")
    done = marsad("archive", "push", "--close", cwd=desk)
    assert done.returncode == 4
    assert "warc/000001.warc.gz: is in file://" in done.stdout


def test_without_a_store_the_setting_is_named(desk: Path) -> None:
    _set(desk, "store", '""')
    for command in ("push", "free", "fetch"):
        done = marsad("archive", command, cwd=desk)
        assert done.returncode == 1
        assert "[archive] store" in done.stderr
    assert marsad("archive", "list", cwd=desk).returncode == 0


def test_names_that_lead_elsewhere_are_refused(desk: Path) -> None:
    done = marsad("archive", "fetch", "../../marsad.toml", cwd=desk)
    assert done.returncode == 1
    assert "no WARC file" in done.stderr


def test_a_watch_copies_what_is_closed(desk: Path, tmp_path: Path) -> None:
    with Workspace.open(desk) as workspace:
        workspace.archive.close_warc()
        workspace.watch(Event(), rounds=1)
    assert (tmp_path / "other" / "warc" / "000001.warc.gz").exists()


def test_trouble_with_the_store_is_logged_and_does_not_end_a_watch(
    desk: Path, tmp_path: Path
) -> None:
    (tmp_path / "other").rename(tmp_path / "unplugged")
    more = [{"id": "d5", "url": "https://desk.example/5", "text": "The road is open."}]
    with Workspace.open(desk) as workspace:
        workspace.archive.close_warc()
        workspace.add_source(documents_source(write_documents(tmp_path / "m.jsonl", more), "more"))
    done = marsad("watch", "--rounds", "1", "--log", "../log", cwd=desk)
    assert done.returncode == 0, done.stderr
    assert "with 5 posts" in done.stdout
    lines = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    [said, *_] = [line for line in lines if line["message"] == "not pushed"]
    assert "no such folder" in said["trouble"]


def test_no_command_needs_the_library_but_those_that_use_it(desk: Path) -> None:
    _set(desk, "store", '"s3://bucket/desk"')
    code = (
        "import sys\n"
        "from marsad.api import Workspace\n"
        "with Workspace.open('.') as workspace:\n"
        "    assert not workspace.verify() and workspace.archive_files()\n"
        "assert not [name for name in sys.modules if name.startswith('obstore')]\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=desk, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
