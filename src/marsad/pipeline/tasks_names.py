"""The task of the evaluation contract that ranks names of one script by those of another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..names import NameIndex
from .fields import Row, Rows, field

__all__ = ["rank_names"]

_LIMIT = 10


def rank_names(rows: Iterable[Row], pool: Mapping[str, Sequence[str]]) -> Rows:
    """Yield for each row (``id``, ``name``, ``lang``) the ten likeliest names of its language.

    :raises ExtractionError: a row has no name or no language; names the row.
    """
    indexes: dict[str, NameIndex] = {}
    for row in rows:
        language = field(row, "lang")
        listed = pool.get(language, ())
        if language not in indexes:
            indexes[language] = NameIndex(listed)
        found = indexes[language].ranked(field(row, "name"), _LIMIT)
        yield {"id": row["id"], "ranked": [listed[each.number] for each in found]}
