"""Translate passages into English, keeping which run of the translation renders which run of the
original.

``translate_passage`` asks engines in turn; ``TranslationMemory`` is the built-in one;
``read_tmx`` and ``write_tmx`` exchange memories with other tools.
"""

from .align import align_quotations
from .engines import Untranslated, translate_passage
from .memory import TranslationMemory
from .tmx import Unit, read_tmx, write_tmx

__all__ = [
    "TranslationMemory",
    "Unit",
    "Untranslated",
    "align_quotations",
    "read_tmx",
    "translate_passage",
    "write_tmx",
]
