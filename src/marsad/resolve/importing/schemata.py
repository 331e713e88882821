"""FollowTheMoney's schemata, codes of languages and names of countries, from one table.

The table is made by ``models/recipes/ftm_schema.py`` from the package followthemoney (MIT).
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = [
    "NAMES",
    "country",
    "country_of_item",
    "is_a",
    "is_known",
    "language2",
    "language3",
    "properties",
]

NAMES = ("name", "alias", "previousName", "weakAlias", "abbreviation")
"""Properties that are names of the entity, the best first."""


@cache
def _table() -> dict[str, Any]:
    path = files("marsad.resolve") / "data" / "ftm.json"
    table: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return table


@cache
def properties(schema: str) -> dict[str, str]:
    """Return property → type of a schema with all that it extends; empty for one not known.

    The type of a property that names an entity is ``entity:`` and the schema of that.
    """
    known = _table()["schemata"]
    found: dict[str, str] = {}
    for name in known.get(schema, {}).get("is", ()):
        found.update(known[name]["props"])
    return found


def is_known(schema: str, prop: str) -> str | None:
    """Return the type of a property, or None where the schema lacks it."""
    return properties(schema).get(prop)


@cache
def is_a(schema: str, parent: str) -> bool:
    """Tell whether ``schema`` is ``parent`` or extends it."""
    return parent in _table()["schemata"].get(schema, {}).get("is", ())


def language2(code: str | None) -> str:
    """Return the shortest ISO 639 code for ``code``: ``fa`` for ``fas``; empty for None."""
    folded = (code or "").lower()
    two: str = _table()["language2"].get(folded, folded)
    return two


def language3(code: str) -> str:
    """Return the ISO 639-2 code for ``code``, as FollowTheMoney writes languages."""
    three: str = _table()["language3"].get(code, code)
    return three


def country(text: str | None) -> str:
    """Return the ISO 3166-1 code in lower case for a country's name, else ``text`` as it is.

    Remarks in brackets are left out where the whole is not known.
    """
    plain = " ".join((text or "").split())
    known: dict[str, str] = _table()["countries"]
    for key in (plain, plain.partition("(")[0].strip(), plain.removeprefix("The ")):
        code = known.get(key.lower().replace("’", "'"))
        if code is not None:
            return code
    return plain.lower() if len(plain) == 2 and plain.lower() in _codes() else plain


def country_of_item(item: str) -> str:
    """Return the code of the country that has this id in Wikidata, or an empty text."""
    code: str = _table()["wikidata"].get(item, "")
    return code


@cache
def _codes() -> frozenset[str]:
    return frozenset(_table()["countries"].values())
