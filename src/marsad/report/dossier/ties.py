"""Roles and affiliations as a graph: who is joined to whom, since when, and who says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...model import Entity, Fact, Role, make_id
from ...text import normalise
from ...text.lexicon import words as word_set
from .grounds import Register
from .identity import standing
from .values import Node, Tie, When
from .whens import of_iso

__all__ = ["EDGES", "node", "ties"]

EDGES = {
    "Membership": ("member", "organization", "member of"),
    "Employment": ("employee", "employer", "works for"),
    "Directorship": ("director", "organization", "director of"),
    "Ownership": ("owner", "asset", "owner of"),
    "Control": ("controller", "controlled", "controls"),
    "Occupancy": ("holder", "post", "holds the office of"),
    "Representation": ("agent", "client", "represents"),
    "Succession": ("predecessor", "successor", "succeeded by"),
    "Associate": ("person", "associate", "associate of"),
    "UnknownLink": ("subject", "object", "linked to"),
}
"""Schemata that join two entities. Family is left out: relatives are private persons."""

_HEDGES = word_set(
    "alleged allegedly reported reportedly said suspected possibly probably presumed front "
    "believed claimed unconfirmed"
)
"""Words in a role or remark by which a list says that it is only told so. A front is what others
say a body is, never what it says itself."""

_TOLD = ("role", "status", "description", "summary")


def ties(register: Register) -> tuple[Tie, ...]:
    """Return the entity's ties, standing ones first, each told once."""
    listed = [*_joined(register), *_parents(register)]
    told = {(t.start.id, t.end.id, normalise(t.role).text) for t in listed}
    fresh = [
        tie
        for tie in _roles(register)
        if (tie.start.id, tie.end.id, normalise(tie.role).text) not in told
    ]
    return tuple(sorted((*listed, *fresh), key=_place))


def _place(tie: Tie) -> tuple[object, ...]:
    return tie.past, tie.word, tie.end.name, tie.start.name, tie.since.value if tie.since else ""


# ------------------------------------------------------------ of lists


def _joined(register: Register) -> Iterator[Tie]:
    for key, facts in register.material.view.joined.items():
        edge = next((EDGES[f.schema] for f in facts if f.schema in EDGES), None)
        if edge is not None:
            yield from _tie(register, key, standing(facts), edge)


def _tie(
    register: Register, key: str, facts: Sequence[Fact], edge: tuple[str, str, str]
) -> Iterator[Tie]:
    starts = [f for f in facts if f.prop == edge[0]]
    ends = [f for f in facts if f.prop == edge[1]]
    role, since, until = (_first(facts, prop) for prop in ("role", "startDate", "endDate"))
    for start in starts:
        for end in ends:
            grounds = [f for f in facts if f in (start, end) or f.prop in _TOLD]
            dates = [f for f in facts if f.prop in ("startDate", "endDate")]
            gone = start.gone is not None or end.gone is not None
            begun = of_iso(since or end.since or start.since)
            ended = of_iso(until or end.until or start.until)
            named = edge[2] == "linked to" and bool(role)
            yield Tie(
                id=make_id("t", key, start.value, end.value),
                start=node(register, start.value),
                end=node(register, end.value),
                word=role if named else edge[2],
                role="" if named else role,
                since=begun,
                until=ended,
                said=_hedged(facts) or edge[2] == "linked to",
                past=gone or _over(register, ended),
                notes=register.listed([*grounds, *dates]),
            )


def _parents(register: Register) -> Iterator[Tie]:
    """Yield what a list has as parent and part, without an entity between."""
    view = register.material.view
    own = [f for f in view.facts if f.prop == "parent" and f.refers]
    others = [f for facts in view.joined.values() for f in facts if f.prop == "parent" and f.refers]
    merged = {view.entity.id, *view.merged}
    for fact in (*own, *(f for f in others if f.value in merged)):
        until = of_iso(fact.until)
        yield Tie(
            id=make_id("t", fact.id),
            start=node(register, fact.entity_id),
            end=node(register, fact.value),
            word="part of",
            role="",
            since=of_iso(fact.since),
            until=until,
            said=fact.version_id is not None,
            past=fact.gone is not None or _over(register, until),
            notes=register.listed([fact]),
        )


def _first(facts: Sequence[Fact], prop: str) -> str:
    return next((f.value for f in facts if f.prop == prop), "")


def _hedged(facts: Sequence[Fact]) -> bool:
    told = " ".join(f"{f.value} {f.original}" for f in facts if f.prop in _TOLD)
    words = set(normalise(told).text.replace("_", " ").split())
    return bool(words & _HEDGES) or any(f.version_id is not None for f in facts)


def _over(register: Register, until: When | None) -> bool:
    today = register.material.at.date().isoformat()
    return until is not None and until.value < today[: len(until.value)]


# ------------------------------------------------------------ of this workspace's own entries


def _roles(register: Register) -> Iterator[Tie]:
    view, entities = register.material.view, register.material.told.entities
    own = {view.entity.id, *view.merged}
    for role in view.entity.roles:
        yield _role(register, view.entity, role)
    for entity in entities.values():
        if entity.id not in own:
            for role in entity.roles:
                if role.organisation_id in own:
                    yield _role(register, entity, role)


def _role(register: Register, holder: Entity, role: Role) -> Tie:
    until = of_iso(role.until)
    body = role.organisation_id
    return Tie(
        id=make_id("t", holder.id, body, role.title, role.since),
        start=node(register, holder.id),
        end=node(register, body) if body else Node("", role.title, ""),
        word="role in" if body else "is",
        role=role.title if body else "",
        since=of_iso(role.since),
        until=until,
        said=False,
        past=_over(register, until),
        notes=register.entry(holder),
    )


def node(register: Register, entity_id: str) -> Node:
    """Return the node of an entity, by the best name that is known of it."""
    material = register.material
    own = material.view
    if entity_id in {own.entity.id, *own.merged}:
        return Node(own.entity.id, own.entity.name(), own.entity.kind.value)
    known = material.told.entities.get(entity_id)
    if known is not None:
        return Node(known.id, known.name(), known.kind.value)
    facts = material.neighbours.get(entity_id, ())
    names = [f for f in facts if f.prop in ("name", "alias")]
    best = min(
        names, key=lambda f: (f.prop != "name", f.language not in ("en", "eng")), default=None
    )
    schema = facts[0].schema if facts else ""
    return Node(entity_id, best.value if best else entity_id, schema)
