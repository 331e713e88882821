"""Facts as others read them: FollowTheMoney's entities, and statements as OpenSanctions' CSV."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from ..model import Fact
from .importing import is_a, is_known, language3, properties

__all__ = ["STATEMENT_COLUMNS", "ftm_lines", "statement_lines"]

STATEMENT_COLUMNS = (
    "canonical_id",
    "entity_id",
    "prop",
    "prop_type",
    "schema",
    "value",
    "dataset",
    "origin",
    "lang",
    "original_value",
    "external",
    "first_seen",
    "last_seen",
    "id",
)


def ftm_lines(entities: Iterable[tuple[str, Sequence[Fact]]]) -> Iterator[bytes]:
    """Yield each entity as a line of JSON (``entities.ftm.json``).

    ``datasets``, ``first_seen`` and ``last_seen`` are those of its facts. Where datasets disagree
    on the schema, the one is taken that extends the others, and what it has no room for is left
    out.
    """
    for entity_id, facts in entities:
        schema = _schema(facts)
        held: dict[str, list[str]] = defaultdict(list)
        for fact in facts:
            if is_known(schema, fact.prop) and fact.value not in held[fact.prop]:
                held[fact.prop].append(fact.value)
        row = {
            "id": entity_id,
            "schema": schema,
            "properties": {prop: values for prop, values in held.items() if values},
            "datasets": sorted({fact.dataset for fact in facts}),
            "first_seen": min(fact.first_seen for fact in facts).isoformat(timespec="seconds"),
            "last_seen": max(fact.last_seen for fact in facts).isoformat(timespec="seconds"),
        }
        yield json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def _schema(facts: Sequence[Fact]) -> str:
    schemata = sorted({fact.schema for fact in facts})
    narrow = [s for s in schemata if all(is_a(s, other) for other in schemata)]
    return narrow[0] if narrow else max(schemata, key=lambda s: len(properties(s)))


def statement_lines(entities: Iterable[tuple[str, Sequence[Fact]]]) -> Iterator[bytes]:
    """Yield the rows of a ``statements.csv``, the names of its columns first.

    :param entities: sorted by id, as readers of such files expect.
    """
    yield _row(STATEMENT_COLUMNS)
    for entity_id, facts in entities:
        for fact in facts:
            yield _row(
                (
                    entity_id,
                    entity_id,
                    fact.prop,
                    (is_known(fact.schema, fact.prop) or "string").partition(":")[0],
                    fact.schema,
                    fact.value,
                    fact.dataset,
                    fact.by,
                    language3(fact.language),
                    fact.original,
                    "f",
                    fact.first_seen.isoformat(timespec="seconds"),
                    fact.last_seen.isoformat(timespec="seconds"),
                    fact.id,
                )
            )


def _row(cells: Sequence[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line, dialect=csv.unix_dialect).writerow(cells)
    return line.getvalue().encode("utf-8", "replace")
