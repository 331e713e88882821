"""The stores of :class:`marsad.ports.Store`: one contract over two databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, Self, TypeVar

from ..errors import WorkspaceError
from ..ports import Clock
from .database import Database
from .migrate import migrate
from .postgres import PostgresDatabase
from .reader import SqlReader
from .sqlite import SqliteDatabase
from .writer import SqlWriter

__all__ = ["PostgresStore", "SqliteStore"]

D = TypeVar("D", bound=Database)


class _SqlStore(Generic[D]):
    """What both stores do. One process may write while any number read; a second writer waits.

    :ivar database: where it is kept.
    """

    def __init__(self, database: D) -> None:
        self.database = database

    @classmethod
    def _opened(cls, database: D, keep: Callable[[str], object]) -> Self:
        try:
            migrate(database, keep)
        except BaseException:
            database.close()
            raise
        return cls(database)

    def read(self) -> SqlReader:
        """Return a reader; each of its calls sees one consistent state."""
        return SqlReader(self.database)

    @contextmanager
    def write(self) -> Iterator[SqlWriter]:
        """Open a transaction: committed when the block ends, undone when it raises.

        :raises DiskFullError: no room; nothing of the block is kept.
        :raises WorkspaceError: another process is writing, or the database cannot be written.
        """
        with self.database.writing() as connection:
            yield SqlWriter(connection)

    def close(self) -> None:
        """Close all connections."""
        self.database.close()


class SqliteStore(_SqlStore[SqliteDatabase]):
    """A store in one SQLite file."""

    @classmethod
    def open(cls, path: Path, *, clock: Clock, busy_seconds: float = 10.0) -> Self:
        """Open the database at ``path``, creating or upgrading it; an older one is copied first.

        :param clock: dates the copy that is kept of an older database.
        :param busy_seconds: how long a writer waits for another one.
        :raises WorkspaceError: no such folder, not a database of Marsad, damaged, or written by
            a newer Marsad.
        """
        if not path.parent.is_dir():
            raise WorkspaceError(
                f"There is no folder {path.parent}.", hint="Create it with `marsad init`."
            )
        database = SqliteDatabase(path, busy_seconds)

        def keep(revision: str) -> None:
            stamp = clock().strftime("%Y%m%dT%H%M%SZ")
            database.backup(path.with_name(f"{path.name}.{revision}-{stamp}.backup"))

        return cls._opened(database, keep)

    def backup(self, target: Path) -> None:
        """Write a consistent copy to ``target`` while others go on.

        :raises WorkspaceError: ``target`` cannot be written.
        """
        self.database.backup(target)


class PostgresStore(_SqlStore[PostgresDatabase]):
    """A store in a database of a PostgreSQL server."""

    @classmethod
    def open(cls, address: str, *, busy_seconds: float = 10.0) -> Self:
        """Open the database at ``address``, creating or upgrading the tables.

        No copy is made before an upgrade, which happens as a whole or not at all.

        :param address: ``postgresql://USER@HOST/DATABASE``, as libpq reads it; what it leaves out,
            such as the password, comes from libpq's environment variables and files.
        :param busy_seconds: how long a writer waits for another one.
        :raises MissingToolError: the driver is not installed.
        :raises WorkspaceError: the server cannot be reached or refuses, is too old, has no such
            database, or that is none of Marsad's or was written by a newer Marsad.
        """
        store = cls._opened(PostgresDatabase(address, busy_seconds), lambda _: None)
        store.database.prepare()
        return store

    def backup(self, target: Path) -> None:
        """Write a consistent copy to ``target``, which ``pg_restore`` reads, while others go on.

        :raises MissingToolError: there is no ``pg_dump``.
        :raises WorkspaceError: it failed, or ``target`` cannot be written.
        """
        self.database.backup(target)
