"""The UN Security Council Consolidated List, as XML (scsanctions.un.org)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .dates import iso_date
from .files import Member
from .records import Dated, Draft, Part, Skipped
from .schemata import country
from .scripts import language_of_name
from .xml import Element, entries, text, texts

__all__ = ["read_un"]

_TAGS = frozenset(("INDIVIDUAL", "ENTITY"))
_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_SEVERAL = re.compile(r"\s*[;؛]\s*")
_FORMER = re.compile(r"\b(?:formerly|previously) listed as\b", re.IGNORECASE)
_REFERENCE = re.compile(r"\b[A-Z]{2,3}[ie]\.\d{3}\b")
_LINK = re.compile(r"https?://\S*(?:interpol|un\.org)\S*", re.IGNORECASE)
_NOTICE = re.compile(r"\s*INTERPOL-UN Security Council Special Notice web link\s*:?", re.IGNORECASE)


def read_un(member: Member) -> Iterator[Part]:
    """Yield the listed, a sanction for each, and which of them the comments on another name."""
    known: dict[str, str] = {}
    named: list[tuple[str, str]] = []
    with member.open() as stream:
        for entry in entries(stream, member.name, _TAGS):
            if entry.tag not in _TAGS:
                yield Dated(entry.get("dateGenerated", "")[:10])
                continue
            reference = text(entry, "REFERENCE_NUMBER")
            key = text(entry, "DATAID")
            name = " ".join(filter(None, (text(entry, part) for part in _PARTS)))
            if not key or not name:
                why = "no name" if key else "no DATAID"
                yield Skipped(reference or key or "an entry", why, key and f"unsc-{key}")
                continue
            draft = _listed(entry, f"unsc-{key}", reference, name)
            known[reference] = draft.id
            comments = text(entry, "COMMENTS1")
            named += [(draft.id, other) for other in sorted(set(_REFERENCE.findall(comments)))]
            yield draft.record()
            yield _sanction(entry, draft.id, reference).record()
    yield from _links(known, named)


def _listed(entry: Element, key: str, reference: str, name: str) -> Draft:
    person = entry.tag == "INDIVIDUAL"
    draft = Draft(key, "Person" if person else "Organization", reference)
    for part in _SEVERAL.split(name):
        draft.add("name", part)
    _names(entry, draft)
    _addresses(entry, draft)
    if person:
        _person(entry, draft)
    comments = text(entry, "COMMENTS1")
    for link in _LINK.findall(comments):
        draft.add("sourceUrl", link.rstrip(".,;"))
    notes = _NOTICE.sub("", _LINK.sub("", comments))
    return draft.add("notes", notes).add("topics", "sanction")


def _names(entry: Element, draft: Draft) -> None:
    written = text(entry, "NAME_ORIGINAL_SCRIPT")
    for original in _SEVERAL.split(written):
        draft.add("name", original, language=language_of_name(original))
    for alias in (*entry.iterfind("INDIVIDUAL_ALIAS"), *entry.iterfind("ENTITY_ALIAS")):
        quality = text(alias, "QUALITY").lower()
        former = quality == "f.k.a." or _FORMER.search(text(alias, "NOTE"))
        prop = "weakAlias" if quality == "low" else "previousName" if former else "alias"
        for value in _SEVERAL.split(text(alias, "ALIAS_NAME")):
            draft.add(prop, value, language=language_of_name(value))


def _addresses(entry: Element, draft: Draft) -> None:
    for address in (*entry.iterfind("INDIVIDUAL_ADDRESS"), *entry.iterfind("ENTITY_ADDRESS")):
        land = text(address, "COUNTRY")
        fields = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE")
        places = list(filter(None, (text(address, field) for field in fields)))
        draft.add("country", country(land))
        if places:
            draft.add("address", ", ".join(filter(None, (*places, land))))


def _person(entry: Element, draft: Draft) -> None:
    for prop, path in (("title", "TITLE/VALUE"), ("position", "DESIGNATION/VALUE")):
        for value in texts(entry, path):
            draft.add(prop, value)
    for value in texts(entry, "NATIONALITY/VALUE"):
        draft.add("nationality", country(value))
    draft.add("gender", text(entry, "GENDER").lower())
    for birth in entry.iterfind("INDIVIDUAL_DATE_OF_BIRTH"):
        for field in ("DATE", "YEAR", "FROM_YEAR", "TO_YEAR"):
            draft.add("birthDate", iso_date(text(birth, field)))
    for place in entry.iterfind("INDIVIDUAL_PLACE_OF_BIRTH"):
        land = text(place, "COUNTRY")
        parts = filter(None, (text(place, "CITY"), text(place, "STATE_PROVINCE"), land))
        draft.add("birthPlace", ", ".join(parts)).add("birthCountry", country(land))
    for document in entry.iterfind("INDIVIDUAL_DOCUMENT"):
        passport = "pass" in text(document, "TYPE_OF_DOCUMENT").lower()
        draft.add("passportNumber" if passport else "idNumber", text(document, "NUMBER"))


def _sanction(entry: Element, key: str, reference: str) -> Draft:
    made = Draft(f"{key}-sanction", "Sanction", reference)
    made.refer("entity", key).add("authority", "United Nations Security Council")
    made.add("program", text(entry, "UN_LIST_TYPE")).add("unscId", reference)
    made.add("listingDate", iso_date(text(entry, "LISTED_ON")))
    updated = [day for value in texts(entry, "LAST_DAY_UPDATED/VALUE") if (day := iso_date(value))]
    return made.add("modifiedAt", max(updated, default=""))


def _links(known: dict[str, str], named: list[tuple[str, str]]) -> Iterator[Part]:
    """Yield a link wherever the comments on one name another by its reference."""
    for subject, reference in named:
        other = known.get(reference)
        if other and other != subject:
            link = Draft(f"{subject}-{reference.lower()}", "UnknownLink", reference)
            link.refer("subject", subject).refer("object", other)
            yield link.add("role", "named in the comments of the listing").record()
