"""The weapons that Marsad knows by name, as entities for the gazetteer."""

from __future__ import annotations

from functools import cache

from ..model import Entity, EntityKind, Name
from ._lexicon import LANGUAGES, read_toml

__all__ = ["weapon_entities"]


@cache
def weapon_entities() -> tuple[Entity, ...]:
    """Return classes of weapons with their words in English, Arabic and Persian."""
    return tuple(
        Entity(
            id=f"weapon-{row['id']}",
            kind=EntityKind.WEAPON,
            names=tuple(
                Name(word, language, canonical=n == 0)
                for language in LANGUAGES
                for n, word in enumerate(row[language])
            ),
            provenance="Marsad's list of weapons",
        )
        for row in read_toml("weapons.toml")["weapon"]
    )
