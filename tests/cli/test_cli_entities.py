"""Decisions about entities on the command line."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from marsad.api import Workspace
from marsad.cli import app
from marsad.errors import MarsadError, NotFoundError
from marsad.model import Dataset, Entity, EntityKind, Fact, Name, Source

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


def test_a_fact_is_recorded_shown_taken_back_and_ended(folder: Path) -> None:
    words = ("entity", "fact", "karim dolan", "position", "spokesman", "--reason", "his channel")
    told = said(folder, *words, "--since", "2014", "--until", "2016-03", "--by", "Dana")
    key, undo = told.partition(":")[0], told.strip().rpartition(" ")[2]
    assert "position spokesman (2014 to 2016-03)" in told
    shown = said(folder, "entity", "show", "per-dolan")
    assert f"position: spokesman (2014 to 2016-03) — What editors recorded here, {key}" in shown
    assert "Dana: accept position spokesman: his channel" in shown
    said(folder, "entity", "undo", undo)
    assert ", until " in said(folder, "entity", "show", "per-dolan")
    assert "[taken back]" in said(folder, "entity", "history", "per-dolan")
    said(folder, *words, "--since", "2014", "--until", "2016-03")
    ended = said(folder, "entity", "end-fact", "per-dolan", key, "--reason", "a slip")
    assert "no longer stands" in ended
    assert "reject position spokesman: a slip" in said(folder, "entity", "history", "per-dolan")
    plain = json.loads(said(folder, *words, "--since", "2014", "--until", "2016-03", "--json"))
    assert plain["id"] == key


def test_a_fact_that_is_of_no_use_is_refused_with_what_to_do(folder: Path) -> None:
    words = ("entity", "fact", "per-dolan")
    why = ("--reason", "seen")
    assert marsad(folder, *words, "position", "spokesman").exit_code == 2
    assert marsad(folder, *words, "position", "spokesman", "--words", "x", *why).exit_code == 2
    for told in (
        ("phone", "+964 770 1234567"),
        ("wingspan", "2 m"),
        ("position", "spokesman", "--since", "yesterday"),
        ("position", "spokesman", "--since", "2016", "--until", "2014"),
        ("parent", "nobody"),
        ("position", "spokesman", "--source-post", "p_nowhere"),
    ):
        refused = marsad(folder, *words, *told, *why)
        assert isinstance(refused.exception, MarsadError), refused.output
        assert refused.exception.hint or isinstance(refused.exception, NotFoundError)
    assert marsad(folder, "entity", "end-fact", "per-dolan", "f_none").exit_code == 2
    none = marsad(folder, "entity", "end-fact", "per-dolan", "f_none", *why)
    assert isinstance(none.exception, MarsadError)
    assert "entity show" in none.exception.hint


def test_a_fact_cites_a_post_and_names_a_body(folder: Path) -> None:
    text = "Karim Dolan, spokesman of the Heron Brigades, said that the road will stay closed."
    path = folder.parent / "documents.jsonl"
    path.write_text(f'{{"id": "d1", "url": "https://desk.example/1", "text": "{text}"}}\n', "utf-8")
    with Workspace.open(folder) as workspace:
        workspace.add_source(Source("desk", "documents", str(path), "Desk", local=True))
        workspace.ingest()
        view = workspace.posts()[0]
    cite = ("--source-post", view.post.id, "--reason", "seen", "--json")
    words = ("entity", "fact", "per-dolan", "position", "spokesman", "--words")
    made = json.loads(said(folder, *words, "spokesman of the Heron Brigades", *cite))
    assert made["version_id"] == view.version.id
    assert text[made["span"]["start"] : made["span"]["end"]] == "spokesman of the Heron Brigades"
    absent = marsad(folder, *words, "\x1b[31mcommander", *cite)
    assert isinstance(absent.exception, MarsadError)
    assert "original" in absent.exception.hint
    said(folder, "entity", "fact", "per-dolan", "parent", "heron brigades", "--reason", "seen")
    assert "parent: Heron Brigades" in said(folder, "entity", "show", "per-dolan")


def test_roles_that_posts_tell_are_listed_accepted_and_declined(folder: Path) -> None:
    assert "Posts give nobody a role" in said(folder, "entity", "roles")
    texts = (
        "Karim Dolan, spokesman of the Heron Brigades, said that the road will stay closed.",
        "The spokesman of the Heron Brigades, Karim Dolan, said that fish was dear this winter.",
    )
    lines = [
        {"id": f"d{n}", "url": f"https://desk.example/{n}", "published": f"2026-03-0{n}T10:00:00Z"}
        | {"text": text}
        for n, text in enumerate(texts, start=1)
    ]
    path = folder.parent / "documents.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    with Workspace.open(folder) as workspace:
        workspace.add_source(Source("desk", "documents", str(path), "Desk", local=True))
        workspace.ingest()
        workspace.run()
    listed = said(folder, "entity", "roles", "karim dolan")
    key = listed.partition(" ")[0]
    assert "spokesman of Heron Brigades, 2 statements of 2 origins, 2026-03-01 to 2026-03-02" in (
        listed
    )
    assert "Karim Dolan, spokesman of the Heron Brigades" in listed
    (plain,) = json.loads(said(folder, "entity", "roles", "--json"))
    assert [told["day"] for told in plain["told"]] == ["2026-03-01", "2026-03-02"]

    assert marsad(folder, "entity", "decline-role", key).exit_code == 2
    declined = said(folder, "entity", "decline-role", key, "--reason", "a namesake", "--by", "Dana")
    assert "Posts give nobody a role" in said(folder, "entity", "roles")
    refused = marsad(folder, "entity", "accept-role", key)
    assert isinstance(refused.exception, NotFoundError)
    assert "entity roles" in refused.exception.hint
    said(folder, "entity", "undo", declined.strip().rpartition(" ")[2])

    accepted = said(folder, "entity", "accept-role", key, "--until", "2026-04", "--by", "Dana")
    assert "position spokesman of Heron Brigades (? to 2026-04)" in accepted
    assert "position: spokesman of Heron Brigades" in said(folder, "entity", "show", "per-dolan")
    assert "Posts give nobody a role" in said(folder, "entity", "roles")


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
