"""``marsad verify``, ``evidence``, ``stamp`` and ``doctor``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ._context import AsJson, emit, open_workspace, options_of, progress_bar, say

if TYPE_CHECKING:
    from ..api import Check

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    for command in (verify, evidence, stamp, doctor):
        app.command()(command)


def verify(context: typer.Context, as_json: AsJson = False) -> None:
    """Re-read every sealed capture and the ledger; exit 1 if anything does not verify."""
    with open_workspace(context) as workspace, progress_bar(context) as progress:
        problems = workspace.verify(progress)
        captures = workspace.counts()["captures"]
    if as_json:
        emit({"captures": captures, "problems": problems})
    elif problems:
        for problem in problems:
            say(f"{problem.record}: {problem.message}")
        say(f"{len(problems)} problem(s). Restore the archive from a backup; do not repair it.")
    else:
        say(f"{captures} captures verified: nothing changed, missing or out of order.")
    if problems:
        raise typer.Exit(1)


def evidence(
    context: typer.Context,
    subject: Annotated[str, typer.Argument(help="Id of a report, a post or a capture.")],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File to write. Default: SUBJECT.wacz.")
    ] = None,
    pictures: Annotated[
        bool, typer.Option("--pictures/--no-pictures", help="Draw pages, if Chromium is there.")
    ] = True,
    as_json: AsJson = False,
) -> None:
    """Write a bundle of sealed captures that a stranger can open and verify without Marsad."""
    with open_workspace(context) as workspace, progress_bar(context) as progress:
        path = workspace.evidence(subject, out, pictures=pictures, progress=progress)
    if as_json:
        emit({"bundle": str(path), "bytes": path.stat().st_size})
        return
    say(f"{path} ({path.stat().st_size:,} bytes)")
    say("Open it at https://replayweb.page; check it with evidence/verify.py, which is in it.")


def stamp(
    context: typer.Context,
    authority: Annotated[str, typer.Argument(help="URL of an RFC 3161 time-stamping authority.")],
    roots: Annotated[
        Path | None, typer.Option(help="PEM file with the authority's root certificates.")
    ] = None,
) -> None:
    """Have an authority witness that the ledger was as it is by now."""
    with open_workspace(context) as workspace:
        found = workspace.stamp(authority, roots)
    what = (
        f"Stamped: the ledger up to capture number {found.seq}."
        if found
        else "Nothing is sealed yet."
    )
    say(what)


def doctor(context: typer.Context, as_json: AsJson = False) -> None:
    """Check programs, packages and the workspace; say what is missing and what it is for."""
    from ..api import diagnose

    checks = diagnose(options_of(context).workspace or None)
    if as_json:
        emit(checks)
    else:
        for check in checks:
            say(f"{_mark(check)} {check.name}: {check.message}")
    if any(check.required and not check.ok for check in checks):
        raise typer.Exit(1)


def _mark(check: Check) -> str:
    if check.ok:
        return "ok  "
    return "MISS" if check.required else "opt "
