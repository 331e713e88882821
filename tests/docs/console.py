"""Runs the console blocks of a page as a reader would, one after the other in one folder.

A block reads ::

    ```console
    $ marsad verify
    2 captures verified: …
    ```
    <!-- exit 0 -->

Lines after ``$ `` up to the end of a here-document belong to the command. All other lines are
output that must occur, white space evened out; ``…`` stands for anything. The exit code is that of
the block's last command and 0 where no comment follows.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Step", "play", "steps"]

_BLOCK = re.compile(r"^```console\n(.*?)^```\n(?:<!-- exit (\d+) -->)?", re.MULTILINE | re.DOTALL)
_HERE = re.compile(r"<<'(\w+)'")
_PROGRAMS = {
    "marsad": 'exec {python} -c "from marsad.cli import main; main()" "$@"',
    "python": 'exec {python} "$@"',
}


@dataclass(frozen=True, slots=True)
class Step:
    """A command, the lines that its output must have, and its exit code."""

    command: str
    expected: tuple[str, ...]
    code: int = 0


def steps(page: str) -> tuple[Step, ...]:
    """Return the steps of all console blocks of ``page``, a text in Markdown."""
    return tuple(
        step for block, code in _BLOCK.findall(page) for step in _steps(block, int(code or 0))
    )


def _steps(block: str, code: int) -> Iterator[Step]:
    commands: list[tuple[str, list[str]]] = []
    lines = iter(block.splitlines())
    for line in lines:
        if not line.startswith("$ "):
            if line.strip():
                commands[-1][1].append(line)
            continue
        command = [line.removeprefix("$ ")]
        here = _HERE.search(line)
        while here and command[-1] != here[1]:
            command.append(next(lines))
        commands.append(("\n".join(command), []))
    last = len(commands) - 1
    for number, (command_text, expected) in enumerate(commands):
        yield Step(command_text, tuple(expected), code if number == last else 0)


def play(page: str, folder: Path, bytecode: Path) -> None:
    """Run every step of ``page`` in ``folder`` and check what it prints and how it ends.

    :param bytecode: where compiled modules are kept; a page starts the program dozens of times,
        and compiling its packages takes two seconds.
    """
    found = steps(page)
    assert found, "the page has no console block"
    env = _environment(folder / "bin", bytecode)
    here = folder / "reader"
    here.mkdir()
    for step in found:
        if step.command.startswith("cd "):
            here = here / step.command.removeprefix("cd ")
            assert here.is_dir(), step.command
            continue
        _play(step, here, env)


def _environment(programs: Path, bytecode: Path) -> dict[str, str]:
    programs.mkdir()
    for name, line in _PROGRAMS.items():
        written = line.format(python=shlex.quote(sys.executable))
        (programs / name).write_text(f"#!/bin/sh\n{written}\n", encoding="utf-8")
        (programs / name).chmod(0o755)
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return {
        **kept,
        "PATH": os.pathsep.join((str(programs), os.environ["PATH"])),
        "PYTHONPYCACHEPREFIX": str(bytecode),
        "NO_COLOR": "1",
        "COLUMNS": "160",
    }


def _play(step: Step, here: Path, env: Mapping[str, str]) -> None:
    done = subprocess.run(
        ["bash", "-c", step.command], cwd=here, env=env, capture_output=True, text=True, check=False
    )
    said = done.stdout + done.stderr
    assert done.returncode == step.code, f"$ {step.command}\nexit {done.returncode}\n{said}"
    evened = _even(said)
    for line in step.expected:
        pattern = ".*?".join(re.escape(part) for part in _even(line).split("…"))
        assert re.search(pattern, evened), f"$ {step.command}\nlacks: {line}\n{said}"


def _even(text: str) -> str:
    return " ".join(text.split())
