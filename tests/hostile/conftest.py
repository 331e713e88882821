"""A workspace that follows one good source, and ways to run it as a user does."""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.pipeline.conftest import DOCUMENTS, documents_source, write_documents

from marsad.api import PostFilter, Workspace
from marsad.model import Failure, Source

GOOD = "good"
"""Id of the source with which every bad one is mixed; ids before it are visited earlier."""
GOOD_POSTS = len(DOCUMENTS)

_PR_CAPBSET_DROP = 24
_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH = 1, 2


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Workspace]:
    """A workspace with the good source, not yet visited."""
    path = write_documents(tmp_path / "good.jsonl", DOCUMENTS)
    with Workspace.create(tmp_path / "desk") as created:
        created.add_source(documents_source(path, GOOD))
        yield created


def follow(desk: Workspace, source: Source) -> None:
    """Put ``source`` into the workspace without the checks that adding it makes."""
    with desk.store.write() as writer:
        writer.put_source(source)


def posts_of(desk: Workspace, source_id: str) -> list[str]:
    """Return the texts of a source's posts, in no particular order."""
    found = desk.posts(PostFilter(source_id=source_id, limit=10_000))
    return [view.version.text for view in found]


def only_failure(desk: Workspace, source_id: str) -> Failure:
    """Return the one failure row, which names its source, stage and item and says what to do."""
    (failure,) = desk.failures()
    assert failure.source_id == source_id
    assert source_id in failure.message
    assert failure.stage
    assert failure.item
    assert len(failure.hint) > 10
    return failure


def good_source_arrived(desk: Workspace) -> None:
    """Check that the good source lost nothing and that the seals hold."""
    assert len(posts_of(desk, GOOD)) == GOOD_POSTS
    assert desk.verify() == ()


def marsad(
    *arguments: str,
    before: str = "",
    prepare: Callable[[], None] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own.

    :param before: Python that runs there first.
    :param prepare: called in the new process before Python starts.
    """
    program = f"{before}\nfrom marsad.cli import main\nmain()"
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env={**os.environ, "COLUMNS": "160", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=prepare,
    )


def as_ordinary_user() -> None:
    """Make permissions count even for root: without these two powers its own modes bind it."""
    libc = ctypes.CDLL(None, use_errno=True)
    for power in (_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH):
        libc.prctl(_PR_CAPBSET_DROP, power, 0, 0, 0)


def one_error(done: subprocess.CompletedProcess[str]) -> str:
    """Check that a command ended with one explained error and no traceback; return the text."""
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.count("error: ") == 1
    message, hint = done.stderr.strip().splitlines()[:2]
    assert message.startswith("error: ")
    assert len(hint.strip()) > 10
    return done.stderr


def failures_in(done: subprocess.CompletedProcess[str]) -> list[dict[str, str]]:
    """Return the failure rows that ``marsad ingest --json`` printed."""
    assert done.returncode == 4, done.stderr  # some could not be read, everything else was
    found: list[dict[str, str]] = json.loads(done.stdout)["failures"]
    return found
