"""Visits follow the rhythm that was asked for, and end when asked to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

from tests.pipeline.conftest import DOCUMENTS, documents_source, write_documents

from marsad.api import Workspace
from marsad.pipeline import due_sources


def test_a_source_is_due_only_after_its_pause(tmp_path: Path) -> None:
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    path = write_documents(tmp_path / "documents.jsonl", DOCUMENTS)
    Workspace.create(tmp_path / "workspace").close()
    with Workspace.open(tmp_path / "workspace", clock=lambda: now) as workspace:
        workspace.add_source(documents_source(path))
        assert due_sources(workspace.read, now, every=600)
        workspace.ingest()
        assert not due_sources(workspace.read, now + timedelta(seconds=599), every=600)
        assert due_sources(workspace.read, now + timedelta(seconds=600), every=600)


def test_one_round_visits_and_derives(workspace: Workspace) -> None:
    workspace.watch(Event(), rounds=1)
    assert len(workspace.posts()) == 4
    assert workspace.statements()


def test_a_stop_that_was_asked_for_is_obeyed_before_the_first_visit(workspace: Workspace) -> None:
    stop = Event()
    stop.set()
    workspace.watch(stop)
    assert workspace.posts() == ()
