"""What readers, writers and migrations need of a database."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy import Connection

__all__ = ["Database"]


class Database(Protocol):
    """A pool of connections; safe to use from several threads."""

    @property
    def name(self) -> str:
        """Where it is, for messages: never with a password."""
        ...

    def reading(self) -> AbstractContextManager[Connection]:
        """Give a connection that sees one consistent state.

        :raises WorkspaceError: the database cannot be read.
        """
        ...

    def writing(self) -> AbstractContextManager[Connection]:
        """Give a connection in a write transaction; committed at the end, undone on any error.

        :raises DiskFullError: no room; nothing of the transaction is kept.
        :raises WorkspaceError: another process is writing, or the database cannot be written.
        """
        ...

    def close(self) -> None:
        """Close all connections."""
        ...
