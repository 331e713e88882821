"""The organisations and places that come with Marsad: raw rows, and the entities made of them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from ..model import Entity, EntityKind, Name

__all__ = ["Record", "added_names", "pack_records", "packed_bodies", "packed_places"]

Record = Mapping[str, Any]
"""A row of the pack; see :func:`pack_records`. Not to be changed: all callers share it."""


@cache
def pack_records() -> tuple[Record, ...]:
    """Return the hand-written organisations and places as they are packed, organisations first.

    ``id`` (as in :class:`Entity`), ``kind`` (finer than an entity's: ``armed_group``, ``ministry``,
    ``crossing``…), ``country`` (list of ISO 3166 codes), ``names`` (language → names, the first is
    canonical) and ``background`` may be relied on for organisations; the rest stands only where it
    is known: ``acronyms`` (as names), ``ambiguous`` (names that need context), ``context``,
    ``decoys``, ``not`` (what else the words mean), ``founded`` and ``dissolved`` (year, month or
    day), ``relations`` (``kind``, ``to``, ``since``, ``until``), ``designations`` (``authority``,
    ``list``, ``date``, ``until``), ``outlets``, ``sources``; of places ``in``, ``lat``, ``lon``
    (degrees) and ``adds_to`` (the entity whose further names these are). Rows are shared, not
    copied.
    """
    packed = (files(__package__) / "data" / "knowledge.jsonl.gz").read_bytes()
    lines = gzip.decompress(packed).decode("utf-8").splitlines()
    return tuple(json.loads(line) for line in lines if not line.startswith("# "))


def packed_bodies() -> Iterator[Entity]:
    """Yield the organisations of the pack."""
    for row in pack_records():
        if row["id"].startswith("org-"):
            yield _entity(row, EntityKind.ORGANIZATION)


def packed_places() -> Iterator[Entity]:
    """Yield the places of the pack but those that only add names to another."""
    for row in pack_records():
        if row["id"].startswith("place-") and "adds_to" not in row:
            yield _entity(row, EntityKind.PLACE)


def added_names(entities: Iterable[Entity]) -> Iterator[Entity]:
    """Yield ``entities``, those to which the pack adds names with these and their context."""
    added = {row["adds_to"]: row for row in pack_records() if "adds_to" in row}
    for entity in entities:
        row = added.get(entity.id)
        yield entity if row is None else _joined(entity, row)


def _entity(row: Record, kind: EntityKind) -> Entity:
    return Entity(
        id=row["id"],
        kind=kind,
        names=_names(row),
        background=row.get("background", ""),
        provenance="Marsad's list of organisations and places",
        context=tuple(row.get("context", ())),
        decoys=tuple(row.get("decoys", ())),
    )


def _names(row: Record) -> tuple[Name, ...]:
    """Return names and acronyms, the first of each language canonical, each said once."""
    ambiguous = frozenset(row.get("ambiguous", ()))
    names: Mapping[str, list[str]] = row["names"]
    spelled = [
        Name(text, language, position == 0, text in ambiguous)
        for language, texts in names.items()
        for position, text in enumerate(texts)
    ]
    acronyms: Mapping[str, list[str]] = row.get("acronyms", {})
    return *spelled, *(
        Name(text, language, False, text in ambiguous)
        for language, texts in acronyms.items()
        for text in texts
        if text not in names.get(language, ())
    )


def _joined(entity: Entity, row: Record) -> Entity:
    """Return ``entity`` with the names of ``row``; its own need no context because of these."""
    held = {name.text for name in entity.names}
    own = entity.names
    if not entity.context:
        own = tuple(Name(n.text, n.language, n.canonical, False) for n in own)
    more = tuple(
        Name(n.text, n.language, False, n.ambiguous) for n in _names(row) if n.text not in held
    )
    return Entity(
        entity.id,
        entity.kind,
        own + more,
        entity.roles,
        entity.background or row.get("background", ""),
        entity.provenance,
        (*entity.context, *row.get("context", ())),
        entity.decoys,
    )
