"""Self-check of roles: one office held by two at once, and roles from before their time."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from ..model import Fact
from .contradiction import Contradiction, Known, Name, after, found
from .names import name_key, role_key

__all__ = ["early_roles", "one_office"]


@dataclass(frozen=True, slots=True)
class _Held:
    person: str
    title: str
    since: str
    until: str
    facts: tuple[Fact, ...] = ()


_EXCLUSIVE = frozenset(
    role_key(title)
    for title in (
        "president",
        "prime minister",
        "king",
        "emir",
        "sultan",
        "supreme leader",
        "leader",
        "secretary general",
        "foreign minister",
        "interior minister",
        "defence minister",
        "رئيس الوزراء",
        "نخست وزیر",
        "ראש הממשלה",
    )
)
"""Offices of which a body has one; commanders, heads and spokesmen may be several. Own list."""

_LESSER = re.compile(
    rf"""(?<!\w)(?:{
        "|".join(
            name_key(word)
            for word in (
                *("deputy", "vice", "assistant", "former", "acting", "co"),
                *("نائب", "معاون", "مساعد", "سابق", "قائم مقام", "סגן"),
            )
        )
    })(?!\w)"""
)
"""Words that make an office one of which there are several. Own list."""


def _offices(known: Known) -> Iterator[_Held]:
    """Yield who holds which office of a body or, where the entity is a post, the post."""
    for person, role in known.holders:
        yield _Held(person, role.title, role.since or "", role.until or "")
    own = {member.id for member in known.members} | {known.entity.id}
    for facts in known.joined.values():
        of = [f for f in facts if f.prop in ("organization", "post") and f.value in own]
        held = [f for f in facts if f.prop in ("member", "holder") and f.value not in own]
        if of and held:
            title = next((f.value for f in facts if f.prop in ("role", "position")), "")
            title = title or (known.entity.name() if of[0].prop == "post" else "")
            yield _Held(held[0].value, title, *_period(facts), facts)


def _period(facts: Iterable[Fact]) -> tuple[str, str]:
    """Return first and last day of what joins two; empty where it is not known."""
    held = tuple(facts)
    since = [f.value for f in held if f.prop == "startDate"] + [f.since for f in held if f.since]
    until = [f.value for f in held if f.prop == "endDate"] + [f.until for f in held if f.until]
    return min(since, default=""), max(until, default="")


def one_office(known: Known, name: Name) -> Iterator[Contradiction]:
    """An office of which there is one, held by two at once."""
    held: dict[str, list[_Held]] = defaultdict(list)
    for each in _offices(known):
        if role_key(each.title) in _EXCLUSIVE and not _LESSER.search(name_key(each.title)):
            held[role_key(each.title)].append(each)
    for same in held.values():
        for one, other in combinations(same, 2):
            if one.person != other.person and _meet(one, other):
                certain = all(each.since and each.until for each in (one, other))
                people = [name(one.person), name(other.person)]
                message = (
                    f"{people[0]} ({_told(one)}) and {people[1]} ({_told(other)}) are both "
                    f"{one.title} of {name(known.entity.id)}."
                )
                yield found(
                    "one office",
                    (known.entity.id, one.person, other.person),
                    message,
                    (*one.facts, *other.facts),
                    severity="error" if certain else "doubt",
                    more=(role_key(one.title), _told(one), _told(other)),
                )


def _meet(one: _Held, other: _Held) -> bool:
    """Tell whether two periods share more than a day at their edges; undated ones share none."""
    if not any((one.since, one.until, other.since, other.until)):
        return False
    begun, ended = max(one.since, other.since), min(one.until or "9999", other.until or "9999")
    return not begun or after(ended, begun)


def _told(held: _Held) -> str:
    return f"{held.since or '?'} to {held.until or 'now'}"


def early_roles(known: Known, name: Name) -> Iterator[Contradiction]:
    """A role from before its holder was born, or before its body was founded."""
    for prop, what, held in (
        ("birthDate", "was born", list(_own_roles(known))),
        ("incorporationDate", "was founded", list(_offices(known))),
    ):
        begun = known.values(prop)
        first = min(begun, key=lambda fact: fact.value, default=None)
        for each in held:
            if first is not None and each.since and after(first.value, each.since):
                title = each.title or "member"
                message = (
                    f"{name(known.entity.id)} {what} on {first.value}, but {name(each.person)} "
                    f"is said to have been {title} since {each.since}."
                )
                people = (known.entity.id, each.person)
                yield found("early role", people, message, (*begun, *each.facts), more=[title])


def _own_roles(known: Known) -> Iterator[_Held]:
    """Yield the roles of a person."""
    key = known.entity.id
    for role in known.entity.roles:
        yield _Held(key, role.title, role.since or "", role.until or "")
    own = {member.id for member in known.members} | {key}
    for facts in known.joined.values():
        if any(f.prop in ("member", "holder") and f.value in own for f in facts):
            title = next((f.value for f in facts if f.prop in ("role", "position")), "")
            yield _Held(key, title, *_period(facts), facts)
