"""An entity on an editor's word, with facts that say whose word it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..model import Dataset, Entity, EntityKind, Fact, Name, Role, Span, make_id

__all__ = ["EDITORS", "Cited", "made_entity"]

EDITORS = Dataset("editor", "What editors recorded here", "editor")


@dataclass(frozen=True, slots=True)
class Cited:
    """Where a name stands in a version of a post; nowhere where it is empty."""

    version_id: str | None = None
    span: Span | None = None
    words: str = ""


def made_entity(
    name: Name, kind: EntityKind, role: Role, cited: Cited, by: str, reason: str, at: datetime
) -> tuple[Entity, tuple[Fact, ...]]:
    """Return an entity of that name, with what is stored of it as facts.

    :param role: with an empty title where it has none.
    """
    key = make_id("e", kind.value, name.text, by, at.isoformat())
    provenance = f"made by {by} on {at:%Y-%m-%d}: {reason}"
    roles = (role,) if role.title else ()
    said = [("name", name.text, name.language)]
    said += [("position", role.title, "")] if role.title else []
    facts = tuple(
        Fact(
            Fact.make_id(EDITORS.id, key, prop, value, language=language),
            key,
            kind.value,
            prop,
            value,
            EDITORS.id,
            at,
            at,
            language=language,
            version_id=cited.version_id,
            span=cited.span,
            by=by,
        )
        for prop, value, language in said
    )
    return Entity(key, kind, (name,), roles, provenance=provenance), facts
