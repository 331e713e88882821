"""What is particular to SQLite: connections, transactions, backup, and what its errors mean.

Write-ahead logging lets any number of processes read while one writes. ``synchronous=FULL``
makes a commit wait until the log is on disk: NORMAL would lose the last commits at power loss.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import RLock

from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from ..errors import DiskFullError, WorkspaceError

__all__ = ["SqliteDatabase"]

_REBUILD = "Restore a backup of the database, or rebuild it from the archive."


class SqliteDatabase:
    """One SQLite file with a pool of connections; safe to use from several threads.

    :param busy_seconds: how long to wait for another writer before giving up.
    """

    def __init__(self, path: Path, busy_seconds: float) -> None:
        self.path = path
        self.name = str(path)
        self._writer = RLock()  # threads take turns here instead of polling SQLite's lock
        self._engine = create_engine(
            URL.create("sqlite+pysqlite", database=str(path)),
            connect_args={"timeout": busy_seconds},
            max_overflow=-1,  # a thread more is a reader more, never one that waits
        )
        event.listen(self._engine, "connect", _prepare)
        event.listen(self._engine, "begin", _begin)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one consistent state.

        :raises WorkspaceError: the file cannot be read.
        """
        with explained(self.path), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection in a write transaction; committed at the end, undone on any error.

        :raises DiskFullError: no room; nothing of the transaction is kept.
        :raises WorkspaceError: another process is writing, or the file cannot be written.
        """
        with explained(self.path), self._writer, self._engine.connect() as connection:
            connection.execution_options(marsad_begin="BEGIN IMMEDIATE")
            with connection.begin():
                yield connection

    def backup(self, target: Path) -> None:
        """Write a consistent copy to ``target``; it appears under that name only when whole.

        :raises WorkspaceError: ``target`` cannot be written.
        """
        partial = target.with_name(target.name + ".partial")
        partial.unlink(missing_ok=True)
        try:
            with explained(target), closing(sqlite3.connect(partial)) as copy:
                self._copy_to(copy)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)

    def _copy_to(self, copy: sqlite3.Connection) -> None:
        with closing(sqlite3.connect(self.path)) as original:
            original.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


def _prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    """Set what SQLite keeps per connection; transactions are begun by :func:`_begin` alone."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-16000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Take the write lock at once in a write transaction, so that it cannot fail half-way."""
    options = connection.get_execution_options()
    connection.exec_driver_sql(str(options.get("marsad_begin", "BEGIN")))


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Raise what SQLite reports as the errors of :mod:`marsad.errors`."""
    try:
        yield
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.Error):
            raise _explanation(error.orig, path) from error
        raise
    except sqlite3.Error as error:
        raise _explanation(error, path) from error


def _explanation(error: sqlite3.Error, path: Path) -> WorkspaceError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return DiskFullError(
            f"The disk that holds {path} is full; the last change was not kept.",
            hint="Make room and run the same command again; it goes on where it stopped.",
        )
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return WorkspaceError(
            f"Another process is writing to {path}.",
            hint="Wait until it has finished, then try again.",
        )
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return WorkspaceError(f"{path} is damaged or is no database ({error}).", hint=_REBUILD)
    if code == sqlite3.SQLITE_CONSTRAINT:
        return WorkspaceError(
            f"{path} refused a row ({error}).",
            hint="What the row refers to must be stored before it.",
        )
    if code == sqlite3.SQLITE_IOERR:
        # A quota, or a limit on the size of files, is reported so instead of SQLITE_FULL.
        return WorkspaceError(
            f"{path} cannot be read or written ({error}).",
            hint="Check that the disk has room, that no quota or limit on file sizes is reached, "
            "and that this account may write there; then run the same command again.",
        )
    return WorkspaceError(
        f"{path} cannot be used ({error}).",
        hint="Check that the folder exists and that this account may write in it.",
    )
