"""Whatever can be enumerated is described, and nothing is described that does not exist."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
from tests.docs import cli_reference

from marsad import errors
from marsad.api import TASKS, extract_text
from marsad.config import Config, default_toml
from marsad.model import Act, Basis
from marsad.plugins import connectors, renderers
from marsad.ports import Limits

_ROW = re.compile(r"^\| (?P<cells>.+) \|$", re.MULTILINE)


def _rows(page: Path) -> list[list[str]]:
    text = page.read_text(encoding="utf-8")
    return [re.split(r" *(?<!\\)\| *", row["cells"]) for row in _ROW.finditer(text)]


def _headings(page: Path) -> set[str]:
    return set(re.findall(r"^## `([^`]+)`$", page.read_text(encoding="utf-8"), re.MULTILINE))


def test_the_command_line_is_described_as_it_is(docs: Path) -> None:
    held = (docs / "reference/cli.md").read_text(encoding="utf-8")
    assert held == cli_reference.page(), "run: python -m tests.docs.cli_reference"


def test_every_command_and_option_stands_in_the_page() -> None:
    page = cli_reference.page()
    for name, command in cli_reference.commands():
        assert f"## `{name}`\n" in page
        for parameter in command.params:
            written = (f"`{option}`" for option in parameter.opts if option.startswith("-"))
            if parameter.name not in ("install_completion", "show_completion"):
                assert all(option in page for option in written)


def test_every_setting_is_described_with_its_default(docs: Path) -> None:
    told = {r[0].strip("`"): r[1].strip("`") for r in _rows(docs / "reference/configuration.md")}
    template = tomllib.loads(default_toml(""))
    known = {
        f"{section}.{key}": v for section, table in template.items() for key, v in table.items()
    }
    assert {key.partition(".")[2] for key in known} == {f.name for f in fields(Config) if f.init}
    described = {key: value for key, value in told.items() if "." in key}
    assert described.keys() == known.keys()
    for key, value in known.items():
        expected = "the folder’s name" if key == "workspace.name" else str(value) or "empty"
        assert described[key] == expected, key


def test_every_act_has_an_example_that_is_found(docs: Path) -> None:
    rows = [r for r in _rows(docs / "reference/acts.md") if r[0] in {act.value for act in Act}]
    assert [r[0] for r in rows] == [act.value for act in Act]
    for act, definition, example in rows:
        assert definition
        found = extract_text(example, language="en", published=None).statements
        assert [s.act.value for s in found] == [act], example


def test_every_basis_is_described(docs: Path) -> None:
    page = (docs / "explanation/statements.md").read_text(encoding="utf-8")
    assert all(f"| {basis.value} |" in page for basis in Basis)


def test_every_error_is_described_and_no_other(docs: Path) -> None:
    page = (docs / "reference/errors.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\b[A-Z]\w+Error\b", page)) == set(errors.__all__)
    described = {row[0].strip("`") for row in _rows(docs / "reference/errors.md")}
    assert set(errors.__all__) <= described


def test_every_connector_is_described_and_no_other(docs: Path) -> None:
    registry = connectors(Limits())
    assert _headings(docs / "reference/connectors.md") == set(registry.names())


def test_every_format_of_a_report_is_described(docs: Path) -> None:
    page = (docs / "how-to/publish-a-brief.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in page for name in renderers().names())


def test_every_task_is_described_with_or_without_engine(docs: Path) -> None:
    rows = {r[0]: r for r in _rows(docs / "reference/evaluation.md")}
    for task, engine in TASKS.items():
        assert rows[f"`{task}`"][-1] == ("yes" if engine else "no"), task


@pytest.mark.parametrize("key", ["capture_id", "record_sha256", "prev", "hash"])
def test_the_ledger_line_is_described(key: str, docs: Path) -> None:
    assert f"| `{key}` |" in (docs / "reference/file-formats.md").read_text(encoding="utf-8")
