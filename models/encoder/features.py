"""What the shared layers say of each window, worked out once: training does not change them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from .batches import padded
from .model import Model

__all__ = ["Features"]

_TOKENS = 4000
"""Pieces that are read at a time."""


class Features:
    """Vectors of the pieces of windows, in a file of 16-bit floats.

    :param folder: keeps ``shared-….f16`` from one run to the next. Its name depends on the windows
        alone: another encoder wants another folder.
    """

    def __init__(self, model: Model, listed: Sequence[Sequence[int]], folder: Path) -> None:
        self._ids = sorted({tuple(each) for each in listed}, key=lambda each: (len(each), each))
        ends = np.cumsum([len(each) for each in self._ids])
        self._places = {
            each: slice(end - len(each), end) for each, end in zip(self._ids, ends, strict=True)
        }
        self._hidden = model.encoder.words.embedding_dim
        name = hashlib.sha256(repr(self._ids).encode()).hexdigest()[:16]
        path = folder / f"shared-{name}.f16"
        if not path.exists():
            self._fill(model, path.with_suffix(".new"), int(ends[-1]))
            path.with_suffix(".new").replace(path)
        self._kept = np.memmap(path, np.float16, "r", shape=(int(ends[-1]), self._hidden))

    def batch(self, listed: Sequence[Sequence[int]]) -> Tensor:
        """Return the vectors of windows, filled up with nothing: (windows, pieces, hidden)."""
        found = torch.zeros(len(listed), max(map(len, listed)), self._hidden)
        for row, ids in enumerate(listed):
            kept = self._kept[self._places[tuple(ids)]]
            found[row, : len(ids)] = torch.from_numpy(kept.astype(np.float32))
        return found

    def _fill(self, model: Model, path: Path, total: int) -> None:
        kept = np.memmap(path, np.float16, "w+", shape=(total, self._hidden))
        first = 0
        while first < len(self._ids):
            last = first + max(1, _TOKENS // len(self._ids[first]))
            batch = self._ids[first:last]
            ids, mask = padded(batch)
            with torch.no_grad():
                vectors = model.shared(model.encoder.words(ids), mask)
            for row, each in enumerate(batch):
                kept[self._places[each]] = vectors[row, : len(each)].numpy()
            first = last
        kept.flush()
