"""Promise 1, nothing is lost: kill -9 at random moments, again and again."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from marsad.api import PostFilter, StatementFilter, Workspace, make_source

pytestmark = pytest.mark.slow

_KILLS = 24

_PROGRAM = """
import sys
from marsad.api import Workspace
with Workspace.open(sys.argv[1]) as workspace:
    print("started", flush=True)
    workspace.ingest()
    workspace.run()
"""


def _workspace(root: Path, data: Path) -> Path:
    with Workspace.create(root) as workspace:
        workspace.add_source(make_source(str(data / "uk-government.jsonl.gz")))
    return root


def _start(root: Path) -> subprocess.Popen[str]:
    """Start a run and wait until it has begun to work."""
    process = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, str(root)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "started\n"
    return process


def _finish(root: Path) -> None:
    process = _start(root)
    _, errors = process.communicate()
    assert process.returncode == 0, errors


def _facts(root: Path) -> dict[str, object]:
    with Workspace.open(root) as workspace:
        posts = workspace.posts(PostFilter(limit=10_000))
        statements = workspace.statements(StatementFilter(limit=100_000))
        return {
            "posts": sorted((v.post.id, len(v.versions)) for v in posts),
            "passages": sorted(p.id for v in posts for p in v.passages),
            "statements": sorted(v.statement.id for v in statements),
            "stories": sorted(s.id for s in workspace.stories(limit=10_000)),
            "captures": sorted((c.source_id, c.sha256) for c in workspace.archive.captures()),
            "failures": workspace.failures(),
        }


def test_kills_lose_nothing_and_double_nothing(tmp_path: Path, repository: Path) -> None:
    data = repository / "src/marsad/demo/data/official"
    undisturbed = _workspace(tmp_path / "undisturbed", data)
    process = _start(undisturbed)
    began = os.times().elapsed
    process.communicate()
    duration = os.times().elapsed - began

    root = _workspace(tmp_path / "killed", data)
    rng = random.Random(20260301)
    kills = 0
    for _ in range(_KILLS):
        process = _start(root)
        try:
            process.wait(timeout=rng.uniform(0.0, duration / 4))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            kills += 1
        process.communicate()
    assert kills >= 20
    _finish(root)

    assert _facts(root) == _facts(undisturbed)
    with Workspace.open(root) as workspace:
        assert workspace.verify() == ()
