"""Dossiers follow what people decided: notes that something may be the same, and their undoing."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.pipeline.conftest import documents_source, write_documents

from marsad.api import Workspace
from marsad.model import Entity, EntityKind, Mention, Name, Span, Story
from marsad.ports import Extraction

BODIES = {"org-reed": "Reed Council", "org-marsh": "Marsh Council", "org-bank": "Bank Council"}
PRIVATE = "Tam Reedy"
ROWS = {
    "first": f"{PRIVATE} heard the shots at night.",
    "second": "Rain fell on the Reed Council and on the valley.",
    "quoted": "The „Reed“ Council met in the valley.",
    "words": "The Council of the valley cut a reed.",
}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    rows = [
        {"id": key, "url": f"https://desk.example/{key}", "text": text, "published": "2026-03-03"}
        for key, text in ROWS.items()
    ]
    opened = Workspace.create(tmp_path / "workspace")
    opened.add_source(documents_source(write_documents(tmp_path / "d.jsonl", rows)))
    opened.add_entities(
        [
            Entity(key, EntityKind.ORGANIZATION, (Name(name, "en", canonical=True),))
            for key, name in BODIES.items()
        ]
    )
    opened.ingest()
    return opened


def alike(workspace: Workspace, entity_id: str) -> list[str]:
    """Return what the dossier asks about others that may be the same."""
    questions = workspace.dossier(entity_id).questions
    return [q.text for q in questions if "may be the same" in q.text]


def mention(workspace: Workspace, key: str, words: str, kind: str, entity_id: str | None) -> str:
    """Put a mention into a post, and return the post's id."""
    view = next(v for v in workspace.posts() if v.post.native_id == key)
    start = view.version.text.index(words)
    span, version = Span(start, start + len(words)), view.version.id
    found = Mention(f"m_{key}", version, span, kind, entity_id, 1.0, "test")
    with workspace.store.write() as writer:
        writer.put_extraction(version, Extraction((found,), ()))
    return view.post.id


# ------------------------------------------------------------ may be the same


def test_a_note_that_two_may_be_the_same_is_asked_in_both_dossiers(workspace: Workspace) -> None:
    workspace.suggest_same("org-reed", "org-marsh", by="Dana", reason="one address")
    assert alike(workspace, "org-reed") == ["Dana noted that it may be the same as Marsh Council."]
    assert alike(workspace, "org-marsh") == ["Dana noted that it may be the same as Reed Council."]


def test_a_note_that_was_taken_back_is_not_asked(workspace: Workspace) -> None:
    made = workspace.suggest_same("org-reed", "org-marsh", by="Dana", reason="one address")
    workspace.undo(made.id, by="Dana", reason="two addresses")
    assert alike(workspace, "org-reed") == []


def test_a_note_on_which_somebody_decided_is_not_asked(workspace: Workspace) -> None:
    workspace.suggest_same("org-reed", "org-marsh", by="Dana", reason="one address")
    workspace.suggest_same("org-reed", "org-bank", by="Dana", reason="one address")
    workspace.split("org-reed", "org-marsh", by="Omar", reason="two founders")
    workspace.merge("org-bank", "org-reed", by="Omar", reason="one founder")
    assert alike(workspace, "org-reed") == []


def test_a_note_is_settled_where_what_it_names_was_merged_with_is_held_apart(
    workspace: Workspace,
) -> None:
    workspace.suggest_same("org-reed", "org-marsh", by="Dana", reason="one address")
    workspace.merge("org-marsh", "org-bank", by="Omar", reason="one founder")
    workspace.split("org-reed", "org-bank", by="Omar", reason="two founders")
    assert alike(workspace, "org-reed") == []


def test_a_note_on_two_others_is_not_asked(workspace: Workspace) -> None:
    workspace.suggest_same("org-bank", "org-marsh", by="Dana", reason="one address")
    assert alike(workspace, "org-reed") == []


def test_notes_on_bodies_that_were_merged_are_one_question(workspace: Workspace) -> None:
    workspace.suggest_same("org-reed", "org-marsh", by="Dana", reason="one address")
    workspace.suggest_same("org-reed", "org-bank", by="Dana", reason="one address")
    workspace.merge("org-marsh", "org-bank", by="Omar", reason="one founder")
    assert alike(workspace, "org-reed") == ["Dana noted that it may be the same as Bank Council."]


# ------------------------------------------------------------ stories and names


def test_a_storys_title_withholds_who_is_named_in_the_post_that_it_is_of(
    workspace: Workspace,
) -> None:
    first = mention(workspace, "first", PRIVATE, "Person", None)
    second = mention(workspace, "second", "Reed Council", "Organization", "org-reed")
    story = Story("t_1", ROWS["first"], (first, second), ())
    with workspace.store.write() as writer:
        writer.replace_stories((), (story,))
    dossier = workspace.dossier("org-reed")
    titles = [e.title for e in dossier.earlier if e.kind == "story"]
    assert titles == ["[name withheld] heard the shots at night."]
    assert PRIVATE not in repr(dossier)


@pytest.mark.parametrize("text", ["The „Reed“ Council", "The „Reed Council", "The Reed Council”"])
def test_a_name_with_quotation_marks_of_another_tongue_is_looked_for(
    workspace: Workspace, text: str
) -> None:
    name = Name(text, "en", canonical=True)
    workspace.add_entities([Entity("org-quoted", EntityKind.ORGANIZATION, (name,))])
    mention(workspace, "quoted", "The „Reed“ Council", "Organization", "org-quoted")
    dossier = workspace.dossier("org-quoted")
    assert dossier.mentions == 1
    (asked,) = (q.text for q in dossier.questions if q.kind == "undecided")
    assert "stands in one post" in asked
    report = workspace.dossier_report("org-quoted")
    assert not [f for f in workspace.check(report) if f.severity == "error"]
    assert f"# {text}" in workspace.render(report, "markdown").decode("utf-8")
