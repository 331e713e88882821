"""``marsad dossier`` as a user meets it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.cli.test_cli import marsad

ENTITIES: list[dict[str, Any]] = [
    {"id": "org-reed", "kind": "Organization",
     "names": [{"text": "Reed Council", "language": "en", "canonical": True},
               {"text": "مجلس القصب", "language": "ar"}]},
    {"id": "org-reed-2", "kind": "Organization",
     "names": [{"text": "Reed Council of the North", "language": "en", "canonical": True},
               {"text": "مجلس القصب", "language": "ar"}]},
    {"id": "org-odd", "kind": "Organization",
     "names": [{"text": "Odd\u200e \x9b31m Council", "language": "en", "canonical": True}]},
]  # fmt: skip
MOMENT = re.compile(
    rb"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d[.+:\dZ]*|bundle--[0-9a-f-]{36}|\d{10}"
    rb"|[0-9a-f]{8}-[0-9a-f-]{27}"
)
"""What differs between two calls: the moment, in each format's way, and identifiers made of it."""


def bytes_of(*arguments: str, cwd: Path) -> bytes:
    """Return the bytes that a call prints into a pipe."""
    program = [sys.executable, "-c", "from marsad.cli import main; main()"]
    done = subprocess.run([*program, *arguments], cwd=cwd, capture_output=True, check=True)
    return done.stdout


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that knows two bodies of one Arabic name."""
    from marsad.api import Workspace
    from marsad.model import Entity, EntityKind, Name

    root = tmp_path_factory.mktemp("dossier") / "desk"
    with Workspace.create(root) as workspace:
        workspace.add_entities(
            [
                Entity(
                    row["id"],
                    EntityKind.ORGANIZATION,
                    tuple(Name(**name) for name in row["names"]),
                )
                for row in ENTITIES
            ]
        )
    return root


def test_a_dossier_is_printed_as_markdown(desk: Path) -> None:
    done = marsad("dossier", "reed council", cwd=desk)
    assert done.returncode == 0, done.stderr
    assert "# Reed Council" in done.stdout
    assert "entry org-reed" in done.stdout


@pytest.mark.parametrize("form", ["json", "stix", "misp", "ftm"])
def test_formats_of_others_are_json(desk: Path, form: str) -> None:
    done = marsad("dossier", "org-reed", "--format", form, cwd=desk)
    assert done.returncode == 0, done.stderr
    for part in done.stdout.strip().splitlines() if form == "ftm" else [done.stdout]:
        json.loads(part)


@pytest.mark.parametrize("form", ["html", "json", "stix", "misp", "ftm"])
def test_what_a_pipe_gets_is_the_file_but_for_the_moment(desk: Path, form: str) -> None:
    given = ("dossier", "org-odd", "--format", form)
    assert marsad(*given, "--out", "odd", cwd=desk).returncode == 0
    told, written = bytes_of(*given, cwd=desk), (desk / "odd").read_bytes()
    assert MOMENT.sub(b"", told) == MOMENT.sub(b"", written)
    assert "\u200e".encode() in told or form == "html"


@pytest.mark.parametrize(
    ("form", "begins"), [("pdf", b"%PDF-"), ("docx", b"PK"), ("html", b"<!doctype html>")]
)
def test_a_dossier_is_written_to_a_file(desk: Path, form: str, begins: bytes) -> None:
    done = marsad("dossier", "org-reed", "--format", form, "--out", f"d.{form}", cwd=desk)
    assert done.returncode == 0, done.stderr
    assert (desk / f"d.{form}").read_bytes().startswith(begins)


def test_an_ambiguous_name_lists_who_may_be_meant(desk: Path) -> None:
    done = marsad("dossier", "مجلس القصب", cwd=desk)
    assert done.returncode == 1
    assert "org-reed (Reed Council)" in done.stderr
    assert "org-reed-2 (Reed Council of the North)" in done.stderr


def test_an_unknown_name_or_format_is_explained(desk: Path) -> None:
    assert "There is no entity" in marsad("dossier", "Nobody", cwd=desk).stderr
    told = marsad("dossier", "org-reed", "--format", "tarot", cwd=desk).stderr
    assert "Known: " in told
    assert "stix" in told


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_what_is_no_text_is_not_printed(desk: Path, form: str) -> None:
    for entity in ("org-reed", "Nobody"):  # refused before anything is looked up or drawn
        done = marsad("dossier", entity, "--format", form, cwd=desk)
        assert done.returncode == 2
        assert "--out" in done.stderr


@pytest.mark.parametrize("given", [("Nobody",), ("org-reed", "--format", "tarot"),
                                   ("org-reed", "--since", "soon")])  # fmt: skip
def test_what_cannot_be_made_leaves_no_file(desk: Path, given: tuple[str, ...]) -> None:
    (desk / "kept.md").write_text("kept", encoding="utf-8")
    for name in ("none.md", "kept.md"):
        assert marsad("dossier", *given, "--out", name, cwd=desk).returncode == 1
    assert not (desk / "none.md").exists()
    assert (desk / "kept.md").read_text(encoding="utf-8") == "kept"


def test_a_file_that_cannot_be_written_is_explained(desk: Path) -> None:
    done = marsad("dossier", "org-reed", "--out", "no/such/folder/d.md", cwd=desk)
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
