"""Write docs/reference/cli.md from the command line's own help.

python -m tests.docs.cli_reference
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

from marsad.cli import app

__all__ = ["commands", "page"]

Command = TyperGroup | TyperCommand

TARGET = Path(__file__).resolve().parents[2] / "docs/reference/cli.md"

_HEAD = """\
# Command line

<!-- Written by `python -m tests.docs.cli_reference` from the program's own help. -->

    marsad [OPTIONS] COMMAND [ARGUMENTS]

Options of `marsad` itself stand before the command: `marsad -w desk search harbour`. Every command
also has `--help` (`-h`). Commands that print facts have `--json`; their shapes are the values of
`marsad.model`. Progress goes to the error stream and only to a terminal.

| exit code | meaning |
|---|---|
| 0 | done |
| 1 | an error with an explanation, or something that does not verify |
| 2 | a wrong call |
| 3 | not available in this tier |
| 4 | `ingest`: something could not be read; everything else was |
| 130 | stopped from the keyboard; nothing is lost |
"""


def commands() -> Iterator[tuple[str, Command]]:
    """Yield each command with its full name, groups before what they hold."""
    yield from _below("marsad", get_command(app))


def _below(name: str, command: object) -> Iterator[tuple[str, Command]]:
    assert isinstance(command, (TyperGroup, TyperCommand)), name
    yield name, command
    if isinstance(command, TyperGroup):
        for part in sorted(command.commands):
            yield from _below(f"{name} {part}", command.commands[part])


def page() -> str:
    """Return the page."""
    return "\n".join([_HEAD, *(_section(name, command) for name, command in commands())])


def _section(name: str, command: Command) -> str:
    told = " ".join((command.help or "").split())
    rows = [_row(p) for p in command.params if p.name not in _COMPLETION]
    table = ["| argument or option | what it does |", "|---|---|", *rows, ""] if rows else []
    return "\n".join([f"## `{name}`", "", told, "", *table])


_COMPLETION = ("install_completion", "show_completion")


def _row(parameter: object) -> str:
    if isinstance(parameter, TyperOption):
        names = "`, `".join((*parameter.opts, *parameter.secondary_opts))
        value = "" if parameter.is_flag else f" {parameter.metavar or 'VALUE'}"
        return f"| `{names}`{value} | {_cell(parameter.help or '')}{_default(parameter)} |"
    assert isinstance(parameter, TyperArgument)
    shown = (parameter.metavar or parameter.name or "").strip("[]").upper()
    optional = "" if parameter.required else " (optional)"
    told = f"{_cell(parameter.help or '')}{_default(parameter)}".strip()
    return f"| {shown}{optional} | {told} |"


def _default(parameter: TyperOption | TyperArgument) -> str:
    """Return the default, unless it is empty, off, or told by the help."""
    value, told = parameter.default, "Default:" in (parameter.help or "")
    return "" if told or not value or value is True else f" Default: `{value}`."


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
