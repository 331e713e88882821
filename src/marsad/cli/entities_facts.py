"""``marsad entity fact`` and ``marsad entity end-fact``: facts on an editor's word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ._context import AsJson, emit, open_workspace, say
from ._deciding import By, Which, entity_id, signed

if TYPE_CHECKING:
    from ..api import Workspace
    from ..model import Fact

__all__ = ["end_fact", "record_fact"]


def record_fact(
    context: typer.Context,
    entity: Which,
    prop: Annotated[
        str, typer.Argument(metavar="PROPERTY", help="Of FollowTheMoney, such as “position”.")
    ],
    value: Annotated[str, typer.Argument(help="What it is; of another entity the id or name.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; kept with the decision.")],
    since: Annotated[
        str, typer.Option(help="First day on which it holds, or its month or year.")
    ] = "",
    until: Annotated[str, typer.Option(help="Last such day, month or year.")] = "",
    language: Annotated[str, typer.Option(help="Language of the value.")] = "",
    source_post: Annotated[
        str, typer.Option("--source-post", help="Id of the post that says so.")
    ] = "",
    words: Annotated[
        str, typer.Option(help="With --source-post: the words of the original that say so.")
    ] = "",
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Record a fact about an entity on your word, with the days between which it holds."""
    from ..api import Asserted

    with open_workspace(context) as workspace:
        key = entity_id(workspace, entity)
        if words and not source_post:
            raise typer.BadParameter("--words needs the post, with --source-post.")
        cited = workspace.cited(source_post, words) if source_post else None
        said = Asserted(
            prop,
            value,
            language,
            since or None,
            until or None,
            cited.version_id if cited else None,
            cited.span if cited else None,
        )
        made = workspace.assert_fact(key, said, by=signed(by), reason=reason)
        _told(workspace, key, made, as_json=as_json)


def end_fact(
    context: typer.Context,
    entity: Which,
    fact: Annotated[str, typer.Argument(help="Id of the fact, as show lists it.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; kept with the decision.")],
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """End a fact that an editor recorded; it is kept among past ones."""
    with open_workspace(context) as workspace:
        key = entity_id(workspace, entity)
        made = workspace.end_fact(key, fact, by=signed(by), reason=reason)
        _told(workspace, key, made, as_json=as_json)


def _told(workspace: Workspace, key: str, made: Fact, *, as_json: bool) -> None:
    if as_json:
        emit(made)
        return
    period = f" ({made.since or '?'} to {made.until or 'now'})" if made.since or made.until else ""
    ended = " no longer stands" if made.gone else ""
    say(f"{made.id}: {made.prop} {made.value}{period}{ended}")
    say(f"Take back with: marsad entity undo {workspace.history(key)[-1].id}")
