"""``marsad dossier`` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.test_cli import marsad

ENTITIES = [
    {"id": "org-reed", "kind": "Organization",
     "names": [{"text": "Reed Council", "language": "en", "canonical": True},
               {"text": "مجلس القصب", "language": "ar"}]},
    {"id": "org-reed-2", "kind": "Organization",
     "names": [{"text": "Reed Council of the North", "language": "en", "canonical": True},
               {"text": "مجلس القصب", "language": "ar"}]},
]  # fmt: skip


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
                    str(row["id"]),
                    EntityKind.ORGANIZATION,
                    tuple(Name(**name) for name in row["names"]),  # type: ignore[arg-type]
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


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF-"), ("html", b"<!doctype html>")])
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


def test_what_is_no_text_is_not_printed(desk: Path) -> None:
    done = marsad("dossier", "org-reed", "--format", "pdf", cwd=desk)
    assert done.returncode == 2
    assert "--out" in done.stderr


def test_a_file_that_cannot_be_written_is_explained(desk: Path) -> None:
    done = marsad("dossier", "org-reed", "--out", "no/such/folder/d.md", cwd=desk)
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
