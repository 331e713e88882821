"""Stop the server, fill its disk, be refused: nothing is half done, everything is explained."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from tests.servers.postgres import Postgres, name_of, postgres
from tests.store.durability import BATCH, Mark, assert_batches, ended, put_first_source, write_batch

from marsad.errors import DiskFullError, MissingToolError, WorkspaceError
from marsad.store import PostgresStore, tables
from marsad.store.postgres import PostgresDatabase


class KeptOnServer:
    """A database of a server."""

    def __init__(self, address: str) -> None:
        self.address = address

    def open(self, busy_seconds: float = 10.0) -> PostgresStore:
        return PostgresStore.open(self.address, busy_seconds=busy_seconds)

    def assert_whole(self) -> int:
        with closing(self.open()) as store:
            return assert_batches(store.read())


@pytest.fixture(scope="module")
def server() -> Postgres:
    return postgres()


@pytest.fixture
def address(server: Postgres, tmp_path: Path) -> str:
    address = server.of_folder(tmp_path)
    with closing(PostgresStore.open(address)) as store:
        put_first_source(store)
    return address


@pytest.fixture
def store(address: str) -> Iterator[PostgresStore]:
    opened = PostgresStore.open(address, busy_seconds=0.05)
    yield opened
    opened.close()


# ---------------------------------------------------------------- several processes


def test_what_one_call_reads_is_of_one_moment(address: str, store: PostgresStore) -> None:
    database = store.database
    with database.reading() as connection:
        before = connection.exec_driver_sql("SELECT count(*) FROM posts").scalar_one()
        other = PostgresStore.open(address)
        write_batch(other, 1)
        other.close()
        after = connection.exec_driver_sql("SELECT count(*) FROM posts").scalar_one()
    assert (before, after) == (0, 0)
    with pytest.raises(WorkspaceError, match="read-only"), database.reading() as connection:
        connection.exec_driver_sql("DELETE FROM posts")


# ---------------------------------------------------------------- what is refused


def _opened(address: str) -> None:
    PostgresStore.open(address).close()


def test_a_full_disk_is_explained_and_keeps_what_was_there(
    address: str, server: Postgres, store: PostgresStore
) -> None:
    write_batch(store, 1)
    name = name_of(address)
    server.execute(
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS "
        "$$BEGIN RAISE 'could not extend file' USING ERRCODE = 'disk_full'; END$$;"
        "CREATE TRIGGER t BEFORE INSERT ON observations EXECUTE FUNCTION full_disk();"
        "CREATE TRIGGER t BEFORE UPDATE ON state EXECUTE FUNCTION full_disk()",
        name,
    )
    with pytest.raises(DiskFullError, match="no room") as caught:
        write_batch(store, 2)
    assert "room" in caught.value.hint
    assert KeptOnServer(address).assert_whole() == 1


def test_connections_that_were_cut_between_two_calls_go_unnoticed(
    address: str, server: Postgres, store: PostgresStore
) -> None:
    write_batch(store, 1)
    server.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        f"WHERE datname = '{name_of(address)}'"
    )
    assert store.read().counts()["posts"] == BATCH
    write_batch(store, 2)
    assert KeptOnServer(address).assert_whole() == 2


def test_a_server_that_goes_away_is_explained_and_the_next_call_works(
    address: str, server: Postgres, store: PostgresStore
) -> None:
    def cut() -> None:
        with store.write() as writer:
            writer.put_state("key", "lost")
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                f"WHERE datname = '{name_of(address)}'"
            )
            writer.put_state("key", "never")

    with pytest.raises(WorkspaceError, match="does not answer") as caught:
        cut()
    assert "goes on" in caught.value.hint
    assert store.read().state("key") is None


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("postgresql://u:secret@127.0.0.1:1/x", "does not answer"),
        ("postgresql://u:secret@[::1/x", "cannot be read"),
        ("postgresql://u:secret%ZZ@h/x", "cannot be read"),
    ],
)
@pytest.mark.usefixtures("server")
def test_an_address_that_leads_nowhere_is_explained_without_its_password(
    address: str, told: str
) -> None:
    with pytest.raises(WorkspaceError, match=told) as caught:
        _opened(address)
    assert caught.value.hint
    shown: BaseException | None = caught.value
    while shown is not None:
        assert "secret" not in f"{shown} {shown!r}"
        shown = shown.__cause__


def test_a_database_that_is_not_there_is_named(server: Postgres) -> None:
    with pytest.raises(WorkspaceError, match="nowhere") as caught:
        _opened(server.address("nowhere"))
    assert "createdb" in caught.value.hint


def test_passwords_are_asked_for_refused_and_never_shown(
    server: Postgres, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "none"))
    server.execute("DROP ROLE IF EXISTS locked")
    server.execute("CREATE ROLE locked LOGIN SUPERUSER PASSWORD 'the right one'")
    address = server.of_folder(tmp_path).replace("postgres@", "locked@")
    with server.asking_for_passwords("locked"):
        with pytest.raises(WorkspaceError, match="asks for a password") as caught:
            _opened(address)
        assert "PGPASSWORD" in caught.value.hint
        with pytest.raises(WorkspaceError, match="refuses") as caught:
            _opened(address.replace("locked@", "locked:hush@"))
        assert "hush" not in f"{caught.value} {caught.value.__cause__}"
        monkeypatch.setenv("PGPASSWORD", "the right one")
        _opened(address)


def test_a_foreign_database_is_left_alone(server: Postgres) -> None:
    address = server.empty("foreign")
    server.execute("CREATE TABLE notes (text text)", "foreign")
    with pytest.raises(WorkspaceError, match="not one of Marsad's"):
        _opened(address)
    found = server.execute(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'", "foreign"
    )
    assert found == [("notes",)]


def test_a_newer_database_is_refused_with_a_hint(address: str, server: Postgres) -> None:
    name = name_of(address)
    server.execute("UPDATE alembic_version SET version_num = '9999'", name)
    with pytest.raises(WorkspaceError, match="9999") as caught:
        _opened(address)
    assert "Update Marsad" in caught.value.hint


def test_an_encoding_that_lacks_scripts_is_refused(server: Postgres) -> None:
    server.execute("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    with pytest.raises(WorkspaceError, match="LATIN1") as caught:
        _opened(server.address("latin"))
    assert "UTF8" in caught.value.hint


def test_a_user_without_rights_is_told_what_is_missing(server: Postgres) -> None:
    server.execute("DROP ROLE IF EXISTS guest")
    server.execute("CREATE ROLE guest LOGIN")
    address = server.empty("guarded").replace("postgres@", "guest@")
    with pytest.raises(WorkspaceError, match="may not be changed") as caught:
        _opened(address)
    assert "owner" in caught.value.hint


# ---------------------------------------------------------------- layout


def test_the_tables_are_what_the_migrations_make(address: str) -> None:
    database = PostgresDatabase(address, 1.0)
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, tables.metadata)
    database.close()
    tables_of_the_index = {("remove_table", name) for name in ("post_search", "search_words")}
    kinds = {(change[0], change[1].name) for change in found if isinstance(change, tuple)}
    indexes = {kind for kind in kinds if str(kind[1]).startswith("post_search_")}
    assert kinds - indexes == tables_of_the_index


def test_order_does_not_depend_on_the_locale_of_the_server(address: str, server: Postgres) -> None:
    name = name_of(address)
    found = server.execute(
        "SELECT table_name, column_name, data_type, collation_name "
        "FROM information_schema.columns WHERE table_schema = 'public'",
        name,
    )
    assert found
    for table, column, kind, collation in found:
        if table != "alembic_version" and kind in ("text", "character varying"):
            assert collation == "C", (table, column)
        assert kind not in ("integer", "smallint"), (table, column)


def test_two_processes_may_make_the_tables_at_once(server: Postgres) -> None:
    address = server.empty("both")

    def work(_mark: Mark) -> None:
        _opened(address)

    ended(work, work)


# ---------------------------------------------------------------- backup


def test_without_pg_dump_a_backup_says_what_to_do(
    store: PostgresStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingToolError, match="pg_dump") as caught:
        store.backup(tmp_path / "copy")
    assert "client" in caught.value.hint
