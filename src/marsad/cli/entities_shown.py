"""``marsad entity show`` and the like: who is known, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from ..model import EntityKind
from ._context import AsJson, emit, open_workspace, say, table
from ._deciding import Which, entity_id
from ._moments import moment

if TYPE_CHECKING:
    from ..api import EntityView
    from ..model import Fact, Judgement

__all__ = ["alike", "find", "history", "show"]


def show(context: typer.Context, entity: Which, as_json: AsJson = False) -> None:
    """Show an entity: names, roles, what is known and who says so, decisions."""
    with open_workspace(context) as workspace:
        view = workspace.entity(entity_id(workspace, entity))
        if as_json:
            emit(view)
            return
        names = {key: e.name() for key, e in workspace.entities().items()}
        made, taken_back = workspace.history(view.merged[0]), workspace.taken_back()
    say(f"{view.entity.name()}  ({view.entity.kind}, {view.entity.id})")
    for label, value in _described(view, names):
        say(f"{label + ':':16}{value}")
    for fact in view.facts:
        say(f"  {_fact(fact, names, view)}")
    for key, facts in view.joined.items():
        say(f"  {_joined(key, facts, names, view)}")
    for judgement in made:
        say(f"  {_decision(judgement, names | _asserted(view), taken_back)}")


def find(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Any of its names, or part of one.")],
    kind: Annotated[EntityKind | None, typer.Option(help="Only this kind.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Find entities by name, in any script."""
    with open_workspace(context) as workspace:
        found = workspace.entities_called(name, kind, limit)
    if as_json:
        emit(found)
        return
    table(
        ("id", "kind", "name", "names"),
        [(e.id, e.kind, e.name(), " · ".join(n.text for n in e.names[:6])) for e in found],
        "Nobody is called so. Names in posts become entities with: marsad entity make",
    )


def history(context: typer.Context, entity: Which, as_json: AsJson = False) -> None:
    """List all decisions on an entity, those that were taken back too."""
    with open_workspace(context) as workspace:
        key = entity_id(workspace, entity)
        made, taken_back = workspace.history(key), workspace.taken_back()
        names = {key: e.name() for key, e in workspace.entities().items()}
        names |= _asserted(workspace.entity(key))
    if as_json:
        emit([{"judgement": j, "stands": j.id not in taken_back} for j in made])
        return
    for judgement in made:
        say(_decision(judgement, names, taken_back))
    if not made:
        say("Nobody has decided anything about it.")


def alike(
    context: typer.Context,
    entity: Annotated[str, typer.Argument(help="Only pairs of this one.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 20,
    as_json: AsJson = False,
) -> None:
    """List who may be the same as whom, with what speaks for and against it."""
    with open_workspace(context) as workspace:
        found = workspace.may_be_same(entity_id(workspace, entity) if entity else None, limit)
    if as_json:
        emit(found)
        return
    for each in found:
        pair = [f"{e.name()} ({e.id})" for e in (each.one, each.other)]
        say(f"{each.score:.2f}  {pair[0]}  and  {pair[1]}")
        for reason in each.reasons:
            say(f"      + {reason}")
        for reason in each.against:
            say(f"      - {reason}")
    say(
        "Decide with: marsad entity merge ID INTO, or marsad entity split ID ID" if found else _NONE
    )


_NONE = "Nobody is left of whom that is not decided."


def _described(view: EntityView, names: dict[str, str]) -> list[tuple[str, str]]:
    entity = view.entity
    lines = [("name", f"{n.text} [{n.language}]") for n in entity.names]
    for role in entity.roles:
        body = names.get(role.organisation_id or "", role.organisation_id or "")
        period = f" ({role.since or '?'} to {role.until or 'now'})" if role.since else ""
        lines.append(("role", f"{role.title}{', ' + body if body else ''}{period}"))
    merged = ", ".join(view.merged[1:])
    lines += [
        ("background", entity.background),
        ("from", entity.provenance),
        ("merged with", merged),
        ("retired", "yes: names are linked to it no more" if view.retired else ""),
        *(("disputed by", why) for why in view.disputed),
    ]
    return [(label, value) for label, value in lines if value]


def _fact(fact: Fact, names: dict[str, str], view: EntityView) -> str:
    value = names.get(fact.value, fact.value) if fact.refers else fact.value
    return f"{fact.prop}: {value}{_period(fact)} — {_source(fact, view)}"


def _period(fact: Fact) -> str:
    return f" ({fact.since or '?'} to {fact.until or 'now'})" if fact.since or fact.until else ""


def _source(fact: Fact, view: EntityView) -> str:
    dataset = view.datasets.get(fact.dataset)
    told = dataset.title if dataset else fact.dataset
    editors = dataset is not None and dataset.kind == "editor"
    place = fact.id if editors else fact.reference
    where = f", {place}" if place else ""
    own = f", as {fact.entity_id}" if len(view.merged) > 1 else ""
    gone = f", until {fact.gone:%Y-%m-%d}" if fact.gone else ""
    return f"{told}{where}{own}{gone}"


def _joined(key: str, facts: Sequence[Fact], names: dict[str, str], view: EntityView) -> str:
    told = "; ".join(
        f"{fact.prop}: {names.get(fact.value, fact.value) if fact.refers else fact.value}"
        for fact in facts
    )
    schema = facts[0].schema if facts else key
    return f"{schema} — {told} — {_source(facts[0], view) if facts else ''}"


def _asserted(view: EntityView) -> dict[str, str]:
    """Return the subject of decisions on each fact → what the fact says."""
    return {f"fact:{fact.id}": f"{fact.prop} {fact.value}" for fact in view.facts}


def _decision(judgement: Judgement, names: Mapping[str, str], taken_back: frozenset[str]) -> str:
    about = judgement.subject.startswith(("fact:", "role:"))
    told = judgement.subject if about else judgement.object or ""
    pair = f" {names.get(told, told)}" if told else ""
    why = f": {judgement.reason}" if judgement.reason else ""
    undone = " [taken back]" if judgement.id in taken_back else ""
    what = f"{judgement.verdict}{pair}"
    return f"{judgement.id}  {moment(judgement.at)}  {judgement.by}: {what}{why}{undone}"
