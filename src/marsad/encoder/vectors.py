"""Vectors of the pieces, kept in four bits a number."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = ["BLOCK", "PieceVectors"]

BLOCK = 32
"""Numbers that have a scale in common, as in the files of llama.cpp (``Q4_0``)."""


class PieceVectors:
    """The vector of each piece.

    :param path: holds ``numbers`` (pieces, blocks, 16), two in a byte: the first half of a block
        in the lower bits, the second in the upper; and ``scales`` (pieces, blocks).
    """

    def __init__(self, path: Path) -> None:
        with np.load(path) as kept:
            self._numbers: NDArray[np.uint8] = kept["numbers"]
            self._scales: NDArray[np.float16] = kept["scales"]

    def __getitem__(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the vectors of ``ids``: its shape and one more dimension."""
        packed = self._numbers[ids]
        numbers = np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.float32) - 8
        scaled = numbers * self._scales[ids].astype(np.float32)[..., None]
        return scaled.reshape(*ids.shape, -1)
