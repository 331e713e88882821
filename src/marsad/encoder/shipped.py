"""The language model that comes with the package."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from marsad.errors import MissingToolError

from .engine import Engine

__all__ = ["WEIGHTS", "shipped"]

WEIGHTS = Path(__file__).parent / "weights"

_FILES = ("encoder.onnx", "pieces.model", "words.npz", "heads.npz", "means.npz")
_THREADS = 2
"""Of one batch, so that a run leaves processors to others; not tuned."""


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
    return Engine(WEIGHTS, threads=_THREADS)
