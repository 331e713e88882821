"""How found posts are printed and written: as tables, JSON, lines of JSON, and CSV."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ..ports import Hit

__all__ = ["AsCsv", "AsJsonl", "Out", "as_data", "cells", "export", "refuse_unused_out"]

_AROUND = 60

AsJsonl = Annotated[
    bool, typer.Option("--jsonl", help="Print one JSON object a line, with plain fields.")
]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print a table for spreadsheets.")]
Out = Annotated[Path | None, typer.Option(help="With --jsonl or --csv: the file to write.")]


def export(hits: Iterable[Hit], out: Path | None, *, as_csv: bool) -> None:
    """Write posts as CSV, or one JSON object a line, to a file or the terminal.

    :raises WorkspaceError: the file cannot be written.
    """
    from ..api import found_csv, found_jsonl
    from ..errors import WorkspaceError

    lines = found_csv(hits) if as_csv else found_jsonl(hits)
    if out is None:
        for line in lines:
            typer.echo(line, nl=False)
        return
    try:
        with out.open("w", encoding="utf-8", newline="") as file:
            file.writelines(lines)
    except OSError as error:
        raise WorkspaceError(
            f"{out} cannot be written: {error.strerror}.", hint="Name another file with --out."
        ) from error


def refuse_unused_out(out: Path | None, *, used: bool) -> None:
    """Refuse a file that nothing would be written to."""
    if out is not None and not used:
        raise typer.BadParameter("--out needs --csv or --jsonl.")


def as_data(hit: Hit) -> dict[str, object]:
    """Return what ``--json`` prints of a post."""
    return {
        "post": hit.view.post,
        "source": hit.view.source.id,
        "version": hit.view.version,
        "spans": hit.spans,
        "score": hit.score,
    }


def cells(hit: Hit) -> tuple[str, str, str, str]:
    """Return day, source, id and the passage that matches, for a table."""
    post = hit.view.post
    return post.published.day or "undated", hit.view.source.name, post.id, _passage(hit)


def _passage(hit: Hit) -> str:
    text = hit.view.version.text
    start = max(0, hit.spans[0].start - _AROUND) if hit.spans else 0
    piece = " ".join(text[start : start + 3 * _AROUND].split())
    return ("… " if start else "") + piece + (" …" if start + 3 * _AROUND < len(text) else "")
