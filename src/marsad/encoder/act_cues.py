"""What words and meaning of a content say of the act, beside what the head says.

The head was fitted together with many others, and to whole posts; a plain sum of weights, one for
each word and one for each number of the content's vector, learns from single sentences, too. Both
err in other places, and together they err less.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from marsad.model import Act
from marsad.text import normalise

from .incident_cues import Keys, places
from .space import Floats

__all__ = ["ACT_FILE", "OUTRIGHT", "ActCues", "Wording"]

ACT_FILE = "acts.npz"
"""In the folder of a model; a model without it asks its head alone."""

_HEAD = 400
"""Code points of a content that are looked at: the act is performed at its beginning."""

_STEM = 5
"""Letters of a word that are kept beside the whole; not tuned."""

_PARTS = (3, 4)
"""Letters in a row that are looked at: without them two points lower (``models.encoder.acts --folds
5``, contents that no word settles)."""

OUTRIGHT = 1.5
"""Weight from which words settle the act; chosen among .4, 1, 1.5, 1.9 and words alone, put in
here, by the acts of ``python -m evaluation.run --only "own dev"``."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Wording:
    """How something was said.

    :ivar content: what is said, in the original.
    :ivar cue: the words that attribute it; empty for the channel's own voice.
    :ivar language: ISO 639 code, or empty.
    :ivar hints: how much the lists of words speak for each act.
    """

    content: str
    cue: str = ""
    language: str = ""
    hints: Mapping[Act, float] = field(default_factory=dict)

    @property
    def told(self) -> str:
        """What the vector is made of: the cue, and the beginning of the content."""
        content = self.content[:_HEAD]
        return f"{self.cue}: {content}" if self.cue else content

    @property
    def keys(self) -> Keys:
        """Numbers of what is seen in it: checksums of descriptions (``0=stop``: the first word)."""
        seen = {zlib.crc32(each.encode()) for each in self._seen()}
        return np.array(sorted(seen), dtype=np.uint32)

    def _seen(self) -> Iterator[str]:
        words = _words(self.content[:_HEAD])
        yield "any"
        yield f"{self.language} {'cue' if self.cue else 'own'}"
        yield f"{min(5, len(words) // 8)} long"
        yield from (f"has {sign}" for sign in "?؟!" if sign in self.content)
        yield from words
        yield from (f"{word[:_STEM]}~" for word in words if len(word) > _STEM)
        yield from (f"{one} {other}" for one, other in pairwise(words))
        yield from (f"{at}={word}" for at, word in enumerate(words[:3]))
        yield from (f"cue {word}" for word in _words(self.cue))
        yield from (f"cue {word[:4]}~" for word in _words(self.cue))
        yield from (f"~{part}~" for word in words for part in _parts(word))
        yield from self._hinted()

    def _hinted(self) -> Iterator[str]:
        yield from (f"hint {act}" for act in self.hints)
        yield from (f"outright {act}" for act, weight in self.hints.items() if weight >= OUTRIGHT)
        if self.hints:
            yield f"most {max(self.hints, key=self.hints.__getitem__)}"


def _parts(word: str) -> Iterator[str]:
    """Yield what of a word may stand in others too: three and four letters in a row."""
    yield from (word[at : at + size] for size in _PARTS for at in range(len(word) - size + 1))


def _words(text: str) -> list[str]:
    return _WORD.findall(normalise(text).text.casefold())


class ActCues:
    """Weights of what is seen of a statement, for each act.

    :param path: holds ``keys``, sorted (:attr:`Wording.keys`), and for each of them ``numbers`` of
        eight bits (keys, acts), which ``scale`` makes weights of; ``meaning`` (384, acts).
    """

    def __init__(self, path: Path) -> None:
        with np.load(path) as kept:
            self._keys: Keys = kept["keys"]
            self._numbers: NDArray[np.int8] = kept["numbers"]
            self._scale = float(kept["scale"])
            self._meaning: Floats = kept["meaning"].astype(np.float32)

    def logits(self, wording: Wording, vector: Floats) -> Floats:
        """Return how much speaks for each of :data:`~marsad.encoder.labels.ACTS`: (acts,).

        :param vector: of :attr:`Wording.told`, without what its language makes of it: (384,).
        """
        rows = self._numbers[places(self._keys, wording.keys)]
        found: Floats = rows.sum(axis=0, dtype=np.float32) * self._scale + vector @ self._meaning
        return found
