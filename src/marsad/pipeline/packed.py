"""What comes with the program, as facts: who says it is told of it as of any list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..model import Dataset, Entity, EntityKind, sha256_hex
from ..ports import Clock, Reader, Writer
from ..resolve import builtin_entities
from ..resolve.importing import Draft, Record, is_known
from ..resolve.pack import Record as Row
from ..resolve.pack import pack_records
from .editions import facts_of

__all__ = ["PACK", "refresh_pack"]

PACK = Dataset(
    "marsad",
    "Organisations and places that come with Marsad",
    "pack",
    "Marsad",
    licence="Apache-2.0; places: GeoNames (CC BY 4.0) and Unicode CLDR (Unicode licence)",
)

_BY = "pack/1"
"""Recipe by which rows of the pack become facts: to be raised where the same rows give others."""

_SCHEMATA = {
    "agency": "PublicBody",
    "ministry": "PublicBody",
    "security_force": "PublicBody",
    "military_unit": "PublicBody",
    "company": "Company",
}
"""Schemata of kinds of bodies; all others are organisations."""

_LINKS = {
    "outlet_of": "outlet of",
    "wing_of": "wing of",
    "front_of": "front of",
    "brigade_of": "brigade of",
    "split_from": "split from",
    "said_to_be": "said to be",
    "part_of": "part of",
}


_STATE = "built-in facts"


def refresh_pack(reader: Reader, writer: Writer, clock: Clock) -> None:
    """Store the program's own entities as facts where they are new or have changed.

    What only an earlier version of the program said is then gone.
    """
    digest = sha256_hex(repr((_BY, pack_records())).encode())
    if reader.state(_STATE) == digest:
        return
    at = clock()
    writer.put_dataset(PACK)
    writer.put_facts(fact for record in _records() for fact in facts_of(record, PACK.id, at, _BY))
    writer.retire_facts(PACK.id, at)
    writer.put_state(_STATE, digest)


def _records() -> Iterator[Record]:
    """Yield what was written by hand; of other countries and cities no more is known than names."""
    entities = {entity.id: entity for entity in builtin_entities()}
    for row in pack_records():
        entity = entities[row.get("adds_to", row["id"])]
        yield _entity(entity, row).record()
        yield from _designations(entity.id, row.get("designations", ()))
        yield from _relations(entity.id, row.get("relations", ()))


def _entity(entity: Entity, row: Row) -> Draft:
    place = entity.kind is EntityKind.PLACE
    schema = "Address" if place else _SCHEMATA.get(row.get("kind", ""), "Organization")
    draft = Draft(entity.id, schema, "; ".join(row.get("sources", ())) or entity.provenance)
    acronyms = {text for texts in row.get("acronyms", {}).values() for text in texts}
    for name in entity.names:
        prop = "name" if name.canonical else "alias"
        short = name.text in acronyms and is_known(schema, "abbreviation")
        draft.add("abbreviation" if short else prop, name.text, language=name.language)
    for code in row.get("country", ()):
        draft.add("country", code.lower())
    draft.add("description", entity.background, language="en")
    if place:
        return draft.add("latitude", _degrees(row, "lat")).add("longitude", _degrees(row, "lon"))
    draft.add("incorporationDate", row.get("founded"))
    return draft.add("dissolutionDate", row.get("dissolved"))


def _degrees(row: Row, key: str) -> str:
    return str(row[key]) if key in row else ""


def _designations(entity_id: str, rows: Iterable[Row]) -> Iterator[Record]:
    for number, row in enumerate(rows, start=1):
        made = Draft(f"{entity_id}-sanction-{number}", "Sanction").refer("entity", entity_id)
        made.add("authority", row.get("authority")).add("program", row.get("list"))
        yield made.add("startDate", row.get("date")).add("endDate", row.get("until")).record()


def _relations(entity_id: str, rows: Iterable[Row]) -> Iterator[Record]:
    for row in rows:
        kind, other = row["kind"], row["to"]
        key = f"{entity_id}-{kind.replace('_', '-')}-{other}"
        if kind == "member_of":
            made = Draft(key, "Membership").refer("member", entity_id).refer("organization", other)
        elif kind == "successor_of":
            made = Draft(key, "Succession").refer("successor", entity_id)
            made.refer("predecessor", other)
        else:
            made = Draft(key, "UnknownLink").refer("subject", entity_id).refer("object", other)
            made.add("role", _LINKS[kind])
        yield made.add("startDate", row.get("since")).add("endDate", row.get("until")).record()
