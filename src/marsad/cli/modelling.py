"""``marsad model``: what the models of a workspace are trained and judged by."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from ..errors import ConfigError, WorkspaceError
from ._context import open_workspace
from ._moments import day, midnight

__all__ = ["register"]

_CAUTION = """\
These are other people's texts and may name private persons. Keep the file on this machine until
you know under which terms each source may be shared, and who has to be left out."""

_ODD = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")
"""Characters to be escaped: controls and line separators, which YAML forbids or folds; marks that
turn the direction of what an editor shows; halves of surrogate pairs, which fit into no file."""

_FIELDS = ("id", "style", "owner", "voice", "date", "text", "mentions", "statements")


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    group = typer.Typer(
        help="Examples for training, from readers' decisions.", no_args_is_help=True
    )
    group.command("review")(review)
    app.add_typer(group, name="model")


def review(
    context: typer.Context,
    out: Annotated[
        Path | None,
        typer.Option(
            help="File to write: .jsonl, or .yaml for one language. Default: print JSONL."
        ),
    ] = None,
    since: Annotated[
        str, typer.Option(help="Only posts decided on from this day on, YYYY-MM-DD.")
    ] = "",
    language: Annotated[str, typer.Option(help="Only posts in this language (ISO code).")] = "",
    complete: Annotated[
        bool, typer.Option("--complete", help="Only posts of which every mark was decided on.")
    ] = False,
) -> None:
    """Export the posts that readers have accepted, rejected or corrected something in.

    Each is an annotated example with its text, mentions and statements as they stand, and with
    who decided what and when. Nothing leaves this machine.
    """
    as_yaml = out is not None and out.suffix in (".yaml", ".yml")
    if as_yaml and not language:
        raise ConfigError(
            "A YAML file of examples holds one language.", hint="Name it with --language."
        )
    first = day(since)
    with open_workspace(context) as workspace:
        found = workspace.reviewed(
            since=midnight(first) if first else None, language=language, complete=complete
        )
        lines = _yaml(found) if as_yaml else _jsonl(found)
        count = _write(out, lines)
    typer.echo(f"{count} posts{f' in {out}' if out else ''}", err=True)
    if count:
        typer.echo(_CAUTION, err=True)


def _jsonl(found: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for example in found:
        yield _flow(example) + "\n"


def _yaml(found: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield examples as a list in YAML, which holds JSON as it is; decisions as comments."""
    for example in found:
        review = example["review"]
        for told in (*review["decisions"], *({"rejected": r} for r in review["rejected"])):
            yield f"# {_flow(told)}\n"
        yield f"- {_flow({name: example[name] for name in _FIELDS})}\n"


def _flow(value: object) -> str:
    """Return JSON on one line, in characters that any reader of it, or of YAML, takes alike."""
    return _ODD.sub(_escaped, json.dumps(value, ensure_ascii=False))


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def _write(out: Path | None, lines: Iterable[str]) -> int:
    """Write one example after another; return how many there were.

    :raises WorkspaceError: the file cannot be written.
    """
    count = 0
    if out is None:
        for line in lines:
            typer.echo(line, nl=False)
            count += 1
        return count
    try:
        with out.open("w", encoding="utf-8") as file:
            for line in lines:
                file.write(line)
                count += not line.startswith("#")
    except OSError as error:
        raise WorkspaceError(
            f"{out} cannot be written: {error.strerror}.", hint="Name another file."
        ) from error
    return count
