"""Fetching, sealing and parsing: what arrives, what fails, what is tried again."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.pipeline.conftest import DOCUMENTS, documents_source, write_documents

from marsad.api import PostFilter, Workspace
from marsad.model import ObservationKind, Source


def test_every_post_rests_on_a_sealed_capture_that_verifies(workspace: Workspace) -> None:
    assert workspace.ingest().posts == 4
    captures = {c.id: c for c in workspace.archive.captures()}
    for view in workspace.posts():
        sealed = workspace.archive.read(captures[view.version.capture_id])
        assert json.dumps(view.version.text.splitlines()[-1], ensure_ascii=False)[1:-1] in (
            sealed.body.decode("utf-8")
        )
    assert workspace.verify() == ()


def test_visiting_again_adds_nothing(workspace: Workspace) -> None:
    workspace.ingest()
    before = workspace.counts()
    counts = workspace.ingest()
    assert (counts.posts, counts.versions) == (0, 0)
    assert workspace.counts() == before


def test_a_changed_text_is_a_new_version_and_the_old_one_stays(
    workspace: Workspace, tmp_path: Path
) -> None:
    workspace.ingest()
    changed = [dict(DOCUMENTS[0], text="The road is open."), *DOCUMENTS[1:]]
    write_documents(tmp_path / "documents.jsonl", changed)
    assert workspace.ingest().versions == 1
    (view,) = [v for v in workspace.posts() if v.post.native_id == "d1"]
    assert [v.number for v in view.versions] == [1, 2]
    assert "stay closed" in view.versions[0].text
    assert view.version.text.endswith("The road is open.")
    assert [o.kind for o in view.observations] == [ObservationKind.EDITED]


def test_a_broken_line_is_a_failure_row_and_the_others_arrive(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "documents.jsonl"
    path.write_text(path.read_text("utf-8") + "{broken\n", "utf-8")
    counts = workspace.ingest()
    assert (counts.posts, counts.failures) == (4, 1)
    (failure,) = workspace.failures()
    assert failure.source_id == "desk"
    assert failure.hint
    assert "5" in failure.item + failure.message


def test_one_dead_source_does_not_stop_the_others(workspace: Workspace, tmp_path: Path) -> None:
    workspace.add_source(documents_source(tmp_path / "absent.jsonl", "absent"))
    counts = workspace.ingest()
    assert (counts.posts, counts.failures) == (4, 1)
    (failure,) = workspace.failures()
    assert (failure.stage, failure.source_id) == ("fetch", "absent")


def test_a_failure_goes_when_its_cause_goes(workspace: Workspace, tmp_path: Path) -> None:
    workspace.add_source(documents_source(tmp_path / "late.jsonl", "late"))
    workspace.ingest()
    assert len(workspace.failures()) == 1
    write_documents(tmp_path / "late.jsonl", [dict(DOCUMENTS[0], id="late")])
    workspace.ingest()
    assert workspace.failures() == ()


def test_a_missing_program_is_tried_again_once_it_is_there(
    tmp_path: Path, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    image = repository / "src/marsad/demo/data/silent_lantern/files/communique-03-image.png"
    (folder / "image.png").write_bytes(image.read_bytes())
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    with Workspace.create(tmp_path / "workspace") as workspace:
        workspace.add_source(Source("images", "files", str(folder), "Images", local=True))
        assert workspace.ingest().posts == 0
        (failure,) = workspace.failures()
        assert "tesseract" in (failure.message + failure.hint).casefold()
        assert workspace.counts()["captures"] == 1
        assert workspace.counts()["unparsed"] == 1


def test_captures_sealed_just_before_a_kill_are_picked_up(
    workspace: Workspace, tmp_path: Path
) -> None:
    """The archive acknowledged a capture, and the process died before the store heard of it."""
    from marsad.model import Response

    body = (tmp_path / "documents.jsonl").read_bytes()
    url = (tmp_path / "documents.jsonl").as_uri()
    response = Response(url, body, workspace.clock(), media_type="application/x-ndjson")
    workspace.archive.seal("desk", response)
    workspace.archive.close()
    workspace.run()
    assert workspace.read.count_posts(PostFilter()) == 4
    assert workspace.ingest().posts == 0
    assert workspace.counts()["captures"] == 1


def test_state_of_a_source_is_told(workspace: Workspace) -> None:
    (before,) = workspace.source_health()
    assert (before.last_visit, before.lag_seconds, before.state) == (None, None, "new")
    workspace.ingest()
    (after,) = workspace.source_health()
    assert after.posts == 4
    assert after.state == "ok"
    assert after.last_visit is not None
    assert after.last_visit.began <= after.last_visit.ended == after.last_visit.last_success
    assert after.newest == datetime(2026, 3, 4, 9, tzinfo=UTC)
