"""What is particular to PostgreSQL: connections, transactions, backup, and what its errors mean.

Readers see one snapshot (REPEATABLE READ). Writers take turns through an advisory lock, which the
server drops when the transaction or the connection ends, however it ends.

The driver is psycopg 3 rather than pg8000: measured, it inserts four times as many rows a second
and reads twice as many. It is under the LGPL, which asks nothing of a program that imports it
unchanged; it is an extra, and no part of what Marsad ships.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from ..errors import DiskFullError, MissingToolError, WorkspaceError
from . import pgvector

if TYPE_CHECKING:
    import psycopg

__all__ = ["PostgresDatabase"]

_OLDEST = 15
_WAIT = 10
"""Seconds in which a server must answer, unless the address says otherwise. A choice, not tuned."""

_TAKE_TURN = text(
    "SELECT set_config('lock_timeout', :patience, true),"
    " pg_advisory_xact_lock(hashtext('marsad'), hashtext(current_schema()))"
)
_SECRETS = ("password", "sslpassword")


class PostgresDatabase:
    """One database of a server with a pool of connections; safe to use from several threads.

    :param address: a URI as libpq reads it.
    :param busy_seconds: how long to wait for another writer before giving up.
    :raises MissingToolError: the driver is not installed.
    :raises WorkspaceError: ``address`` is no address.
    """

    def __init__(self, address: str, busy_seconds: float) -> None:
        self._settings = _settings(address)
        self.name = _name(self._settings)
        self._patience = f"{max(1, round(busy_seconds * 1000))}ms"
        self._writer = RLock()  # threads take turns here, however long the one before takes
        self._engine = self._pool()
        self._readers = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )

    def _pool(self) -> Engine:
        plain = {k: v for k, v in self._settings.items() if k not in _SECRETS}
        url = URL.create("postgresql+psycopg", query={k: str(v) for k, v in plain.items()})
        return create_engine(
            url,
            creator=self._connect,
            max_overflow=-1,  # a thread more is a reader more, never one that waits
            pool_pre_ping=True,  # so that a restart of the server between two calls goes unnoticed
            hide_parameters=True,  # they are texts, which do not belong into logs
        )

    def _connect(self) -> psycopg.Connection[Any]:
        import psycopg

        from .postgres_text import forgiving

        connection = psycopg.connect("", **self._settings)
        try:
            self._check(connection)
        except WorkspaceError:
            connection.close()
            raise
        return forgiving(connection)

    def _check(self, connection: psycopg.Connection[Any]) -> None:
        found = connection.info.server_version // 10_000
        if found < _OLDEST:
            raise WorkspaceError(
                f"{self.name} runs PostgreSQL {found}, which is too old.",
                hint=f"Use PostgreSQL {_OLDEST} or newer.",
            )
        encoding = connection.info.parameter_status("server_encoding")
        if encoding != "UTF8":
            raise WorkspaceError(
                f"{self.name} keeps text as {encoding}, which cannot hold every script.",
                hint="Create the database with: createdb --encoding=UTF8 --template=template0 NAME",
            )

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one consistent state.

        :raises WorkspaceError: the server cannot be reached, or refuses.
        """
        with explained(self.name), self._readers.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection in a write transaction; committed at the end, undone on any error.

        :raises DiskFullError: no room; nothing of the transaction is kept.
        :raises WorkspaceError: another process is writing, or the server cannot be reached.
        """
        with explained(self.name), self._writer, self._engine.begin() as connection:
            connection.execute(_TAKE_TURN, {"patience": self._patience})
            yield connection

    def described(self) -> str:
        """Return which server this is and whether it finds near vectors itself.

        :raises WorkspaceError: the server cannot be reached, or refuses.
        """
        with self.reading() as connection:
            version = connection.exec_driver_sql("SHOW server_version").scalar_one()
            vector = pgvector.extension(connection)
        told = f"with vector {vector}" if vector else "without the extension vector"
        return f"PostgreSQL {version}, {told}"

    def prepare(self) -> None:
        """Make the index of vectors, if the extension for it was created since the last time.

        :raises WorkspaceError: the server refuses.
        """
        with self.reading() as connection:
            wanted = pgvector.unprepared(connection)
        if wanted:
            with self.writing() as connection:
                pgvector.prepare(connection)

    def backup(self, target: Path) -> None:
        """Write a consistent copy to ``target``; it appears under that name only when whole.

        :raises MissingToolError: there is no ``pg_dump``.
        :raises WorkspaceError: it failed, or ``target`` cannot be written.
        """
        program = shutil.which("pg_dump")
        if program is None:
            raise MissingToolError(
                "pg_dump",
                "copy a PostgreSQL database",
                hint="Install PostgreSQL's client programs of the server's version, or copy the "
                "database where the server runs.",
            )
        partial = target.with_name(target.name + ".partial")
        partial.unlink(missing_ok=True)
        try:
            self._dump(program, partial)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)

    def _dump(self, program: str, target: Path) -> None:
        """Run ``pg_dump``; a password goes through its environment, where others cannot read it."""
        from psycopg.conninfo import make_conninfo

        told = {k: v for k, v in self._settings.items() if k not in _SECRETS}
        password = self._settings.get("password")
        secret = {"PGPASSWORD": str(password)} if password else {}
        command = [program, "--format=custom", "--no-password", f"--file={target}"]
        done = subprocess.run(  # noqa: S603 - the program found on PATH, fixed arguments
            [*command, f"--dbname={make_conninfo('', **told)}"],
            env=os.environ | secret,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        if done.returncode:
            raise WorkspaceError(
                f"{self.name} could not be copied to {target} ({done.stderr.strip()}).",
                hint="Check that pg_dump is not older than the server, and that the folder exists.",
            )

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


def _settings(address: str) -> dict[str, Any]:
    """Return what ``address`` says, by libpq's names.

    :raises WorkspaceError: libpq cannot read it; what it says of that might hold the password.
    """
    try:
        import psycopg
        from psycopg.conninfo import conninfo_to_dict
    except ImportError:
        raise MissingToolError(
            "psycopg",
            "keep a workspace in PostgreSQL",
            hint="Install it: pip install 'marsad[postgres]'.",
        ) from None
    try:
        found = conninfo_to_dict(address)
    except psycopg.Error:
        raise WorkspaceError(
            "The address of the database cannot be read.",
            hint="Write it as postgresql://USER@HOST:PORT/DATABASE, with %-escapes for signs.",
        ) from None
    return {"connect_timeout": _WAIT, "application_name": "marsad", **found}


def _name(settings: Mapping[str, Any]) -> str:
    """Return an address for messages: without a password, and short."""
    user, host, port = (str(settings.get(key) or "") for key in ("user", "host", "port"))
    at = f"{user}@" if user else ""
    where = "" if host.startswith("/") else f"{host}{':' if port else ''}{port}"
    return f"postgresql://{at}{where}/{settings.get('dbname') or ''}"


@contextmanager
def explained(name: str) -> Iterator[None]:
    """Raise what the server or its driver reports as the errors of :mod:`marsad.errors`."""
    import psycopg

    try:
        yield
    except DBAPIError as error:
        if isinstance(error.orig, psycopg.Error):
            raise _explanation(error.orig, name) from error
        raise
    except psycopg.Error as error:
        raise _explanation(error, name) from error


def _explanation(error: psycopg.Error, name: str) -> WorkspaceError:
    """Return what to tell; ``error`` is quoted with its first line, as others show whole rows."""
    state = error.sqlstate or ""
    said = str(error).strip().split("\n", 1)[0]
    if state == "53100":
        return DiskFullError(
            f"The server of {name} has no room left ({said}); the last change was not kept.",
            hint="Make room there and run the same command again; it goes on where it stopped.",
        )
    if state == "55P03":
        return WorkspaceError(
            f"Another process is writing to {name}.",
            hint="Wait until it has finished, then try again.",
        )
    if state.startswith("23"):
        return WorkspaceError(
            f"{name} refused a row ({said}).",
            hint="What the row refers to must be stored before it.",
        )
    if state in ("42501", "25006"):
        return WorkspaceError(
            f"{name} may not be changed by this user ({said}).",
            hint="Make the user the owner of the database, or grant it all rights on the schema; "
            "a standby server cannot be used.",
        )
    if not state or state[:2] in ("08", "57", "28", "3D"):
        return _unreachable(error, name, said)
    return WorkspaceError(
        f"{name} cannot be used ({said}).",
        hint="Check the server's log; the last change was not kept.",
    )


def _unreachable(error: psycopg.Error, name: str, said: str) -> WorkspaceError:
    """Explain why there is no connection; of one that was refused libpq tells only in words."""
    attempt = error.pgconn
    if attempt is not None and attempt.needs_password:
        return WorkspaceError(
            f"{name} asks for a password.",
            hint="Set PGPASSWORD, or write it into ~/.pgpass.",
        )
    if "password authentication failed" in said:
        return WorkspaceError(
            f"{name} refuses the user or the password.",
            hint="Correct PGPASSWORD, ~/.pgpass, or the user in marsad.toml.",
        )
    if "does not exist" in said:
        return WorkspaceError(
            f"{name}: there is no such database or user ({said}).",
            hint="Create the database: createdb --encoding=UTF8 NAME.",
        )
    return WorkspaceError(
        f"{name} does not answer ({said}).",
        hint="Check that the server runs, and its address in marsad.toml; what was committed is "
        "kept, and the same command goes on where it stopped.",
    )
