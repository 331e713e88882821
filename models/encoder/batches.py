"""Texts as padded tensors, sorted by length so that little is wasted."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import torch
from torch import Tensor

__all__ = ["padded", "shuffled_batches"]

_POOL = 50
"""Batches that are drawn at a time and sorted by length within."""


def padded(rows: Sequence[Sequence[int]], fill: int = 1) -> tuple[Tensor, Tensor]:
    """Return ids (rows, longest) and a mask of the same shape, 1.0 where an id stands."""
    longest = max(map(len, rows))
    ids = torch.full((len(rows), longest), fill, dtype=torch.long)
    mask = torch.zeros(len(rows), longest)
    for at, row in enumerate(rows):
        ids[at, : len(row)] = torch.tensor(row)
        mask[at, : len(row)] = 1.0
    return ids, mask


def shuffled_batches(lengths: Sequence[int], tokens: int, seed: int) -> Iterator[list[int]]:
    """Yield numbers of rows in batches of about ``tokens`` tokens, in a random order."""
    draw = random.Random(seed)
    order = list(range(len(lengths)))
    draw.shuffle(order)
    mean = max(1, sum(lengths) // len(lengths))
    pool = _POOL * max(1, tokens // mean)
    for first in range(0, len(order), pool):
        drawn = sorted(order[first : first + pool], key=lengths.__getitem__)
        batches = list(_cut(drawn, lengths, tokens))
        draw.shuffle(batches)
        yield from batches


def _cut(rows: Sequence[int], lengths: Sequence[int], tokens: int) -> Iterator[list[int]]:
    batch: list[int] = []
    for row in rows:
        if batch and lengths[row] * (len(batch) + 1) > tokens:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch
