"""No room on the disk, in the archive or in the database: one error, and nothing is lost."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.hostile.conftest import (
    GOOD,
    follow,
    good_source_arrived,
    marsad,
    one_error,
    posts_of,
)
from tests.pipeline.conftest import DOCUMENTS, documents_source, write_documents

from marsad.api import Workspace

LARGE = "large"
"""Its id comes after the good source's, so it is visited later."""

# Writing beyond the limit fails as on a full disk; Python ignores the signal that comes first.
SMALL_FILES = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({0}, {0}))"
# What SQLite itself reports when its file may not grow: the same code as on a full disk.
SMALL_DATABASE = """
from sqlalchemy import event
from sqlalchemy.engine import Engine
@event.listens_for(Engine, "connect")
def limit(connection, _):
    connection.execute("PRAGMA max_page_count={0}")
"""


def rows(count: int, text: str) -> list[dict[str, str]]:
    return [dict(DOCUMENTS[3], id=f"x{n}", text=f"{n} {text}") for n in range(count)]


@pytest.fixture
def noisy(desk: Workspace, tmp_path: Path) -> Workspace:
    """A second source of three megabytes that cannot be packed."""
    noise = random.Random(3)
    found = [dict(row, text=noise.randbytes(10_000).hex()) for row in rows(150, "")]
    follow(desk, documents_source(write_documents(tmp_path / "large.jsonl", found), LARGE))
    return desk


@pytest.fixture
def lengthy(desk: Workspace, tmp_path: Path) -> Workspace:
    """A second source whose capture is packed small and whose posts fill the database."""
    found = rows(900, "The road stays closed until further notice. " * 30)
    follow(desk, documents_source(write_documents(tmp_path / "large.jsonl", found), LARGE))
    return desk


def test_no_room_in_the_archive(noisy: Workspace) -> None:
    noisy.ingest([GOOD])
    noisy.close()
    before = SMALL_FILES.format(1_500_000)
    told = one_error(marsad("-w", str(noisy.layout.root), "ingest", before=before))
    assert "no room" in told
    assert str(noisy.layout.root) in told
    good_source_arrived(noisy)
    assert posts_of(noisy, LARGE) == []
    assert noisy.ingest().posts == 150
    assert noisy.failures() == ()
    good_source_arrived(noisy)


def test_no_room_in_the_database(lengthy: Workspace) -> None:
    lengthy.ingest([GOOD])
    pages = lengthy.layout.database.stat().st_size // 4096
    lengthy.close()
    before = SMALL_DATABASE.format(pages + 100)
    told = one_error(marsad("-w", str(lengthy.layout.root), "ingest", before=before))
    assert "full" in told
    assert str(lengthy.layout.database) in told
    good_source_arrived(lengthy)
    lengthy.ingest()
    assert len(set(posts_of(lengthy, LARGE))) == len(posts_of(lengthy, LARGE)) == 900
    assert lengthy.counts()["captures"] == 2
    good_source_arrived(lengthy)


def test_no_room_for_the_databases_log(lengthy: Workspace) -> None:
    lengthy.ingest([GOOD])
    lengthy.close()
    before = SMALL_FILES.format(lengthy.layout.database.stat().st_size + 200_000)
    told = one_error(marsad("-w", str(lengthy.layout.root), "ingest", before=before))
    assert str(lengthy.layout.database) in told
    assert "room" in told
    good_source_arrived(lengthy)
    lengthy.ingest()
    assert len(posts_of(lengthy, LARGE)) == 900
    good_source_arrived(lengthy)


def test_no_room_for_a_product(desk: Workspace) -> None:
    desk.ingest()
    desk.run()
    report = desk.draft_brief(title="The road stays closed. " * 10_000)
    desk.close()
    folder = desk.layout.report(report.id)
    done = marsad(
        "-w", str(desk.layout.root), "report", "publish", report.id, "--format", "markdown",
        before=SMALL_FILES.format(100_000),
    )  # fmt: skip
    told = one_error(done)
    assert str(folder) in told
    assert "no room" in told
    assert desk.report(report.id).published is None
    assert desk.publish(report.id, ["markdown"])[0].stat().st_size > 100_000
