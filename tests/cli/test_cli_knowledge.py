"""``marsad knowledge`` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.test_cli import marsad
from tests.resolve.importing import samples

NAMES = ("NUR", "HADID AL-YASIRI")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    assert marsad("init", "desk", cwd=tmp_path).returncode == 0
    listed = samples.un(samples.un_person(1, *NAMES), samples.un_body(2, "LANTERN FRONT"))
    (tmp_path / "desk/un.xml").write_bytes(listed)
    return tmp_path / "desk"


def test_a_list_is_previewed_imported_listed_and_dropped(desk: Path) -> None:
    preview = marsad("knowledge", "import", "un.xml", "--dry-run", cwd=desk)
    assert preview.returncode == 0, preview.stderr
    assert "added    NUR HADID AL-YASIRI  (Person, unsc-1)" in preview.stdout
    assert "    + name: NUR HADID AL-YASIRI" in preview.stdout
    assert "Nothing was stored." in preview.stdout
    assert "No dataset" in marsad("knowledge", "list", cwd=desk).stdout

    done = marsad("knowledge", "import", "un.xml", "--by", "Rana", cwd=desk)
    assert "1 Organization, 1 Person, 2 Sanction" in done.stdout
    assert "4 added, 0 changed, 0 removed" in done.stdout
    assert "2026-02-27" in marsad("knowledge", "list", cwd=desk).stdout
    history = json.loads(marsad("knowledge", "history", "--json", cwd=desk).stdout)
    assert [(made["by"], made["file"]) for made in history] == [("Rana", "un.xml")]

    assert "4 entities" in marsad("knowledge", "drop", "un-sc", "--yes", cwd=desk).stdout
    assert "Nothing was imported" in marsad("knowledge", "history", cwd=desk).stdout


def test_a_new_edition_is_told_property_by_property(desk: Path) -> None:
    marsad("knowledge", "import", "un.xml", cwd=desk)
    older = samples.un(samples.un_person(1, "NOOR", NAMES[1])).replace(b"2026-02-27", b"2025-02-27")
    (desk / "un.xml").write_bytes(older)
    told = marsad("knowledge", "import", "un.xml", "--dry-run", cwd=desk).stdout
    assert "    - name: NUR HADID AL-YASIRI\n    + name: NOOR HADID AL-YASIRI\n" in told
    assert "removed  LANTERN FRONT" in told
    assert "this edition is older than that of 2026-02-27" in told


def test_facts_are_exported(desk: Path) -> None:
    marsad("knowledge", "import", "un.xml", cwd=desk)
    lines = marsad("knowledge", "export", "un-sc", cwd=desk).stdout.splitlines()
    assert {json.loads(line)["schema"] for line in lines} == {"Person", "Organization", "Sanction"}
    done = marsad("knowledge", "export", "--format", "csv", "-o", "facts.csv", cwd=desk)
    assert "lines in facts.csv" in done.stdout
    assert (desk / "facts.csv").read_text("utf-8").startswith('"canonical_id","entity_id"')


def test_a_file_that_is_no_list_is_explained(desk: Path) -> None:
    (desk / "letter.txt").write_text("Dear reader", "utf-8")
    for name, said in (("letter.txt", "--kind"), ("absent.xml", "cannot be read")):
        done = marsad("knowledge", "import", name, cwd=desk)
        assert done.returncode == 1
        assert said in done.stderr
        assert "Traceback" not in done.stderr


def test_lines_that_hold_half_a_sign_are_told_and_the_rest_is_imported(desk: Path) -> None:
    rows = [
        {"id": key, "schema": "Organization", "properties": {"name": [name]}}
        for key, name in (("o-1", "Lantern Front"), ("o-2", "Heron \ud800"), ("o-\udfff", "Reed"))
    ]
    (desk / "x.json").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    done = marsad("knowledge", "import", "x.json", cwd=desk)
    assert done.returncode == 0, done.stderr
    assert "2 entities" in done.stdout
    assert "skipped o-\ufffd: its id holds signs" in done.stdout


def test_hostile_names_do_not_steer_the_terminal(desk: Path) -> None:
    row = {"id": "o-1", "schema": "Organization", "properties": {"name": ["\x1b[31mLantern\u202e"]}}
    (desk / "x.json").write_text(json.dumps(row), "utf-8")
    told = marsad("knowledge", "import", "x.json", "--dry-run", cwd=desk).stdout
    assert "Lantern" in told
    assert "\x1b" not in told
    assert "\u202e" not in told
