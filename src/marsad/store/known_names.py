"""The names of all entities in memory, for finding other spellings of what people type.

Reading them takes as long as searching; they are read again when any was put.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from sqlalchemy import Connection, select, text

from ..names import likeness
from ..text import name_tokens, script
from . import tables

__all__ = ["CHANGED", "KnownNames", "changes", "known_names"]

_ALIKE = 7.0
"""Likeness from which a word of a name is taken for the same word in another script. Low, as both
are names of one entity. Of the pairs of words in the shipped names, one in three with 3 to 5 is the
same word, one in two with 5 to 7, three in four with 7 to 9 (30 of each, by eye)."""

_BEARERS = 60
"""Entities with a word in their names; a word of more is no name (state, north, army)."""

_names = tables.entity_names.c

_STATE = "entity names"
CHANGED = text(
    "INSERT INTO state (key, value) VALUES ('entity names', '1') ON CONFLICT (key) "
    "DO UPDATE SET value = CAST(CAST(state.value AS INTEGER) + 1 AS TEXT)"
)
"""To be executed whenever entities are put or dropped: counts that."""

_KEPT: dict[tuple[str, str | None], KnownNames] = {}
"""The names of one database, under how often they were changed."""


def changes(connection: Connection) -> str | None:
    """Return how often entities were put or dropped; None before the first time."""
    changed = select(tables.state.c.value).where(tables.state.c.key == _STATE)
    found: str | None = connection.scalar(changed)
    return found


def known_names(connection: Connection) -> KnownNames:
    """Return the names of a database as they are now."""
    key = (str(connection.engine.url), changes(connection))
    found = _KEPT.get(key)
    if found is None:
        rows = connection.execute(select(_names.entity_id, _names.name)).all()
        found = KnownNames((row.entity_id, row.name) for row in rows)
        _KEPT.clear()
        _KEPT[key] = found
    return found


class KnownNames:
    """Folded names of entities, by name and by word.

    :param rows: entity id and name.
    """

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        self._names: dict[str, list[str]] = defaultdict(list)
        self._bearers: dict[str, set[str]] = defaultdict(set)
        self._with_word: dict[str, set[str]] = defaultdict(set)
        for entity_id, name in rows:
            self._names[entity_id].append(name)
            self._bearers[name].add(entity_id)
            for word in name.split():
                self._with_word[word].add(entity_id)
        self.aligned = lru_cache(maxsize=1_000)(self._aligned)

    def __contains__(self, name: str) -> bool:
        return name in self._bearers

    def sakes(self, name: str) -> list[str]:
        """Return all names of the entities that are called exactly so, in order."""
        return sorted({n for key in self._bearers.get(name, ()) for n in self._names[key]})

    def _aligned(self, word: str) -> frozenset[str]:
        """Return words of other scripts that are ``word``, in names of the same entities."""
        bearers = self._with_word.get(word, ())
        if not bearers or len(bearers) > _BEARERS:
            return frozenset()
        own = script(word)
        words = {w for key in bearers for name in self._names[key] for w in name_tokens(name)}
        listed = sorted(each for each in words if script(each) != own)
        scores = likeness(word, listed)
        return frozenset(w for w, score in zip(listed, scores, strict=True) if score >= _ALIKE)
