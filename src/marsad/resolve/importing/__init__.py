"""Lists, read: bytes of a file to entities and their values. No store, no network.

::

    recognise     which kind of file it is                        (kinds)
    read          its entities, without what is private           (here)
    KINDS         the kinds, each with its reader: un, ofac, eu, uk, ftm, misp, wikidata, geonames
    Record, …     what readers yield                              (records)
    private       what of persons is left out                     (privacy, telling)
    schemata      FollowTheMoney's properties, codes of languages, names of countries
    files, xml, lines, tables   bytes within bounds; XML without entities; lines of JSON; rows

A reader is handed a file as often as it asks, and yields as it reads: what an edition of millions
of entities needs in memory are the ids of persons in it.
"""

from collections.abc import Iterator

from .dates import is_day, iso_date
from .files import Contents
from .kinds import KINDS, Kind, recognise
from .privacy import Private, is_personal, private, why_private
from .records import Dated, Draft, Part, Record, Skipped, Value, sound
from .schemata import NAMES, country, is_a, is_known, language2, language3, properties

__all__ = [
    "KINDS",
    "NAMES",
    "Contents",
    "Dated",
    "Draft",
    "Kind",
    "Part",
    "Private",
    "Record",
    "Skipped",
    "Value",
    "country",
    "is_a",
    "is_day",
    "is_known",
    "is_personal",
    "iso_date",
    "language2",
    "language3",
    "properties",
    "read",
    "recognise",
    "why_private",
]


def read(contents: Contents, named: str = "") -> tuple[Kind, Private, Iterator[Part]]:
    """Return the kind of a file, what is known of persons in it, and its parts as they are read.

    :param named: the kind, where it is not to be recognised.
    :raises UnreadableError: not readable, now or while the parts are taken.
    :raises TooLargeError: likewise; it unpacks to more than ``contents.most``.
    """
    kind, members = recognise(contents, named)
    known = private(map(sound, kind.read(members)), kind.prose)
    return kind, known, known.public(map(sound, kind.read(members)))
