"""``marsad init`` and ``marsad demo``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ._context import AsJson, emit, options_of, progress_bar, say

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command()(demo)
    app.command()(init)


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    name: Annotated[str, typer.Option(help="Name of the workspace. Default: the folder's.")] = "",
    as_json: AsJson = False,
) -> None:
    """Create an empty workspace."""
    from ..api import Workspace

    with Workspace.create(folder, name) as workspace:
        root = workspace.layout.root
        counts = workspace.counts()
    if as_json:
        emit({"workspace": str(root), "counts": counts})
        return
    say(f"Created the workspace {root}")
    say(f"Next: marsad -w {folder} source add URL")


def demo(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="[DIR]")] = Path("demo-workspace"),
    serve: Annotated[
        bool | None,
        typer.Option("--serve/--no-serve", help="Open the workbench afterwards. Default: no."),
    ] = None,
    port: Annotated[int, typer.Option(help="Port of the workbench.")] = 8765,
    as_json: AsJson = False,
) -> None:
    """Build the demonstration workspace and its report; running it again is harmless.

    Real official statements and articles, and a fictional exercise in three languages, go
    through the whole chain: sealed, translated, searched for statements, drafted into a brief.
    """
    from ..demo import build

    with progress_bar(context) as progress:
        result = build(folder, progress)
    if as_json:
        emit(result)
    else:
        say(result.summary())
    if serve and not as_json:
        from .serving import run_server

        run_server(folder, "127.0.0.1", port, quiet=options_of(context).quiet)
    elif serve is None and sys.stdout.isatty() and not as_json:
        say(f"Open the workbench: marsad -w {folder} serve")
