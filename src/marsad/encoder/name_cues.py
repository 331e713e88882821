"""A second opinion on names: what lower layers and the words themselves say, beside the head.

The head's own layers have seen their few annotated texts many times and are sure of much that they
half remember. A small network over the layers below, which no annotated text has changed, and a
plain sum of weights, one for each form in and beside a word, err in other places.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from marsad.model import Span

from .labels import tags
from .space import Floats
from .words import Window

__all__ = ["NAMES_FILE", "REACH", "TOLD", "NameCues", "keys", "word_vectors"]

NAMES_FILE = "names.npz"
"""In the folder of a model; a model without it asks its head alone."""

TOLD = 7
"""Tags that are told apart, the first of the head's: outside, persons, organisations, places."""

REACH = 2
"""Words on either side that the network sees; not tuned."""

_SHARE = 0.75
"""Weight of the second opinion beside the head's; chosen among .25, .5, .75, 1 and 1.5 by ``python
-m models.encoder.score --only entities``. With any of them all sets gain."""

_EVEN = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ىیئ", "ي"),
        "ك": "ک",
        "ة": "ه",
        "ؤ": "و",
        **dict.fromkeys(("\u0640", "\u200c", *map(chr, range(0x64B, 0x653))), None),
    }
)
"""Ways of writing the same letter; vowel signs and what joins or parts letters go."""

Keys = NDArray[np.uint32]


class NameCues:
    """The small network and the weights.

    :param path: holds ``keys``, sorted (:func:`keys`), and for each of them numbers of eight bits
        (keys, tags); and for each layer ``a``, ``b`` and ``c`` numbers of eight bits (inputs,
        outputs), the scale of each output, and what is added to it.
    """

    def __init__(self, path: Path) -> None:
        with np.load(path) as kept:
            self._keys: Keys = kept["keys"]
            self._weights: Floats = kept["numbers"] * kept["scale"]
            self._layers = [
                (kept[name] * kept[f"{name}_scale"], kept[f"{name}_bias"]) for name in "abc"
            ]

    def read(self, vectors: Floats) -> Floats:
        """Return what the network says of the words of a window: (words, tags).

        :param vectors: of :func:`word_vectors`.
        """
        (a, a_bias), (b, b_bias), (c, c_bias) = self._layers
        near = np.pad(np.maximum(_times(vectors, a) + a_bias, 0), ((REACH, REACH), (0, 0)))
        count = len(vectors)
        seen = np.concatenate([near[far : far + count] for far in range(2 * REACH + 1)], axis=1)
        told: Floats = _times(np.maximum(_times(seen, b) + b_bias, 0), c) + c_bias
        return told

    def beside(self, head: Floats, network: Floats, text: str, window: Window) -> Floats:
        """Return the logarithms of probabilities of the head's tags, both opinions together.

        What is no name to the second opinion, such as weapons and dates, is left to the head.

        :param head: its logits of mentions: (words, tags).
        :param network: what :meth:`read` returned of the same window of ``text``.
        """
        second = _logs(network + self._told(keys(text, window.words)))
        others = np.repeat(second[:, :1], len(tags("mentions")) - TOLD, axis=1)
        mixed = _logs(head) + _SHARE * np.concatenate([second, others], axis=1)
        return mixed.astype(np.float32)

    def _told(self, asked: Sequence[Keys]) -> Floats:
        """Return the sums of the weights of the words' keys: (words, tags)."""
        found = np.zeros((len(asked), TOLD), np.float32)
        if not asked:
            return found
        every = np.concatenate(asked)
        owners = np.repeat(np.arange(len(asked)), [len(each) for each in asked])
        near = np.searchsorted(self._keys, every).clip(max=len(self._keys) - 1)
        known = self._keys[near] == every
        np.add.at(found, owners[known], self._weights[near[known]])
        return found


_ALONE = 250_000
"""Multiplications that NumPy's libraries leave to one thread. More wake all processors, which then
wait for each other, as the engine keeps them busy: a third of the sentences a second less
(``python -m benchmarks.encoder_speed``)."""


def _times(rows: Floats, matrix: Floats) -> Floats:
    """Return ``rows @ matrix``, a few rows at a time."""
    few = max(1, _ALONE // matrix.size)
    found: Floats = np.concatenate(
        [rows[at : at + few] @ matrix for at in range(0, len(rows), few)]
        or [np.zeros((0, matrix.shape[1]), np.float32)]
    )
    return found


def word_vectors(shared: Floats, window: Window) -> Floats:
    """Return of each word the vector of its first piece and the mean of its pieces: (words, 768).

    :param shared: vectors of the pieces of the window from the shared layers: (pieces, 384).
    """
    firsts = np.array(window.firsts, dtype=np.int64)
    ends = np.maximum(np.append(firsts[1:], len(window.ids) - 1)[: len(firsts)], firsts + 1)
    sums = np.concatenate([np.zeros((1, shared.shape[1]), np.float32), np.cumsum(shared, axis=0)])
    means = (sums[ends] - sums[firsts]) / (ends - firsts)[:, None]
    found: Floats = np.concatenate([shared[firsts], means], axis=1).astype(np.float32)
    return found


def keys(text: str, words: Sequence[Span]) -> list[Keys]:
    """Return for each of ``words`` the numbers of the forms in and beside it.

    A number is the checksum of a description (``<von``: the word before is *von*).
    """
    forms = ["", "", *(_form(span.of(text)) for span in words), "", ""]
    return [
        np.array([zlib.crc32(each.encode()) for each in _seen(*forms[at : at + 5])], np.uint32)
        for at in range(len(words))
    ]


def _form(word: str) -> str:
    return "#" if word.isdigit() else word.casefold().translate(_EVEN)


def _seen(second: str, before: str, word: str, after: str, later: str) -> Iterator[str]:
    yield from (f"={word}", f"<{before}", f">{after}", f"<={before} {word}", f"=>{word} {after}")
    yield from (f"<<{second} {before}", f">>{after} {later}")
    if len(word) > 3:
        yield from (f"-{word[-3:]}", f"^{word[:3]}", f"1{word[1:]}")
    if len(word) > 4:
        yield f"2{word[2:]}"


def _logs(logits: Floats) -> Floats:
    """Return logarithms of probabilities: those of the softmax along the last axis."""
    moved = logits - logits.max(axis=-1, keepdims=True)
    found: Floats = moved - np.log(np.exp(moved).sum(axis=-1, keepdims=True))
    return found
