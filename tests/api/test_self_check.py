"""The nightly self-check of a workspace: what it finds, when it runs, and what is settled."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.api.decided import NOON, Ticking, fact

from marsad.api import Workspace
from marsad.errors import DecisionError, NotFoundError
from marsad.model import Dataset, Entity, EntityKind, Fact, Name, Role, Source, Verdict

BODY = Entity("org-heron", EntityKind.ORGANIZATION, (Name("Heron Brigades", "en", canonical=True),))
DOLAN = Entity(
    "per-dolan",
    EntityKind.PERSON,
    (Name("Karim Dolan", "en", canonical=True),),
    (Role("secretary general", "org-heron", "2019-01-01", "2024-12-31"),),
)
VOSK = Entity(
    "per-vosk",
    EntityKind.PERSON,
    (Name("Tamir Vosk", "en", canonical=True),),
    (Role("secretary general", "org-heron", "2022-01-01", "2025-12-31"),),
)
POST = (
    '{"id": "d1", "url": "https://desk.example/1", "published": "2026-03-03T10:00:00Z", '
    '"text": "Interior Minister Karim Dolan said on Tuesday that the road will stay closed."}\n'
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("check")
    path = folder / "documents.jsonl"
    path.write_text(POST, encoding="utf-8")
    with Workspace.create(folder / "workspace") as workspace:
        workspace.add_entities([BODY, DOLAN, VOSK])
        with workspace.store.write() as writer:
            for key in ("un", "ofac"):
                writer.put_dataset(Dataset(key, key.upper(), "ftm"))
        workspace.add_source(Source("desk", "documents", str(path), "Desk", local=True))
        workspace.ingest()
        workspace.run()
    return folder / "workspace"


@pytest.fixture
def clock() -> Ticking:
    return Ticking(timedelta(milliseconds=1))


@pytest.fixture
def workspace(built: Path, tmp_path: Path, clock: Ticking) -> Iterator[Workspace]:
    shutil.copytree(built, tmp_path / "workspace")
    with Workspace.open(tmp_path / "workspace", clock=clock) as opened:
        yield opened


def put(workspace: Workspace, *facts: Fact) -> None:
    with workspace.store.write() as writer:
        writer.put_facts(facts)


def kinds(workspace: Workspace) -> list[str]:
    """Return what is found, but for names that the shipped lists share."""
    return [c.kind for c in workspace.self_check().found if c.kind != "shared name"]


BIRTHS = (
    fact("per-dolan", "birthDate", "1971", "un"),
    fact("per-dolan", "birthDate", "1969", "ofac"),
)


def test_what_contradicts_itself_is_found_across_facts_roles_and_statements(
    workspace: Workspace,
) -> None:
    assert kinds(workspace) == ["one office"]
    put(workspace, *BIRTHS, fact("per-dolan", "deathDate", "2020-01-03", "un"))
    assert sorted(kinds(workspace)) == ["births", "late words", "one office"]
    late = next(c for c in workspace.contradictions() if c.kind == "late words")
    (view,) = workspace.posts()
    (said,) = late.said
    assert (said.post_id, said.version_id) == (view.post.id, view.version.id)
    assert "road" in said.span.of(view.version.text)


def test_names_of_any_direction_leave_the_sentence_around_them_alone(workspace: Workspace) -> None:
    hostile = Entity("per-3", EntityKind.PERSON, (Name("تامر\u202e\u2069 فوسك", "ar"),))
    workspace.add_entities([hostile])
    put(
        workspace,
        fact("per-3", "birthDate", "1971", "un"),
        fact("per-3", "birthDate", "1969", "ofac"),
    )
    (found,) = (c for c in workspace.self_check().found if c.kind == "births")
    assert found.message.startswith("\u2068تامر فوسك\u2069 was born in ")


def test_a_statement_that_a_reader_rejected_was_not_said(workspace: Workspace) -> None:
    put(workspace, fact("per-dolan", "deathDate", "2020-01-03", "un"))
    (view,) = workspace.posts()
    workspace.judge_mark(view.post.id, view.statements[0].id, Verdict.REJECT, by="Dana")
    assert "late words" not in kinds(workspace)


def test_facts_of_two_that_were_merged_are_checked_as_one(workspace: Workspace) -> None:
    put(workspace, BIRTHS[0], fact("per-vosk", "birthDate", "1980", "un"))
    assert "births" not in kinds(workspace)
    merged = workspace.merge("per-vosk", "per-dolan", by="Dana")
    assert kinds(workspace) == ["births"]  # and nobody shares the office with himself
    workspace.undo(merged.id, by="Dana")
    assert kinds(workspace) == ["one office"]
    workspace.merge("per-vosk", "org-heron", by="Dana")
    assert "kinds" in kinds(workspace)


def test_a_fact_that_its_list_has_dropped_contradicts_nothing(workspace: Workspace) -> None:
    put(workspace, *BIRTHS)
    with workspace.store.write() as writer:
        writer.retire_facts("ofac", NOON + timedelta(days=1))
    assert "births" not in kinds(workspace)


def test_memberships_of_bodies_in_a_circle_are_found(workspace: Workspace) -> None:
    workspace.add_entities([Entity("org-2", EntityKind.ORGANIZATION, (Name("Owl Front", "en"),))])
    for key, part, whole in (("m-1", "org-heron", "org-2"), ("m-2", "org-2", "org-heron")):
        put(
            workspace,
            fact(key, "member", part, "un", schema="Membership", refers=True),
            fact(key, "organization", whole, "un", schema="Membership", refers=True),
        )
    put(workspace, fact("org-2", "country", "iq", "un", schema="Organization"))
    put(workspace, fact("org-heron", "country", "iq", "un", schema="Organization"))
    found = [c for c in workspace.self_check().found if c.kind == "circle"]
    assert [set(c.entity_ids) for c in found] == [{"org-heron", "org-2"}]
    assert {f.entity_id for f in found[0].facts} == {"m-1", "m-2"}


# ---------------------------------------------------------------- settled


def test_what_is_settled_stays_so_until_its_facts_change(workspace: Workspace) -> None:
    put(workspace, *BIRTHS)
    found = next(c for c in workspace.self_check().found if c.kind == "births")
    made = workspace.dismiss(found.id, by="Dana", reason="a slip of OFAC")
    workspace.self_check()
    assert found.id not in {c.id for c in workspace.contradictions()}
    assert [c.id for c in workspace.contradictions(dismissed=True)] == [found.id]
    put(workspace, fact("per-dolan", "birthDate", "1968", "ofac"))
    workspace.self_check()
    assert "births" in {c.kind for c in workspace.contradictions()}
    with workspace.store.write() as writer:
        writer.retire_facts("ofac", NOON)
    put(workspace, *BIRTHS)
    workspace.undo(made.id, by="Dana")
    workspace.self_check()
    assert "births" in {c.kind for c in workspace.contradictions()}


def test_only_what_was_found_is_settled_and_with_a_reason(workspace: Workspace) -> None:
    workspace.self_check()
    (found,) = (c for c in workspace.contradictions() if c.kind == "one office")
    with pytest.raises(DecisionError):
        workspace.dismiss(found.id, by="Dana", reason=" ")
    with pytest.raises(NotFoundError):
        workspace.dismiss("k_none", by="Dana", reason="none")


# ---------------------------------------------------------------- every day


def test_a_run_checks_once_a_day(workspace: Workspace, clock: Ticking) -> None:
    clock.now = datetime.now(UTC) + timedelta(days=2)
    workspace.run()
    first = workspace.last_check()
    assert first is not None
    put(workspace, *BIRTHS)
    clock.now += timedelta(hours=23)
    workspace.run()
    assert workspace.last_check() == first
    clock.now += timedelta(hours=2)
    workspace.run()
    assert "births" in {c.kind for c in workspace.contradictions()}


def test_a_new_workspace_was_never_checked(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "new") as workspace:
        assert workspace.last_check() is None
        assert workspace.contradictions() == ()
        assert workspace.self_check().found == ()
