"""Small archives for the archive's tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from marsad.archive import FolderArchive
from marsad.model import Response

MOMENT = datetime(2026, 3, 1, 8, 15, 30, 123456, tzinfo=UTC)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Where the archive of a test is."""
    return tmp_path / "archive"


@pytest.fixture
def open_archive(root: Path) -> Callable[..., FolderArchive]:
    """Open the archive of a test; keyword arguments go to FolderArchive."""

    def opened(**options: object) -> FolderArchive:
        return FolderArchive(root, clock=lambda: MOMENT, **options)  # type: ignore[arg-type]  # passed through

    return opened


@pytest.fixture
def response() -> Callable[..., Response]:
    """Make the response to request number ``n``."""

    def made(n: int = 0, body: bytes | None = None) -> Response:
        return Response(
            url=f"https://t.me/s/lantern?before={n}",
            body=f"<p>post {n} بيان</p>".encode() if body is None else body,
            fetched_at=MOMENT,
            media_type="text/html; charset=utf-8",
            headers=(("Content-Type", "text/html; charset=utf-8"), ("Server", "nginx")),
        )

    return made
