"""One stage on given inputs, one JSON object a line: the contract for evaluation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from ..encoder.understanding import understood
from ..errors import ExtractionError, NotFoundError, UnavailableError
from ..extract import BuiltInExtractor
from ..model import UNDATED, Dated, Entity, Precision, Source
from ..ports import Extraction
from ..resolve import Directory, builtin_entities, resolve_statements
from ..text import detect
from .fields import Row, Rows, field, unheld
from .tasks_endpoint import run_endpoint_task
from .tasks_meaning import cluster_rows, retrieve
from .tasks_names import rank_names
from .tasks_reading import (
    acled_rows,
    args_rows,
    attribution_rows,
    incident_rows,
    ner_rows,
    plover_rows,
)

if TYPE_CHECKING:
    from ..extract.endpoint import Endpoint

__all__ = ["TASKS", "extract_text", "run_task"]


def run_task(
    task: str,
    rows: Iterable[Row],
    tier: str = "built-in",
    endpoint: Endpoint | None = None,
    passages: Iterable[Row] | None = None,
    pool: Mapping[str, Sequence[str]] | None = None,
) -> Rows:
    """Yield one result a row, in order.

    :param endpoint: the model server of the tier of that name.
    :param passages: what is looked through (task ``retrieval``).
    :param pool: the names of each language that are ranked (task ``names``).
    :raises NotFoundError: no such task.
    :raises UnavailableError: the tier has no engine for it.
    :raises ExtractionError: a row lacks a field that the task needs; names the row. Or there are
        no passages for a task that needs them.
    """
    if task not in TASKS:
        raise NotFoundError("task", task, hint=f"Known: {', '.join(TASKS)}.")
    if tier == "endpoint" and endpoint is not None:
        return run_endpoint_task(task, rows, endpoint)
    if task == "retrieval" and tier == "built-in" and passages is not None:
        return retrieve(rows, passages)
    if task == "names" and tier == "built-in" and pool is not None:
        return rank_names(rows, pool)
    run = TASKS[task]
    if run is None or tier != "built-in":
        raise UnavailableError(task, tier)
    return run(rows)


def _lid(rows: Iterable[Row]) -> Rows:
    for row in rows:
        yield {"id": row["id"], "label": detect(field(row, "text"))[0]}


def _nowhere(_rows: Iterable[Row]) -> Rows:
    """Say that there is nothing to look through.

    :raises ExtractionError: always.
    """
    raise ExtractionError("There are no passages to look through.", hint="Name them: --passages.")


def _no_names(_rows: Iterable[Row]) -> Rows:
    """Say that there are no names to rank.

    :raises ExtractionError: always.
    """
    raise ExtractionError("There are no names to rank.", hint="Name them: --pool.")


TASKS: dict[str, Callable[[Iterable[Row]], Rows] | None] = {
    "lid": _lid,
    "mt": None,
    "ner": ner_rows,
    "attribution": attribution_rows,
    "incident": incident_rows,
    "event_plover": plover_rows,
    "event_acled": acled_rows,
    "event_args": args_rows,
    "cluster": cluster_rows,
    "names": _no_names,
    "retrieval": _nowhere,
}
"""Tasks of the evaluation contract; None where no engine exists yet."""


def extract_text(
    text: str,
    *,
    language: str = "",
    owner: str = "",
    voice: bool = False,
    published: datetime | None = None,
    entities: Sequence[Entity] = (),
) -> Extraction:
    """Find mentions, statements and events in one text that is in no workspace.

    :param owner: who publishes the text; speaks in it where ``voice`` is set.
    :param published: UTC; relative dates in the text are resolved against it.
    """
    source = Source("text", "text", "", owner or "text", owner=owner or None, voice=voice)
    dated = Dated(published, Precision.MINUTE, "given") if published else UNDATED
    item = unheld(text, language or detect(text)[0], source, dated)
    extractor, directory = _readers(tuple(entities)) if entities else _packaged()
    return resolve_statements(extractor.extract(item), item, directory)


@cache
def _packaged() -> tuple[BuiltInExtractor, Directory]:
    """Return what reads with the package's own entities; to build it takes longer than a text."""
    return _readers(builtin_entities())


def _readers(entities: tuple[Entity, ...]) -> tuple[BuiltInExtractor, Directory]:
    return BuiltInExtractor(entities, understood()), Directory(entities, ())
