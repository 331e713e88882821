"""Try engines in order, and say plainly where a passage stays untranslated."""

from __future__ import annotations

from collections.abc import Sequence

from marsad.model import Passage, Translation
from marsad.ports import Translator

__all__ = ["Untranslated", "translate_passage"]


class Untranslated:
    """The engine of last resort: the original stands in for the translation, marked as such."""

    recipe = "none/1"

    def translate(self, passage: Passage, original: str) -> Translation:
        """Return ``original`` itself with engine ``none``."""
        return Translation(passage.id, original, "none", machine=False)


def translate_passage(
    passage: Passage, original: str, engines: Sequence[Translator]
) -> Translation:
    """Return the translation of the first engine that has one, else the untranslated original.

    English passages are their own translation (engine ``original``) and no engine is asked.

    :param original: the passage's own text, not the whole version's.
    """
    if passage.language == "en":
        return Translation(passage.id, original, "original", machine=False)
    for engine in engines:
        found = engine.translate(passage, original)
        if found is not None:
            return found
    return Untranslated().translate(passage, original)
