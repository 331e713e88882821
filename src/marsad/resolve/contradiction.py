"""Contradiction: what cannot all be true, and what is read to find it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from ..model import Entity, Fact, Role, Span, make_id

__all__ = ["Contradiction", "Known", "Name", "Said", "Severity", "after", "found"]

Severity = str
"""``error``: both cannot be true; ``doubt``: unlikely, or a date is missing."""


@dataclass(frozen=True, slots=True)
class Said:
    """Where somebody is quoted: ``span`` in the text of the version, in code points."""

    statement_id: str
    post_id: str
    version_id: str
    span: Span
    day: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What cannot all be true.

    :ivar id: the same as long as the entities and facts at issue are the same, so that somebody
        can judge it settled: with new facts it is another one.
    :ivar kind: which check found it, such as ``births``.
    :ivar message: one sentence; what is quoted in it is :func:`marsad.text.isolated`.
    :ivar facts: of all sides; ``said`` statements at issue, the newest first, 20 at most.
    """

    id: str
    kind: str
    severity: Severity
    entity_ids: tuple[str, ...]
    message: str
    facts: tuple[Fact, ...] = ()
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What the checks read of an entity and what was merged with it.

    :ivar entity: as it stands; ``members`` each by itself.
    :ivar facts: that stand; ``joined`` id → those of memberships and the like that name it.
    :ivar holders: roles of persons in this body, with the person's id.
    :ivar said: what it said, or was said to have said, since it died or was dissolved.
    """

    entity: Entity
    members: tuple[Entity, ...] = ()
    facts: tuple[Fact, ...] = ()
    joined: Mapping[str, tuple[Fact, ...]] = field(default_factory=dict)
    holders: tuple[tuple[str, Role], ...] = ()
    said: tuple[Said, ...] = ()

    def values(self, prop: str) -> tuple[Fact, ...]:
        """Return the facts of one property."""
        return tuple(fact for fact in self.facts if fact.prop == prop)


Name = Callable[[str], str]
"""Returns how to call the entity with an id."""


def found(
    kind: str,
    entity_ids: Iterable[str],
    message: str,
    facts: Iterable[Fact] = (),
    *,
    severity: Severity = "error",
    said: tuple[Said, ...] = (),
    more: Iterable[str] = (),
) -> Contradiction:
    """Return a finding; ``more`` is what else makes it another one."""
    ids, held = tuple(dict.fromkeys(entity_ids)), tuple({f.id: f for f in facts}.values())
    parts = (*sorted(ids), *sorted(fact.id for fact in held), *sorted(more))
    key = make_id("k", kind, *parts)
    return Contradiction(key, kind, severity, ids, message, held, said)


def after(day: str, other: str) -> bool:
    """Tell whether ``day`` is after ``other``; a year or month stands for all of its days."""
    shorter = min(len(day), len(other))
    return day[:shorter] > other[:shorter]
