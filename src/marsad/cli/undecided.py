"""``marsad entity open`` and ``marsad entity choose``: names of which it is open whom they mean."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from ..model import Entity
from ._context import AsJson, emit, open_workspace, say, table
from ._deciding import signed

__all__ = ["choose", "open_names"]

_NOBODY = "-"


def open_names(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
    as_json: AsJson = False,
) -> None:
    """List names that may mean several, or something else altogether, newest posts first."""
    with open_workspace(context) as workspace:
        found = workspace.undecided(limit)
    if as_json:
        emit(
            [
                {
                    "post": each.view.post.id,
                    "mention": each.mention.id,
                    "words": each.words,
                    "url": each.view.post.url,
                    "candidates": {e.id: e.name() for e in each.entities},
                }
                for each in found
            ]
        )
        return
    rows = [
        (each.view.post.id, each.mention.id, each.words, _names(each.entities)) for each in found
    ]
    table(("post", "mention", "words", "may mean"), rows, "No name is left open.")
    if rows:
        say("Choose with: marsad entity choose POST MENTION ID, or - for nobody that is known")


def _names(entities: Iterable[Entity]) -> str:
    return ", ".join(f"{e.name()} ({e.id})" for e in entities)


def choose(
    context: typer.Context,
    post: Annotated[str, typer.Argument(help="Id of the post.")],
    mention: Annotated[str, typer.Argument(help="Id of the mention.")],
    entity: Annotated[str, typer.Argument(help="Id of whom it means; - for nobody known.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; kept with the decision.")] = "",
    by: Annotated[str, typer.Option("--by", help="Who decides.")] = "",
) -> None:
    """Say whom one mention of a post means."""
    chosen = None if entity == _NOBODY else entity
    with open_workspace(context) as workspace:
        made = workspace.choose_entity(post, mention, chosen, by=signed(by), reason=reason)
    say(f"Kept as {made.id}.")
