"""``marsad entity roles``, ``accept-role`` and ``decline-role``: roles that posts tell."""

from __future__ import annotations

from typing import Annotated

import typer

from ._context import ISOLATES, AsJson, emit, open_workspace, say
from ._deciding import By, Reason, entity_id, signed

__all__ = ["accept_role", "decline_role", "roles"]

Told = Annotated[str, typer.Argument(metavar="ROLE", help="Id of the role, as roles lists it.")]


def roles(
    context: typer.Context,
    entity: Annotated[str, typer.Argument(help="Only this person's.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 20,
    as_json: AsJson = False,
) -> None:
    """List roles that posts of two origins or more give persons, for you to accept or decline."""
    with open_workspace(context) as workspace:
        found = workspace.told_roles(entity_id(workspace, entity) if entity else None)[:limit]
    if as_json:
        emit(
            [
                {
                    "id": each.id,
                    "entity": each.person.id,
                    "office": each.office,
                    "organisation": each.body.id,
                    "origins": each.origins,
                    "told": [
                        {"day": t.day, "post": t.view.post.id, "words": t.words} for t in each.told
                    ],
                }
                for each in found
            ]
        )
        return
    for each in found:
        days = f"{each.told[0].day} to {each.told[-1].day}"
        counts = f"{len(each.told)} statements of {each.origins} origins, {days}"
        say(f"{each.id}  {each.person.name()} ({each.person.id}): {each.value}, {counts}")
        for told in each.told:
            say(f"      {told.day}  {told.view.post.id}  {told.words}", keep=ISOLATES)
    say(_DECIDE if found else "Posts give nobody a role that is not decided.")


_DECIDE = "Decide with: marsad entity accept-role ROLE, or marsad entity decline-role ROLE"


def accept_role(
    context: typer.Context,
    role: Told,
    until: Annotated[str, typer.Option(help="Last day, month or year, where it ended.")] = "",
    by: By = "",
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Record a role that posts tell; on which day it began is left open."""
    with open_workspace(context) as workspace:
        facts = workspace.accept_role(role, by=signed(by), reason=reason, until=until or None)
    if as_json:
        emit(facts)
        return
    for fact in facts:
        period = f"{fact.since or '?'} to {fact.until or 'now'}"
        say(f"{fact.id}: {fact.prop} {fact.value} ({period})")
    say(f"End with: marsad entity end-fact {facts[0].entity_id} FACT --reason WHY")


def decline_role(
    context: typer.Context,
    role: Told,
    reason: Annotated[str, typer.Option("--reason", help="Why; kept with the decision.")],
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Decide that a role that posts tell is none; it is listed no more."""
    with open_workspace(context) as workspace:
        made = workspace.decline_role(role, by=signed(by), reason=reason)
    if as_json:
        emit(made)
        return
    say(f"{made.by}: declined {role}.")
    say(f"Take back with: marsad entity undo {made.id}")
