"""Visits follow the rhythm of each source, and end when asked to."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pipeline.conftest import DOCUMENTS, NOON, Hand, documents_source, write_documents

from marsad.api import Workspace, make_source
from marsad.errors import WorkspaceError
from marsad.model import Outcome
from marsad.pipeline import Rhythm, Watching, watch
from marsad.pipeline.rhythm import seconds_to_next


def test_a_source_is_visited_again_only_after_its_pause(tmp_path: Path, clock: Hand) -> None:
    path = write_documents(tmp_path / "documents.jsonl", DOCUMENTS)
    Workspace.create(tmp_path / "workspace").close()
    with Workspace.open(tmp_path / "workspace", clock=clock) as workspace:
        workspace.add_source(documents_source(path))
        for seconds, visits in ((0, 1), (599, 1), (600, 2)):
            clock.now = NOON + timedelta(seconds=seconds)
            workspace.watch(Event(), rounds=1, every=600)
            assert len(workspace.read.visits()) == visits


def test_one_round_visits_and_derives(workspace: Workspace) -> None:
    workspace.watch(Event(), rounds=1)
    assert len(workspace.posts()) == 4
    assert workspace.statements()


def test_a_stop_that_was_asked_for_is_obeyed_before_the_first_visit(workspace: Workspace) -> None:
    stop = Event()
    stop.set()
    workspace.watch(stop)
    assert workspace.posts() == ()


def test_paused_sources_are_left_alone(workspace: Workspace) -> None:
    for source in workspace.sources():
        workspace.pause_source(source.id)
    workspace.watch(Event(), rounds=1)
    workspace.ingest()
    assert workspace.read.visits() == ()


def test_a_stop_during_a_visit_ends_the_watch_after_it(workspace: Workspace) -> None:
    stop = Event()
    workspace.watch(stop, progress=lambda *_: stop.set())
    assert len(workspace.posts()) == 4
    assert [visit.outcome for visit in workspace.read.visits()] == [Outcome.NEW]


def test_what_breaks_the_workspace_ends_the_watch(workspace: Workspace) -> None:
    def full(_: object) -> NoReturn:
        raise WorkspaceError("The disk is full.")

    watching = Watching(workspace.store.read, full, workspace.run, workspace.clock)
    with pytest.raises(WorkspaceError, match="full"):
        watch(watching, Event())


def test_failures_wait_longer_each_time_and_success_ends_that(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "later.jsonl"
    path.write_text("{}", encoding="utf-8")
    workspace.add_source(make_source(str(path), source_id="later"))
    path.unlink()
    for _ in range(3):
        workspace.ingest(["later"])
    waits = [v.due - v.ended for v in workspace.read.visits() if v.due]
    assert waits[0] < waits[1] < waits[2]
    assert [v.failed_in_row for v in workspace.read.visits()] == [1, 2, 3]
    write_documents(path, DOCUMENTS)
    workspace.ingest(["later"])
    last = workspace.read.last_visits()["later"]
    assert (last.failed_in_row, last.outcome, last.last_success) == (0, Outcome.NEW, last.ended)


def test_busy_sources_are_visited_more_often_than_quiet_ones() -> None:
    def wait(minutes: int) -> float:
        posted = [NOON - timedelta(minutes=minutes * n) for n in range(1, 11)]
        return seconds_to_next(Rhythm(spread=0), posted, NOON)

    assert wait(4) == 120
    assert wait(60) == 1800
    assert seconds_to_next(Rhythm(spread=0), [], NOON) == 600


@given(
    st.lists(st.floats(0, 1e9), max_size=20),
    st.integers(0, 100),
    st.none() | st.floats(0, 1e6),
    st.text(),
)
@settings(deadline=None)
def test_a_wait_keeps_its_bounds(
    ages: list[float], failed: int, asked: float | None, seed: str
) -> None:
    dated = [NOON - timedelta(seconds=age) for age in sorted(ages)]
    found = seconds_to_next(
        Rhythm(), dated, NOON, failed_in_row=failed, retry_after=asked, seed=seed
    )
    assert max(60.0, asked or 0) <= found <= max(2 * 3600, asked or 0)
