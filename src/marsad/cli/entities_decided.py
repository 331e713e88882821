"""``marsad entity merge`` and the like: what a person decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ..model import EntityKind
from ._context import AsJson, emit, open_workspace, say
from ._deciding import By, Reason, Which, entity_id, signed

if TYPE_CHECKING:
    from ..model import Judgement

__all__ = ["dispute", "make", "merge", "rename", "retire", "split", "undo"]

Other = Annotated[str, typer.Argument(help="Id or name of the other.")]


def make(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="As it is written.")],
    kind: Annotated[EntityKind, typer.Option(help="What it is.")],
    reason: Annotated[str, typer.Option("--reason", help="Why it is a public matter.")],
    role: Annotated[str, typer.Option(help="Such as “spokesman”.")] = "",
    of: Annotated[str, typer.Option("--of", help="Body in which it has the role.")] = "",
    language: Annotated[str, typer.Option(help="Language of the name.")] = "und",
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Make an entity of a name; a person only where a reason says why it is a public matter."""
    with open_workspace(context) as workspace:
        body = entity_id(workspace, of) if of else None
        made = workspace.make_entity(
            name,
            kind,
            by=signed(by),
            reason=reason,
            language=language,
            role=role,
            organisation_id=body,
        )
    emit(made) if as_json else say(f"{made.id}: {made.name()}. {_NEXT}")


def merge(
    context: typer.Context,
    entity: Which,
    into: Annotated[str, typer.Argument(help="Id or name of the one that stands for both.")],
    by: By = "",
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Record that two are one; all that is known of either is kept."""
    with open_workspace(context) as workspace:
        pair = entity_id(workspace, entity), entity_id(workspace, into)
        _told(workspace.merge(*pair, by=signed(by), reason=reason), as_json=as_json)


def split(
    context: typer.Context,
    entity: Which,
    other: Other,
    by: By = "",
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Record that two are not one; if they were merged, they no longer are."""
    with open_workspace(context) as workspace:
        pair = entity_id(workspace, entity), entity_id(workspace, other)
        _told(workspace.split(*pair, by=signed(by), reason=reason), as_json=as_json)


def rename(
    context: typer.Context,
    entity: Which,
    name: Annotated[str, typer.Argument(help="The name that is printed from now on.")],
    language: Annotated[str, typer.Option(help="Language of the name.")] = "en",
    by: By = "",
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Give an entity the name that is printed; its other names are kept."""
    with open_workspace(context) as workspace:
        key = entity_id(workspace, entity)
        made = workspace.rename(key, name, language, by=signed(by), reason=reason)
        _told(made, as_json=as_json)


def retire(
    context: typer.Context,
    entity: Which,
    reason: Annotated[str, typer.Option("--reason", help="Why; kept with the decision.")],
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Link names to an entity no more; what is known of it is kept."""
    with open_workspace(context) as workspace:
        made = workspace.retire(entity_id(workspace, entity), by=signed(by), reason=reason)
        _told(made, as_json=as_json)


def dispute(
    context: typer.Context,
    entity: Which,
    reason: Annotated[str, typer.Option("--reason", help="Why; kept with the decision.")],
    fact: Annotated[str, typer.Option(help="Id of the one fact that is disputed.")] = "",
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Record that an entity, or one fact about it, is disputed."""
    with open_workspace(context) as workspace:
        key = entity_id(workspace, entity)
        made = workspace.dispute(key, by=signed(by), reason=reason, fact_id=fact or None)
        _told(made, as_json=as_json)


def undo(
    context: typer.Context,
    judgement: Annotated[str, typer.Argument(help="Id of the decision, as history lists it.")],
    by: By = "",
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Take back one decision; all else stands as it did."""
    with open_workspace(context) as workspace:
        made = workspace.undo(judgement, by=signed(by), reason=reason)
        _told(made, as_json=as_json)


_NEXT = "Links in posts follow with: marsad run"


def _told(judgement: Judgement, *, as_json: bool) -> None:
    if as_json:
        emit(judgement)
        return
    about = judgement.subject.startswith(("fact:", "role:"))
    other = f" {judgement.object}" if judgement.object and not about else ""
    say(f"{judgement.by}: {judgement.subject} {judgement.verdict}{other}. {_NEXT}")
    say(f"Take back with: marsad entity undo {judgement.id}")
