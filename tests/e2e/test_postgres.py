"""A workspace whose database is a PostgreSQL server's: the whole chain, and kills in the middle."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.e2e.test_kill import _facts, _finish, _start, _workspace
from tests.servers.postgres import name_of, postgres

from marsad.api import PostFilter, Workspace, make_source
from marsad.config import default_toml
from marsad.demo import DemoResult, build
from marsad.errors import ConfigError, WorkspaceError

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]

_KILLS = 8


def _prepared(root: Path) -> Path:
    """Make a folder whose configuration names a database of the server."""
    root.mkdir()
    address = postgres().of_folder(root)
    postgres().execute("CREATE EXTENSION vector", name_of(address))
    told = default_toml(root.name).replace('database = ""', f'database = "{address}"')
    (root / "marsad.toml").write_text(told, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The demonstration on a server."""
    root = _prepared(tmp_path_factory.mktemp("postgres") / "demonstration")
    (root / "demo.json").write_text(json.dumps({"demonstration": 1}), encoding="utf-8")
    build(root)
    with Workspace.open(root) as opened:
        yield opened


def test_the_demonstration_is_the_same_as_in_a_file(
    shared: Workspace, demo: DemoResult, workspace: Workspace
) -> None:
    assert shared.counts() == workspace.counts() == demo.counts
    assert not shared.layout.database.exists()
    assert shared.verify() == ()
    (report,) = shared.reports()
    assert (shared.layout.report(report.id) / "report.html").is_file()


@pytest.mark.parametrize(
    "query",
    ["الجبهة", "missile*", '"the deadline"', "act:threat", "lang:fa جبهه", "warned -rockets"],
)
def test_words_find_the_same_posts_as_in_a_file(
    shared: Workspace, workspace: Workspace, query: str
) -> None:
    there, here = (
        {hit.view.post.id: hit.spans for hit in opened.read.search(query, limit=1000)}
        for opened in (shared, workspace)
    )
    assert here
    assert there == here


def test_meaning_finds_the_same_posts_as_in_a_file(shared: Workspace, workspace: Workspace) -> None:
    there, here = (
        [hit.view.post.id for hit in opened.find("by:meaning attacks on ships", limit=10).hits]
        for opened in (shared, workspace)
    )
    assert len(here) == 10
    assert set(there) == set(here)


def test_a_moved_workspace_has_everything_and_goes_on(workspace: Workspace, tmp_path: Path) -> None:
    root = _copied(workspace, tmp_path / "moved")
    address = postgres().of_folder(root)
    with Workspace.open(root) as opened:
        before = opened.counts()
        with pytest.raises(KeyboardInterrupt):
            opened.move_database(address, _interrupt)
        assert opened.store.read().counts() == before
        assert 'database = ""' in opened.layout.config.read_text(encoding="utf-8")
        opened.move_database(address)
        assert opened.counts() == before
        assert opened.config.database == address
    with Workspace.open(root) as moved:
        assert moved.counts() == before
        assert moved.verify() == ()
        for query, limit in (("by:words missile*", 500), ("by:meaning attacks on ships", 10)):
            there, here = (
                {hit.view.post.id for hit in each.find(query, limit=limit).hits}
                for each in (moved, workspace)
            )
            assert there == here
        moved.add_source(make_source("https://feeds.invalid/rss"))
        moved.run()
        assert moved.counts()["posts"] == before["posts"]
        with pytest.raises(ConfigError, match="already"):
            moved.move_database(address)
    other = _copied(workspace, tmp_path / "other")
    with Workspace.open(other) as opened, pytest.raises(WorkspaceError, match="holds something"):
        opened.move_database(address)


def _interrupt(_what: str, done: int, total: int | None) -> None:
    if total and done > total // 2:
        raise KeyboardInterrupt


def _copied(workspace: Workspace, root: Path) -> Path:
    shutil.copytree(workspace.layout.root, root)
    return root


def test_kills_lose_nothing_and_double_nothing(tmp_path: Path, repository: Path) -> None:
    data = repository / "src/marsad/demo/data/official"
    undisturbed = _workspace(tmp_path / "undisturbed", data)
    began = os.times().elapsed
    _finish(undisturbed)
    duration = os.times().elapsed - began

    with Workspace.open(_workspace(tmp_path / "template", data)) as template:
        sources = template.sources()
    root = _prepared(tmp_path / "killed")
    with Workspace.open(root) as opened:
        for source in sources:
            opened.add_source(source)
    rng = random.Random(20260301)
    kills = 0
    for _ in range(_KILLS):
        process = _start(root)
        try:
            process.wait(timeout=rng.uniform(0.0, duration / 3))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            kills += 1
        process.communicate()
    assert kills >= _KILLS // 2
    _finish(root)

    assert _facts(root) == _facts(undisturbed)
    with Workspace.open(root) as opened:
        assert opened.verify() == ()
        assert len(opened.posts(PostFilter(limit=10_000))) == opened.counts()["posts"]
