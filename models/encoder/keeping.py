"""Hold the encoder to what it said of whole texts before its heads were trained.

The teacher is the encoder with its whole vocabulary, which reads ``query: `` before each text as
it was taught to; the trained encoder reads the text alone. A sentence that has an English
translation learns the point half-way between its own vector and that of the translation, if the
teacher finds the two alike (Reimers and Gurevych, "Making Monolingual Sentence Embeddings
Multilingual using Knowledge Distillation", EMNLP 2020, go the whole way; half keeps what the
teacher knows of the language itself).
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from sentencepiece import SentencePieceProcessor
from torch import Tensor
from torch.nn import functional

from marsad.encoder.labels import LANGUAGES
from marsad.encoder.pieces import CLOSE, OPEN, Pieces, prepare

from . import texts
from .batches import padded
from .losses import classes, mean
from .model import Model
from .network import load, pooled

__all__ = ["Keeper"]

_ALIKE = 0.8
"""Cosine from which the teacher's vectors of two sentences count as one meaning; not tuned."""

_CAPS = {"en": 60_000}
_TIMES = {"he": 2, "ur": 2, "ckb": 3, "ps": 3}
"""How many English texts stand alone, and how often small languages are seen in one round."""


_SHORT = 1 / 3


@dataclass(frozen=True, slots=True)
class Row:
    """A text, its language and, where there is one, its English translation."""

    text: str
    lang: str
    english: str = ""


def _rows(data: Path, *, opened: bool, seed: int = 7) -> list[Row]:
    """Return the texts of one round."""
    draw = random.Random(seed)
    found: dict[str, list[Row]] = defaultdict(list)
    for lang, foreign, english in texts.pairs(data):
        found[lang].append(Row(foreign, lang, english))
    for lang, text in texts.monolingual(data, opened=opened):
        found[lang].extend(Row(part, lang) for part in _parts(text))
    chosen: list[Row] = []
    for lang in sorted(found):
        listed = found[lang]
        draw.shuffle(listed)
        chosen += listed[: _CAPS.get(lang)] * _TIMES.get(lang, 1)
    return chosen


def _parts(text: str, words: int = 50) -> Iterator[str]:
    """Yield runs of a long text: of some 50 words, which fit into the encoder's view."""
    split = text.split()
    for first in range(0, len(split), words):
        yield " ".join(split[first : first + words])


class Teacher:
    """The original encoder."""

    def __init__(self, folder: Path) -> None:
        self._encoder = load(folder / "teacher.pt").eval()
        self._pieces = SentencePieceProcessor(model_file=str(folder / "teacher.model"))
        self._prefix = self._pieces.encode("query:", out_type=int)

    def vectors(self, texts_: Sequence[str], longest: int) -> Tensor:
        """Return the vectors of whole texts: (texts, hidden)."""
        prepared = [prepare(text).text.strip() for text in texts_]
        encoded = self._pieces.encode(prepared, out_type=int)
        ids, mask = padded([[OPEN, *self._prefix, *each[: longest - 2], CLOSE] for each in encoded])
        with torch.no_grad():
            return pooled(self._encoder(ids, mask), mask)


class Keeper:
    """Gives batches of plain texts, and how far the encoder has moved on them."""

    def __init__(
        self, folder: Path, pieces: Pieces, data: Path, *, opened: bool, longest: int = 64
    ) -> None:
        self._teacher = Teacher(folder)
        self._pieces = pieces
        self._rows = _rows(data, opened=opened)
        self._draw = random.Random(13)
        self._longest = longest

    def loss(self, model: Model, tokens: int) -> Tensor:
        """Return one minus the mean cosine between the old vectors and the new, times ten.

        Added is how far the head is off that tells languages apart. Every third text is cut to
        a few words, as headlines and hashtags are.
        """
        batch = [
            self._shortened(row) for row in self._draw.sample(self._rows, max(4, tokens // 40))
        ]
        english = [row.english for row in batch if row.english]
        listed = [*(row.text for row in batch), *english]
        known = self._teacher.vectors(listed, self._longest)
        goal = _half_way(known, [bool(row.english) for row in batch])
        ids, mask = padded(self._pieces.ids(listed, self._longest))
        means = mean(model.encode(ids, mask), mask)
        kept = 10 * torch.mean(1 - functional.cosine_similarity(means, goal, dim=-1))
        spoken = [*(row.lang for row in batch), *["en"] * len(english)]
        right = torch.tensor([LANGUAGES.index(lang) for lang in spoken])
        return kept + 0.3 * classes(model, "language", means, right)

    def _shortened(self, row: Row) -> Row:
        if self._draw.random() > _SHORT:
            return row
        words = row.text.split()
        first = self._draw.randrange(max(1, len(words) - 3))
        return Row(" ".join(words[first : first + self._draw.randint(3, 6)]), row.lang)


def _half_way(known: Tensor, paired: Sequence[bool]) -> Tensor:
    """Return goals: of the texts of a batch first, then of the English of those that have it."""
    goals = known.clone()
    first = [n for n, has in enumerate(paired) if has]
    if first:
        english = known[len(paired) :]
        foreign = known[first]
        alike = ((foreign * english).sum(-1) > _ALIKE)[:, None]
        middle = functional.normalize(foreign + english, dim=-1)
        goals[first] = torch.where(alike, middle, foreign)
    return goals
