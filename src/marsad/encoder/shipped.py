"""The language model that comes with the package."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from marsad.errors import MissingToolError

from .engine import GRAPHS, Engine

__all__ = ["WEIGHTS", "shipped"]

WEIGHTS = Path(__file__).parent / "weights"

_FILES = (
    *(f"{name}.onnx" for name in GRAPHS),
    "pieces.model",
    "words.npz",
    "heads.npz",
    "means.npz",
)


@cache
def shipped() -> Engine:
    """Return the engine of the package's own weights; loaded at the first call, then kept.

    :raises MissingToolError: the files are not there.
    """
    missing = [name for name in _FILES if not (WEIGHTS / name).is_file()]
    if missing:
        raise MissingToolError(
            "The language model",
            "read texts",
            hint=f"{WEIGHTS} lacks {', '.join(missing)}; install marsad again.",
        )
    return Engine(WEIGHTS)
