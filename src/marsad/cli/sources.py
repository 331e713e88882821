"""``marsad source``: add, list, show, import, export, successors."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import ConfigError
from ._context import AsJson, emit, open_workspace, progress_bar, say, table
from ._exits import SOME_FAILED
from ._moments import ago, moment

if TYPE_CHECKING:
    from ..api import SourceHealth, Workspace
    from ..model import Source
    from ..ports import Progress

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    group = typer.Typer(help="Add, list, import and export sources.", no_args_is_help=True)
    for name, command in (
        ("add", add),
        ("list", list_sources),
        ("show", show),
        ("import", import_list),
        ("export", export_list),
        ("pause", pause),
        ("resume", resume),
        ("successors", successors),
        ("sign-in", sign_in),
    ):
        group.command(name)(command)
    app.add_typer(group, name="source")


def add(
    context: typer.Context,
    address: Annotated[
        str,
        typer.Argument(help="Channel (@name or t.me link), web or feed address, file or folder."),
    ],
    kind: Annotated[str, typer.Option(help="Connector. Default: recognised from ADDRESS.")] = "",
    id: Annotated[str, typer.Option("--id", help="Short id. Default: from ADDRESS.")] = "",  # noqa: A002 - the option's own name
    name: Annotated[str, typer.Option(help="Name as printed. Default: the source's own.")] = "",
    owner: Annotated[str, typer.Option(help="Who publishes it: an entity id or a name.")] = "",
    voice: Annotated[
        bool, typer.Option("--voice", help="The owner speaks in it (“we declare …”).")
    ] = False,
    language: Annotated[list[str] | None, typer.Option(help="Language code; repeatable.")] = None,
    reliability: Annotated[str, typer.Option(help="Admiralty scale, A to F.")] = "F",
    local: Annotated[
        bool, typer.Option("--local", help="Allow addresses on this machine and its network.")
    ] = False,
    visit: Annotated[
        bool, typer.Option("--visit/--no-visit", help="Read it now and show what was found.")
    ] = True,
    as_json: AsJson = False,
) -> None:
    """Follow a source, and show what it holds."""
    from ..api import make_source

    described = partial(
        make_source,
        source_id=id,
        name=name,
        owner=owner,
        voice=voice,
        languages=tuple(language or ()),
        reliability=reliability,
        local=local,
    )
    source = described(address, kind=kind)
    with open_workspace(context) as workspace, progress_bar(context) as progress:
        if visit and not kind:
            address, kind = workspace.discover(address, local=local)
            source = described(address, kind=kind)
        source = source if id else workspace.with_free_id(source)
        health = _follow(workspace, source, progress, visit=visit, adopt_name=not name)
        _tell(workspace, health, as_json=as_json)


def _tell(workspace: Workspace, health: SourceHealth, *, as_json: bool) -> None:
    """Print what was found in a new source; exit with 4 where it could not be read."""
    if as_json:
        emit(health)
    else:
        _introduce(workspace, health)
    if health.last_visit is not None and not health.last_visit.succeeded:
        raise typer.Exit(SOME_FAILED)


def _follow(
    workspace: Workspace,
    source: Source,
    progress: Progress | None,
    *,
    visit: bool,
    adopt_name: bool,
) -> SourceHealth:
    """Add ``source``, visit it unless a watch does so, and return how it does."""
    workspace.add_source(source)
    if visit and not workspace.is_busy():
        workspace.ingest([source.id], progress=progress)
        if adopt_name:
            workspace.adopt_name(source.id)
    return workspace.source_health([source.id])[0]


def _introduce(workspace: Workspace, health: SourceHealth) -> None:
    from ..api import PostFilter

    source = health.source
    say(f"Following {source.name} as “{source.id}” ({source.kind}, {source.address})")
    if health.last_visit is None:
        busy = workspace.is_busy()
        say("The running watch will visit it." if busy else f"Next: marsad ingest {source.id}")
        return
    if not health.last_visit.succeeded:
        say(f"It could not be read: {health.last_visit.message}")
        say(health.failure.hint if health.failure else "")
        say(f"It stays in the list; to stop visiting it: marsad source pause {source.id}")
        return
    languages = ", ".join(workspace.languages_of(source.id)) or "not known"
    if health.failure is not None:
        say(f"Some of it could not be read: {health.failure.message} {health.failure.hint}")
    said = {fact.field: fact.value for fact in health.facts}
    members = f", {said['members']} subscribers" if "members" in said else ""
    noun = "post" if health.posts == 1 else "posts"
    say(f"{health.posts} {noun} in {languages}{members}; latest:")
    for view in workspace.posts(PostFilter(source_id=source.id, limit=3)):
        day = view.post.published.day or "undated"
        line = " ".join((view.version.title or view.version.text).split())
        say(f"  {day}  {line[:90]}{' …' if len(line) > 90 else ''}")


def list_sources(context: typer.Context, as_json: AsJson = False) -> None:
    """List the sources with their state, last success, next visit, gaps and last error."""
    with open_workspace(context) as workspace:
        rows = workspace.source_health()
    if as_json:
        emit(rows)
        return
    table(
        ("id", "kind", "name", "posts", "state", "last success", "next visit", "gaps", "trouble"),
        [
            (
                r.source.id,
                r.source.kind,
                r.source.name,
                str(r.posts),
                "paused" if r.source.paused else r.state,
                ago(r.lag_seconds),
                moment(r.last_visit.due if r.last_visit else None),
                str(len(r.gaps)) if r.gaps else "",
                _trouble(r),
            )
            for r in rows
        ],
        "No sources yet. Add one with: marsad source add URL",
    )


def _trouble(health: SourceHealth) -> str:
    if health.last_visit is not None and health.last_visit.message:
        return health.last_visit.message
    return health.failure.message if health.failure else ""


def show(
    context: typer.Context,
    source: Annotated[str, typer.Argument(help="Source id.")],
    as_json: AsJson = False,
) -> None:
    """Show one source: what it is, how it does, and its life so far."""
    with open_workspace(context) as workspace:
        workspace.source(source)
        health = workspace.source_health([source])[0]
    if as_json:
        emit(health)
        return
    for label, value in _described(health):
        if value:
            say(f"{label + ':':16}{value}")
    for fact in health.facts:
        say(f"  {moment(fact.seen_at)}  {fact.field}: {' '.join(fact.value.split())[:100]}")


def _described(health: SourceHealth) -> list[tuple[str, str]]:
    source, last = health.source, health.last_visit
    gaps = ", ".join(f"{first}–{final}" for first, final in health.gaps[:5])
    return [
        ("name", source.name),
        ("address", source.address),
        ("kind", source.kind),
        ("owner", source.owner or ""),
        ("reliability", f"{source.reliability}: {source.reliability.meaning}"),
        ("follows on", source.predecessor or ""),
        ("successor", source.successor or ""),
        ("posts", str(health.posts)),
        ("newest post", moment(health.newest)),
        ("state", "paused" if source.paused else health.state),
        ("last success", ago(health.lag_seconds)),
        ("next visit", moment(last.due if last else None)),
        ("gaps", gaps + (" …" if len(health.gaps) > 5 else "")),
        ("trouble", _trouble(health)),
    ]


def pause(
    context: typer.Context, source: Annotated[str, typer.Argument(help="Source id.")]
) -> None:
    """Stop visiting a source; what it published stays."""
    with open_workspace(context) as workspace:
        workspace.pause_source(source)
    say(f"“{source}” is not visited any more; undo with: marsad source resume {source}")


def resume(
    context: typer.Context, source: Annotated[str, typer.Argument(help="Source id.")]
) -> None:
    """Visit a paused source again."""
    with open_workspace(context) as workspace:
        workspace.pause_source(source, paused=False)
    say(f"“{source}” is visited again.")


def import_list(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help="OPML, or CSV with a column “address”.")],
    local: Annotated[
        bool, typer.Option("--local", help="Allow the list to name files of this machine.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Follow every source of a list; those that are followed already stay as they are."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}.") from error
    with open_workspace(context) as workspace:
        added = workspace.import_sources(data, path.name, local=local)
    if as_json:
        emit(added)
        return
    for source in added:
        say(f"  {source.id} ({source.kind}, {source.address})")
    say(f"{len(added)} new sources. Next: marsad ingest")


def export_list(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help="File to write; its ending, .opml or .csv, counts.")],
) -> None:
    """Write all sources as OPML or CSV."""
    suffix = path.suffix.lower().removeprefix(".")
    if suffix not in ("opml", "csv"):
        raise ConfigError(f"“{path.name}” ends in neither .opml nor .csv.")
    with open_workspace(context) as workspace:
        data, count = workspace.export_sources(suffix), len(workspace.sources())
    try:
        path.write_bytes(data)
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror}.") from error
    say(f"{count} sources written to {path}")


def successors(
    context: typer.Context,
    follow: Annotated[str, typer.Option(help="Address from the list to follow.")] = "",
    dismiss: Annotated[str, typer.Option(help="Address from the list to leave out.")] = "",
    by: Annotated[str, typer.Option(help="Who decides.")] = "",
    as_json: AsJson = False,
) -> None:
    """List addresses that sources announced as their backup or new home; follow or dismiss one."""
    with open_workspace(context) as workspace:
        found = workspace.successors()
        for each in found:
            if each.address == follow:
                say(f"Following “{workspace.follow_successor(each).id}”.")
            elif each.address == dismiss:
                workspace.dismiss_successor(each, by=by or "command line")
                say(f"Dismissed {each.address}.")
        if {follow, dismiss} - {""} - {each.address for each in found}:
            raise ConfigError("That address is not among those announced.")
    if follow or dismiss:
        return
    if as_json:
        emit(found)
        return
    table(
        ("announced by", "address", "seen", "capture"),
        [(f.source.id, f.address, moment(f.seen_at), f.capture_id) for f in found],
        "No source has announced a backup or a new address.",
    )


def sign_in(context: typer.Context) -> None:
    """Sign in to Telegram once, for sources of the kind telegram_api, by the configured proxy."""
    from getpass import getpass

    from ..api import telegram_sign_in

    with open_workspace(context) as workspace:
        proxy = workspace.config.proxy or None
    path = telegram_sign_in(getpass, proxy=proxy)
    say(f"Signed in. Keep {path} to yourself: whoever has it has the account.")
