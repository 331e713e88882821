"""Translate from a memory: texts that someone has translated before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from marsad.model import Alignment, Passage, Span, Translation
from marsad.text import Normalised, normalise

from .align import align_quotations
from .tmx import Unit, read_tmx

__all__ = ["TranslationMemory"]


class TranslationMemory:
    """A :class:`marsad.ports.Translator` that knows whole passages by heart.

    ``recipe`` changes with the content. A passage matches a unit that reads exactly so or,
    failing that, one that reads so when both are normalised (digits, letter variants, vowel
    signs, white space). The first unit of a text wins. Alignments come from the unit's marked
    runs and from quotations that correspond.
    """

    def __init__(self, units: Iterable[Unit]) -> None:
        self._exact: dict[str, Unit] = {}
        self._folded: dict[str, Unit] = {}
        digest = hashlib.sha256()
        for unit in units:
            if unit.original in self._exact or not unit.original.strip():
                continue
            self._exact[unit.original] = unit
            self._folded.setdefault(_key(normalise(unit.original)), unit)
            digest.update(repr(unit).encode("utf-8", "surrogatepass"))
        self.recipe = f"memory/1+{digest.hexdigest()[:12]}"

    @classmethod
    def read(cls, paths: Sequence[Path]) -> TranslationMemory:
        """Read TMX files; of two units for one text the one read first counts.

        :raises UnreadableError: a file is not TMX.
        :raises TooLargeError: a file is larger than the bound.
        """
        return cls(unit for path in paths for unit in read_tmx(path))

    def __len__(self) -> int:
        return len(self._exact)

    def translate(self, passage: Passage, original: str) -> Translation | None:
        """Return the remembered translation of ``original``, or None.

        The alignments' spans are relative to ``original`` and to the translation.
        """
        unit = self._exact.get(original)
        if unit is None:
            folded = normalise(original)
            unit = self._folded.get(_key(folded))
            if unit is None:
                return None
            marked = _moved(unit, folded)
        else:
            marked = unit.alignments
        quoted = align_quotations(original, unit.translation)
        known = {pair.original for pair in marked}
        pairs = (*marked, *(pair for pair in quoted if pair.original not in known))
        return Translation(passage.id, unit.translation, "memory", not unit.human, pairs)


def _key(folded: Normalised) -> str:
    return folded.text.strip()


def _moved(unit: Unit, target: Normalised) -> tuple[Alignment, ...]:
    """Return the unit's alignments with their original spans moved to a text that folds alike."""
    source = normalise(unit.original)
    shift = _lead(target.text) - _lead(source.text)
    moved = []
    for pair in unit.alignments:
        span = source.normalised(pair.original)
        # A run's edge may lie on white space that the other text lacks.
        start = min(max(0, span.start + shift), len(target.text))
        end = min(max(start, span.end + shift), len(target.text))
        moved.append(Alignment(target.original(Span(start, end)), pair.translated))
    return tuple(moved)


def _lead(text: str) -> int:
    return len(text) - len(text.lstrip())
