"""The UK Sanctions List of the FCDO, as XML and as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .dates import iso_date
from .files import Member
from .records import Dated, Draft, Part, Record, Skipped
from .schemata import country, is_known
from .scripts import language_of_name
from .tables import rows
from .xml import Element, entries, text, texts

__all__ = ["read_uk", "read_uk_table"]

_TAGS = frozenset(("Designation", "DateGenerated"))
_SCHEMATA = {"individual": "Person", "entity": "Organization", "ship": "Vessel"}
_GIVEN = ("Name1", "Name2", "Name3", "Name4", "Name5", "Name6")
_LINES = tuple(f"AddressLine{number}" for number in range(1, 7))
_AUTHORITY = "Foreign, Commonwealth & Development Office"
_UK_LANGUAGES = {"arabic": "ar", "persian": "fa", "farsi": "fa", "russian": "ru", "urdu": "ur"}
_UK_LANGUAGES |= {"pashto": "ps", "dari": "prs", "hebrew": "he", "turkish": "tr", "korean": "ko"}
_UK_LANGUAGES |= {"ukrainian": "uk", "belarusian": "be", "chinese": "zh", "burmese": "my"}

_PEOPLE = {
    "position": ".//Positions/Position",
    "title": ".//Titles/Title",
    "gender": ".//Genders/Gender",
    "passportNumber": ".//PassportNumber",
    "idNumber": ".//NationalIdentifierNumber",
}
_BODIES = {
    "legalForm": ".//TypeOfEntities/TypeOfEntity",
    "registrationNumber": ".//BusinessRegistrationNumber",
}
_SHIPS = {
    "imoNumber": ".//IMONumbers/IMONumber",
    "type": ".//TypeOfShipDetails/TypeOfShip",
    "tonnage": ".//TonnageOfShipDetails/TonnageOfShip",
}
_FIELDS = {"Person": _PEOPLE, "Organization": _BODIES, "Vessel": _SHIPS}


def read_uk(member: Member) -> Iterator[Part]:
    """Yield the designated of the XML, a sanction for each, and owners of ships."""
    with member.open() as stream:
        for entry in entries(stream, member.name, _TAGS):
            if entry.tag == "DateGenerated":
                yield Dated(iso_date(text(entry)[:10]))
            elif entry.tag == "Designation":
                yield from _designation(entry)


def _id(key: str) -> str:
    """Return the id of an entry; empty where it has no key."""
    return f"gb-fcdo-{key.lower()}" if key else ""


def _designation(entry: Element) -> Iterator[Part]:
    key = text(entry, "UniqueID")
    schema = _SCHEMATA.get(text(entry, "IndividualEntityShip").lower())
    if not key or schema is None:
        why = "no UniqueID" if not key else "neither person nor body"
        yield Skipped(key or "an entry", why, _id(key))
        return
    draft = Draft(_id(key), schema, key)
    for name in entry.iterfind("Names/Name"):
        whole = " ".join(filter(None, (text(name, part) for part in _GIVEN)))
        _name(draft, whole, text(name, "NameType"), text(name, "AliasStrength"))
    for name in entry.iterfind("NonLatinNames/NonLatinName"):
        written = text(name, "NameNonLatinScript")
        told = text(name, "NonLatinScriptLanguage")
        _original(draft, written, told)
    if not draft.has("name"):
        yield Skipped(key, "no name", draft.id)
        return
    _details(entry, draft)
    yield draft.record()
    yield _sanction(entry, draft.id, key).record()
    yield from _owners(entry, draft)


def _name(draft: Draft, whole: str, kind: str, strength: str) -> None:
    kind = kind.lower()
    if "weak" in strength.lower() or "low" in strength.lower():
        draft.add("weakAlias", whole)
    elif "previous" in kind or "former" in kind:
        draft.add("previousName", whole)
    else:
        draft.add("name" if kind == "primary name" or not draft.has("name") else "alias", whole)


def _original(draft: Draft, written: str, told: str) -> None:
    language = _UK_LANGUAGES.get(told.lower()) or language_of_name(written)
    draft.add("name", written, language=language)


def _details(entry: Element, draft: Draft) -> None:
    for prop, path in _FIELDS[draft.schema].items():
        for value in texts(entry, path):
            draft.add(prop, value.lower() if prop == "gender" else value)
    for address in entry.iterfind("Addresses/Address"):
        land = text(address, "AddressCountry")
        fields = (*_LINES, "AddressPostalCode")
        _address(draft, [text(address, field) for field in fields], land)
    for prop, path in (
        ("phone", ".//PhoneNumber"),
        ("email", ".//EmailAddress"),
        ("website", ".//Website"),
    ):
        for value in texts(entry, path):
            if is_known(draft.schema, prop):
                draft.add(prop, value)
    if draft.schema == "Person":
        _birth(entry, draft)
    for flag in texts(entry, ".//CurrentBelievedFlagOfShip") if draft.schema == "Vessel" else ():
        draft.add("flag", country(flag))
    draft.add("notes", text(entry, "OtherInformation")).add("topics", "sanction")


def _address(draft: Draft, parts: list[str], land: str) -> None:
    draft.add("country", country(land))
    if any(parts):
        draft.add("address", ", ".join(filter(None, (*parts, land))))


def _birth(entry: Element, draft: Draft) -> None:
    for value in texts(entry, ".//DOBs/DOB"):
        draft.add("birthDate", iso_date(value))
    for place in entry.iterfind(".//BirthDetails/Location"):
        town, land = text(place, "TownOfBirth"), text(place, "CountryOfBirth")
        draft.add("birthPlace", ", ".join(filter(None, (town, land))))
        draft.add("birthCountry", country(land))
    for value in texts(entry, ".//Nationalities/Nationality"):
        draft.add("nationality", country(value))


def _sanction(entry: Element, key: str, reference: str) -> Draft:
    made = Draft(f"{key}-sanction", "Sanction", reference)
    made.refer("entity", key).add("authorityId", reference)
    made.add("authority", text(entry, "DesignationSource") or _AUTHORITY)
    made.add("program", text(entry, "RegimeName")).add("unscId", text(entry, "UNReferenceNumber"))
    made.add("listingDate", iso_date(text(entry, "DateDesignated")))
    made.add("modifiedAt", iso_date(text(entry, "LastUpdated")))
    for measure in text(entry, "SanctionsImposed").split("|"):
        made.add("provisions", measure)
    return made.add("reason", text(entry, "UKStatementofReasons"))


def _owners(entry: Element, ship: Draft) -> Iterator[Record]:
    """Yield who owns or operates a ship, known by name only, and that they do."""
    if ship.schema != "Vessel":
        return
    for owner in texts(entry, ".//CurrentOwnerOperators/CurrentOwnerOperator"):
        slug = "-".join(owner.lower().split())
        made = Draft(f"{ship.id}-{slug}", "LegalEntity", ship.id).add("name", owner)
        yield made.record()
        link = Draft(f"{made.id}-link", "UnknownLink", ship.id)
        link.refer("subject", made.id).refer("object", ship.id)
        yield link.add("role", "owner or operator").record()


# ---------------------------------------------------------------- CSV

_COLUMNS = {
    "position": "Position",
    "title": "Title",
    "passportNumber": "Passport number",
    "idNumber": "National Identifier number",
    "legalForm": "Type of entity",
    "registrationNumber": "Business registration number (s)",
    "imoNumber": "IMO number",
    "type": "Type of ship",
    "phone": "Phone number",
    "email": "Email address",
    "website": "Website",
    "notes": "Other Information",
}


def read_uk_table(member: Member) -> Iterator[Part]:
    """Yield the designated of the CSV, which has a row for each name and address of an entry."""
    with member.open() as stream:
        draft: Draft | None = None
        sanction: Draft | None = None
        for number, row in rows(stream, member.name, header="Unique ID"):
            key = row.get("Unique ID", "")
            kind = row.get("Designation Type") or row.get("Individual, Entity, Ship") or ""
            schema = _SCHEMATA.get(kind.lower())
            if not key or schema is None:
                reason = "no Unique ID" if not key else "neither person nor body nor ship"
                yield Skipped(key or f"row {number}", reason, _id(key))
                continue
            if draft is None or draft.id != _id(key):
                yield from _finished(draft, sanction)
                draft = Draft(_id(key), schema, key)
                sanction = _row_sanction(row, draft.id, key)
            _row(row, draft)
        yield from _finished(draft, sanction)


def _finished(draft: Draft | None, sanction: Draft | None) -> Iterator[Part]:
    if draft is None or sanction is None:
        return
    if not draft.has("name"):
        yield Skipped(draft.id, "no name", draft.id)
        return
    yield draft.record()
    yield sanction.record()


def _row(row: Mapping[str, str], draft: Draft) -> None:
    whole = " ".join(filter(None, (row.get(f"Name {number}") for number in range(1, 7))))
    _name(draft, whole, row.get("Name type", ""), row.get("Alias strength", ""))
    _original(draft, row.get("Name non-latin script", ""), row.get("Non-latin script language", ""))
    for prop, column in _COLUMNS.items():
        if is_known(draft.schema, prop):
            draft.add(prop, row.get(column))
    lines = [row.get(f"Address Line {number}", "") for number in range(1, 7)]
    _address(draft, [*lines, row.get("Address Postal Code", "")], row.get("Address Country", ""))
    draft.add("topics", "sanction")
    if draft.schema == "Vessel":
        draft.add("flag", country(row.get("Current believed flag of ship")))
    if draft.schema != "Person":
        return
    draft.add("gender", row.get("Gender", "").lower()).add("birthDate", iso_date(row.get("D.O.B")))
    draft.add("nationality", country(row.get("Nationality(/ies)")))
    land = row.get("Country of birth", "")
    draft.add("birthPlace", ", ".join(filter(None, (row.get("Town of birth"), land))))
    draft.add("birthCountry", country(land))


def _row_sanction(row: Mapping[str, str], key: str, reference: str) -> Draft:
    made = Draft(f"{key}-sanction", "Sanction", reference)
    made.refer("entity", key).add("authorityId", reference)
    made.add("authority", row.get("Designation source") or _AUTHORITY)
    made.add("program", row.get("Regime Name")).add("unscId", row.get("UN Reference Number"))
    made.add("listingDate", iso_date(row.get("Date Designated")))
    made.add("modifiedAt", iso_date(row.get("Last Updated")))
    for measure in row.get("Sanctions Imposed", "").split("|"):
        made.add("provisions", measure)
    return made.add("reason", row.get("UK Statement of Reasons"))
