"""Word lists of the extraction stage, folded the way that the text they meet is folded."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from ..text import normalise

__all__ = ["LANGUAGES", "alternation", "fold", "pattern", "read_toml", "rules_language"]

LANGUAGES = ("en", "ar", "fa")
"""Languages that have word lists here."""

_DIALECTS = {
    "arz": "ar",
    "apc": "ar",
    "ary": "ar",
    "ars": "ar",
    "acm": "ar",
    "prs": "fa",
    "pes": "fa",
}


def rules_language(language: str | None) -> str:
    """Return which of :data:`LANGUAGES` has the rules for ``language``; English for others."""
    code = (language or "").split("-")[0]
    code = _DIALECTS.get(code, code)
    return code if code in LANGUAGES else "en"


@cache
def read_toml(name: str) -> Mapping[str, Any]:
    """Return the lexicon ``name`` of the package's ``data`` folder. Read once."""
    return tomllib.loads((files(__package__) / "data" / name).read_text(encoding="utf-8"))


def fold(text: str) -> str:
    """Return ``text`` folded for matching; regular expressions without capital escapes survive."""
    return normalise(text).text


def alternation(patterns: Iterable[str]) -> str:
    """Return a group that matches any of ``patterns`` (regular expressions), longest first."""
    ordered = sorted({fold(p) for p in patterns}, key=lambda p: (-len(p), p))
    return "(?:" + "|".join(ordered) + ")"


def pattern(patterns: Iterable[str]) -> re.Pattern[str]:
    """Compile ``patterns`` into one expression for folded text, on word boundaries.

    A pattern that ends in ``*`` written as ``…\\w*`` opens the boundary by itself.
    """
    return re.compile(rf"(?<!\w){alternation(patterns)}(?!\w)")
