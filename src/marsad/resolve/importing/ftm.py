"""FollowTheMoney: entities as JSON lines, and statements as CSV (OpenSanctions, Aleph, Marsad)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...errors import UnreadableError
from .dates import iso_date
from .files import Member
from .lines import Broken, json_lines
from .records import Draft, Part, Record, Skipped, Value
from .schemata import is_known, language2, properties
from .tables import rows

__all__ = ["read_ftm", "read_statements"]


def read_ftm(member: Member) -> Iterator[Part]:
    """Yield the entities of a file with one JSON object a line.

    :raises UnreadableError: it is cut off in its last line.
    """
    for number, row in json_lines(member):
        if isinstance(row, Broken):
            yield Skipped(f"line {number}", f"no JSON ({row.reason})", row.id)
        else:
            yield _entity(row, f"line {number}")


def _entity(row: Any, reference: str) -> Part:
    key, schema, held = _fields(row)
    if not key or not schema:
        return Skipped(reference, "no id or no schema", key)
    if not properties(schema):
        return Skipped(f"{reference}, {key[:80]}", f"no schema {schema[:80]}", key)
    draft = Draft(key, schema, reference)
    for prop, values in held.items():
        kind = is_known(schema, str(prop))
        for value in values if isinstance(values, list) else (values,):
            _add(draft, str(prop), kind, value)
    record = draft.record()
    if record.values:
        return record
    return Skipped(f"{reference}, {key[:80]}", "no property is known", key)


def _fields(row: Any) -> tuple[str, str, Mapping[str, Any]]:
    if not isinstance(row, dict):
        return "", "", {}
    key, schema, held = row.get("id"), row.get("schema"), row.get("properties")
    return (
        key if isinstance(key, str) else "",
        schema if isinstance(schema, str) else "",
        held if isinstance(held, dict) else {},
    )


def _add(draft: Draft, prop: str, kind: str | None, value: Any) -> None:
    """Add a value; nested entities stand for their ids, unknown properties are passed over."""
    if isinstance(value, dict):
        value = value.get("id")
    if kind is None or not isinstance(value, (str, int, float)):
        return
    if kind.startswith("entity"):
        draft.refer(prop, str(value))
    elif kind == "date":
        draft.add(prop, iso_date(str(value)))
    else:
        draft.add(prop, str(value))


def read_statements(member: Member) -> Iterator[Part]:
    """Yield the entities of a statements.csv, whose rows are sorted by ``canonical_id``.

    :raises UnreadableError: they are not: an entity would be taken for changed.
    """
    done: set[str] = set()
    last: tuple[str, str] | None = None
    values: list[Value] = []
    with member.open() as stream:
        for number, row in rows(stream, member.name):
            key, schema = row.get("canonical_id") or row.get("entity_id", ""), row.get("schema", "")
            value = _value(row, schema)
            if not key or (value is None and row.get("prop") != "id"):
                why = "no entity" if not key else "no such property"
                yield Skipped(f"row {number}", why, key)
                continue
            if last is None or last[0] != key:
                yield from _whole(last, values)
                values = []
                _sorted(key, done, member.name)
            last = key, _narrower(last[1] if last and last[0] == key else schema, schema)
            if value is not None:
                values.append(value)
        yield from _whole(last, values)


def _sorted(key: str, done: set[str], name: str) -> None:
    if key in done:
        raise UnreadableError(
            name,
            f"the rows of {key[:80]} do not stand together",
            hint="Sort it by canonical_id, and import it again.",
        )
    done.add(key)


def _narrower(one: str, other: str) -> str:
    """Return the schema with more properties: rows of one entity may differ in theirs."""
    return other if len(properties(other)) > len(properties(one)) else one


def _whole(last: tuple[str, str] | None, values: list[Value]) -> Iterator[Part]:
    if last is not None and values:
        unique = {(v.prop, v.value, v.language): v for v in values}
        yield Record(last[0], last[1], tuple(unique.values()))


def _value(row: Mapping[str, str], schema: str) -> Value | None:
    prop, text = row.get("prop", ""), row.get("value", "")
    kind = is_known(schema, prop)
    text = iso_date(text) if kind == "date" else text
    if kind is None or not text:
        return None
    original = row.get("original_value", "")
    return Value(
        prop,
        text,
        language2(row.get("lang")),
        original if original != text else "",
        row.get("dataset", ""),
        refers=kind.startswith("entity"),
    )
