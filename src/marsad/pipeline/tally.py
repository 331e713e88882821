"""What a stage has counted since the workspace was made, kept in the workspace itself.

A tally grows in the transaction of the batch that it counts, so that a kill neither loses nor
doubles anything of it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping

from ..ports import Reader, Writer

__all__ = ["add_tally", "read_tally"]


def read_tally(reader: Reader, stage: str) -> dict[str, int]:
    """Return the tally of ``stage``; empty where it has counted nothing."""
    return {str(what): int(number) for what, number in json.loads(_kept(reader, stage)).items()}


def add_tally(
    reader: Reader, writer: Writer, stage: str, counts: Iterable[Mapping[str, int]]
) -> None:
    """Add ``counts`` to the tally of ``stage``."""
    total: Counter[str] = Counter()
    for each in counts:
        total.update(each)
    if total:
        total.update(read_tally(reader, stage))
        writer.put_state(_key(stage), json.dumps(total, sort_keys=True))


def _kept(reader: Reader, stage: str) -> str:
    return reader.state(_key(stage)) or "{}"


def _key(stage: str) -> str:
    return f"tally {stage}"
