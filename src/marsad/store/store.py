"""SqliteStore: a workspace's database in one file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from ..errors import WorkspaceError
from ..ports import Clock
from .migrate import migrate
from .reader import SqlReader
from .sqlite import Database
from .writer import SqlWriter

__all__ = ["SqliteStore"]


class SqliteStore:
    """The store of :class:`marsad.ports.Store` in one SQLite file.

    One process may write while any number read; a second writer waits.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, path: Path, *, clock: Clock, busy_seconds: float = 10.0) -> Self:
        """Open the database at ``path``, creating or upgrading it.

        :param clock: dates the copy that is kept of an older database.
        :param busy_seconds: how long a writer waits for another one.
        :raises WorkspaceError: no such folder, not a database of Marsad, damaged, or written by
            a newer Marsad.
        """
        if not path.parent.is_dir():
            raise WorkspaceError(
                f"There is no folder {path.parent}.", hint="Create it with `marsad init`."
            )
        database = Database(path, busy_seconds)
        try:
            migrate(database, clock)
        except BaseException:
            database.close()
            raise
        return cls(database)

    def read(self) -> SqlReader:
        """Return a reader; each of its calls sees one consistent state."""
        return SqlReader(self._database)

    @contextmanager
    def write(self) -> Iterator[SqlWriter]:
        """Open a transaction: committed when the block ends, undone when it raises.

        :raises DiskFullError: no room; nothing of the block is kept.
        :raises WorkspaceError: another process is writing, or the file cannot be written.
        """
        with self._database.writing() as connection:
            yield SqlWriter(connection)

    def backup(self, target: Path) -> None:
        """Write a consistent copy to ``target`` while others go on.

        :raises WorkspaceError: ``target`` cannot be written.
        """
        self._database.backup(target)

    def close(self) -> None:
        """Close all connections."""
        self._database.close()
