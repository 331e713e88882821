"""``marsad serve`` and ``marsad mcp``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ._context import open_workspace, options_of, say

__all__ = ["register", "run_server"]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command()(serve)
    app.command("mcp")(serve_assistant)


def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8765,
) -> None:
    """Open the workbench in a browser on this machine."""
    with open_workspace(context) as workspace:
        root = workspace.layout.root
    run_server(root, host, port, quiet=options_of(context).quiet)


def serve_assistant(
    context: typer.Context,
    allow_drafts: Annotated[
        bool, typer.Option("--allow-drafts", help="Keep the drafts of reports that it asks for.")
    ] = False,
    port: Annotated[
        int | None,
        typer.Option(
            help="Listen on this port of 127.0.0.1. Default: standard streams.", min=1, max=65535
        ),
    ] = None,
) -> None:
    """Serve the workspace to an assistant over the Model Context Protocol; read-only.

    Needs the extra `mcp`. The assistant starts it, speaks to it over standard streams, and reads
    what the workspace holds.
    """
    from ..mcp import serve as serve_mcp

    with open_workspace(context) as workspace:
        serve_mcp(workspace, drafts=allow_drafts, port=port)


def run_server(root: Path, host: str, port: int, *, quiet: bool = False) -> None:
    """Serve the workspace at ``root`` until stopped."""
    from ..api import Workspace
    from ..web import serve as serve_web

    with Workspace.open(root) as workspace:
        if not quiet:
            say(f"Workbench of {workspace.layout.root}: http://{host}:{port}/  (Ctrl-C ends it)")
        serve_web(workspace, host, port)
