"""What the package knows of entities that tells which are spoken of together."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from .knowledge import place_rows
from .linking import Ties
from .pack import pack_records

__all__ = ["builtin_ties"]


@cache
def builtin_ties() -> Ties:
    """Return relations, countries and foundings of the entities that come with Marsad."""
    related: dict[str, set[str]] = defaultdict(set)
    countries = {row["id"]: frozenset((f"country-{row['cc'].lower()}",)) for row in place_rows()}
    founded = {}
    for row in pack_records():
        key = row.get("adds_to", row["id"])
        countries[key] = frozenset(f"country-{code.lower()}" for code in row.get("country", ()))
        if "founded" in row:
            founded[key] = str(row["founded"])
        for relation in row.get("relations", ()):
            related[key].add(relation["to"])
            related[relation["to"]].add(key)
    return Ties({key: frozenset(ids) for key, ids in related.items()}, countries, founded)
