"""Run the encoder: texts to what its heads say of them and their words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .pieces import PAD, Pieces
from .space import SIZE
from .vectors import PieceVectors
from .words import Window

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

__all__ = ["Engine", "Floats", "Reading", "load_engine"]

Floats = NDArray[np.float32]

_BY_TEXT = 4
"""Outputs of the model that are of the text as a whole; they come first."""

_BATCH = 1024
"""Pieces in a batch: 2,048 are 5% slower on two cores, 320 are 10% slower."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the encoder says of one window; rows are its words, in order.

    :ivar text: the vector of the whole window, normalised: (384,).
    :ivar language: logits of :data:`~marsad.encoder.labels.LANGUAGES`; ``plover`` and ``acled``
        likewise, of the one event that a sentence tells of.
    :ivar words: vectors of the words: (words, 384).
    :ivar anchors: logits of hanging a statement on a word: (words, 3).
    :ivar asks: (words, 192); with ``answers`` tells which words belong to a statement.
    :ivar mentions: logits of the tags: (words, tags); ``incident`` and ``parts`` likewise.
    """

    text: Floats
    language: Floats
    plover: Floats
    acled: Floats
    words: Floats
    anchors: Floats
    asks: Floats
    answers: Floats
    mentions: Floats
    incident: Floats
    parts: Floats


class Engine:
    """A model in memory; any number of threads may use it.

    :param folder: holds ``encoder.onnx``, ``pieces.model``, ``words.npz`` and ``heads.npz``.
    :param threads: of one batch; None lets the runtime choose.
    """

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        from onnxruntime import InferenceSession, SessionOptions

        options = SessionOptions()
        options.intra_op_num_threads = threads or 0
        options.inter_op_num_threads = 1
        self.pieces = Pieces((folder / "pieces.model").read_bytes())
        self._vectors = PieceVectors(folder / "words.npz")
        with np.load(folder / "heads.npz") as kept:
            self.weights: dict[str, Floats] = dict(kept)
        self.recipe = f"encoder/{self.weights.pop('name')}"
        self._session: InferenceSession = InferenceSession(
            folder / "encoder.onnx", options, providers=["CPUExecutionProvider"]
        )

    def read(self, windows: Sequence[Window]) -> list[Reading]:
        """Return a reading for each window, in order."""
        found: list[Reading | None] = [None] * len(windows)
        for batch in _batches(windows):
            for number, reading in zip(batch, self._run([windows[n] for n in batch]), strict=True):
                found[number] = reading
        return [reading for reading in found if reading is not None]

    def vectors(self, texts: Sequence[str], limit: int = 512) -> Floats:
        """Return the vectors of ``texts``, normalised: (texts, 384).

        :param limit: pieces of a text that are read.
        """
        cut = [Window(tuple(ids), (), ()) for ids in self.pieces.ids(texts, limit)]
        found = np.zeros((len(cut), SIZE), np.float32)
        for batch in _batches(cut):
            found[batch] = self._ask([cut[n] for n in batch], ["text"])[0]
        return found

    def _run(self, windows: Sequence[Window]) -> Iterator[Reading]:
        found = self._ask(windows, None)
        by_text, by_word = found[:_BY_TEXT], found[_BY_TEXT:]
        for row, window in enumerate(windows):
            count = len(window.words)
            yield Reading(
                *(each[row] for each in by_text), *(each[row, :count] for each in by_word)
            )

    def _ask(self, windows: Sequence[Window], outputs: Sequence[str] | None) -> list[Floats]:
        """Return the outputs that are asked for, or all; layers that none needs are not run."""
        from onnxruntime import RunOptions

        ids = _filled([window.ids for window in windows], PAD)
        firsts = _filled([window.firsts or (0,) for window in windows], 0)
        mask = (ids != PAD).astype(np.float32)
        inputs = {"pieces": self._vectors[ids], "mask": mask, "firsts": firsts}
        options = RunOptions()
        options.only_execute_path_to_fetches = outputs is not None
        found: list[Floats] = self._session.run(outputs, inputs, options)
        return found


def _filled(rows: Sequence[Sequence[int]], fill: int) -> NDArray[np.int64]:
    longest = max(map(len, rows))
    return np.array([[*row, *[fill] * (longest - len(row))] for row in rows], dtype=np.int64)


def _batches(windows: Sequence[Window]) -> Iterator[list[int]]:
    """Yield numbers of windows of alike length, so that little is filled up."""
    batch: list[int] = []
    for number in sorted(range(len(windows)), key=lambda n: len(windows[n].ids)):
        if batch and len(windows[number].ids) * (len(batch) + 1) > _BATCH:
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch


@lru_cache(maxsize=2)
def load_engine(folder: Path) -> Engine:
    """Return the engine of ``folder``; it is kept for the next call."""
    return Engine(folder)
