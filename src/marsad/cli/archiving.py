"""``marsad archive``: push, list, free, fetch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ._context import AsJson, emit, open_workspace, progress_bar, say, table
from ._exits import SOME_FAILED

if TYPE_CHECKING:
    from ..api import Held, Transfer

__all__ = ["register"]

Names = Annotated[
    list[str] | None, typer.Argument(help="Names such as 000001.warc.gz. Default: all.")
]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    group = typer.Typer(
        help="Keep sealed files in an object store, as marsad.toml names it.", no_args_is_help=True
    )
    for name, command in (
        ("push", push),
        ("list", list_files),
        ("free", free),
        ("fetch", fetch),
    ):
        group.command(name)(command)
    app.add_typer(group, name="archive")


def push(
    context: typer.Context,
    close: Annotated[
        bool, typer.Option("--close", help="Begin a new WARC file first, and copy the present one.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Copy sealed files that the store lacks, and read them back; exit 4 if some are refused."""
    with open_workspace(context) as workspace, progress_bar(context) as progress:
        done = workspace.push_archive(close=close, progress=progress)
        store = workspace.config.store
    _tell(done, f"copied to {store}", as_json=as_json)


def list_files(context: typer.Context, as_json: AsJson = False) -> None:
    """List sealed files, their sizes, and whether they are here, in the store or both."""
    with open_workspace(context) as workspace:
        files = workspace.archive_files()
    if as_json:
        emit(files)
        return
    rows = [(f.name, f"{f.size:,}", _where(f), f.store) for f in files]
    table(("file", "bytes", "where", "store"), rows, "Nothing is sealed yet.")


def _where(file: Held) -> str:
    if not file.here:
        return "store" if file.store else "missing"
    if file.store:
        return "both"
    return "here" if file.closed or not file.name.startswith("warc/") else "here, being filled"


def free(
    context: typer.Context,
    names: Names = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    as_json: AsJson = False,
) -> None:
    """Remove WARC files here that the store has, each after its copy was read and compared."""
    with open_workspace(context) as workspace:
        chosen = names or workspace.freeable_files()
        store = workspace.config.store
        if chosen and not yes:
            question = f"Remove {len(chosen)} file(s) here and keep only the copies in {store}?"
            typer.confirm(question, abort=True, err=True)
        with progress_bar(context) as progress:
            done = workspace.free_archive(chosen, progress=progress)
    _tell(done, f"removed here, kept in {store}", as_json=as_json)


def fetch(context: typer.Context, names: Names = None, as_json: AsJson = False) -> None:
    """Bring WARC files back from the store; they stay there too."""
    with open_workspace(context) as workspace, progress_bar(context) as progress:
        done = workspace.fetch_archive(names or (), progress=progress)
        store = workspace.config.store
    _tell(done, f"fetched from {store}", as_json=as_json)


def _tell(done: Transfer, what: str, *, as_json: bool) -> None:
    if as_json:
        emit(done)
    else:
        for problem in done.problems:
            say(f"{problem.record}: {problem.message}")
        say(f"{len(done.files)} file(s) {what} ({done.size:,} bytes)")
    if done.problems:
        raise typer.Exit(SOME_FAILED)
