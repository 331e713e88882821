"""The command tree and what happens when a command fails."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from .. import __version__
from ..errors import MarsadError, UnavailableError
from . import (
    archiving,
    asking,
    collecting,
    dossiers,
    entities,
    evaluating,
    knowing,
    making,
    modelling,
    moving,
    reading,
    reporting,
    searching,
    serving,
    sources,
    upkeep,
)
from ._context import Options, say

__all__ = ["app", "main"]

app = typer.Typer(
    name="marsad",
    help=(
        "Follow public sources, seal what they publish, find who said what, and write reports "
        "in which every sentence is cited."
    ),
    epilog="Start with `marsad demo`. Documentation: docs/ in the repository.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
for module in (
    making,
    sources,
    collecting,
    asking,
    searching,
    reading,
    reporting,
    dossiers,
    serving,
    upkeep,
    entities,
    knowing,
    archiving,
    moving,
    evaluating,
    modelling,
):
    module.register(app)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"marsad {__version__}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    workspace: Annotated[
        str,
        typer.Option(
            "--workspace",
            "-w",
            envvar="MARSAD_WORKSPACE",
            metavar="DIR",
            help="Workspace folder. Default: the nearest one at or above the current folder.",
        ),
    ] = "",
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress, only results.")
    ] = False,
    _: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Hold what applies to every command."""
    context.obj = Options(workspace=workspace, quiet=quiet)


def main() -> None:
    """Run the command line; errors that have an explanation print it, without a traceback."""
    try:
        app()
    except UnavailableError as error:
        _explain(error)
        sys.exit(3)
    except MarsadError as error:
        _explain(error)
        sys.exit(1)
    except KeyboardInterrupt:
        typer.echo("\nStopped. Nothing is lost; run the command again to go on.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output has gone (`marsad search … | head`): not an error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _explain(error: MarsadError) -> None:
    typer.secho("error: ", fg="red", bold=True, nl=False, err=True)
    say(error.message, err=True)
    if error.hint:
        say(f"       {error.hint}", err=True)
