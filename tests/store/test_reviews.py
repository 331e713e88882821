"""Decisions on what was found survive a new extraction, and filters go by them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from marsad.api import PostView, Scope, StatementFilter, Workspace
from marsad.errors import ExtractionError, NotFoundError
from marsad.model import Act, Mention, Source, Span, Statement, Verdict
from marsad.pipeline import cluster_posts
from marsad.pipeline.material import gather
from marsad.ports import Extraction

TEXT = (
    "The spokesman of the Iraqi army, Yahya Rasool, warned on Thursday that drones may hit Baghdad "
    "if the talks fail before Friday."
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one post, which each test copies."""
    folder = tmp_path_factory.mktemp("reviews")
    row = {"id": "1", "url": "https://x.example/1", "text": TEXT}
    (folder / "d.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    with Workspace.create(folder / "w") as created:
        created.add_source(Source("desk", "documents", str(folder / "d.jsonl"), "D", local=True))
        created.ingest()
        created.run()
    return folder / "w"


@pytest.fixture
def workspace(built: Path, tmp_path: Path) -> Iterator[Workspace]:
    shutil.copytree(built, tmp_path / "w")
    with Workspace.open(tmp_path / "w") as opened:
        yield opened


def the_post(workspace: Workspace) -> PostView:
    return workspace.posts()[0]


def extracted_again(workspace: Workspace, mentions: list[Mention], said: list[Statement]) -> None:
    """Put what another recipe found in place of what was found."""
    version = the_post(workspace).version.id
    with workspace.store.write() as writer:
        writer.put_extraction(version, Extraction(tuple(mentions), tuple(said), ()))


def test_a_correction_is_read_filtered_drafted_and_undone(workspace: Workspace) -> None:
    before = the_post(workspace)
    said, post = before.statements[0], before.post.id
    threat = replace(said, act=Act.THREAT, content=(Span(said.content[0].start, 93),))
    workspace.correct_mark(post, said.id, threat, by="Dana")
    assert the_post(workspace).statements[0].act is Act.THREAT
    (view,) = workspace.statements(StatementFilter(act="threat"))
    assert view.statement.content == threat.content
    assert workspace.statements(StatementFilter(act=said.act.value)) == ()
    (drawn,) = gather(workspace.read, workspace.known, Scope()).posts.values()
    assert drawn.statements[0].content == threat.content
    workspace.undo_mark(post, said.id, by="Dana")
    assert the_post(workspace) == before
    assert workspace.statements(StatementFilter(act="threat")) == ()
    assert [j.verdict for j in workspace.judgements()] == [Verdict.CORRECT, Verdict.UNDECIDED]


def test_a_rejected_statement_is_left_out_of_reports(workspace: Workspace) -> None:
    view = the_post(workspace)
    workspace.judge_mark(view.post.id, view.statements[0].id, Verdict.REJECT, by="Dana")
    (drawn,) = gather(workspace.read, workspace.known, Scope()).posts.values()
    assert drawn.statements == ()


def test_an_added_statement_is_listed_and_counted_until_it_is_undone(workspace: Workspace) -> None:
    view = the_post(workspace)
    count = workspace.counts()["statements"]
    new = replace(view.statements[0], content=(Span(94, 125),), act=Act.CALL)
    made = workspace.add_mark(view.post.id, new, by="Dana")
    assert workspace.counts()["statements"] == count + 1
    (listed,) = workspace.statements(StatementFilter(act="call to action"))
    assert listed.statement.recipe == "person/1: added"
    extracted_again(workspace, [], list(view.statements))
    assert workspace.counts()["statements"] == count + 1
    workspace.undo_mark(view.post.id, made.subject.rpartition("/")[2], by="Dana")
    assert workspace.counts()["statements"] == count


def test_decisions_survive_a_new_extraction(workspace: Workspace) -> None:
    view = the_post(workspace)
    said, name = view.statements[0], view.mentions[0]
    workspace.correct_mark(view.post.id, said.id, replace(said, act=Act.THREAT), by="Dana")
    workspace.judge_mark(view.post.id, name.id, Verdict.REJECT, by="Dana")
    moved = replace(said, id="s_new", content=(Span(said.content[0].start + 2, 125),))
    again = replace(name, id="m_new", span=Span(name.span.start, name.span.end - 1))
    extracted_again(workspace, [again], [moved])
    after = the_post(workspace)
    assert [(s.id, s.act, s.content) for s in after.statements] == [
        ("s_new", Act.THREAT, said.content)
    ]
    assert (after.mentions, after.rejected) == ((), (again,))
    assert len(workspace.statements(StatementFilter(act="threat"))) == 1
    extracted_again(workspace, [], [])
    assert {j.verdict for j in the_post(workspace).lost} == {Verdict.REJECT, Verdict.CORRECT}
    extracted_again(workspace, list(view.mentions), list(view.statements))
    for mark in (said.id, name.id):
        workspace.undo_mark(view.post.id, mark, by="Dana")
    assert the_post(workspace) == view


def test_stories_go_by_the_names_that_readers_left(workspace: Workspace) -> None:
    view = the_post(workspace)
    named = next(m for m in view.mentions if m.entity_id)
    workspace.judge_mark(view.post.id, named.id, Verdict.REJECT, by="Dana")
    (text,) = workspace.read.texts([view.post.id])
    assert named.entity_id not in text.entity_ids
    assert cluster_posts(workspace.store)
    workspace.undo_mark(view.post.id, named.id, by="Dana")
    (text,) = workspace.read.texts([view.post.id])
    assert named.entity_id in text.entity_ids


def test_a_decision_on_a_text_that_is_no_longer_held_hides_no_other(workspace: Workspace) -> None:
    view = the_post(workspace)
    for about in ("v_gone/m_1", "s_gone"):
        workspace.judge(about, Verdict.REJECT, by="Dana")
    assert list(workspace.reviewed()) == []
    workspace.judge_mark(view.post.id, view.mentions[0].id, Verdict.ACCEPT, by="Dana")
    assert [row["id"] for row in workspace.reviewed()] == [view.post.id]


def test_a_lost_decision_can_be_taken_back(workspace: Workspace) -> None:
    view = the_post(workspace)
    workspace.judge_mark(view.post.id, view.mentions[0].id, Verdict.REJECT, by="Dana")
    extracted_again(workspace, [], [])
    workspace.undo_mark(view.post.id, view.mentions[0].id, by="Dana")
    assert the_post(workspace).lost == ()


def test_a_corrected_name_is_linked_anew(workspace: Workspace) -> None:
    view = the_post(workspace)
    place = next(m for m in view.mentions if m.kind == "Place")
    start = TEXT.index("Iraqi army")
    new = Mention("", "", Span(start, start + 10), "Organization", "made-up", 1.0, "")
    workspace.add_mark(view.post.id, new, by="Dana")
    added = next(m for m in the_post(workspace).mentions if m.span == new.span)
    assert added.entity_id != "made-up"
    workspace.correct_mark(view.post.id, place.id, replace(place, kind="Date"), by="Dana")
    dated = next(m for m in the_post(workspace).mentions if m.id == place.id)
    assert (dated.kind, dated.entity_id) == ("Date", None)


def test_corrections_name_words_of_the_text(workspace: Workspace) -> None:
    view = the_post(workspace)
    said = view.statements[0]
    for content in ((), (Span(5, 5),), (Span(100, 900),)):
        with pytest.raises(ExtractionError):
            workspace.correct_mark(view.post.id, said.id, replace(said, content=content), by="Dana")
    with pytest.raises(NotFoundError):
        workspace.judge_mark(view.post.id, "m_nothing", Verdict.ACCEPT, by="Dana")
    with pytest.raises(NotFoundError):
        workspace.undo_mark(view.post.id, said.id, by="Dana")
    assert workspace.judgements() == ()
