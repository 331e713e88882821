"""Mention and Entity: names in text, and who or what is behind them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .post import Span

__all__ = ["Entity", "EntityKind", "Mention", "Name", "Role"]


class EntityKind(StrEnum):
    """What an entity is; the values are FollowTheMoney schema names where one exists."""

    PERSON = "Person"
    ORGANIZATION = "Organization"
    PUBLIC_BODY = "PublicBody"
    PLACE = "Place"
    CHANNEL = "Channel"
    WORK = "Work"
    WEAPON = "Weapon"
    VESSEL = "Vessel"


@dataclass(frozen=True, slots=True)
class Name:
    """A name of an entity in one language; ``canonical`` marks the one that reports print.

    :ivar ambiguous: the words also mean something else, so that the name counts only where its
        entity's context, or another name of it, is near. None: all names are where the entity has
        context words, else none but short forms of longer ones.
    """

    text: str
    language: str
    canonical: bool = False
    ambiguous: bool | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """A role that a person holds, with the days between which it is valid (inclusive)."""

    title: str
    organisation_id: str | None = None
    since: str | None = None
    until: str | None = None

    def valid_on(self, day: str | None) -> bool:
        """Tell whether the role is held on ``day`` (ISO); an unknown day counts as valid."""
        if day is None:
            return True
        return (self.since or "") <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Entity:
    """A person with a public role, an organisation, a place, a channel or a work.

    :ivar background: one or two English sentences for reports; may be empty.
    :ivar provenance: where the facts come from (list, file, person).
    :ivar context: words of which one must be near an ambiguous name before the name counts, in
        any language of its names.
    :ivar decoys: phrases that hold a name and mean something else.
    """

    id: str
    kind: EntityKind
    names: tuple[Name, ...]
    roles: tuple[Role, ...] = ()
    background: str = ""
    provenance: str = ""
    context: tuple[str, ...] = ()
    decoys: tuple[str, ...] = ()

    def name(self, language: str = "en") -> str:
        """Return the canonical name in ``language``, else in English, else any."""
        ranked = sorted(
            self.names,
            key=lambda n: (n.language != language, n.language != "en", not n.canonical),
        )
        return ranked[0].text if ranked else self.id

    def telling_names(self) -> tuple[Name, ...]:
        """Return the names that may mean it where they stand alone.

        An ambiguous name of an entity without context words does so only beside another name.
        """
        return tuple(n for n in self.names if n.ambiguous is not True or self.context)


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names something.

    :ivar kind: entity kind, or ``Date``.
    :ivar entity_id: the entity it was linked to, or None.
    :ivar score: 0–1; ``recipe`` says how it was computed. 0 where nothing but an ambiguous name
        of a list was seen, which counts only once it is linked.
    :ivar candidates: ids of entities that may be meant, likeliest first, where it is undecided
        whether one is; empty where nothing is left to decide.
    """

    id: str
    version_id: str
    span: Span
    kind: str
    entity_id: str | None
    score: float
    recipe: str
    candidates: tuple[str, ...] = ()
