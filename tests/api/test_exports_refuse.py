"""An export that cannot be made says so before a line of it is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.pipeline.conftest import documents_source, write_documents

from marsad.api import By, Workspace
from marsad.errors import QueryError, WorkspaceError

ROW = {"id": "1", "url": "https://desk.example/1", "text": "The harbour road will stay closed."}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Posts of which none was read for search by meaning."""
    with Workspace.create(tmp_path / "desk") as made:
        made.add_source(documents_source(write_documents(tmp_path / "d.jsonl", [ROW])))
        made.ingest()
        yield made


def test_a_query_that_is_none_raises_when_it_is_asked_for(workspace: Workspace) -> None:
    with pytest.raises(QueryError):
        workspace.every("road after:soon")


def test_so_does_a_search_that_nothing_was_read_for(workspace: Workspace) -> None:
    with pytest.raises(WorkspaceError):
        workspace.every("road", by=By.MEANING)


def test_what_can_be_made_is_yielded(workspace: Workspace) -> None:
    assert [hit.view.post.native_id for hit in workspace.every("road", by=By.WORDS)] == ["1"]
