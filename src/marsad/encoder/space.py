"""The space of texts' vectors: keeping them small, and comparing them across languages.

Vectors of two texts in one language are alike for no other reason than the language. What is
left when each language's mean is subtracted is what they say. Means of a collection are the
best, as they also remove what all its texts have in common; few texts have no reliable mean,
so those that come with the package stand behind them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "SIZE",
    "Bytes",
    "Floats",
    "Means",
    "centred",
    "cosines",
    "fitted",
    "from_bytes",
    "means_of",
    "packed",
    "shipped_means",
    "unpacked",
]

Floats = NDArray[np.float32]
Bytes = NDArray[np.int8]

SIZE = 384
"""Numbers in a vector."""

_KIN = {"apc": "ar", "arz": "ar", "ary": "ar", "prs": "fa", "uk": "ru"}
"""Languages of which there is no mean, and the nearest of which there is one."""

_FILE = Path(__file__).parent / "weights" / "means.npz"


# ---------------------------------------------------------------- as bytes


def packed(vectors: Floats) -> Bytes:
    """Return ``vectors`` (texts, 384) in a byte a number; the longest number becomes 127.

    The length of a vector says nothing, so its scale is not kept.
    """
    longest = np.abs(vectors).max(axis=1, keepdims=True)
    scaled = 127 * vectors / np.where(longest > 0, longest, 1)
    return np.round(scaled).astype(np.int8)


def unpacked(rows: Bytes) -> Floats:
    """Return the vectors of which :func:`packed` made ``rows``, normalised."""
    return _normalised(rows.astype(np.float32))


def from_bytes(rows: Sequence[bytes]) -> Bytes:
    """Return packed vectors that were stored one by one: (rows, 384)."""
    return np.frombuffer(b"".join(rows), dtype=np.int8).reshape(len(rows), SIZE)


def _normalised(vectors: Floats) -> Floats:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)


# ---------------------------------------------------------------- across languages


@dataclass(frozen=True, slots=True)
class Means:
    """The mean of texts' vectors in each language.

    :ivar by_language: language code → (384,).
    :ivar other: for languages that are not among them.
    :ivar short: how the mean of questions of a few words is off from that of texts, in any
        language; it has to be taken off, too.
    """

    by_language: Mapping[str, Floats]
    other: Floats
    short: Floats

    def of(self, language: str | None) -> Floats:
        """Return the mean of a language: its own, that of the nearest, or that of all."""
        code = language or ""
        found = self.by_language.get(code)
        return self.by_language.get(_KIN.get(code, ""), self.other) if found is None else found

    def of_questions(self) -> Means:
        """Return the means for questions in place of texts."""
        off = {code: mean + self.short for code, mean in self.by_language.items()}
        return replace(self, by_language=off, other=self.other + self.short)

    def rows(self, languages: Sequence[str | None]) -> Floats:
        """Return the mean for each of ``languages``: (texts, 384)."""
        known = {language: self.of(language) for language in set(languages)}
        return np.stack([known[language] for language in languages])


@cache
def shipped_means() -> Means:
    """Return the means that come with the package (``models/encoder/means.py``)."""
    with np.load(_FILE) as kept:
        found = {code: kept[code].astype(np.float32) for code in kept.files}
    short = found.pop("short")
    return Means(found, np.mean(list(found.values()), axis=0), short)


_STRENGTH = 20
"""Texts of a collection that count as much as the means that come with the package; not tuned."""


def fitted(sums: Mapping[str, Floats], counts: Mapping[str, int], behind: Means) -> Means:
    """Return the means of a collection, as far as its texts allow to know them.

    :param sums: language → sum of the vectors of its texts.
    :param counts: language → number of its texts.
    :param behind: what is known without the collection.

    Texts of all languages first tell how the collection differs from what ``behind`` was
    measured on; then those of each language tell how it differs from that.
    """
    total = sum(counts.values())
    off = [sums[code] - counts[code] * behind.of(code) for code in sums]
    shift: Floats = np.sum(off, axis=0) * np.float32(1 / (total + _STRENGTH))
    found = {code: mean + shift for code, mean in behind.by_language.items()}
    for code, count in counts.items():
        expected = behind.of(code) + shift
        found[code] = (sums[code] + _STRENGTH * expected) / (count + _STRENGTH)
    by_language = {code: mean.astype(np.float32) for code, mean in found.items()}
    return replace(behind, by_language=by_language, other=behind.other + shift)


def means_of(vectors: Floats, languages: Sequence[str | None], behind: Means) -> Means:
    """Return the means of a collection that is in memory; see :func:`fitted`."""
    sums: dict[str, Floats] = {}
    counts: dict[str, int] = {}
    named = np.array([language or "" for language in languages])
    for code in sorted(set(named.tolist())):
        chosen = vectors[named == code]
        sums[code], counts[code] = chosen.sum(axis=0), len(chosen)
    return fitted(sums, counts, behind)


def centred(vectors: Floats, languages: Sequence[str | None], means: Means) -> Floats:
    """Return ``vectors`` (texts, 384) without what their language makes of them, normalised."""
    return _normalised(vectors - means.rows(languages)) if len(vectors) else vectors


def cosines(rows: Bytes, languages: Sequence[str | None], means: Means, question: Floats) -> Floats:
    """Return the cosine of each packed vector, centred, with a centred ``question``: (texts,).

    The same as centring each of them first, with less to reckon.
    """
    codes = {language: number for number, language in enumerate(dict.fromkeys(languages))}
    own = np.array([codes[language] for language in languages], dtype=np.int64)
    table = np.stack([means.of(language) for language in codes])
    numbers = rows.astype(np.float32)
    lengths = np.sqrt(np.einsum("ij,ij->i", numbers, numbers))[:, None]
    against = numbers @ np.vstack([table, question]).T / np.where(lengths > 0, lengths, 1)
    with_mean = against[np.arange(len(rows)), own]
    left = np.sqrt(np.maximum(1 - 2 * with_mean + (table**2).sum(axis=1)[own], 1e-9))
    found: Floats = (against[:, -1] - (table @ question)[own]) / left
    return found
