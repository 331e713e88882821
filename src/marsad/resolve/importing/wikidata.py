"""Wikidata: results of a query that the user runs, and lines of the entity dump."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ...errors import UnreadableError
from ...text.lexicon import words
from .dates import iso_date
from .files import Member
from .lines import Broken, json_lines
from .records import Draft, Part, Skipped
from .schemata import country, country_of_item, is_known, is_listable

__all__ = ["read_wikidata", "read_wikidata_dump"]

_ITEM = re.compile(r"(?:^|/)(Q\d{1,12})$")
_COUNTRIES = frozenset(("country", "nationality", "citizenship", "jurisdiction", "birthCountry"))

Binding = Mapping[str, Mapping[str, str]]


def read_wikidata(member: Member) -> Iterator[Part]:
    """Yield what a SPARQL query found, as ``application/sparql-results+json``.

    Variables are ``item``, ``schema`` (of FollowTheMoney) and properties of that schema; names
    carry their language. ``memberOf`` makes memberships and ``post`` occupancies, with ``since``
    and ``until``, and ``postLabel`` for the name of the post. An item may fill several rows.

    :raises UnreadableError: no such results, or none of these variables.
    """
    drafts: dict[str, Draft] = {}
    rows = _bindings(member.whole(), member.name)
    for number, found in enumerate(rows, start=1):
        row = _row(found)
        if row is None:
            yield Skipped(f"row {number}", "a cell holds no text")
            continue
        item = _item(row.get("item", {}).get("value"))
        schema = row.get("schema", {}).get("value", "")
        if not item or not is_listable(schema):
            why = "no item" if not item else f"no schema {schema[:40]}"
            yield Skipped(f"row {number}", why, item)
            continue
        draft = drafts.setdefault(item, Draft(item, schema, item).add("wikidataId", item))
        _fill(draft, row)
        for made in _joined(draft, row):
            drafts.setdefault(made.id, made)
    yield from (draft.record() for draft in drafts.values())


def _bindings(data: bytes, name: str) -> list[Any]:
    """Return the rows, of which each may be anything."""
    try:
        found = json.loads(data)
        variables = tuple(found["head"]["vars"])
        rows = list(found["results"]["bindings"])
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise UnreadableError(
            name, f"no results of a query ({str(error)[:60]})", hint="Save them as JSON."
        ) from error
    if "item" not in variables or "schema" not in variables:
        raise UnreadableError(
            name,
            "the query gives no item or no schema",
            hint='Select ?item, and BIND("Organization" AS ?schema), as the examples do.',
        )
    return rows


def _row(found: Any) -> Binding | None:
    """Return the cells of a row with their texts, or None where it is none."""
    if not isinstance(found, dict):
        return None
    for cell in found.values():
        if not isinstance(cell, dict) or not all(isinstance(v, str) for v in cell.values()):
            return None
    return found


def _item(value: Any) -> str:
    found = _ITEM.search(value) if isinstance(value, str) else None
    return found[1] if found else ""


def _fill(draft: Draft, row: Binding) -> None:
    for variable, cell in row.items():
        prop = "name" if variable == "itemLabel" else variable
        kind = is_known(draft.schema, prop)
        value = cell.get("value")
        if kind is None or value is None or prop == "schema":
            continue
        if kind.startswith("entity"):
            item = _item(value)
            if item:
                draft.refer(prop, item)
        elif kind == "date":
            draft.add(prop, iso_date(value))
        elif prop in _COUNTRIES:
            draft.add(prop, country_of_item(_item(value)) or country(value))
        elif value != draft.id:  # the label of an item that has none in that language
            draft.add(prop, value, language=cell.get("xml:lang", ""))


def _joined(draft: Draft, row: Binding) -> Iterator[Draft]:
    days = {name: iso_date(row.get(name, {}).get("value")) for name in ("since", "until")}
    body, post = (_item(row.get(name, {}).get("value")) for name in ("memberOf", "post"))
    if body:
        made = Draft(f"{draft.id}-{body}-{days['since']}", "Membership", draft.id)
        yield _dated(made.refer("member", draft.id).refer("organization", body), days)
    if post and draft.schema == "Person":
        label = row.get("postLabel", {})
        office = Draft(post, "Position", draft.id).add("wikidataId", post)
        yield office.add("name", label.get("value"), language=label.get("xml:lang", ""))
        made = Draft(f"{draft.id}-{post}-{days['since']}", "Occupancy", draft.id)
        yield _dated(made.refer("holder", draft.id).refer("post", post), days)


def _dated(draft: Draft, days: Mapping[str, str]) -> Draft:
    return draft.add("startDate", days["since"]).add("endDate", days["until"])


# ---------------------------------------------------------------- lines of the dump

_LANGUAGES = words("en ar fa he ku ckb ur ps tr az ru uk hy fr de es")
_CLASSES = {
    "Q5": "Person",
    "Q43229": "Organization",
    "Q7278": "Organization",
    "Q7210356": "Organization",
    "Q17149090": "Organization",
    "Q1193236": "Organization",
    "Q15265344": "Organization",
    "Q4830453": "Company",
    "Q783794": "Company",
    "Q327333": "PublicBody",
    "Q192350": "PublicBody",
    "Q47913": "PublicBody",
    "Q11446": "Vessel",
}
"""What an item has to be an instance of: organisations, parties, political and armed
organisations, news media, broadcasters, businesses, agencies, ministries, intelligence agencies,
ships. Subclasses are not followed: a query does that better."""

_DATES = {"P569": "birthDate", "P570": "deathDate", "P571": "incorporationDate"}
_DATES |= {"P576": "dissolutionDate"}
_LANDS = {"P17": "country", "P27": "citizenship"}
_PUBLIC = ("P39", "P463", "P102")
"""Position held, member of, member of a party: without any of these a person is left out."""


def read_wikidata_dump(member: Member) -> Iterator[Part]:
    """Yield persons in public life, organisations and ships of a dump with one item a line.

    :raises UnreadableError: it is cut off in its last line.
    """
    for number, item in json_lines(member, brackets=True):
        if isinstance(item, Broken):
            yield Skipped(f"line {number}", f"no JSON ({item.reason})", item.id)
        elif isinstance(item, dict) and _item(item.get("id")):
            yield from _dumped(item)


def _dumped(item: Mapping[str, Any]) -> Iterator[Part]:
    classes = [_CLASSES[c] for c in _items(item, "P31") if c in _CLASSES]
    if not classes or (classes[0] == "Person" and not any(_claims(item, p) for p in _PUBLIC)):
        return
    key = str(item["id"])
    draft = Draft(key, classes[0], key).add("wikidataId", key)
    for language, name in _texts(item.get("labels")):
        draft.add("name", name, language=language)
    for language, name in _texts(item.get("aliases")):
        draft.add("alias", name, language=language)
    for language, told in _texts(item.get("descriptions")):
        if language == "en":
            draft.add("summary", told, language=language)
    for claim, prop in _DATES.items():
        for value in _claims(item, claim) if is_known(draft.schema, prop) else ():
            draft.add(prop, _day(_main(value)))
    for claim, prop in _LANDS.items():
        for other in _items(item, claim) if is_known(draft.schema, prop) else ():
            draft.add(prop, country_of_item(other))
    yield draft.record()
    yield from _roles(item, draft)


def _roles(item: Mapping[str, Any], draft: Draft) -> Iterator[Part]:
    for claim in _claims(item, "P463"):
        other = _value_item(claim)
        if other:
            days = {"since": _qualifier(claim, "P580"), "until": _qualifier(claim, "P582")}
            made = Draft(f"{draft.id}-{other}-{days['since']}", "Membership", draft.id)
            made.refer("member", draft.id).refer("organization", other)
            yield _dated(made, days).record()
    for claim in _claims(item, "P39") if draft.schema == "Person" else ():
        other = _value_item(claim)
        if other:
            days = {"since": _qualifier(claim, "P580"), "until": _qualifier(claim, "P582")}
            made = Draft(f"{draft.id}-{other}-{days['since']}", "Occupancy", draft.id)
            yield _dated(made.refer("holder", draft.id).refer("post", other), days).record()


def _texts(table: Any) -> Iterator[tuple[str, str]]:
    for language, held in table.items() if isinstance(table, dict) else ():
        for each in held if isinstance(held, list) else [held]:
            if language in _LANGUAGES and isinstance(each, dict):
                yield str(language), str(each.get("value") or "")


def _claims(item: Mapping[str, Any], prop: str) -> list[Mapping[str, Any]]:
    claims = item.get("claims")
    held = claims.get(prop) if isinstance(claims, dict) else None
    return [c for c in held if isinstance(c, dict)] if isinstance(held, list) else []


def _main(claim: Mapping[str, Any]) -> Any:
    return _deep(claim, "mainsnak", "datavalue", "value")


def _deep(value: Any, *path: str) -> Any:
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _value_item(claim: Mapping[str, Any]) -> str:
    return _item(_deep(_main(claim), "id"))


def _items(item: Mapping[str, Any], prop: str) -> list[str]:
    return [other for claim in _claims(item, prop) if (other := _value_item(claim))]


def _qualifier(claim: Mapping[str, Any], prop: str) -> str:
    held = _deep(claim, "qualifiers", prop)
    first = held[0] if isinstance(held, list) and held else None
    return _day(_deep(first, "datavalue", "value"))


_YEAR, _MONTH = 9, 10
"""Precisions of Wikidata; 11 is a day."""


def _day(value: Any) -> str:
    time, precision = _deep(value, "time"), _deep(value, "precision")
    if not isinstance(time, str) or not isinstance(precision, int) or precision < _YEAR:
        return ""
    day = iso_date(time.lstrip("+")[:10])
    return day[: {_YEAR: 4, _MONTH: 7}.get(precision, 10)]
