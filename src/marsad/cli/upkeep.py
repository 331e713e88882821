"""``marsad verify`` and ``marsad doctor``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from ._context import AsJson, emit, open_workspace, options_of, progress_bar, say

if TYPE_CHECKING:
    from ..api import Check

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    for command in (verify, doctor):
        app.command(rich_help_panel="Keep")(command)


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
