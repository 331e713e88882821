"""``marsad source add`` and ``marsad source list``."""

from __future__ import annotations

from typing import Annotated

import typer

from ._context import AsJson, emit, open_workspace, say, table

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    group = typer.Typer(help="Add and list what is followed.", no_args_is_help=True)
    group.command("add")(add)
    group.command("list")(list_sources)
    app.add_typer(group, name="source", rich_help_panel="Collect")


def add(
    context: typer.Context,
    address: Annotated[
        str, typer.Argument(help="Channel (@name or t.me link), feed URL, file or folder.")
    ],
    kind: Annotated[str, typer.Option(help="Connector. Default: recognised from ADDRESS.")] = "",
    id: Annotated[str, typer.Option("--id", help="Short id. Default: from ADDRESS.")] = "",  # noqa: A002 - the option's own name
    name: Annotated[str, typer.Option(help="Name as printed. Default: from ADDRESS.")] = "",
    owner: Annotated[str, typer.Option(help="Who publishes it: an entity id or a name.")] = "",
    voice: Annotated[
        bool, typer.Option("--voice", help="The owner speaks in it (“we declare …”).")
    ] = False,
    language: Annotated[list[str] | None, typer.Option(help="Language code; repeatable.")] = None,
    reliability: Annotated[str, typer.Option(help="Admiralty scale, A to F.")] = "F",
    local: Annotated[
        bool, typer.Option("--local", help="Allow addresses on this machine and its network.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Follow a source."""
    from ..api import make_source

    source = make_source(
        address,
        kind=kind,
        source_id=id,
        name=name,
        owner=owner,
        voice=voice,
        languages=tuple(language or ()),
        reliability=reliability,
        local=local,
    )
    with open_workspace(context) as workspace:
        workspace.add_source(source)
    if as_json:
        emit(source)
    else:
        say(f"Following {source.name} as “{source.id}” ({source.kind}, {source.address})")
        say(f"Next: marsad ingest {source.id}")


def list_sources(context: typer.Context, as_json: AsJson = False) -> None:
    """List the sources with their last visit and last error."""
    with open_workspace(context) as workspace:
        rows = workspace.source_health()
    if as_json:
        emit(rows)
        return
    table(
        ("id", "kind", "name", "reliability", "posts", "last visit", "last error"),
        [
            (
                r.source.id,
                r.source.kind,
                r.source.name,
                f"{r.source.reliability}: {r.source.reliability.meaning}",
                str(r.posts),
                f"{r.visited:%Y-%m-%d %H:%M}" if r.visited else "never",
                r.failure.message if r.failure else "",
            )
            for r in rows
        ],
        "No sources yet. Add one with: marsad source add URL",
    )
