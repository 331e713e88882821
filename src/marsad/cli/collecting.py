"""``marsad ingest``, ``marsad run`` and ``marsad watch``."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

from ..text import duration
from ._context import AsJson, emit, open_workspace, progress_bar, say, table
from ._exits import SOME_FAILED
from ._logs import log_to
from ._moments import day, midnight

if TYPE_CHECKING:
    from ..api import Workspace
    from ..model import Failure
    from ..ports import IngestCounts

__all__ = ["register"]


_READING = ("fetch", "parse", "media")


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    for command in (ingest, run, watch, coverage):
        app.command()(command)


Replay = Annotated[
    Path | None,
    typer.Option(help="Read recorded answers from this folder instead of the network."),
]


def ingest(
    context: typer.Context,
    source: Annotated[list[str] | None, typer.Argument(help="Source ids. Default: all.")] = None,
    replay: Replay = None,
    as_json: AsJson = False,
) -> None:
    """Visit sources once and seal what they answer; exit 4 if some could not be read."""
    from ..api import replay_transport

    with open_workspace(context) as workspace, progress_bar(context) as progress:
        transport = replay_transport(replay, workspace.config) if replay else None
        counts = workspace.ingest(source or (), transport=transport, progress=progress)
        failed = [
            failure
            for failure in workspace.failures()
            if failure.stage in _READING and (not source or failure.source_id in source)
        ]
    if as_json:
        emit({"counts": counts, "failures": failed})
        raise typer.Exit(SOME_FAILED if counts.failures else 0)
    say(_collected(counts))
    for failure in _without_files(failed):
        say(f"  failed: {failure.source_id}: {failure.item}: {failure.message} {failure.hint}")
    if counts.failures:
        raise typer.Exit(SOME_FAILED)


def run(context: typer.Context, as_json: AsJson = False) -> None:
    """Bring everything derived up to date; stop it at any time and run it again."""
    with open_workspace(context) as workspace, progress_bar(context) as progress:
        result = workspace.run(progress)
        counts = workspace.counts()
        failed = workspace.failures()
        tally = workspace.tally()
    if as_json:
        emit({"run": result, "counts": counts, "failures": failed, "model": tally})
        return
    done = ", ".join(f"{name} {number}" for name, number in result.stages)
    say(f"Processed: {done}; stories {'regrouped' if result.regrouped else 'unchanged'}")
    if result.alerts:
        say(f"New for saved searches: {result.alerts}. See them with `marsad alerts`.")
    say(
        f"The workspace holds {counts['posts']} posts, {counts['statements']} statements, "
        f"{counts['stories']} stories."
    )
    if tally:
        told = ", ".join(f"{what} {number}" for what, number in sorted(tally.items()))
        say(f"The model server, so far: {told}.")
    for failure in _without_files(failed):
        say(f"  failed ({failure.stage}): {failure.item}: {failure.message} {failure.hint}")


def watch(
    context: typer.Context,
    every: Annotated[
        float, typer.Option(help="Seconds between two visits. Default: marsad.toml.")
    ] = 0.0,
    rounds: Annotated[int, typer.Option(help="End after so many rounds; 0 means never.")] = 0,
    replay: Replay = None,
    log: Annotated[
        str, typer.Option(help="Append what happens, a JSON object a line; - for stderr.")
    ] = "",
) -> None:
    """Visit sources on their rhythm and keep everything fresh, until stopped."""
    from ..api import replay_transport

    if log:
        log_to(log)
    stop = Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: stop.set())
    with open_workspace(context) as workspace, progress_bar(context) as progress:
        number = len(workspace.sources())
        say(f"Watching {number} sources; Ctrl-C ends it after the visits under way.")
        transport = replay_transport(replay, workspace.config) if replay else None
        workspace.watch(
            stop,
            rounds=rounds or None,
            every=every or None,
            transport=transport,
            progress=progress,
        )
        say(_standing(workspace))


def coverage(
    context: typer.Context,
    day_from: Annotated[str, typer.Option("--from", help="First UTC day, YYYY-MM-DD.")] = "",
    day_to: Annotated[str, typer.Option("--to", help="Last UTC day. Default: today.")] = "",
    as_json: AsJson = False,
) -> None:
    """Tell for a period which sources were followed, and which were silent, late or blocked."""
    last = day(day_to) or datetime.now(UTC).date()
    first = day(day_from) or last - timedelta(days=6)
    with open_workspace(context) as workspace:
        rows = workspace.coverage(midnight(first), midnight(last + timedelta(days=1)))
    if as_json:
        emit(rows)
        return
    say(f"Coverage from {first} to {last} (UTC)")
    table(
        ("id", "state", "visits", "succeeded", "posts", "longest unread", "gaps", "trouble"),
        [
            (
                r.source.id,
                r.state.value,
                str(r.visits),
                str(r.succeeded),
                str(r.posts),
                duration(r.unread_seconds),
                str(r.gaps) if r.gaps else "",
                r.message,
            )
            for r in rows
        ],
        "No sources yet.",
    )


def _collected(counts: IngestCounts) -> str:
    return (
        f"{counts.posts} new posts, {counts.versions} edits, {counts.deletions} deletions, "
        f"{counts.unchanged} unchanged, {counts.failures} failures"
    )


def _without_files(failed: Sequence[Failure]) -> Sequence[Failure]:
    """Return ``failed`` without files of posts, of which one line tells: they can be many."""
    files = [failure for failure in failed if failure.stage == "media"]
    if files:
        last = files[0]
        say(
            f"  {len(files)} {'file' if len(files) == 1 else 'files'} of posts could not be had; "
            f"the last: {last.source_id}: {last.item}: {last.message}"
        )
    return [failure for failure in failed if failure.stage != "media"]


def _standing(workspace: Workspace) -> str:
    counts = workspace.counts()
    return f"Stopped with {counts['posts']} posts, {counts['statements']} statements."
