"""What the words around a word say of its role in an attack, beside what the head says.

The head reads 160 pieces at a time and learnt little of so few texts; a plain sum of weights, one
for each word nearby, errs in other places, and both together err less. Names of persons and places
that the model recognises are hidden from it behind their kind, so that it learns how attacks are
told and not whom they hit.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .labels import tags
from .space import Floats
from .words import Window

if TYPE_CHECKING:
    from .engine import Reading

__all__ = ["FILE", "Cues", "Keys", "keys", "places"]

FILE = "incidents.npz"
"""In the folder of a model; a model without it asks its head alone."""

_HIDDEN = frozenset({"PER", "LOC"})
_MENTIONS = tuple(tag[2:] or "." for tag in tags("mentions"))

_NEAR = 4
"""Words on either side that count with their distance; not tuned."""

_FAR = 20
"""Words on either side, in the same sentence, that count wherever they stand; not tuned."""

_LONG = 4
"""Letters of a word that counts from afar: shorter ones are mostly articles and prepositions."""

_STEM = 6
"""Letters of such a word that are kept: kidnapped and kidnapping are one; not tuned."""

Keys = NDArray[np.uint32]


class Cues:
    """Weights of the words around a word, for each tag of the head for incidents.

    :param path: holds ``keys``, sorted (:func:`keys`), and for each of them ``numbers`` of eight
        bits (keys, tags), which ``scale`` makes weights of.
    """

    def __init__(self, path: Path) -> None:
        with np.load(path) as kept:
            self._keys: Keys = kept["keys"]
            self._numbers: NDArray[np.int8] = kept["numbers"]
            self._scale = float(kept["scale"])

    def logits(self, text: str, read: Sequence[tuple[Window, Reading]]) -> list[Floats]:
        """Return for each window of ``text`` logits of the tags of its words: (words, tags)."""
        rows = [self._sum(each) for each in keys(text, read)]
        ends = np.cumsum([len(window.words) for window, _ in read])[:-1]
        every = np.array(rows, dtype=np.float32).reshape(-1, self._numbers.shape[1])
        return np.split(every, ends) if read else []

    def _sum(self, asked: Keys) -> Floats:
        rows = self._numbers[places(self._keys, asked)]
        found: Floats = rows.sum(axis=0, dtype=np.float32) * self._scale
        return found


def places(known: Keys, asked: Keys) -> NDArray[np.int64]:
    """Return where those of ``asked`` that are ``known``, which is sorted, stand in it."""
    near = np.searchsorted(known, asked).clip(max=len(known) - 1)
    found: NDArray[np.int64] = near[known[near] == asked]
    return found


def keys(text: str, read: Sequence[tuple[Window, Reading]]) -> Iterator[Keys]:
    """Yield for each word of ``text`` the numbers of what is seen around it.

    A number is the checksum of a description (``-1=by``: the word before is *by*).
    """
    forms = [span.of(text).casefold() for window, _ in read for span in window.words]
    kinds = [_MENTIONS[n] for _, reading in read for n in reading.mentions.argmax(axis=-1)]
    shown = [_shown(form, kind) for form, kind in zip(forms, kinds, strict=True)]
    sentences = np.cumsum([form in {".", "!", "?"} for form in ("", *forms)])
    for at in range(len(shown)):
        seen = (*_near(shown, kinds, at), *_afar(shown, sentences, at))
        yield np.array([zlib.crc32(each.encode()) for each in seen], dtype=np.uint32)


def _shown(form: str, kind: str) -> str:
    if kind in _HIDDEN:
        return kind
    return "#" if form.isdigit() else form


def _near(shown: Sequence[str], kinds: Sequence[str], at: int) -> Iterator[str]:
    """Yield the word itself and those beside it, their endings, and of what kind they are."""

    def word(far: int) -> str:
        return shown[at + far] if 0 <= at + far < len(shown) else ""

    def kind(far: int) -> str:
        return kinds[at + far] if 0 <= at + far < len(kinds) else ""

    yield "any"
    yield from (f"{far}={word(far)}" for far in range(-_NEAR, _NEAR + 1))
    yield from (f"{far}~{word(far)[-3:]}" for far in (-1, 0, 1))
    yield f"{word(0)[:4]}~"
    yield f"{kind(-1)} {kind(0)} {kind(1)}"
    yield f"{kind(0)}"
    yield from (f"{kind(0)} {far}={word(far)}" for far in (-1, 1))


def _afar(shown: Sequence[str], sentences: NDArray[np.int64], at: int) -> Iterator[str]:
    """Yield longer words of the same sentence, and whether they stand before or after."""
    for other in range(max(0, at - _FAR), min(len(shown), at + _FAR + 1)):
        if other != at and sentences[other] == sentences[at]:
            form = shown[other]
            if len(form) >= _LONG and form.isalpha():
                yield f"{'<' if other < at else '>'} {form[:_STEM]}"
