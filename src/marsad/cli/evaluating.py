"""``marsad eval``: one stage on given inputs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import ExtractionError, UnavailableError, WorkspaceError
from ._context import workspace_root

if TYPE_CHECKING:
    from ..api import Endpoint

__all__ = ["register"]

_TASKS = (
    "lid, mt, ner, attribution, incident, event_plover, event_acled, event_args, cluster, "
    "names, retrieval"
)
_POOL = 'One JSON object: {"ar": ["Khazali", …], …}.'


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("eval")(evaluate)


def evaluate(
    context: typer.Context,
    task: Annotated[str, typer.Argument(help=f"One of: {_TASKS}.")],
    inputs: Annotated[Path, typer.Option("--in", help="Inputs, one JSON object a line.")],
    out: Annotated[Path, typer.Option("--out", help="Where the predictions go.")],
    tier: Annotated[str, typer.Option(help="built-in, local or endpoint.")] = "built-in",
    endpoint: Annotated[
        str, typer.Option(envvar="MARSAD_ENDPOINT", help="Address of a model server.")
    ] = "",
    model: Annotated[
        str, typer.Option(envvar="MARSAD_ENDPOINT_MODEL", help="Model to ask there.")
    ] = "",
    pool: Annotated[
        Path | None, typer.Option(help="Names to rank, a list for each language (task names).")
    ] = None,
    passages: Annotated[Path | None, typer.Option(help="Passages (task retrieval).")] = None,
) -> None:
    """Run one stage on inputs and write its predictions; exit 3 where no engine exists yet.

    Predictions are written as they are made, one JSON object a line. The tier endpoint asks the
    server that is named here, else that of the workspace.
    """
    from ..api import run_task

    server = _server(context, task, endpoint, model) if tier == "endpoint" else None
    looked_through = _rows(passages) if passages else None
    names = _pool(pool) if pool else None
    results = run_task(task, _rows(inputs), tier, server, looked_through, names)
    count = _write(out, results)
    typer.echo(f"{count} predictions in {out}", err=True)


def _server(context: typer.Context, task: str, endpoint: str, model: str) -> Endpoint:
    """Return the server that the call names, else the one that its workspace is set to use.

    :raises UnavailableError: neither names one.
    """
    from ..api import Endpoint
    from ..config import Config, Layout, read_config

    root = workspace_root(context)
    config = read_config(root) if root and Layout(root).config.is_file() else Config()
    if not (endpoint or config.endpoint) or not (model or config.model):
        raise UnavailableError(
            task, "endpoint", hint="Name a server and a model with --endpoint and --model."
        )
    return Endpoint(
        endpoint or config.endpoint, model or config.model, config.endpoint_timeout, config.proxy
    )


def _write(out: Path, results: Iterable[dict[str, Any]]) -> int:
    count = 0
    try:
        with out.open("w", encoding="utf-8") as file:
            for result in results:
                file.write(json.dumps(result, ensure_ascii=False) + "\n")
                count += 1
    except OSError as error:
        raise WorkspaceError(f"{out} cannot be written: {error.strerror}.") from error
    return count


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _row(path, number, line)
    except OSError as error:
        raise WorkspaceError(f"{path} cannot be read: {error.strerror}.") from error


def _pool(path: Path) -> dict[str, list[str]]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WorkspaceError(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise ExtractionError(f"{path} is not JSON: {error}.", hint=_POOL) from None
    lists = found.values() if isinstance(found, dict) else [None]
    if not all(isinstance(e, list) and all(isinstance(n, str) for n in e) for e in lists):
        raise ExtractionError(f"{path} does not hold lists of names.", hint=_POOL)
    return dict(found)


def _row(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise ExtractionError(
            f"{path}, line {number} is not JSON: {error}.", hint="One JSON object a line."
        ) from None
    if not isinstance(row, dict) or "id" not in row:
        raise ExtractionError(
            f"{path}, line {number} has no id.", hint="One JSON object a line, each with an id."
        )
    return row
