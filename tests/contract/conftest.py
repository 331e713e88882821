"""The stores that have to keep the contract; ``open_store`` opens each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.servers.postgres import postgres

from marsad.ports import Store
from marsad.store import PostgresStore, SqliteStore

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)

COPY = "marsad.sqlite3"
"""Name of a backup that ``open_store`` reads."""

Opener = Callable[[Path], Store]


def _sqlite(folder: Path) -> Store:
    return SqliteStore.open(folder / COPY, clock=lambda: NOON)


def _postgres(folder: Path) -> Store:
    copy = folder / COPY
    server = postgres()
    address = server.restore(copy, folder) if copy.is_file() else server.of_folder(folder)
    return PostgresStore.open(address)


@pytest.fixture(params=[_sqlite, _postgres], ids=["sqlite", "postgres"], scope="session")
def open_store(request: pytest.FixtureRequest) -> Opener:
    """Opens the store that is kept in a folder, or makes one there."""
    opener: Opener = request.param
    return opener
