"""A workspace's database, moved from its file to a server."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing

from ..config import read_config, write_database
from ..errors import ConfigError
from ..ports import Progress
from ._opened import Opened

__all__ = ["Moving"]


class Moving(Opened):
    """Where the rows of a workspace are kept."""

    def move_database(self, address: str, progress: Progress | None = None) -> Mapping[str, int]:
        """Copy all rows into an empty database of a PostgreSQL server, and use that from now on.

        The file stays as it is. ``marsad.toml`` is changed last, so that a move that is stopped
        changes nothing; programs that have the workspace open go on with the file until they are
        started again.

        :param address: ``postgresql://USER@HOST/DATABASE``.
        :return: table → how many rows it has.
        :raises ConfigError: the workspace uses a server already, or ``address`` is none.
        :raises MissingToolError: the driver is not installed.
        :raises WorkspaceError: the server cannot be used or the database is not empty.
        """
        from ..store import PostgresStore, SqliteStore, move

        if self.config.database:
            raise ConfigError(
                "The workspace is kept by a PostgreSQL server already.",
                hint="To go to another one, use pg_dump and pg_restore.",
            )
        if not address.startswith("postgresql://"):
            raise ConfigError("The address must begin with postgresql://.")
        root = self.layout.root
        with (
            self._lock,
            closing(SqliteStore.open(self.layout.database, clock=self.clock)) as source,
            closing(PostgresStore.open(address)) as target,
        ):
            counts = move(source, target, progress)
            write_database(root, address)
        held = self.__dict__.pop("store", None)
        if held is not None:
            held.close()
        self.config = read_config(root)
        return counts
