"""Names of which it is open whom they mean, on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from marsad.api import Workspace
from marsad.cli import app
from marsad.errors import NotFoundError
from marsad.model import Source

TEXT = "Nothing new was heard of the RSF on Tuesday, wrote a reader of the page."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("undecided")
    path = made / "documents.jsonl"
    path.write_text(
        json.dumps({"id": "d1", "url": "https://desk.example/1", "text": TEXT}), "utf-8"
    )
    with Workspace.create(made / "workspace") as workspace:
        workspace.add_source(Source("desk", "documents", str(path), "Desk", local=True))
        workspace.ingest()
        workspace.run()
    return made / "workspace"


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["-w", str(folder), "entity", *arguments])


def test_open_names_are_listed_chosen_and_gone(folder: Path) -> None:
    assert "RSF" in run(folder, "open").output
    (row,) = [r for r in json.loads(run(folder, "open", "--json").output) if r["words"] == "RSF"]
    refused = run(folder, "choose", row["post"], row["mention"], "org-of-nobody")
    assert isinstance(refused.exception, NotFoundError)
    chosen = next(iter(row["candidates"]))
    kept = run(
        folder, "choose", row["post"], row["mention"], chosen, "--reason", "told", "--by", "D"
    )
    assert "Kept as j_" in kept.output
    assert "RSF" not in run(folder, "open").output
