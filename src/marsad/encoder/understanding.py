"""Whole texts: what the heads say of their windows, put together and kept for a while."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from threading import Lock

import numpy as np

from marsad.model import Act, Span

from .engine import Engine, Floats, Reading
from .heads import Marked, Said, acts_of, marked, statements_of
from .shipped import shipped
from .space import SIZE
from .words import Window, windows

__all__ = ["Understanding", "Understood", "understood"]

_WINDOW = 160
"""Pieces that are read at once: as long as the windows that the heads were trained on."""

_LONGEST = 40
"""Windows of a text that are read, about 20,000 characters: an article, but not a book, which
would take minutes. Rules and lists read the rest."""

_MEANT = 3
"""Windows whose mean is a text's vector: a post, or what matters of an article; not tuned."""

_KEPT = 256
"""Texts whose readings are kept: a batch of the pipeline, some 60 MB of posts."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What the heads say of one text; offsets are code points of it.

    :ivar mentions: names, weapons and dates, in order.
    :ivar statements: in the order of the words that they hang on.
    :ivar incident: those who did something, what was hit, and so on, in order.
    :ivar parts: trigger, actors and place, in order.
    :ivar read: the windows of the text, and what the heads say of each.
    """

    mentions: tuple[Marked, ...] = ()
    statements: tuple[Said, ...] = ()
    incident: tuple[Marked, ...] = ()
    parts: tuple[Marked, ...] = ()
    read: tuple[tuple[Window, Reading], ...] = ()

    @property
    def vector(self) -> Floats:
        """The mean of what the first windows mean: (384,); zeros where there is no word."""
        first = [reading.text for _, reading in self.read[:_MEANT]]
        return np.mean(first, axis=0) if first else np.zeros(SIZE, dtype=np.float32)

    @property
    def first(self) -> Reading | None:
        """What the heads say of the first window, of which those of whole texts are asked."""
        return self.read[0][1] if self.read else None


class Understanding:
    """Reads texts with an engine; what was read lately is not read again. Threads may share it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.recipe = engine.recipe
        self._kept: OrderedDict[str, Understood] = OrderedDict()
        self._lock = Lock()

    def of(self, text: str) -> Understood:
        """Return what the heads say of ``text``."""
        return self.of_all([text])[0]

    def of_all(self, texts: Sequence[str]) -> list[Understood]:
        """Return the same for each of ``texts``."""
        with self._lock:
            known = {text: self._kept[text] for text in texts if text in self._kept}
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        known |= dict(zip(missing, self._read(missing), strict=True))
        with self._lock:
            for text in known:
                self._kept[text] = known[text]
                self._kept.move_to_end(text)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return [known[text] for text in texts]

    def acts(
        self, text: str, cue: Span | None, content: Sequence[Span]
    ) -> Mapping[Act, float] | None:
        """Return how probable each act is of a statement that was found by other means.

        :returns: None where no window holds the first words of both cue and content.
        """
        for window, reading in self.of(text).read:
            said = _inside(window, content)
            hangs = _inside(window, [cue]) if cue else said
            if said and hangs:
                return acts_of(reading, hangs[0], np.array(said), self.engine.weights)
        return None

    def _read(self, texts: Sequence[str]) -> Iterator[Understood]:
        # One by one: numbers of a batch are rounded together, and what is found in a text must
        # not depend on which others happen to be read with it. It costs a fifth of the speed.
        for text in texts:
            cut = windows(text, self.engine.pieces, _WINDOW)[:_LONGEST]
            yield self._joined(list(zip(cut, self.engine.read(cut), strict=True)))

    def _joined(self, read: Sequence[tuple[Window, Reading]]) -> Understood:
        return Understood(
            mentions=_marked("mentions", read),
            statements=tuple(
                said for w, r in read for said in statements_of(w, r, self.engine.weights)
            ),
            incident=_marked("incident", read),
            parts=_marked("parts", read),
            read=tuple(read),
        )


def _inside(window: Window, spans: Sequence[Span]) -> list[int]:
    """Return the numbers of the words that overlap one of ``spans``."""
    return [
        number
        for number, word in enumerate(window.words)
        if any(word.start < span.end and span.start < word.end for span in spans)
    ]


def _marked(head: str, read: Sequence[tuple[Window, Reading]]) -> tuple[Marked, ...]:
    return tuple(run for window, reading in read for run in marked(head, window, reading))


@cache
def understood() -> Understanding:
    """Return the understanding of the package's own model.

    :raises MissingToolError: its files are not there.
    """
    return Understanding(shipped())
