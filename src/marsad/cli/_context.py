"""What every command needs: the workspace, progress on the terminal, and output."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import WorkspaceError

if TYPE_CHECKING:
    from ..api import Workspace
    from ..ports import Progress

__all__ = [
    "ISOLATES",
    "AsJson",
    "Options",
    "emit",
    "open_workspace",
    "options_of",
    "progress_bar",
    "put",
    "say",
    "table",
    "workspace_root",
]

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


@dataclass(frozen=True, slots=True)
class Options:
    """Options that stand before the command."""

    workspace: str = ""
    quiet: bool = False


def options_of(context: typer.Context) -> Options:
    """Return the options that stand before the command."""
    found = context.find_object(Options)
    return found or Options()


@contextmanager
def open_workspace(context: typer.Context) -> Iterator[Workspace]:
    """Open the workspace that the call names, else the nearest at or above this folder.

    :raises WorkspaceError: there is none.
    """
    from ..api import Workspace

    root = workspace_root(context)
    if root is None:
        raise WorkspaceError(
            f"There is no workspace at or above {Path.cwd()}.",
            hint="Create one with `marsad init DIR` or `marsad demo DIR`, or name one with -w DIR.",
        )
    with Workspace.open(root) as workspace:
        yield workspace


def workspace_root(context: typer.Context) -> Path | None:
    """Return the folder that the call names, else the nearest at or above this one that is a
    workspace; None where there is none."""
    from ..config import CONFIG_NAME

    named = options_of(context).workspace
    if named:
        return Path(named)
    here = Path.cwd()
    return next((f for f in (here, *here.parents) if (f / CONFIG_NAME).is_file()), None)


@contextmanager
def progress_bar(context: typer.Context) -> Iterator[Progress | None]:
    """Show progress on a terminal's error stream; elsewhere, and with --quiet, show nothing."""
    if options_of(context).quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn
    from rich.progress import Progress as Bars

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, Any] = {}

        def report(stage: str, done: int, total: int | None) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield report


def say(text: str = "", *, keep: str = "", err: bool = False) -> None:
    """Print a line of plain text; control characters in collected text are made visible.

    :param keep: further characters that may pass, where a renderer put them there itself.
    :param err: print it among errors instead.
    """
    typer.echo(printable(text, keep), err=err)


def put(body: bytes) -> None:
    """Write a text file to the output byte for byte; on a terminal as :func:`say` prints it."""
    if sys.stdout.isatty():
        say(body.decode("utf-8"), keep=ISOLATES)
    else:
        sys.stdout.buffer.write(body)


def printable(text: str, keep: str = "") -> str:
    """Replace characters that would steer the terminal; line ends, tabs and ``keep`` stay."""
    kept = "\n\t" + _JOINERS + keep
    return "".join(c if c in kept or c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


# ZWNJ and ZWJ shape Persian and emoji; they steer nothing.
_JOINERS = "\u200c\u200d"

ISOLATES = "\u2066\u2067\u2068\u2069"
"""Marks that keep two directions of text apart; the Markdown renderer sets them in pairs."""


def emit(value: object) -> None:
    """Print ``value`` (model values, tuples, dictionaries) as JSON."""
    typer.echo(json.dumps(plain(value), ensure_ascii=False, indent=2))


def plain(value: object) -> Any:
    """Return ``value`` as JSON-ready dictionaries and lists."""
    from cattrs.preconf.json import make_converter

    return make_converter().unstructure(value)


def table(headers: Sequence[str], rows: Sequence[Sequence[str]], empty: str) -> None:
    """Print a table as wide as the terminal, or ``empty`` where there are no rows."""
    if not rows:
        say(empty)
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    width = None if sys.stdout.isatty() else 160
    grid = Table(box=None, pad_edge=False, header_style="bold")
    for header in headers:
        grid.add_column(header, overflow="fold")
    for row in rows:
        grid.add_row(*(Text(printable(cell)) for cell in row))
    Console(width=width).print(grid)
