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
from marsad.errors import QueryError, WorkspaceError
from marsad.store import SqliteStore, migrate, tables
from marsad.store.sqlite import SqliteDatabase

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
    """Return what was created, but for line breaks: a column that was added has none."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name")
        return [(name, " ".join((sql or "").split())) for name, sql in rows]


@pytest.fixture
def oldest(tmp_path: Path) -> Path:
    """A database of the first layout that holds one post."""
    path = tmp_path / "oldest.sqlite3"
    database = SqliteDatabase(path, 1.0)
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


def test_what_searches_ask_for_is_taken_out_of_what_was_stored(tmp_path: Path) -> None:
    path = tmp_path / "earlier.sqlite3"
    database = SqliteDatabase(path, 1.0)
    migrate.upgrade(database, "0006")
    database.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(_EARLIER)
    store = open_store(path)
    reader = store.read()
    for query, expected in (
        ("has:media", ["p_1"]),
        ("has:edit", ["p_2"]),
        ("has:translation", ["p_1"]),
        ("entity:o-1", ["p_2"]),
        ("place:o-1", None),
        ("Кардаши", ["p_1"]),
    ):
        try:
            found = [hit.view.post.id for hit in reader.search(query)]
        except QueryError:
            found = None
        assert found == expected, query
    places = [(each.post_id, each.place) for each in reader.new_vectors("r", 0, 9)]
    assert places == [("p_2", 3), ("p_1", 7)], "files of vectors go on to hold"
    with store.write() as writer:
        writer.put_vectors("r", {"v_2": bytes(384)})
    places = [(each.post_id, each.place) for each in reader.new_vectors("r", 0, 9)]
    assert places == [("p_1", 7), ("p_2", 8)]
    store.close()


_EARLIER = """
INSERT INTO sources VALUES ('s', '{"id":"s","kind":"feed","address":"a","name":"S"}');
INSERT INTO entities VALUES ('o-1', '{"id":"o-1","kind":"Organization","names":[]}');
INSERT INTO captures VALUES ('c_1', 1, 's', 'u', 'h', 1, '{}');
INSERT INTO posts (number, id, source_id, undated, version_id, text_id, last_seq, deleted, data)
VALUES
 (1, 'p_1', 's', 1, 'v_1', 'v_1', 1, 0, '{"id":"p_1","source_id":"s","native_id":"1","url":"u",
  "media":[{"kind":"photo","url":"https://s.invalid/p.jpg"}]}'),
 (2, 'p_2', 's', 1, 'v_2', 'v_2', 1, 0, '{"id":"p_2","source_id":"s","native_id":"2","url":"u",
  "media":[]}');
INSERT INTO versions VALUES
 ('v_1', 'p_1', 'v_1', 1, 1, 'c_1', 'en', 1.0, '{"id":"v_1","post_id":"p_1","number":1,
  "text":"Kardashi","seen_at":"2026-05-01T12:00:00+00:00","capture_id":"c_1","edited":false}'),
 ('v_2', 'p_2', 'v_2', 1, 1, 'c_1', 'en', 1.0, '{"id":"v_2","post_id":"p_2","number":1,
  "text":"two","seen_at":"2026-05-01T12:00:00+00:00","capture_id":"c_1","edited":true}');
INSERT INTO passages VALUES ('g_1', 'v_1', 0, '{"id":"g_1","version_id":"v_1","ordinal":0,
  "span":{"start":0,"end":3},"language":"ar"}');
INSERT INTO passages VALUES ('g_2', 'v_2', 0, '{"id":"g_2","version_id":"v_2","ordinal":0,
  "span":{"start":0,"end":3},"language":"ar"}');
INSERT INTO translations VALUES
 ('g_1', 'v_1', '{"passage_id":"g_1","text":"one","engine":"memory","machine":false}'),
 ('g_2', 'v_2', '{"passage_id":"g_2","text":"two","engine":"none","machine":false}');
INSERT INTO mentions VALUES
 ('m_1', 'v_1', 0, '{"id":"m_1","version_id":"v_1","span":{"start":0,"end":8},
  "kind":"Person","entity_id":null,"score":1.0,"recipe":"r"}'),
 ('m_2', 'v_2', 0, '{"id":"m_2","version_id":"v_2","span":{"start":0,"end":3},
  "kind":"Organization","entity_id":"o-1","score":1.0,"recipe":"r"}');
INSERT INTO vectors (rowid, version_id, recipe, numbers)
VALUES (3, 'v_2', 'r', zeroblob(384)), (7, 'v_1', 'r', zeroblob(384));
"""


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
