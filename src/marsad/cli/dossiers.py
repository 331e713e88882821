"""``marsad dossier``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import NotFoundError, WorkspaceError
from ._context import open_workspace, put, say

__all__ = ["register"]

_SHORT = {"md": "markdown"}
_BINARY = ("pdf", "docx")


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command()(dossier)


def dossier(
    context: typer.Context,
    entity: Annotated[str, typer.Argument(help="Id of an entity, or its name in any script.")],
    form: Annotated[
        str, typer.Option("--format", help="html, pdf, docx, md, json, stix, ftm or misp.")
    ] = "md",
    since: Annotated[str, typer.Option(help="First day of statements, YYYY-MM-DD.")] = "",
    until: Annotated[str, typer.Option(help="Last day of statements, YYYY-MM-DD.")] = "",
    out: Annotated[str, typer.Option("--out", "-o", help="File to write. Default: print.")] = "",
) -> None:
    """Tell what is known of an organisation, person, channel or place, and by whom.

    Names in all scripts, roles and affiliations, designations, statements by it and about it,
    earlier reports, open questions; every item cites a list or a sealed post.
    """
    with open_workspace(context) as workspace:
        name = _SHORT.get(form, form)
        known = workspace.dossier_formats()
        if name not in known:
            raise NotFoundError("format", form, hint=f"Known: {', '.join(known)}.")
        if name in _BINARY and not out:
            raise typer.BadParameter(f"{form} is no text: name a file with --out.")
        found = workspace.entity_named(entity)
        body, _ = workspace.render_dossier(found.id, name, since or None, until or None)
    if out:
        _write(Path(out), body)
        say(f"Wrote the dossier of {found.name()} to {out}")
    else:
        put(body)


def _write(path: Path, body: bytes) -> None:
    try:
        path.write_bytes(body)
    except OSError as error:
        raise WorkspaceError(
            f"{path} cannot be written: {error.strerror}.", hint="Name another file."
        ) from error
