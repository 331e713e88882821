"""Whole texts: what the heads say of their windows, put together and kept for a while."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from threading import Lock

import numpy as np

from marsad.model import Act, Span

from .act_cues import Wording
from .engine import Engine, Reading
from .heads import Marked, Said, acts_of, marked, statements_of
from .labels import ACTS
from .shipped import shipped
from .space import SIZE, Floats, centred, shipped_means
from .tagging import shares_of
from .words import Window, windows

__all__ = ["Understanding", "Understood", "mention_logits", "understood"]

_LONGEST = 40
"""Windows of a text that are read, about 20,000 characters: an article, but not a book, which
would take minutes. Rules and lists read the rest."""

_LOOKED_AT = 200_000
"""Code points that are cut into windows at all: twice what so many windows hold where every piece
has 16 characters, as the longest have."""

_MEANT = 3
"""Windows whose mean is a text's vector: a post, or what matters of an article; not tuned."""

_ACT = 128
"""Pieces of what was said whose vector is asked for its act: the first few lines; not tuned."""

_CUES = 0.7
"""Share of words and meaning beside the head, of which acts are asked; chosen among .3, .5, .7, 1
and 2 by the acts of ``python -m evaluation.run --only "own dev"``; all are better than none."""

_LEAST = 1e-4
"""Probability below which the head's doubt counts no more; not tuned."""

_KEPT = 512
"""Windows whose readings are kept: several pages of posts; 260 MB where every piece is a word, as
half a megabyte is kept of such a window. Not tuned."""

