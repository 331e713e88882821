"""Brings a database to the newest layout."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from ..errors import WorkspaceError
from . import search, written_names
from .database import Database

__all__ = ["HEAD", "migrate", "upgrade"]

HEAD = "0009"
"""Newest revision in ``migrations/versions``. A constant, so that opening a current database
need not import Alembic, which takes longer than everything else that opening does."""


def migrate(database: Database, keep: Callable[[str], object]) -> None:
    """Bring ``database`` to :data:`HEAD`.

    :param keep: makes a copy of an older database first; given its revision.
    :raises WorkspaceError: it is something else, or was written by a newer Marsad.
    """
    with database.reading() as connection:
        found = _revision(connection, database.name)
    if found == HEAD:
        return
    if found is not None:
        keep(found)
    upgrade(database, HEAD)


def upgrade(database: Database, target: str) -> None:
    """Run the migrations up to ``target`` and rebuild what search looks up, all or nothing.

    Two processes may do this at once: the second waits, then finds nothing left to do.
    """
    run = _runner(target)
    with database.writing() as connection:
        before = _revision(connection, database.name)
        run(connection)
        if before is not None and target == HEAD:
            search.rebuild(connection)
            written_names.rebuild(connection)


def _revision(connection: Connection, name: str) -> str | None:
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    if "alembic_version" not in tables:
        raise WorkspaceError(
            f"{name} is a database, but not one of Marsad's.",
            hint="Choose another folder or database.",
        )
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found is not None and str(found) > HEAD:
        raise WorkspaceError(
            f"{name} was written by a newer Marsad (layout {found}; this one knows {HEAD}).",
            hint="Update Marsad: pip install --upgrade marsad.",
        )
    return None if found is None else str(found)


def _runner(target: str) -> Callable[[Connection], None]:
    from alembic import command
    from alembic.config import Config

    config = Config()
    location = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", location.replace("%", "%%"))
    config.set_main_option("path_separator", "os")

    def run(connection: Connection) -> None:
        config.attributes["connection"] = connection
        command.upgrade(config, target)

    return run
