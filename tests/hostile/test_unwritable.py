"""Folders and files that may not be written or read: one error that says which."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.hostile.conftest import (
    as_ordinary_user,
    follow,
    good_source_arrived,
    marsad,
    one_error,
    only_failure,
)

from marsad.api import Workspace, make_source


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Take the right to write into ``folder`` and all below it."""
    below = [folder, *folder.rglob("*")]
    modes = [path.stat().st_mode for path in below]
    for path in below:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        yield
    finally:
        for path, mode in zip(below, modes, strict=True):
            if path.exists():
                path.chmod(mode)


def in_the(desk: Workspace, *arguments: str) -> str:
    done = marsad("-w", str(desk.layout.root), *arguments, prepare=as_ordinary_user)
    return one_error(done)


@pytest.mark.parametrize("command", [("ingest",), ("run",), ("source", "add", "https://e.example")])
def test_a_workspace_that_cannot_be_written(desk: Workspace, command: tuple[str, ...]) -> None:
    desk.ingest()
    desk.close()
    with read_only(desk.layout.root):
        told = in_the(desk, *command)
    assert str(desk.layout.root) in told
    good_source_arrived(desk)


def test_an_archive_that_cannot_be_written(desk: Workspace, tmp_path: Path) -> None:
    desk.ingest()
    (tmp_path / "more.txt").write_text("More.", "utf-8")
    follow(desk, make_source(str(tmp_path / "more.txt"), source_id="more"))
    desk.close()
    with read_only(desk.layout.archive):
        told = in_the(desk, "ingest")
    assert str(desk.layout.archive) in told
    good_source_arrived(desk)
    assert desk.ingest().posts == 1


def test_a_new_workspace_where_nothing_can_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    with read_only(folder):
        told = one_error(marsad("init", str(folder / "desk"), prepare=as_ordinary_user))
    assert str(folder / "desk") in told


def test_products_that_cannot_be_written(desk: Workspace) -> None:
    desk.ingest()
    desk.run()
    report = desk.draft_brief()
    desk.close()
    reports = desk.layout.root / "reports"
    reports.mkdir()
    with read_only(reports):
        told = in_the(desk, "report", "publish", report.id, "--format", "markdown")
    assert str(reports) in told
    assert desk.report(report.id).published is None


def test_a_configuration_that_cannot_be_read(desk: Workspace) -> None:
    desk.close()
    desk.layout.config.chmod(0)
    try:
        told = in_the(desk, "ingest")
    finally:
        desk.layout.config.chmod(0o644)
    assert str(desk.layout.config) in told


def test_a_source_that_cannot_be_read(desk: Workspace, tmp_path: Path) -> None:
    closed = tmp_path / "closed.txt"
    closed.write_text("Nobody may read this.", "utf-8")
    follow(desk, make_source(str(closed), source_id="closed"))
    root = str(desk.layout.root)
    desk.close()
    closed.chmod(0)
    try:
        done = marsad("-w", root, "ingest", prepare=as_ordinary_user)
    finally:
        closed.chmod(0o644)
    assert done.returncode == 4, done.stderr
    failure = only_failure(desk, "closed")
    assert failure.stage == "fetch"
    assert "Permission denied" in failure.message
    good_source_arrived(desk)