_TOGETHER = 96
"""Windows that are read together where it is known which texts come next; not tuned."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What the heads say of one text; offsets are code points of it.

    :ivar mentions: names, weapons and dates, in order.
    :ivar statements: in the order of the words that they hang on.
    :ivar parts: trigger, actors and place, in order.
    :ivar read: the windows of the text, and what the heads say of each.
    :ivar tagged: for each window logits of the tags of mentions, all opinions together.
    """

    mentions: tuple[Marked, ...] = ()
    statements: tuple[Said, ...] = ()
    parts: tuple[Marked, ...] = ()
    read: tuple[tuple[Window, Reading], ...] = ()
    tagged: tuple[Floats, ...] = ()

    @property
    def vector(self) -> Floats:
        """The mean of what the first windows mean: (384,); zeros where there is no word."""
        return _mean([r.text for _, r in self.read[:_MEANT] if r.text is not None])

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
        self._size = 0
        self._coming: deque[str] = deque()
        self._lock = Lock()

    def of(self, text: str) -> Understood:
        """Return what the heads say of ``text``."""
        with self._lock:
            known = self._kept.get(text)
            if known is not None:
                self._kept.move_to_end(text)
                return known
            missing = self._next(text)
        found = self._read(missing)
        with self._lock:
            self._keep(found)
        return found[text]

    def expect(self, texts: Sequence[str]) -> None:
        """Tell which texts will be asked for next, so that they can be read together.

        It makes them faster and changes nothing else: each is read as if it were alone.
        """
        with self._lock:
            self._coming = deque(dict.fromkeys(texts))

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Return :attr:`Understood.vector` of each text, without asking the heads: (texts, 384)."""
        cut = [self._windows(text)[:_MEANT] for text in texts]
        found = iter(self.engine.meanings([window for each in cut for window in each]))
        means = [_mean([next(found) for _ in each]) for each in cut]
        return np.stack(means) if means else np.zeros((0, SIZE), dtype=np.float32)

    def acts(
        self,
        text: str,
        cue: Span | None,
        content: Sequence[Span],
        language: str = "",
        hints: Mapping[Act, float] | None = None,
    ) -> Mapping[Act, float] | None:
        """Return how probable each act is of a statement that was found by other means.

        :param language: ISO 639 code, or empty.
        :param hints: how much words speak for some of the acts.
        :returns: None where no window holds the first words of both cue and content.
        """
        for window, reading in self.of(text).read:
            said = [n for run in content for n in window.overlapping(run.start, run.end)]
            hangs = window.overlapping(cue.start, cue.end) if cue else said
            if said and hangs:
                head = acts_of(reading, hangs[0], np.array(said), self.engine.weights)
                words = " ".join(run.of(text) for run in content)
                wording = Wording(words, cue.of(text) if cue else "", language, hints or {})
                return self._together(head, wording)
        return None

    def _together(self, head: Mapping[Act, float], wording: Wording) -> Mapping[Act, float]:
        """Return what the head says, and what words and meaning say, as one."""
        cues = self.engine.act_cues
        if cues is None:
            return head
        vector = centred(
            self.engine.vectors([wording.told], limit=_ACT), [wording.language], shipped_means()
        )
        logits = cues.logits(wording, vector[0])
        said = np.log(np.maximum([head[act] for act in ACTS], _LEAST))
        shares = shares_of((said + _CUES * logits)[None])[0]
        return dict(zip(ACTS, map(float, shares), strict=True))

    def _next(self, text: str) -> dict[str, list[Window]]:
        """Return the windows of ``text`` and of some texts that will be asked for after it."""
        found = {text: self._windows(text)}
        if text not in self._coming:
            return found
        left = _TOGETHER - len(found[text])
        while self._coming and left > 0:
            coming = self._coming.popleft()
            if coming not in found and coming not in self._kept:
                found[coming] = self._windows(coming)
                left -= len(found[coming])
        return found

    def _windows(self, text: str) -> list[Window]:
        return windows(text[:_LOOKED_AT], self.engine.pieces)[:_LONGEST]

    def _read(self, texts: Mapping[str, Sequence[Window]]) -> dict[str, Understood]:
        meant = [number < _MEANT for cut in texts.values() for number in range(len(cut))]
        read = iter(self.engine.read([w for cut in texts.values() for w in cut], meant))
        return {
            text: self._joined(text, [(window, next(read)) for window in cut])
            for text, cut in texts.items()
        }

    def _keep(self, found: Mapping[str, Understood]) -> None:
        for text, each in found.items():
            if text not in self._kept:
                self._kept[text] = each
                self._size += _size(each)
        while self._size > _KEPT and len(self._kept) > len(found):
            _, gone = self._kept.popitem(last=False)
            self._size -= _size(gone)

    def _joined(self, text: str, read: Sequence[tuple[Window, Reading]]) -> Understood:
        tagged = tuple(mention_logits(self.engine, text, *each) for each in read)
        return Understood(
            mentions=_marked("mentions", read, tagged),
            statements=tuple(
                said for w, r in read for said in statements_of(w, r, self.engine.weights)
            ),
            parts=_marked("parts", read, [reading.parts for _, reading in read]),
            read=tuple(read),
            tagged=tagged,
        )


def _size(found: Understood) -> int:
    """Return as how many windows a text counts: one even where there is no word in it."""
    return max(1, len(found.read))


def mention_logits(engine: Engine, text: str, window: Window, reading: Reading) -> Floats:
    """Return logits of the tags of mentions in a window of ``text``, all opinions together."""
    if engine.name_cues is None or reading.names is None:
        return reading.mentions
    return engine.name_cues.beside(reading.mentions, reading.names, text, window)


def _marked(
    head: str, read: Sequence[tuple[Window, Reading]], logits: Sequence[Floats]
) -> tuple[Marked, ...]:
    windows_told = zip((window for window, _ in read), logits, strict=True)
    return tuple(run for window, told in windows_told for run in marked(head, window, told))


def _mean(vectors: Sequence[Floats]) -> Floats:
    found: Floats = np.mean(vectors, axis=0) if vectors else np.zeros(SIZE, dtype=np.float32)
    return found


@cache
def understood() -> Understanding:
    """Return the understanding of the package's own model.

    :raises MissingToolError: its files are not there.
    """
    return Understanding(shipped())
