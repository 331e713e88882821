"""``marsad alerts``: what runs have found for saved searches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from ._context import AsJson, emit, open_workspace, say, table
from .searching_shown import AsCsv, AsJsonl, Out, as_data, cells, export, refuse_unused_out

if TYPE_CHECKING:
    from ..api import Workspace
    from ..model import Alert, Watch
    from ..ports import Hit

__all__ = ["alerts"]


@dataclass(frozen=True, slots=True)
class _Told:
    """An alert, the search that raised it, and the post."""

    watch: Watch
    alert: Alert
    hit: Hit


def alerts(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Of the saved search. Default: all of them.")] = "",
    every: Annotated[
        bool, typer.Option("--all", help="Those that were seen, too; the newest 5,000.")
    ] = False,
    seen: Annotated[
        bool, typer.Option("--seen", help="Mark them as seen, once all were shown.")
    ] = False,
    limit: Annotated[int, typer.Option(min=0, help="At most so many of a search; 0: all.")] = 20,
    as_json: AsJson = False,
    as_jsonl: AsJsonl = False,
    as_csv: AsCsv = False,
    out: Out = None,
) -> None:
    """Show what is new for saved searches, the newest first.

    Every run asks the searches that were kept with `marsad search QUERY --save NAME` again; each
    post that has come to match is an alert, once.
    """
    refuse_unused_out(out, used=as_csv or as_jsonl)
    with open_workspace(context) as workspace:
        watches = [workspace.saved(name)] if name else workspace.watches()
        told = [each for watch in watches for each in _of(workspace, watch, every, limit)]
        if as_csv or as_jsonl:
            export((each.hit for each in told), out, as_csv=as_csv)
        elif as_json:
            emit([_data(each) for each in told])
        else:
            _print(told, any_watch=bool(watches))
        _tell_trouble(workspace, watches)
        if seen:
            _mark_seen(workspace, watches, limit)


def _of(workspace: Workspace, watch: Watch, every: bool, limit: int) -> Iterator[_Told]:
    raised = workspace.alerts(watch.name, new=not every)
    by_post = {alert.post_id: alert for alert in islice(raised, limit or None)}
    for hit in workspace.alert_hits(watch.name, tuple(by_post.values())):
        yield _Told(watch, by_post[hit.view.post.id], hit)


def _data(told: _Told) -> dict[str, object]:
    return {
        "search": told.watch.name,
        "number": told.alert.number,
        "raised": told.alert.raised.isoformat(),
        "new": told.alert.number > told.watch.seen,
        **as_data(told.hit),
    }


def _print(found: Sequence[_Told], *, any_watch: bool) -> None:
    rows = [
        (told.watch.name, f"{told.alert.raised:%Y-%m-%d %H:%M}", *cells(told.hit)) for told in found
    ]
    none = "Nothing is new." if any_watch else "No search was saved: marsad search --help."
    table(("search", "found", "date", "source", "post", "passage"), rows, none)


def _tell_trouble(workspace: Workspace, watches: Sequence[Watch]) -> None:
    trouble = workspace.watch_trouble()
    for watch in watches:
        if watch.name in trouble:
            say(f"{watch.name} cannot be asked: {trouble[watch.name]}", err=True)


def _mark_seen(workspace: Workspace, watches: Sequence[Watch], limit: int) -> None:
    """Mark as seen what was shown, of searches of which all that is new was."""
    for watch in watches:
        if limit and watch.new > limit:
            said = f"{watch.name}: not all that is new was shown, so it stays new (--limit 0)."
            say(said, err=True)
        else:
            workspace.mark_seen(watch.name, watch.raised)
