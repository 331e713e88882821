"""OFAC's Specially Designated Nationals, as SDN.XML and as sdn.csv with alt.csv and add.csv."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from .dates import iso_date
from .files import Member
from .records import Dated, Draft, Part, Skipped
from .schemata import country, is_known
from .scripts import language_of_name
from .tables import cells
from .xml import Element, entries, text, texts

__all__ = ["read_ofac", "read_ofac_tables"]

_TAGS = frozenset(("sdnEntry", "publshInformation"))
_SCHEMATA = {"individual": "Person", "vessel": "Vessel", "aircraft": "Airplane"}
_SCHEMATA |= {"entity": "Organization", "-0-": "Organization"}  # the tables leave it empty
_AUTHORITY = "US Department of the Treasury, Office of Foreign Assets Control"
_LINKED = re.compile(r"\bLinked To:\s*([^;.)]{3,200})", re.IGNORECASE)
_ADDRESS = ("address1", "address2", "address3", "city", "stateOrProvince", "postalCode")

_NUMBERS = (
    ("imo", "imoNumber"),
    ("mmsi", "mmsi"),
    ("passport", "passportNumber"),
    ("tax id", "taxNumber"),
    ("swift", "swiftBic"),
    ("website", "website"),
    ("email", "email"),
    ("phone", "phone"),
    ("registration", "registrationNumber"),
    ("business", "registrationNumber"),
    ("company number", "registrationNumber"),
    ("national", "idNumber"),
    ("identification", "idNumber"),
)
"""Words of a kind of number, and the property that holds such; the first that fits."""


def read_ofac(member: Member) -> Iterator[Part]:
    """Yield the listed of SDN.XML, a sanction for each, and whom remarks say they are linked to."""
    linked = _Linked()
    with member.open() as stream:
        for entry in entries(stream, member.name, _TAGS):
            if entry.tag == "publshInformation":
                yield Dated(iso_date(text(entry, "Publish_Date"), american=True))
            if entry.tag != "sdnEntry":
                continue
            uid, name = text(entry, "uid"), _name(entry)
            if not uid or not name:
                why = "no name" if uid else "no uid"
                yield Skipped(uid or "an entry", why, uid and f"ofac-{uid}")
                continue
            draft = _listed(entry, uid, name)
            remarks = text(entry, "remarks")
            linked.note(draft, remarks)
            yield draft.record()
            programs = list(texts(entry, "programList/program"))
            yield _sanction(draft.id, uid, programs).record()
    yield from linked.records()


def _name(entry: Element) -> str:
    return " ".join(filter(None, (text(entry, "firstName"), text(entry, "lastName"))))


def _listed(entry: Element, uid: str, name: str) -> Draft:
    kind = text(entry, "sdnType").lower()
    draft = Draft(f"ofac-{uid}", _SCHEMATA.get(kind, "LegalEntity"), uid)
    draft.add("name", name)
    for aka in entry.iterfind("akaList/aka"):
        kind, weak = text(aka, "type"), text(aka, "category") == "weak"
        _alias(draft, kind, _name(aka), weak=weak)
    for address in entry.iterfind("addressList/address"):
        parts = [text(address, field) for field in _ADDRESS]
        _address(draft, parts, text(address, "country"))
    for number in entry.iterfind("idList/id"):
        _number(draft, text(number, "idType"), text(number, "idNumber"))
    if draft.schema == "Person":
        _person(entry, draft)
    vessel = entry.find("vesselInfo")
    if vessel is not None and draft.schema == "Vessel":
        draft.add("callSign", text(vessel, "callSign")).add("type", text(vessel, "vesselType"))
        draft.add("flag", country(text(vessel, "vesselFlag")))
        draft.add("tonnage", text(vessel, "tonnage"))
    return draft.add("notes", text(entry, "remarks")).add("topics", "sanction")


def _alias(draft: Draft, kind: str, name: str, *, weak: bool) -> None:
    former = kind.lower().startswith("f.k.a")
    prop = "weakAlias" if weak else "previousName" if former else "alias"
    draft.add(prop, name, language=language_of_name(name))


def _address(draft: Draft, parts: Sequence[str], land: str) -> None:
    draft.add("country", country(land))
    if any(parts):
        draft.add("address", ", ".join(filter(None, (*parts, land))))


def _number(draft: Draft, kind: str, number: str) -> None:
    """Add a number under the property that its kind fits; a kind that fits none is left out."""
    for words, prop in _NUMBERS:
        if words in f"{kind} {number}".lower() and is_known(draft.schema, prop):
            draft.add(prop, number.removeprefix("IMO").strip())
            return
    if kind.lower() == "gender" and draft.schema == "Person":
        draft.add("gender", number.lower())


def _person(entry: Element, draft: Draft) -> None:
    draft.add("title", text(entry, "title"))
    for prop, path in (("nationality", "nationality"), ("citizenship", "citizenship")):
        for land in texts(entry, f"{path}List/{path}/country"):
            draft.add(prop, country(land))
    for day in texts(entry, "dateOfBirthList/dateOfBirthItem/dateOfBirth"):
        for part in day.split(" to "):
            draft.add("birthDate", iso_date(part))
    for place in texts(entry, "placeOfBirthList/placeOfBirthItem/placeOfBirth"):
        draft.add("birthPlace", place)


def _sanction(key: str, uid: str, programs: Iterable[str]) -> Draft:
    made = Draft(f"{key}-sanction", "Sanction", uid)
    made.refer("entity", key).add("authority", _AUTHORITY).add("authorityId", uid)
    for program in programs:
        made.add("program", program)
    return made


class _Linked:
    """Who is linked to whom: remarks name the other, which may stand later in the file."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}
        self._wanted: list[tuple[str, str]] = []

    def note(self, draft: Draft, remarks: str) -> None:
        for value in draft.record().values:
            if value.prop in ("name", "alias"):
                self._ids.setdefault(_key(value.value), draft.id)
        self._wanted += [(draft.id, found) for found in _LINKED.findall(remarks)]

    def records(self) -> Iterator[Part]:
        for subject, name in dict.fromkeys(self._wanted):
            other = self._ids.get(_key(name))
            if other is not None and other != subject:
                link = Draft(f"{subject}-{other}", "UnknownLink", subject.removeprefix("ofac-"))
                link.refer("subject", subject).refer("object", other)
                yield link.add("role", "linked to").record()


