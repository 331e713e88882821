"""Which language a name in its original script is in, where its letters tell."""

from __future__ import annotations

import re

from ...text import script

__all__ = ["language_of_name"]

_ONE_LANGUAGE = {
    "Hebrew": "he",
    "Hangul": "ko",
    "Kana": "ja",
    "Armenian": "hy",
    "Georgian": "ka",
    "Greek": "el",
    "Thai": "th",
    "Bengali": "bn",
    "Tamil": "ta",
    "Han": "zh",
}
"""Scripts in which lists write names of one language only, and that language."""

_PASHTO = re.compile("[ټځڅډړږښڼېۍ]")
_URDU = re.compile("[ٹڈڑےں]")
_PERSIAN = re.compile("[پچژگکی]")
_ARABIC = re.compile("[ةىأإؤئ]|ي(?![ئ])|ك")


def language_of_name(name: str) -> str:
    """Return the ISO 639-1 code, or an empty text where the letters do not tell.

    Letters that only Persian and its neighbours have may be any of theirs, so they tell nothing.
    """
    written = script(name)
    if written != "Arabic":
        return _ONE_LANGUAGE.get(written or "", "")
    for code, letters in (("ps", _PASHTO), ("ur", _URDU), ("", _PERSIAN), ("ar", _ARABIC)):
        if letters.search(name):
            return code
    return ""
