"""A desk moves to a PostgreSQL server through the command line."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from tests.cli.test_cli import marsad
from tests.pipeline.conftest import DOCUMENTS, write_documents
from tests.servers.postgres import name_of, postgres

from marsad.diagnosis import diagnose
from marsad.errors import MissingToolError
from marsad.store import PostgresStore

_LATER = {"id": "late", "url": "https://desk.example/late", "text": "The harbour is closed."}


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    write_documents(tmp_path / "documents.jsonl", DOCUMENTS)
    for arguments in (
        ("init", "desk"),
        ("-w", "desk", "source", "add", "documents.jsonl", "--name", "Desk"),
        ("-w", "desk", "ingest"),
    ):
        done = marsad(*arguments, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    return tmp_path / "desk"


def test_a_desk_is_moved_and_all_commands_go_on(desk: Path) -> None:
    address = postgres().of_folder(desk)
    listed = marsad("-w", "desk", "search", "--json", "lang:ar OR lang:en", cwd=desk.parent)
    done = marsad("-w", "desk", "database", "move", address, "--json", cwd=desk.parent)
    assert done.returncode == 0, done.stderr
    counts = json.loads(done.stdout)
    assert counts["posts"] == len(DOCUMENTS)
    assert postgres().execute("SELECT count(*) FROM posts", name_of(address)) == [(len(DOCUMENTS),)]
    (desk / "marsad.db").unlink()
    again = marsad("-w", "desk", "search", "--json", "lang:ar OR lang:en", cwd=desk.parent)
    assert json.loads(again.stdout) == json.loads(listed.stdout)
    write_documents(desk.parent / "documents.jsonl", [*DOCUMENTS, _LATER])
    assert marsad("-w", "desk", "ingest", cwd=desk.parent).returncode == 0
    assert marsad("-w", "desk", "run", cwd=desk.parent).returncode == 0
    assert "verified" in marsad("-w", "desk", "verify", cwd=desk.parent).stdout
    assert postgres().execute("SELECT count(*) FROM posts", name_of(address)) == [
        (len(DOCUMENTS) + 1,)
    ]
    assert not (desk / "marsad.db").exists()
    twice = marsad("-w", "desk", "database", "move", address, cwd=desk.parent)
    assert twice.returncode == 1
    assert "already" in twice.stderr


def test_a_server_that_cannot_be_had_changes_nothing(desk: Path) -> None:
    before = (desk / "marsad.toml").read_bytes()
    for address, told in (
        ("postgresql://u:hush@127.0.0.1:1/none", "does not answer"),
        ("mysql://u:hush@127.0.0.1/none", "postgresql://"),
    ):
        done = marsad("-w", "desk", "database", "move", address, cwd=desk.parent)
        assert done.returncode == 1
        assert told in done.stderr
        assert "hush" not in done.stderr + done.stdout
        assert (desk / "marsad.toml").read_bytes() == before


def test_the_doctor_asks_the_server(desk: Path) -> None:
    text = (desk / "marsad.toml").read_text(encoding="utf-8")
    for address, ok, told in (
        (postgres().of_folder(desk), True, "PostgreSQL"),
        (postgres().address("nowhere"), False, "createdb"),
        ("postgresql://u:hush@127.0.0.1:1/none", False, "does not answer"),
    ):
        changed = text.replace('database = ""', f'database = "{address}"')
        (desk / "marsad.toml").write_text(changed, encoding="utf-8")
        (check,) = (check for check in diagnose(str(desk)) if check.name == "Database")
        assert check.ok is ok
        assert told in check.message
        assert "hush" not in check.message


def test_without_the_driver_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(MissingToolError) as caught:
        PostgresStore.open("postgresql://u:hush@h/d")
    assert "marsad[postgres]" in caught.value.hint
    assert "hush" not in str(caught.value)
