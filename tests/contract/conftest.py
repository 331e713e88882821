"""The stores that have to keep the contract; a later implementation is added to ``open_store``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from marsad.ports import Store
from marsad.store import SqliteStore

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)

Opener = Callable[[Path], Store]


def _sqlite(folder: Path) -> Store:
    return SqliteStore.open(folder / "marsad.sqlite3", clock=lambda: NOON)


@pytest.fixture(params=[_sqlite], ids=["sqlite"], scope="session")
def open_store(request: pytest.FixtureRequest) -> Opener:
    """Opens the store that is kept in a folder, or makes one there."""
    opener: Opener = request.param
    return opener
