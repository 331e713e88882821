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
    "is_listable",
    "language2",
    "language3",
    "properties",
]

NAMES = ("name", "alias", "previousName", "weakAlias", "abbreviation")
"""Properties that are names of the entity, the best first."""

_FORMER = {"soviet union": "suhh", "ussr": "suhh", "yugoslavia": "yucs"}
"""States that lists name and the table, which has those of today, does not; ISO 3166-3."""

_LISTABLE = ("LegalEntity", "Vessel", "Airplane", "Address", "Position")


@cache
def _table() -> dict[str, Any]:
    path = files("marsad.resolve") / "data" / "ftm.json"
    table: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return table


def properties(schema: str) -> dict[str, str]:
    """Return property → type of a schema with all that it extends; empty for one not known.

    The type of a property that names an entity is ``entity:`` and the schema of that.
    """
    return _properties().get(schema, {})


@cache
def _properties() -> dict[str, dict[str, str]]:
    known = _table()["schemata"]
    found: dict[str, dict[str, str]] = {}
    for schema, told in known.items():
        found[schema] = {}
        for name in told["is"]:
            found[schema].update(known[name]["props"])
    return found


def is_listable(schema: str) -> bool:
    """Tell whether a list may hold such an entity by itself: a person, body, ship, place, post."""
    return any(is_a(schema, each) for each in _LISTABLE)


def is_known(schema: str, prop: str) -> str | None:
    """Return the type of a property, or None where the schema lacks it."""
    return properties(schema).get(prop)


def is_a(schema: str, parent: str) -> bool:
    """Tell whether ``schema`` is ``parent`` or extends it."""
    return parent in _parents().get(schema, ())


@cache
def _parents() -> dict[str, frozenset[str]]:
    return {schema: frozenset(told["is"]) for schema, told in _table()["schemata"].items()}


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
        folded = key.lower().replace("’", "'")
        code = known.get(folded) or _FORMER.get(folded.removeprefix("former "))
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
