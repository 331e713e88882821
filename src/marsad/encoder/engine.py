"""Run the encoder: texts to what its heads say of them and their words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from .act_cues import ACT_FILE, ActCues
from .incident_cues import FILE, Cues
from .labels import CLASSES
from .name_cues import NAMES_FILE, NameCues, word_vectors
from .pieces import PAD, Pieces
from .space import SIZE, Floats
from .vectors import PieceVectors
from .words import Window

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

__all__ = ["GRAPHS", "Engine", "Floats", "Reading"]

T = TypeVar("T")

GRAPHS = ("shared", "texts", "heads")
"""Parts of the network: layers that are shared, those that lead to vectors of texts, the heads'."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the encoder says of one window; rows are its words, in order.

    :ivar text: the vector of the whole window, normalised: (384,); None where none was asked for.
    :ivar plover: logits of :data:`~marsad.encoder.labels.PLOVER`, of the one event that a sentence
        tells of; ``acled`` likewise.
    :ivar words: vectors of the words: (words, 384).
    :ivar anchors: logits of hanging a statement on a word: (words, 3).
    :ivar asks: (words, 192); with ``answers`` tells which words belong to a statement.
    :ivar mentions: logits of the tags: (words, tags); ``incident`` and ``parts`` likewise.
    :ivar names: a second opinion on mentions, which :class:`~.name_cues.NameCues` joins to the
        first; None where the model has none.
    """

    text: Floats | None
    plover: Floats
    acled: Floats
    words: Floats
    anchors: Floats
    asks: Floats
    answers: Floats
    mentions: Floats
    incident: Floats
    parts: Floats
    names: Floats | None = None


class Engine:
    """A model in memory; any number of threads may use it.

    What is read of a window does not depend on the windows that are read with it.

    :param folder: holds the :data:`GRAPHS`, ``pieces.model``, ``words.npz`` and ``heads.npz``, and
        perhaps ``incidents.npz``, ``names.npz`` and ``acts.npz``.
    :param threads: batches that are read at the same time, each by one thread; two leave processors
        to others. Not tuned.
    :param batch: pieces in a batch: 768 are as fast on two cores and need 80 MB more, 1,536 are a
        quarter slower (``python -m benchmarks.encoder_speed --batch``).
    """

    def __init__(self, folder: Path, threads: int = 2, batch: int = 512) -> None:
        from onnxruntime import InferenceSession, SessionOptions

        options = SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._batch = batch
        self._threads = ThreadPoolExecutor(threads, "encoder")
        self.pieces = Pieces((folder / "pieces.model").read_bytes())
        self._vectors = PieceVectors(folder / "words.npz")
        with np.load(folder / "heads.npz") as kept:
            self.weights: dict[str, Floats] = dict(kept)
        told = folder / FILE
        self.cues = Cues(told) if told.is_file() else None
        asked = folder / NAMES_FILE
        self.name_cues = NameCues(asked) if asked.is_file() else None
        weighed = folder / ACT_FILE
        self.act_cues = ActCues(weighed) if weighed.is_file() else None
        self.recipe = f"encoder/{self.weights.pop('name')}"
        self._sessions: dict[str, InferenceSession] = {
            name: InferenceSession(
                folder / f"{name}.onnx", options, providers=["CPUExecutionProvider"]
            )
            for name in GRAPHS
        }

    def read(self, windows: Sequence[Window], meant: Sequence[bool] = ()) -> list[Reading]:
        """Return a reading for each window, in order.

        :param meant: for each window, whether its vector is asked for; nowhere if left out.
        """
        asked = meant or [False] * len(windows)

        def read(batch: Sequence[int]) -> list[Reading]:
            return list(self._run([windows[n] for n in batch], [asked[n] for n in batch]))

        return self._each(windows, read)

    def vectors(self, texts: Sequence[str], limit: int = 512) -> Floats:
        """Return the vectors of ``texts``, normalised: (texts, 384).

        :param limit: pieces of a text that are read.
        """
        return self.meanings([Window(tuple(i), (), ()) for i in self.pieces.ids(texts, limit)])

    def meanings(self, windows: Sequence[Window]) -> Floats:
        """Return the vectors of ``windows`` alone, normalised: (windows, 384)."""

        def read(batch: Sequence[int]) -> Iterable[Floats]:
            return self._texts(*self._shared([windows[n] for n in batch]))

        found = self._each(windows, read)
        return np.stack(found) if found else np.zeros((0, SIZE), np.float32)

    def word_vectors(self, windows: Sequence[Window]) -> list[Floats]:
        """Return of each window what the layers that all share say of its words: (words, 768)."""

        def read(batch: Sequence[int]) -> Iterator[Floats]:
            shared, _ = self._shared([windows[n] for n in batch])
            return map(word_vectors, shared, [windows[n] for n in batch])

        return self._each(windows, read)

    def _each(
        self, windows: Sequence[Window], read: Callable[[Sequence[int]], Iterable[T]]
    ) -> list[T]:
        """Return what ``read`` makes of batches of windows, in the order of the windows."""
        batches = list(_batches(windows, self._batch))
        found = dict[int, T]()
        for batch, shown in zip(batches, self._threads.map(read, batches), strict=True):
            found.update(zip(batch, shown, strict=True))
        return [found[number] for number in range(len(windows))]

    def _run(self, windows: Sequence[Window], meant: Sequence[bool]) -> Iterator[Reading]:
        shared, mask = self._shared(windows)
        texts = iter(self._texts(shared[meant], mask[meant]) if any(meant) else ())
        firsts = _filled([window.firsts or (0,) for window in windows], 0)
        heads = self._ask("heads", {"shared": _flat(shared), "mask": mask, "firsts": firsts})
        for row, window in enumerate(windows):
            count = len(window.words)
            shown = {
                name: each[row] if name in CLASSES else each[row, :count]
                for name, each in heads.items()
            }
            if self.name_cues is not None:
                shown["names"] = self.name_cues.read(word_vectors(shared[row], window))
            yield Reading(text=next(texts) if meant[row] else None, **shown)

    def _shared(self, windows: Sequence[Window]) -> tuple[Floats, NDArray[np.int32]]:
        """Return vectors of the pieces (windows, pieces, 384), and where pieces stand."""
        ids = _filled([window.ids for window in windows], PAD)
        mask = (ids != PAD).astype(np.int32)
        found = self._ask("shared", {"pieces": self._vectors[ids], "mask": mask})
        return found["shared"].reshape(*ids.shape, SIZE), mask

    def _texts(self, shared: Floats, mask: NDArray[np.int32]) -> Floats:
        return self._ask("texts", {"shared": _flat(shared), "mask": mask})["text"]

    def _ask(self, graph: str, inputs: Mapping[str, NDArray[Any]]) -> dict[str, Floats]:
        session = self._sessions[graph]
        names = [each.name for each in session.get_outputs()]
        return dict(zip(names, session.run(names, dict(inputs)), strict=True))


def _flat(shared: Floats) -> Floats:
    return shared.reshape(-1, SIZE)


def _filled(rows: Sequence[Sequence[int]], fill: int) -> NDArray[np.int64]:
    longest = max(map(len, rows))
    return np.array([[*row, *[fill] * (longest - len(row))] for row in rows], dtype=np.int64)


def _batches(windows: Sequence[Window], most: int) -> Iterator[list[int]]:
    """Yield numbers of windows of alike length, so that little is filled up."""
    batch: list[int] = []
    for number in sorted(range(len(windows)), key=lambda n: len(windows[n].ids)):
        if batch and len(windows[number].ids) * (len(batch) + 1) > most:
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch
