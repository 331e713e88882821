"""Which entities are called so: by id, by a name, by part of one, by one in another spelling."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import ColumnElement, Connection, select

from ..model import EntityKind
from ..names import NameIndex
from ..text import normalise
from . import tables
from .chunks import chunked
from .portable import contains

__all__ = ["called", "holding"]

_MOST = 30
"""Entities that part of a name may stand for; of a word that is in more names, none is meant."""

_LEAST = 12.0
"""Likeness from which a name may be meant that is spelt otherwise; more where there are more names,
as one of a million reaches the logarithm of a million by chance. A choice, not tuned."""

_names = tables.entity_names.c
_entities = tables.entities.c


def called(connection: Connection, name: str, kinds: Sequence[EntityKind] = ()) -> list[str]:
    """Return the ids of the entities that ``name`` means.

    :param name: an id, else a whole name, else words of one, else a name in another spelling.
    :param kinds: of which they may be; any, if none is given.
    """
    folded = normalise(name).text.strip()
    by_id = select(_entities.id).where(_entities.id == name)
    whole = select(_names.entity_id).where(_names.name == folded)
    part = select(_names.entity_id).where(holding(folded)).limit(_MOST * 20)
    for query in (by_id, whole, part):
        found = _of_kinds(connection, list(dict.fromkeys(connection.scalars(query))), kinds)
        if found and len(found) <= _MOST:
            return found
    return _of_kinds(connection, _spelt_otherwise(connection, name), kinds)


def holding(folded: str) -> ColumnElement[bool]:
    """Match names that hold these words, whole."""
    return contains(" " + _names.name + " ", f" {folded} ")


def _of_kinds(connection: Connection, ids: Sequence[str], kinds: Sequence[EntityKind]) -> list[str]:
    if not kinds:
        return list(ids)
    found: set[str] = set()
    for chunk in chunked(ids):
        query = select(_entities.id).where(_entities.id.in_(chunk), _entities.kind.in_(kinds))
        found.update(connection.scalars(query))
    return [key for key in ids if key in found]


def _spelt_otherwise(connection: Connection, name: str) -> list[str]:
    rows = connection.execute(select(_names.name, _names.entity_id).order_by(_names.name)).all()
    index = _index(tuple(row.name for row in rows))
    likely = index.ranked(name, 3)
    least = max(_LEAST, math.log(max(len(rows), 1)))
    return list(dict.fromkeys(rows[f.number].entity_id for f in likely if f.score > least))


@lru_cache(maxsize=2)
def _index(names: tuple[str, ...]) -> NameIndex:
    return NameIndex(names)
