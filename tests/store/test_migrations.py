"""Old databases are upgraded, foreign and newer ones are refused."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

import marsad.store
from marsad.errors import WorkspaceError
from marsad.store import SqliteStore, migrate, tables
from marsad.store.sqlite import Database

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
_SOURCE = '{"id":"s","kind":"feed","address":"a","name":"S"}'
_POST = '{"id":"p_1","source_id":"s","native_id":"1","url":"u"}'
_VERSION = (
    '{"id":"v_1","post_id":"p_1","number":1,"text":"an old text",'
    '"seen_at":"2026-05-01T12:00:00+00:00","capture_id":"c_1"}'
)


def open_store(path: Path) -> SqliteStore:
    return SqliteStore.open(path, clock=lambda: NOON)


def schema(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name")
        return [(name, sql) for name, sql in rows]


@pytest.fixture
def oldest(tmp_path: Path) -> Path:
    """A database of the first layout that holds one post."""
    path = tmp_path / "oldest.sqlite3"
    database = Database(path, 1.0)
    migrate.upgrade(database, "0001")
    database.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO sources VALUES ('s', ?)", [_SOURCE])
        connection.execute("INSERT INTO captures VALUES ('c_1', 1, 's', 'u', 'h', 1, '{}')")
        connection.execute(
            "INSERT INTO posts (id, source_id, undated, version_id, text_id, last_seq, deleted,"
            " data) VALUES ('p_1', 's', 1, 'v_1', 'v_1', 1, 0, ?)",
            [_POST],
        )
        connection.execute(
            "INSERT INTO versions VALUES ('v_1', 'p_1', 'v_1', 1, 1, 'c_1', 'en', 1.0, ?)",
            [_VERSION],
        )
    return path


def test_the_tables_are_what_the_migrations_make(tmp_path: Path) -> None:
    """Compared as SQLite wrote them down, because reflection does not see descending indexes."""
    open_store(tmp_path / "migrated.sqlite3").close()
    engine = create_engine(f"sqlite:///{tmp_path / 'declared.sqlite3'}")
    tables.metadata.create_all(engine)
    engine.dispose()
    migrated = [
        (name, sql)
        for name, sql in schema(tmp_path / "migrated.sqlite3")
        if not name.startswith("post_search") and "alembic_version" not in name
    ]
    assert migrated == schema(tmp_path / "declared.sqlite3")


def test_the_head_is_the_last_migration() -> None:
    config = Config()
    folder = Path(marsad.store.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_heads() == [migrate.HEAD]


def test_an_older_database_is_upgraded_and_its_copy_kept(oldest: Path, tmp_path: Path) -> None:
    before = schema(oldest)
    store = open_store(oldest)
    assert [hit.view.version.text for hit in store.read().search("old")] == ["an old text"]
    store.close()
    (copy,) = tmp_path.glob("oldest.sqlite3.*.backup")
    assert copy.name == "oldest.sqlite3.0001-20260501T120000Z.backup"
    assert schema(copy) == before
    fresh = tmp_path / "fresh.sqlite3"
    open_store(fresh).close()
    assert schema(oldest) == schema(fresh)


def test_a_current_database_is_opened_without_a_copy(tmp_path: Path) -> None:
    path = tmp_path / "marsad.sqlite3"
    open_store(path).close()
    open_store(path).close()
    assert [each.name for each in tmp_path.iterdir()] == ["marsad.sqlite3"]


def test_opening_a_current_database_leaves_alembic_alone(tmp_path: Path) -> None:
    path = tmp_path / "marsad.sqlite3"
    open_store(path).close()
    program = (
        "import sys, datetime, pathlib; from marsad.store import SqliteStore;"
        "SqliteStore.open(pathlib.Path(sys.argv[1]), clock=datetime.datetime.now).close();"
        "sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program, str(path)], check=False).returncode == 0


def test_a_newer_database_is_refused_with_a_hint(tmp_path: Path) -> None:
    path = tmp_path / "marsad.sqlite3"
    open_store(path).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(WorkspaceError, match="9999") as caught:
        open_store(path)
    assert "Update Marsad" in caught.value.hint


def test_a_foreign_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite3"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE notes (text)")
    before = schema(path)
    with pytest.raises(WorkspaceError, match="not one of Marsad's"):
        open_store(path)
    assert schema(path) == before


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "marsad.sqlite3"
    path.write_bytes(b"this is no database. " * 500)
    with pytest.raises(WorkspaceError, match="damaged") as caught:
        open_store(path)
    assert "archive" in caught.value.hint
    assert path.read_bytes().startswith(b"this is no database")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="nowhere"):
        open_store(tmp_path / "nowhere" / "marsad.sqlite3")
