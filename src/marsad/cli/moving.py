"""``marsad database``: move."""

from __future__ import annotations

from typing import Annotated

import typer

from ._context import AsJson, emit, open_workspace, progress_bar, say

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    group = typer.Typer(help="Where the rows of a workspace are kept.", no_args_is_help=True)
    group.command("move")(move)
    app.add_typer(group, name="database")


def move(
    context: typer.Context,
    address: Annotated[str, typer.Argument(help="postgresql://USER@HOST/DATABASE, empty so far.")],
    as_json: AsJson = False,
) -> None:
    """Copy the database to a PostgreSQL server and use it from now on; marsad.db stays.

    Stop `marsad watch` and `marsad serve` first: they would go on with the file.
    """
    with open_workspace(context) as workspace, progress_bar(context) as progress:
        counts = workspace.move_database(address, progress)
    if as_json:
        emit(counts)
        return
    say(f"{sum(counts.values()):,} rows are in the database of the server now, and used there.")
    say("marsad.db is no longer used; keep it as a copy, or remove it.")
