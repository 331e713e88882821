"""Names as the letters that are compared: folded as for searching, their ends marked."""

from __future__ import annotations

from functools import lru_cache

from marsad.text import normalise, script

__all__ = ["FIRST", "LAST", "bare", "marked", "script_of"]

FIRST, LAST = "^", "$"
"""Stand before the first letter and behind the last: letters sound otherwise there."""

_KEPT = 100_000
"""Words of which the form is kept: the same ones are compared again and again."""


def bare(name: str) -> str:
    """Return the letters of one word of a name, folded."""
    return "".join(letter for letter in normalise(name).text if letter.isalpha())


@lru_cache(maxsize=_KEPT)
def marked(name: str) -> str:
    """Return :func:`bare` between marks of its ends."""
    return f"{FIRST}{bare(name)}{LAST}"


@lru_cache(maxsize=_KEPT)
def script_of(name: str) -> str:
    """Return the script of a name, as in :func:`marsad.text.script`; Latin if it has none."""
    return script(name) or "Latin"
