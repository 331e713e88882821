"""Dossiers through the API: what a workspace holds about an entity, but what was rejected."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.pipeline.conftest import documents_source, write_documents

from marsad.api import EntityFilter, Workspace
from marsad.errors import NotFoundError, ReportError
from marsad.model import (
    Act,
    Basis,
    Entity,
    EntityKind,
    Mention,
    Name,
    Role,
    Span,
    Speaker,
    Statement,
    Verdict,
)
from marsad.ports import Extraction

ROWS = {
    "said": ("2026-03-03", "The Reed Council said: We will close the road."),
    "aimed": ("2026-03-04", "Odo Marl said: We condemn the Reed Council."),
    "named": ("2026-03-05", "Rain fell on the Reed Council and on the valley."),
    "other": ("2026-03-06", "Wheat is dear this year."),
}
COUNCIL = Entity(
    "org-reed",
    EntityKind.ORGANIZATION,
    (Name("Reed Council", "en", canonical=True), Name("مجلس القصب", "ar", canonical=True)),
)
ODO = Entity(
    "per-odo",
    EntityKind.PERSON,
    (Name("Odo Marl", "en", canonical=True),),
    (Role("secretary", "org-reed", "2020-01-01"),),
)
TWIN = Entity("org-reed-2", EntityKind.ORGANIZATION, (Name("مجلس القصب", "ar"),))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Four posts, in which statements were found by hand."""
    rows = [
        {
            "id": key,
            "url": f"https://desk.example/{key}",
            "text": text,
            "published": f"{day}T10:00Z",
        }
        for key, (day, text) in ROWS.items()
    ]
    opened = Workspace.create(tmp_path / "workspace")
    opened.add_source(documents_source(write_documents(tmp_path / "d.jsonl", rows)))
    opened.add_entities([COUNCIL, ODO, TWIN])
    opened.ingest()
    found(opened, "said", "We will close the road.", "org-reed", Act.THREAT)
    found(opened, "aimed", "We condemn the Reed Council.", "per-odo", Act.CONDEMNATION,
          "the Reed Council")  # fmt: skip
    return opened


def found(
    workspace: Workspace, key: str, words: str, speaker: str, act: Act, target: str | None = None
) -> None:
    view = next(v for v in workspace.posts() if v.post.native_id == key)
    text, version = view.version.text, view.version.id
    span = Span(text.index(words), text.index(words) + len(words))
    said = Statement(
        f"s_{key}", version, Speaker("", Basis.VOICE, None, speaker), (span,), act, target=target
    )
    start = text.find("Reed Council")
    mention = Mention(
        f"m_{key}", version, Span(start, start + 12), "Organization", "org-reed", 1.0, "test"
    )
    with workspace.store.write() as writer:
        writer.put_extraction(version, Extraction((mention,), (said,)))


def test_statements_are_by_it_or_about_it(workspace: Workspace) -> None:
    dossier = workspace.dossier("org-reed")
    assert [(s.own, s.act) for s in dossier.said] == [
        (True, Act.THREAT),
        (False, Act.CONDEMNATION),
    ]
    assert dossier.statements == (1, 1)


def test_what_is_said_for_a_body_by_its_people_counts_as_theirs(workspace: Workspace) -> None:
    assert workspace.dossier("per-odo").statements == (1, 0)


def test_a_rejected_statement_is_left_out(workspace: Workspace) -> None:
    view = next(v for v in workspace.posts() if v.post.native_id == "said")
    workspace.judge_mark(view.post.id, "s_said", Verdict.REJECT, by="Dana")
    dossier = workspace.dossier("org-reed")
    assert dossier.statements == (0, 1)
    assert "close the road" not in repr(dossier.timeline)


def test_days_narrow_statements_but_not_facts(workspace: Workspace) -> None:
    dossier = workspace.dossier("org-reed", "2026-03-04", "2026-03-31")
    assert dossier.statements == (0, 1)
    assert [t.start.name for t in dossier.ties] == ["Odo Marl"]
    with pytest.raises(ReportError):
        workspace.dossier("org-reed", "soon")


def test_a_name_that_is_linked_to_nothing_is_an_open_question(workspace: Workspace) -> None:
    asked = [q for q in workspace.dossier("org-reed").questions if q.kind == "undecided"]
    assert "one post" in asked[0].text
    assert asked[0].notes


def test_it_cites_sealed_captures(workspace: Workspace) -> None:
    posts = [g for g in workspace.dossier("org-reed").grounds if g.kind.value == "post"]
    assert posts
    sealed = {c.sha256 for c in workspace.read.captures_by_id(
        [v.version.capture_id for v in workspace.posts()]
    ).values()}  # fmt: skip
    assert {g.sha256 for g in posts} <= sealed


def test_merged_entities_have_one_dossier(workspace: Workspace) -> None:
    workspace.merge("org-reed-2", "org-reed", by="Dana", reason="one body")
    one, other = (workspace.dossier(key) for key in ("org-reed", "org-reed-2"))
    assert (one.entity_id, one.merged) == ("org-reed", ("org-reed-2",))
    assert [*one.items()] == [*other.items()]


def test_an_entity_is_named_by_id_or_by_a_name_that_only_it_has(workspace: Workspace) -> None:
    assert workspace.entity_named("org-reed") == COUNCIL
    assert workspace.entity_named("reed council") == COUNCIL
    with pytest.raises(NotFoundError) as two:
        workspace.entity_named("مجلس القصب")
    assert "org-reed (Reed Council), org-reed-2" in two.value.hint
    with pytest.raises(NotFoundError) as none:
        workspace.entity_named("Council of the Reeds")
    assert none.value.hint


@pytest.mark.parametrize("text", ["", "  ", "%", "'; DROP TABLE entities; --", "\u202e"])
def test_a_hostile_name_names_nobody(workspace: Workspace, text: str) -> None:
    with pytest.raises(NotFoundError):
        workspace.entity_named(text)


def test_lists_of_entities_tell_how_much_each_says(workspace: Workspace) -> None:
    query = EntityFilter(name="reed", kind=EntityKind.ORGANIZATION)
    assert workspace.find_entities(query)[0] == (COUNCIL, 1)
    speakers = workspace.find_entities(EntityFilter(speaks=True))
    assert {entity.id for entity, _ in speakers} == {"org-reed", "per-odo"}


def test_formats_are_of_the_renderers_and_of_the_exporters(workspace: Workspace) -> None:
    assert {"docx", "html", "json", "markdown", "pdf", "stix", "ftm", "misp"} <= set(
        workspace.dossier_formats()
    )
    body, suffix = workspace.render_dossier("org-reed", "stix")
    assert suffix == "json"
    assert json.loads(body)["type"] == "bundle"
    with pytest.raises(NotFoundError):
        workspace.render_dossier("org-reed", "tarot")


def test_the_report_of_a_dossier_can_be_published(workspace: Workspace) -> None:
    report = workspace.keep(workspace.dossier_report("org-reed"))
    assert not [f for f in workspace.check(report) if f.severity == "error"]
    assert workspace.publish(report.id, ["markdown"])[0].read_text("utf-8").count("We will close")
