"""What the recipes are told on the command line, said once."""

from __future__ import annotations

import argparse
from pathlib import Path

__all__ = ["parser"]

_PATHS = {
    "source": "the encoder to start from: a file, or a folder",
    "start": "what trim wrote: the encoder, and its pieces",
    "folder": "of the training",
    "trained": "folder of the training",
    "data": "texts that may be fitted to, and those to measure on",
    "own": "our own annotated texts: models/data",
    "model": "what export wrote",
    "out": "folder to write into",
}


def parser(description: str | None, *paths: str, opened: bool = False) -> argparse.ArgumentParser:
    """Return a parser that wants each of ``paths``.

    :param opened: there is a variant of openly licensed texts alone, ``--open``.
    """
    made = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in paths:
        made.add_argument(f"--{name}", type=Path, required=True, help=_PATHS[name])
    if opened:
        made.add_argument("--open", action="store_true", help="only openly licensed texts")
    return made
