"""``marsad search``: the search box, its exports, and searches that are kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer

from ._context import AsJson, emit, open_workspace, say, table
from ._deciding import signed
from .searching_alerts import alerts
from .searching_shown import AsCsv, AsJsonl, Out, as_data, cells, export, refuse_unused_out

if TYPE_CHECKING:
    from ..api import By, Found, Workspace
    from ..ports import Hit

__all__ = ["register"]

_MOST = 5_000
"""Posts that are shown where no limit is wanted: as many as the store ranks."""

_TOLD = 8
"""Added spellings of a word that are told; the rest is counted."""

Query = Annotated[
    str, typer.Argument(help='words "a phrase" -without prefix* field:value (a OR b)')
]
Way = Annotated[str, typer.Option(help="words, meaning or both.")]
Meaning = Annotated[
    bool, typer.Option("--meaning", help="Short for --by meaning: any language finds any.")
]
Exact = Annotated[
    bool, typer.Option("--exact", help="Without other spellings and forms of the words.")
]
Like = Annotated[str, typer.Option(metavar="POST", help="Posts nearest in meaning to this one.")]
Save = Annotated[
    str, typer.Option(metavar="NAME", help="Keep the search; `marsad alerts` tells what is new.")
]
SavedBy = Annotated[
    str,
    typer.Option(metavar="WHO", help="With --save: who saves it. Default: this machine's user."),
]
Replace = Annotated[
    bool,
    typer.Option("--replace", help="With --save: in place of another of that name and its alerts."),
]
Saved = Annotated[str, typer.Option(metavar="NAME", help="Ask a search that was kept.")]
SavedList = Annotated[bool, typer.Option("--saved-list", help="List the searches that were kept.")]
Forget = Annotated[str, typer.Option(metavar="NAME", help="Forget a search and its alerts.")]
Limit = Annotated[int, typer.Option(min=0, help="At most so many; 0 for all.")]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is looked for; posts like one where ``like`` is its id."""

    query: str
    like: str
    by: By | None
    exact: bool
    limit: int


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command()(search)
    app.command()(alerts)


def search(
    context: typer.Context,
    query: Query = "",
    by: Way = "",
    meaning: Meaning = False,
    exact: Exact = False,
    like: Like = "",
    save: Save = "",
    saved_by: SavedBy = "",
    replace_other: Replace = False,
    saved: Saved = "",
    saved_list: SavedList = False,
    forget: Forget = "",
    limit: Limit = 20,
    as_json: AsJson = False,
    as_jsonl: AsJsonl = False,
    as_csv: AsCsv = False,
    out: Out = None,
) -> None:
    """Find posts in any script, by the words of the original or of its translation.

    Plain words are looked for in all spellings, and by meaning, too, once `marsad run` has read
    the posts. docs/reference/search.md describes fields, phrases and the rest.
    """
    refuse_unused_out(out, used=as_csv or as_jsonl)
    if saved and query:
        raise typer.BadParameter("--saved asks the search that was kept; leave out QUERY.")
    asked = _Asked(query, like, _way(by, meaning), exact, limit)
    with open_workspace(context) as workspace:
        if forget:
            workspace.delete_search(forget)
        if save:
            _keep(workspace, asked, save, signed(saved_by, "--saved-by"), instead=replace_other)
        if saved_list or forget or save:
            _list(workspace, as_json)
            return
        if saved:
            asked = replace(asked, query=workspace.saved(saved).query)
        if as_csv or as_jsonl:
            export(_all(workspace, asked), out, as_csv=as_csv)
        else:
            _show(_found(workspace, asked), as_json)


def _way(by: str, meaning: bool) -> By | None:
    from ..api import By
    from ..errors import NotFoundError

    if by and by not in set(By):
        raise NotFoundError("way to search", by, hint=f"Known: {', '.join(By)}.")
    return By.MEANING if meaning else By(by) if by else None


def _found(workspace: Workspace, asked: _Asked) -> Found:
    from ..api import By, Found

    most = asked.limit or _MOST
    if asked.like:
        hits = workspace.like(asked.like, most)
        return Found(hits, len(hits), False, By.MEANING)
    return workspace.find(asked.query, most, by=asked.by, exact=asked.exact)


def _all(workspace: Workspace, asked: _Asked) -> Iterable[Hit]:
    if asked.like:
        return _found(workspace, asked).hits
    return workspace.every(asked.query, by=asked.by, exact=asked.exact, most=asked.limit or None)


def _keep(workspace: Workspace, asked: _Asked, name: str, by: str, *, instead: bool) -> None:
    workspace.save_search(
        name, asked.query, by=by, way=asked.by, exact=asked.exact, replace=instead
    )


def _list(workspace: Workspace, as_json: bool) -> None:
    watches = workspace.watches()
    if as_json:
        emit(watches)
        return
    rows = [(w.name, w.query, str(w.new), f"{w.created:%Y-%m-%d}", w.by) for w in watches]
    table(("name", "search", "new", "saved", "by"), rows, "No search was saved.")


def _show(found: Found, as_json: bool) -> None:
    if as_json:
        emit([as_data(hit) for hit in found.hits])
        return
    for word, spellings in found.spellings.items():
        rest = f" and {len(spellings) - _TOLD} more" if len(spellings) > _TOLD else ""
        say(f"{word}: also {', '.join(spellings[:_TOLD])}{rest}")
    rows = [cells(hit) for hit in found.hits]
    table(("date", "source", "post", "passage"), rows, "Nothing found.")
    if found.total > len(rows):
        say(f"{len(rows)} of {'more than ' if found.more else ''}{found.total:,}; by {found.by}.")
