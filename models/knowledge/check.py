"""Check the lists of organisations and places: ``python -m models.knowledge.check``."""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from marsad.text.scripts import letter_counts

__all__ = ["BODIES", "PLACES", "Entry", "main", "problems", "read"]

FOLDER = Path(__file__).parent
BODIES = ("organisations-middle-east.yaml", "organisations-wider.yaml")
PLACES = ("places.yaml",)

Entry = Mapping[str, Any]

_KINDS = {
    **dict.fromkeys(
        BODIES,
        frozenset(
            [
                "armed_group",
                "movement",
                "party",
                "security_force",
                "agency",
                "ministry",
                "military_unit",
                "media",
                "front",
                "umbrella",
                "international",
                "company",
                "charity",
            ]
        ),
    ),
    **dict.fromkeys(
        PLACES,
        frozenset(
            [
                "village",
                "town",
                "district",
                "province",
                "neighbourhood",
                "camp",
                "crossing",
                "airport",
                "base",
                "port",
                "mountain",
                "valley",
                "river",
                "island",
                "strait",
                "dam",
                "field",
                "shrine",
                "road",
                "refugee_camp",
                "border_point",
                "prison",
            ]
        ),
    ),
}
_RELATIONS = frozenset(
    [
        "part_of",
        "brigade_of",
        "front_of",
        "outlet_of",
        "successor_of",
        "split_from",
        "member_of",
        "wing_of",
        "said_to_be",
    ]
)
_SCRIPTS = {
    **dict.fromkeys(("ar", "fa", "ur", "ps", "ckb"), "Arabic"),
    **dict.fromkeys(("en", "tr", "fr", "de", "es", "pt", "it", "ku", "so", "sw"), "Latin"),
    "he": "Hebrew",
    "ru": "Cyrillic",
}
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


def main() -> int:
    """Print problems and counts; return 1 where there are problems."""
    lists = {name: read(name) for name in (*BODIES, *PLACES)}
    found = list(problems(lists))
    for problem in found:
        print(problem)
    for name, entries in lists.items():
        names = Counter(lang for e in entries for lang, each in e["names"].items() for _ in each)
        kinds = Counter(entry["kind"] for entry in entries)
        print(f"{name}: {len(entries)} entries, {names.total():,} names")
        print("  " + ", ".join(f"{lang} {count:,}" for lang, count in names.most_common()))
        print("  " + ", ".join(f"{kind} {count}" for kind, count in kinds.most_common()))
    return 1 if found else 0


def read(name: str) -> list[Entry]:
    """Return the entries of a list."""
    with (FOLDER / name).open(encoding="utf-8") as file:
        found: list[Entry] = yaml.load(file, Loader=yaml.CSafeLoader)
    return found


def problems(lists: Mapping[str, Sequence[Entry]]) -> Iterator[str]:
    """Yield what is wrong with the lists, a line each."""
    every = [entry for entries in lists.values() for entry in entries]
    for key, count in Counter(entry["id"] for entry in every).items():
        if count > 1:
            yield f"{key}: stands there {count} times"
    known = {entry["id"] for entry in every}
    for name, entries in lists.items():
        for entry in entries:
            yield from (f"{entry['id']}: {each}" for each in _wrong(entry, name, known))
    yield from _shared(entry for name in BODIES for entry in lists.get(name, ()))


def _wrong(entry: Entry, name: str, known: set[str]) -> Iterator[str]:
    if not _ID.fullmatch(entry["id"]):
        yield "an id is letters, digits and hyphens"
    if entry["kind"] not in _KINDS[name]:
        yield f"no such kind: {entry['kind']}"
    for lang, names in entry["names"].items():
        yield from (f"{lang} “{each}”: {why}" for each in names if (why := _odd(lang, each)))
    for relation in entry.get("relations", ()):
        if relation["kind"] not in _RELATIONS or relation["to"] not in known:
            yield f"no such relation: {relation['kind']} {relation['to']}"
    yield from (f"no such name: {each}" for each in _strange(entry))
    for day in _days(entry):
        if not _DAY.fullmatch(day):
            yield f"no day, month or year: {day}"
    if "lat" in entry and not (-35 < entry["lat"] < 45 and -20 < entry["lon"] < 80):
        yield "lies elsewhere"


def _strange(entry: Entry) -> Iterator[str]:
    """Yield the names that are said to be ambiguous but are none of the entry's."""
    lists = (*entry["names"].values(), *entry.get("acronyms", {}).values())
    held = {name for names in lists for name in names}
    yield from (name for name in entry.get("ambiguous", ()) if name not in held)


def _odd(lang: str, name: Any) -> str:
    if not isinstance(name, str):
        return "is no text; quote it"
    if sum(map(str.isalnum, name)) < 2:
        return "is too short"
    wanted = _SCRIPTS.get(lang)
    return f"is not in {wanted} letters" if wanted and wanted not in letter_counts(name) else ""


def _days(entry: Entry) -> Iterator[str]:
    dated = (entry, *entry.get("relations", ()), *entry.get("designations", ()))
    for each in dated:
        for field in ("founded", "dissolved", "since", "until", "date"):
            if field in each:
                yield str(each[field])


def _shared(bodies: Iterator[Entry]) -> Iterator[str]:
    """Yield first names that stand for two bodies in one language."""
    owners: dict[tuple[str, str], list[str]] = defaultdict(list)
    for entry in bodies:
        for lang, names in entry["names"].items():
            owners[lang, names[0]].append(entry["id"])
    for (lang, name), ids in owners.items():
        if len(ids) > 1:
            yield f"{lang} “{name}” is the name of {' and '.join(ids)}"


if __name__ == "__main__":
    sys.exit(main())
