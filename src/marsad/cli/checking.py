"""``marsad check``: what cannot all be true."""

from __future__ import annotations

from typing import Annotated

import typer

from ._context import ISOLATES, AsJson, emit, open_workspace, progress_bar, say
from ._deciding import By, Reason, signed

__all__ = ["check"]


def check(
    context: typer.Context,
    settle: Annotated[
        str, typer.Option(help="Id of a finding that is settled; give --reason too.")
    ] = "",
    dismissed: Annotated[
        bool, typer.Option("--dismissed", help="List what was judged settled instead.")
    ] = False,
    by: By = "",
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Look for what cannot all be true: two birth years, a dead man speaking, two in one office."""
    with open_workspace(context) as workspace, progress_bar(context) as progress:
        if settle:
            workspace.dismiss(settle, by=signed(by), reason=reason)
        elif not dismissed:
            workspace.self_check(progress)
        found = workspace.contradictions(dismissed=dismissed)
    if as_json:
        emit(found)
        return
    for each in found:
        say(f"{each.severity:6} {each.id}  {each.message}", keep=ISOLATES)
    errors = sum(each.severity == "error" for each in found)
    told = f"Errors: {errors}; doubts: {len(found) - errors}."
    say(told if found else "Nothing contradicts itself.")
