"""``marsad search``: the search box, its exports, and searches that are kept."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ._context import AsJson, emit, open_workspace, say, table

if TYPE_CHECKING:
    from ..api import By, Found, Workspace
    from ..ports import Hit

__all__ = ["register"]

_AROUND = 60
_MOST = 5_000
"""Posts that are shown where no limit is wanted: as many as the store ranks."""

_TOLD = 8
"""Added spellings of a word that are told; the rest is counted."""


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command()(search)


def search(
    context: typer.Context,
    query: Annotated[
        str, typer.Argument(help='words "a phrase" -without prefix* field:value (a OR b)')
    ] = "",
    by: Annotated[str, typer.Option(help="words, meaning or both.")] = "",
    meaning: Annotated[
        bool, typer.Option("--meaning", help="Short for --by meaning: any language finds any.")
    ] = False,
    exact: Annotated[
        bool, typer.Option("--exact", help="Without other spellings and forms of the words.")
    ] = False,
    like: Annotated[
        str, typer.Option(metavar="POST", help="Posts nearest in meaning to this one.")
    ] = "",
    save: Annotated[str, typer.Option(metavar="NAME", help="Keep the search under a name.")] = "",
    saved: Annotated[str, typer.Option(metavar="NAME", help="Ask a search that was kept.")] = "",
    new: Annotated[
        bool, typer.Option("--new", help="With --saved: only what came since it was last asked so.")
    ] = False,
    saved_list: Annotated[
        bool, typer.Option("--saved-list", help="List the searches that were kept.")
    ] = False,
    forget: Annotated[str, typer.Option(metavar="NAME", help="Forget a search.")] = "",
    limit: Annotated[int, typer.Option(min=0, help="At most so many; 0 for all.")] = 20,
    as_json: AsJson = False,
    as_jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Print one JSON object a line, with plain fields.")
    ] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print a table for spreadsheets.")] = False,
    out: Annotated[
        Path | None, typer.Option(help="With --jsonl or --csv: the file to write.")
    ] = None,
) -> None:
    """Find posts in any script, by the words of the original or of its translation.

    Plain words are looked for in all spellings, and by meaning, too, once `marsad run` has read
    the posts. docs/reference/search.md describes fields, phrases and the rest.
    """
    with open_workspace(context) as workspace:
        if saved_list or forget or save:
            _keep(workspace, query, save, forget, as_json)
            return
        if saved:
            query = workspace.saved(saved).query
        if saved and new:
            _news(
                workspace, saved, limit, lambda news: _print(news, as_json, as_jsonl, as_csv, out)
            )
            return
        way = _way(by, meaning)
        if as_csv or as_jsonl:
            _export(_all(workspace, query, like, way, exact, limit), out, as_csv)
            return
        _show(_found(workspace, query, like, way, exact, limit), as_json)


def _news(workspace: Workspace, name: str, limit: int, show: Callable[[Found], None]) -> None:
    """Show what is new to a saved search; it counts as seen once all of it was shown."""
    newest = workspace.read.last_number()
    news = workspace.news(name, limit or _MOST)
    show(news)
    if limit and (news.more or news.total > len(news.hits)):
        said = (
            "Not all that is new was shown, so it stays new: --limit 0 shows as much as there can."
        )
        typer.echo(said, err=True)
    else:
        workspace.mark_seen(name, newest)


def _print(found: Found, as_json: bool, as_jsonl: bool, as_csv: bool, out: Path | None) -> None:
    if as_csv or as_jsonl:
        _export(found.hits, out, as_csv)
    else:
        _show(found, as_json)


def _way(by: str, meaning: bool) -> By | None:
    from ..api import By
    from ..errors import NotFoundError

    if by and by not in set(By):
        raise NotFoundError("way to search", by, hint=f"Known: {', '.join(By)}.")
    return By.MEANING if meaning else By(by) if by else None


def _found(
    workspace: Workspace,
    query: str,
    like: str,
    by: By | None,
    exact: bool,
    limit: int,
) -> Found:
    from ..api import By, Found

    most = limit or _MOST
    if like:
        hits = workspace.like(like, most)
        return Found(hits, len(hits), False, By.MEANING)
    return workspace.find(query, most, by=by, exact=exact)


def _all(
    workspace: Workspace,
    query: str,
    like: str,
    by: By | None,
    exact: bool,
    limit: int,
) -> Iterable[Hit]:
    if like:
        return _found(workspace, query, like, by, exact, limit).hits
    return workspace.every(query, by=by, exact=exact, most=limit or None)


def _export(hits: Iterable[Hit], out: Path | None, as_csv: bool) -> None:
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


def _keep(workspace: Workspace, query: str, save: str, forget: str, as_json: bool) -> None:
    if forget:
        workspace.delete_search(forget)
    if save:
        workspace.save_search(save, query, by=getpass.getuser())
    watches = workspace.watches()
    if as_json:
        emit(watches)
        return
    rows = [(w.name, w.query, f"{w.created:%Y-%m-%d}", w.by) for w in watches]
    table(("name", "search", "saved", "by"), rows, "No search was saved.")


def _show(found: Found, as_json: bool) -> None:
    if as_json:
        emit([_hit(hit) for hit in found.hits])
        return
    for word, spellings in found.spellings.items():
        rest = f" and {len(spellings) - _TOLD} more" if len(spellings) > _TOLD else ""
        say(f"{word}: also {', '.join(spellings[:_TOLD])}{rest}")
    rows = [
        (
            hit.view.post.published.day or "undated",
            hit.view.source.name,
            hit.view.post.id,
            _passage(hit),
        )
        for hit in found.hits
    ]
    table(("date", "source", "post", "passage"), rows, "Nothing found.")
    if found.total > len(rows):
        say(f"{len(rows)} of {'more than ' if found.more else ''}{found.total:,}; by {found.by}.")


def _hit(hit: Hit) -> dict[str, object]:
    return {
        "post": hit.view.post,
        "source": hit.view.source.id,
        "version": hit.view.version,
        "spans": hit.spans,
        "score": hit.score,
    }


def _passage(hit: Hit) -> str:
    text = hit.view.version.text
    start = max(0, hit.spans[0].start - _AROUND) if hit.spans else 0
    piece = " ".join(text[start : start + 3 * _AROUND].split())
    return ("… " if start else "") + piece + (" …" if start + 3 * _AROUND < len(text) else "")