def _key(name: str) -> str:
    """Return a name with its words in order: remarks put the surname last, tables first."""
    return " ".join(sorted(re.findall(r"\w+", name.casefold())))


# ---------------------------------------------------------------- CSV

_BIRTH = re.compile(r"(?:^|;\s*)(?:alt\. )?DOB ([^;]+?)\.?(?=;|$)")
_BIRTH_PLACE = re.compile(r"(?:^|;\s*)(?:alt\. )?POB ([^;]+?)\.?(?=;|$)")
_NATIONAL = re.compile(r"(?:^|;\s*)(?:alt\. )?(nationality|citizen) ([^;]+?)\.?(?=;|$)")
_NUMBERED = re.compile(r"(Vessel Registration Identification|MMSI|IMO)\s+((?:IMO )?\d{5,9})")
_COLUMNS = 12


def read_ofac_tables(members: Sequence[Member]) -> Iterator[Part]:
    """Yield the listed of sdn.csv, with names of alt.csv and addresses of add.csv.

    These have no row of column names; ``-0-`` stands for nothing.
    """
    by_name = {member.name: member for member in members}
    aliases = _grouped(by_name.get("alt.csv"))
    addresses = _grouped(by_name.get("add.csv"))
    linked = _Linked()
    sdn = members[0]
    with sdn.open() as stream:
        for number, row in cells(stream, sdn.name):
            if len(row) < _COLUMNS or not row[0].strip().isdigit():
                uid = row[0].strip()
                why = f"{len(row)} cells instead of {_COLUMNS}"
                yield Skipped(f"row {number}", why, f"ofac-{uid}" if uid.isdigit() else "")
                continue
            uid = row[0].strip()
            draft = _row(row, uid, aliases.get(uid, ()), addresses.get(uid, ()))
            if not draft.has("name"):
                yield Skipped(uid, "no name", draft.id)
                continue
            linked.note(draft, row[11])
            yield draft.record()
            programs = re.split(r"\]\s*\[", row[3].strip(" []"))
            yield _sanction(draft.id, uid, programs).record()
    yield from linked.records()


def _grouped(member: Member | None) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = defaultdict(list)
    if member is not None:
        with member.open() as stream:
            for _, row in cells(stream, member.name):
                found[row[0].strip()].append([*row, "", "", "", ""])
    return dict(found)


def _row(
    row: Sequence[str], uid: str, aliases: Iterable[list[str]], addresses: Iterable[list[str]]
) -> Draft:
    kind = row[2].strip().lower()
    draft = Draft(f"ofac-{uid}", _SCHEMATA.get(kind, "LegalEntity"), uid)
    person = draft.schema == "Person"
    draft.add("name", _turned(row[1]) if person else row[1])
    for alias in aliases:
        name = alias[3].strip()
        _alias(draft, alias[2], _turned(name) if person else name, weak="weak" in alias[4].lower())
    for address in addresses:
        street, city, land = (_known(cell) for cell in address[2:5])
        _address(draft, [street, city], land)
    remarks = _known(row[11])
    if person:
        draft.add("title", row[4])
        _from_remarks(draft, remarks)
    if draft.schema == "Vessel":
        draft.add("callSign", row[5]).add("type", row[6]).add("flag", country(_known(row[9])))
        for kind, number in _NUMBERED.findall(remarks):
            _number(draft, kind, number)
    return draft.add("notes", remarks).add("topics", "sanction")


def _known(cell: str) -> str:
    plain = cell.strip()
    return "" if plain == "-0-" else plain


def _turned(name: str) -> str:
    """Return "AL-ZAYDI, Shibl" as "Shibl AL-ZAYDI", as SDN.XML and remarks have it."""
    last, comma, first = name.strip().partition(", ")
    return f"{first} {last}" if comma else last


def _from_remarks(draft: Draft, remarks: str) -> None:
    for day in _BIRTH.findall(remarks):
        for part in day.split(" to "):
            draft.add("birthDate", iso_date(part))
    for place in _BIRTH_PLACE.findall(remarks):
        draft.add("birthPlace", place)
    for word, land in _NATIONAL.findall(remarks):
        draft.add("nationality" if word == "nationality" else "citizenship", country(land))
