"""Facts on an editor's word: asserted with what they rest on, corrected, ended."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from ..errors import DecisionError, NotFoundError
from ..model import Fact, Span
from ..ports import Reader
from ..resolve.importing import is_known
from .entities import entity_view
from .entity_making import EDITORS

__all__ = ["Asserted", "asserted", "ended"]


@dataclass(frozen=True, slots=True)
class Asserted:
    """What an editor says of an entity.

    :ivar prop: a property of the entity's FollowTheMoney schema.
    :ivar since: first day on which it holds (ISO, may be a year or month); ``until`` the last.
    :ivar version_id: version of a post that says so, with ``span`` in its text.
    """

    prop: str
    value: str
    language: str = ""
    since: str | None = None
    until: str | None = None
    version_id: str | None = None
    span: Span | None = None


def asserted(reader: Reader, entity_id: str, said: Asserted, by: str, at: datetime) -> Fact:
    """Return what is said as a fact.

    :raises NotFoundError: there is no such entity, or for a property that names one no such value.
    :raises DecisionError: its schema has no such property, or there is no value.
    """
    view = entity_view(reader, entity_id)
    schemata = [fact.schema for fact in view.facts] or [view.entity.kind.value]
    schema = next((s for s in schemata if is_known(s, said.prop)), None)
    value = " ".join(said.value.split())
    if schema is None or not value:
        why = "No value is given." if schema else f"A {schemata[0]} has no “{said.prop}”."
        raise DecisionError(why, hint="Properties: https://followthemoney.tech/explorer/")
    refers = (is_known(schema, said.prop) or "").startswith("entity")
    if refers and not reader.facts([value], gone=True) and not reader.entities_by_id([value]):
        raise NotFoundError("entity", value)
    key = Fact.make_id(
        EDITORS.id,
        entity_id,
        said.prop,
        value,
        language=said.language,
        version_id=said.version_id,
        span=said.span,
    )
    return Fact(
        key,
        entity_id,
        schema,
        said.prop,
        value,
        EDITORS.id,
        at,
        at,
        refers,
        said.language,
        since=said.since,
        until=said.until,
        version_id=said.version_id,
        span=said.span,
        by=by,
    )


def ended(reader: Reader, entity_id: str, fact_id: str, at: datetime) -> Fact:
    """Return an editor's fact as one that no longer stands.

    :raises NotFoundError: the entity has no such fact that stands.
    :raises DecisionError: it is a list's: its next edition would bring it back.
    """
    facts = reader.facts([entity_id]).get(entity_id, ())
    found = next((fact for fact in facts if fact.id == fact_id), None)
    if found is None:
        raise NotFoundError("fact", fact_id)
    if found.dataset != EDITORS.id:
        raise DecisionError(
            f"The fact is one of “{found.dataset}”, not an editor's.",
            hint="Dispute it instead: marsad entity dispute.",
        )
    return replace(found, gone=at)
