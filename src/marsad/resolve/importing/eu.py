"""The consolidated financial sanctions list of the EU: the full XML, and CSV by regulation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from .dates import days_of, iso_date
from .files import Member
from .records import Dated, Draft, Part, Skipped
from .schemata import country, is_known, is_listable, language2
from .tables import rows
from .xml import Element, entries, text

__all__ = ["read_eu", "read_eu_table"]

_TAGS = frozenset(("sanctionEntity",))
_AUTHORITY = "Council of the European Union"
_SCHEMATA = {"person": "Person", "enterprise": "Organization"}
_NUMBERS = {"passport": "passportNumber", "id": "idNumber", "ssn": "idNumber"}
_NUMBERS |= {"regnumber": "registrationNumber", "swiftbic": "swiftBic", "imo": "registrationNumber"}


def read_eu(member: Member) -> Iterator[Part]:
    """Yield the listed of the full XML (version 1.1) and a sanction for each."""
    with member.open() as stream:
        for entry in entries(stream, member.name, _TAGS):
            if entry.tag not in _TAGS:
                yield Dated(entry.get("generationDate", "")[:10])
                continue
            key = entry.get("euReferenceNumber") or entry.get("logicalId") or ""
            kind = entry.find("subjectType")
            code = "" if kind is None else kind.get("code", "")
            names = [a for a in entry.iterfind("nameAlias") if a.get("wholeName", "").strip()]
            if not key or not names:
                why = "no name" if key else "no reference number"
                yield Skipped(key or "an entry", why, key and f"eu-fsf-{key.lower()}")
                continue
            draft = Draft(f"eu-fsf-{key.lower()}", _SCHEMATA.get(code, "LegalEntity"), key)
            _listed(entry, names, draft)
            yield draft.record()
            yield _sanction(entry, draft.id, key).record()


def _listed(entry: Element, names: list[Element], draft: Draft) -> None:
    for alias in names:
        strong = alias.get("strong", "true") == "true"
        prop = "weakAlias" if not strong else "alias" if draft.has("name") else "name"
        language = language2(alias.get("nameLanguage"))
        draft.add(prop, alias.get("wholeName"), language=language)
        if draft.schema == "Person":
            draft.add("position", alias.get("function")).add("title", alias.get("title"))
            draft.add("gender", {"M": "male", "F": "female"}.get(alias.get("gender", ""), ""))
    if draft.schema == "Person":
        _person(entry, draft)
    for address in entry.iterfind("address"):
        _address(address, draft)
    for document in entry.iterfind("identification"):
        prop = _NUMBERS.get(document.get("identificationTypeCode", ""), "registrationNumber")
        prop = prop if is_known(draft.schema, prop) else "registrationNumber"
        draft.add(prop, document.get("number"))
    for remark in entry.iterfind("remark"):
        draft.add("notes", text(remark))
    draft.add("topics", "sanction")


def _person(entry: Element, draft: Draft) -> None:
    for birth in entry.iterfind("birthdate"):
        day = iso_date(birth.get("birthdate"))
        parts = (birth.get("year", ""), birth.get("monthOfYear", ""), birth.get("dayOfMonth", ""))
        draft.add("birthDate", day or iso_date("/".join(p or "0" for p in reversed(parts))))
        land = _land(birth)
        places = filter(
            None, (birth.get("city"), birth.get("region"), birth.get("countryDescription"))
        )
        draft.add("birthPlace", ", ".join(places)).add("birthCountry", land)
    for citizenship in entry.iterfind("citizenship"):
        draft.add("citizenship", _land(citizenship))


def _land(element: Element) -> str:
    code = element.get("countryIso2Code", "").lower()
    known = len(code) == 2 and code != "00"
    return code if known else country(element.get("countryDescription"))


def _address(address: Element, draft: Draft) -> None:
    fields = ("street", "poBox", "zipCode", "city", "place", "region")
    parts = list(filter(None, (address.get(field) for field in fields)))
    draft.add("country", _land(address))
    if parts:
        draft.add("address", ", ".join([*parts, address.get("countryDescription", "")]).strip(", "))


def _sanction(entry: Element, key: str, reference: str) -> Draft:
    made = Draft(f"{key}-sanction", "Sanction", reference)
    made.refer("entity", key).add("authority", _AUTHORITY).add("authorityId", reference)
    made.add("unscId", entry.get("unitedNationId"))
    made.add("listingDate", iso_date(entry.get("designationDate")))
    made.add("reason", entry.get("designationDetails"))
    for regulation in entry.iterfind("regulation"):
        made.add("program", regulation.get("programme"))
        made.add("recordId", regulation.get("numberTitle"))
        made.add("startDate", iso_date(regulation.get("entryIntoForceDate")))
        made.add("sourceUrl", text(regulation, "publicationUrl"))
    return made


# ---------------------------------------------------------------- CSV

_ONE_VALUE = ("position", "gender", "legalForm", "sector", "imoNumber", "mmsi", "website", "notes")
_SEVERAL = {
    "alias": "alias",
    "weakAlias": "weakAlias",
    "previousName": "previousName",
    "passportNumber": "passportNumber",
    "registrationNumber": "registrationNumber",
    "taxNumber": "taxNumber",
    "idNumber": "idNumber",
    "address": "address",
    "phone": "phone",
    "email": "email",
}
_LANDS = ("country", "nationality", "jurisdiction", "flag")


def read_eu_table(member: Member) -> Iterator[Part]:
    """Yield the listed of a CSV with a row for each entry of a regulation's annex."""
    with member.open() as stream:
        for number, row in rows(stream, member.name):
            schema = row.get("schema") or "LegalEntity"
            # Persons and bodies of an annex are numbered each from 1.
            reference = f"{row.get('celex', '')} {schema} {row.get('recordId') or number}"
            if not row.get("name") or not is_listable(schema):
                why = "no name" if not row.get("name") else f"no schema {schema[:40]}"
                yield Skipped(reference, why, f"eu-{reference.lower().replace(' ', '-')}")
                continue
            draft = Draft(f"eu-{reference.lower().replace(' ', '-')}", schema, reference)
            _row(row, draft)
            yield draft.record()
            yield _row_sanction(row, draft.id, reference).record()


def _row(row: Mapping[str, str], draft: Draft) -> None:
    draft.add("name", row.get("name"))
    for column, prop in _SEVERAL.items():
        for value in re.split(r"\s*;\s*", row.get(column) or ""):
            _maybe(draft, prop, value)
    for column in _LANDS:
        for value in re.split(r"\s*;\s*|\s+and\s+", row.get(column) or ""):
            _maybe(draft, column, country(value))
    for column in _ONE_VALUE:
        _maybe(draft, column, row.get(column) or "")
    for day in days_of(row.get("birthDate")):
        _maybe(draft, "birthDate", day)
    _maybe(draft, "birthPlace", row.get("birthPlace") or "")
    for day in days_of(row.get("incorporationDate")):
        _maybe(draft, "incorporationDate", day)
    _maybe(draft, "topics", "sanction")


def _maybe(draft: Draft, prop: str, value: str) -> None:
    """Add what the schema has room for; the table has one set of columns for all schemata."""
    if is_known(draft.schema, prop) is not None:
        draft.add(prop, value)


def _row_sanction(row: Mapping[str, str], key: str, reference: str) -> Draft:
    made = Draft(f"{key}-sanction", "Sanction", reference)
    made.refer("entity", key).add("authority", _AUTHORITY).add("authorityId", reference)
    made.add("program", row.get("programKey")).add("provisions", row.get("measure"))
    return made.add("startDate", iso_date(row.get("startDate"))).add("reason", row.get("reason"))
