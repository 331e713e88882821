"""Pack the hand-written organisations and places into ``src/marsad/resolve/data``.

    python -m models.recipes.knowledge --out src/marsad/resolve/data/knowledge.jsonl.gz

Reads the lists of ``models/knowledge`` and writes a credit line, then one JSON object a line in
their order, as :func:`marsad.resolve.pack_records` returns them. Ids of bodies begin with ``org-``
and those of places with ``place-``; names that need a word of context near them are spelled out.
The same lists give the same bytes, under the same zlib; under another, the same lines.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from models.knowledge.check import BODIES, PLACES, problems, read

__all__ = ["CREDIT", "main", "packed", "records"]

CREDIT = (
    "# Organisations and places of models/knowledge, written for Marsad, under its licence; many "
    "coordinates agree with GeoNames (CC BY 4.0, GeoNames, www.geonames.org)."
)

LETTERS_THAT_STAND_ALONE = 4
"""Acronyms of fewer letters need context, as many also are a word, a firm or another body ("FC",
"MAP", "FAR"); the few that do not stand among the names. A choice, not tuned."""

Record = dict[str, Any]
_KEPT = (
    "kind",
    "country",
    "names",
    "acronyms",
    "context",
    "decoys",
    "not",
    "founded",
    "dissolved",
    "designations",
    "outlets",
    "in",
    "lat",
    "lon",
    "adds_to",
    "background",
    "sources",
)


def records(lists: Mapping[str, Iterable[Mapping[str, Any]]]) -> Iterator[Record]:
    """Yield what is packed of each entry, bodies first."""
    for name in (*BODIES, *PLACES):
        prefix = "org" if name in BODIES else "place"
        for entry in lists[name]:
            yield _record(entry, prefix)


def _record(entry: Mapping[str, Any], prefix: str) -> Record:
    found: Record = {"id": f"{prefix}-{entry['id']}"}
    found |= {key: entry[key] for key in _KEPT if key in entry}
    if isinstance(found.get("country"), str):
        found["country"] = [found["country"]]
    if relations := entry.get("relations"):
        found["relations"] = [{**each, "to": f"org-{each['to']}"} for each in relations]
    if ambiguous := _ambiguous(entry):
        found["ambiguous"] = ambiguous
    return found


def _ambiguous(entry: Mapping[str, Any]) -> list[str]:
    """Return the names that need context: those listed, else all where there are context words."""
    names = dict.fromkeys(name for each in entry["names"].values() for name in each)
    short = dict.fromkeys(
        name
        for each in entry.get("acronyms", {}).values()
        for name in each
        if len(name) < LETTERS_THAT_STAND_ALONE and name not in names
    )
    listed = entry.get("ambiguous", names if "context" in entry else ())
    return list(dict.fromkeys((*listed, *short)))


def packed(rows: Iterable[Record]) -> bytes:
    """Return the bytes of the file, without time or file name."""
    lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    text = "\n".join((CREDIT, *lines)) + "\n"
    return gzip.compress(text.encode("utf-8"), 9, mtime=0)


def main() -> int:
    """Write the file; return 1, and write nothing, where the lists have problems."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="where the file goes")
    out: Path = parser.parse_args().out
    lists = {name: read(name) for name in (*BODIES, *PLACES)}
    wrong = list(problems(lists))
    if wrong:
        sys.stderr.write("\n".join(wrong) + "\n")
        return 1
    rows = list(records(lists))
    out.write_bytes(packed(rows))
    sys.stderr.write(f"{len(rows)} organisations and places in {out}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
