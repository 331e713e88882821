"""Decisions about entities on the command line."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from marsad.api import Workspace
from marsad.cli import app
from marsad.errors import MarsadError
from marsad.model import Dataset, Entity, EntityKind, Fact, Name

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
UN = Dataset("un-sc", "Security Council list", "un", authority=True)


def fact(
    entity: str, prop: str, value: str, *, schema: str = "Person", refers: bool = False
) -> Fact:
    key = Fact.make_id(UN.id, entity, prop, value)
    return Fact(key, entity, schema, prop, value, UN.id, NOON, NOON, refers, reference="QDi.900")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    names = Name("Karim Dolan", "en", canonical=True), Name("كريم دولان", "ar")
    with Workspace.create(tmp_path / "workspace") as workspace:
        workspace.add_entities(
            [
                Entity("per-dolan", EntityKind.PERSON, names),
                Entity("per-2", EntityKind.PERSON, (Name("K. Dawlan\x1b[31m", "en"),)),
                Entity("org-heron", EntityKind.ORGANIZATION, (Name("Heron Brigades", "en"),)),
            ]
        )
        with workspace.store.write() as writer:
            writer.put_dataset(UN)
            writer.put_facts(
                [
                    fact("per-dolan", "birthDate", "1971-03-02"),
                    fact("s-1", "entity", "per-dolan", schema="Sanction", refers=True),
                    fact("s-1", "listingDate", "2015-06-01", schema="Sanction"),
                    fact("s-1", "endDate", "2014-01-01", schema="Sanction"),
                ]
            )
    return tmp_path / "workspace"


def marsad(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["-w", str(folder), *words])


def said(folder: Path, *words: str) -> str:
    result = marsad(folder, *words)
    assert result.exit_code == 0, result.output
    return result.output


def test_an_entity_is_shown_by_id_or_name_with_who_says_what(folder: Path) -> None:
    for which in ("per-dolan", "karim dolan", "كريم دولان"):
        shown = said(folder, "entity", "show", which)
        assert "birthDate: 1971-03-02 — Security Council list, QDi.900" in shown
        assert "Sanction — " in shown
    plain = json.loads(said(folder, "entity", "show", "per-dolan", "--json"))
    assert plain["entity"]["id"] == "per-dolan"


def test_a_name_that_several_have_or_none_is_refused(folder: Path) -> None:
    with Workspace.open(folder) as workspace:
        twin = Entity("per-3", EntityKind.PERSON, (Name("Karim Dolan", "en"),))
        workspace.add_entities([twin])
    several = marsad(folder, "entity", "show", "Karim Dolan")
    assert isinstance(several.exception, MarsadError)
    assert "per-3" in several.exception.hint
    assert isinstance(marsad(folder, "entity", "show", "nobody").exception, MarsadError)


def test_found_names_steer_no_terminal(folder: Path) -> None:
    found = said(folder, "entity", "find", "dawlan")
    assert "per-2" in found
    assert "\x1b" not in found
    assert "\x1b" not in said(folder, "entity", "show", "per-2")


def test_a_merge_is_made_shown_and_taken_back(folder: Path) -> None:
    merged = said(
        folder, "entity", "merge", "per-2", "per-dolan", "--by", "Noor", "--reason", "one man"
    )
    undo = merged.strip().splitlines()[-1].rpartition(" ")[2]
    assert "merged with:" in said(folder, "entity", "show", "per-2")
    history = said(folder, "entity", "history", "per-2")
    assert "Noor" in history
    assert "one man" in history
    said(folder, "entity", "undo", undo, "--by", "Dana")
    assert "merged with:" not in said(folder, "entity", "show", "per-2")
    assert "[taken back]" in said(folder, "entity", "history", "per-2")
    told = json.loads(said(folder, "entity", "history", "per-2", "--json"))
    assert [each["stands"] for each in told] == [False, True]


def test_every_decision_has_its_command(folder: Path) -> None:
    said(folder, "entity", "rename", "per-dolan", "Karim H. Dolan", "--by", "Dana")
    assert "Karim H. Dolan" in said(folder, "entity", "show", "per-dolan")
    said(folder, "entity", "dispute", "per-dolan", "--reason", "born 1969", "--by", "Dana")
    said(folder, "entity", "retire", "per-dolan", "--reason", "no office", "--by", "Dana")
    shown = said(folder, "entity", "show", "per-dolan")
    assert "Dana: born 1969" in shown
    assert "retired:" in shown
    said(folder, "entity", "split", "per-2", "per-dolan", "--by", "Dana")
    assert "not-same-as" in said(folder, "entity", "history", "per-2")
    made = said(
        folder, "entity", "make", "Sea Wolves", "--kind", "Organization", "--reason", "claims"
    )
    assert "Sea Wolves" in said(folder, "entity", "show", made.partition(":")[0])


@pytest.mark.parametrize("deed", ["retire", "dispute"])
def test_a_reason_is_asked_for(folder: Path, deed: str) -> None:
    assert marsad(folder, "entity", deed, "per-dolan").exit_code == 2
    refused = marsad(folder, "entity", deed, "per-dolan", "--reason", "  ")
    assert isinstance(refused.exception, MarsadError)
    assert refused.exception.hint


def test_a_person_is_made_only_with_a_reason(folder: Path) -> None:
    words = ("entity", "make", "Ada Quill", "--kind", "Person")
    assert marsad(folder, *words).exit_code == 2
    assert isinstance(marsad(folder, *words, "--reason", " ").exception, MarsadError)
    assert "Nobody is called so" in said(folder, "entity", "find", "Ada Quill")


def test_who_may_be_the_same_is_listed_with_reasons(folder: Path) -> None:
    with Workspace.open(folder) as workspace:
        twin = Entity("per-3", EntityKind.PERSON, (Name("Karim Dolan", "en"),))
        workspace.add_entities([twin])
    listed = said(folder, "entity", "alike", "per-3")
    assert "per-dolan" in listed
    assert "+ Both are called" in listed


def test_contradictions_are_listed_and_settled(folder: Path) -> None:
    listed = said(folder, "check")
    assert "lifted on 2014-01-01" in listed
    assert "Errors: 1; doubts: 0." in listed
    (found,) = json.loads(said(folder, "check", "--json"))
    left = said(folder, "check", "--settle", found["id"], "--reason", "a slip", "--by", "Dana")
    assert "Nothing contradicts itself." in left
    assert found["id"] in said(folder, "check", "--dismissed")
