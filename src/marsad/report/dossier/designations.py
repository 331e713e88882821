"""Designations: which authority lists the entity, since when, and when that was lifted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...model import EntityKind, Fact
from .grounds import Register
from .identity import standing
from .values import Designation, When
from .whens import of_iso

__all__ = ["designations"]


def designations(register: Register) -> tuple[Designation, ...]:
    """Return the designations, standing ones first, the latest first."""
    joined = register.material.view.joined
    found = [
        _sanction(register, key, standing(facts))
        for key, facts in joined.items()
        if any(f.schema == "Sanction" for f in facts)
    ]
    bare = list(_bare(register, {d.list for d in found}))
    ranked = sorted((*found, *bare), key=lambda d: (d.authority, d.list, d.id))
    ranked.sort(key=lambda d: d.since.value if d.since else "", reverse=True)
    return tuple(sorted(ranked, key=lambda d: d.lifted is not None))


def _sanction(register: Register, key: str, facts: Sequence[Fact]) -> Designation:
    title, authority, _ = _list(register, facts[0])
    when = next((v for p in ("listingDate", "startDate", "date") if (v := _value(facts, p))), "")
    return Designation(
        id=key,
        authority=_value(facts, "authority") or authority,
        list=title,
        programme="; ".join(
            dict.fromkeys(f.value for f in facts if f.prop in ("program", "programId"))
        ),
        reference=_value(facts, "authorityId") or _value(facts, "unscId") or facts[0].reference,
        reason="" if _of_person(register) else _value(facts, "reason"),
        since=of_iso(when, "as the list has it"),
        lifted=_lifted(register, facts),
        notes=register.listed(facts),
    )


def _of_person(register: Register) -> bool:
    return register.material.view.entity.kind is EntityKind.PERSON


def _bare(register: Register, told: set[str]) -> Iterator[Designation]:
    """Yield lists of an authority that name the entity and say no more of that."""
    by_list: dict[str, list[Fact]] = {}
    for fact in register.material.view.facts:
        if _list(register, fact)[2]:
            by_list.setdefault(fact.dataset, []).append(fact)
    for dataset, facts in by_list.items():
        title, authority, _ = _list(register, facts[0])
        if title not in told:
            first = facts[0]
            lifted = _lifted(register, facts)
            place = first.reference or first.entity_id
            notes = register.listed([f for f in facts if f.prop == "name"] or facts[:1])
            yield Designation(dataset, authority, title, "", place, "", None, lifted, notes)


def _list(register: Register, fact: Fact) -> tuple[str, str, bool]:
    """Return the title and publisher of a fact's list, and whether an authority keeps it."""
    found = register.material.view.datasets.get(fact.dataset)
    if found is None:
        return fact.dataset, "", False
    return found.title, found.publisher or found.title, found.authority


def _value(facts: Sequence[Fact], prop: str) -> str:
    return next((f.value for f in facts if f.prop == prop and f.value), "")


def _lifted(register: Register, facts: Sequence[Fact]) -> When | None:
    """Return when it ended: as the list says, else when an update first lacked it."""
    ended = of_iso(_value(facts, "endDate"), "as the list has it")
    today = register.material.at.date().isoformat()
    if ended is not None and ended.value <= today[: len(ended.value)]:
        return ended
    gone = [f.gone for f in facts]
    if facts and all(gone):
        day = max(g for g in gone if g).date().isoformat()
        return of_iso(day, "first update of the list that lacks it")
    return None
