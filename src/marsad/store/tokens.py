"""Folded text as tokens: runs of letters, marks, digits and private characters.

These are the classes that the FTS5 table is made with (``L* M* N* Co``), so that both databases
cut text at the same places.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["placed_tokens", "tokens"]

_KEPT = ("L", "M", "N")
_RUN = re.compile("[^ ]+")


class _Blanks(dict[int, int]):
    """Code point → itself, or a space where no token holds it; filled as characters are met."""

    def __missing__(self, code: int) -> int:
        category = unicodedata.category(chr(code))
        kept = code if category[0] in _KEPT or category == "Co" else 0x20
        self[code] = kept
        return kept


_BLANKS = _Blanks()


def tokens(folded: str) -> list[str]:
    """Return the tokens of ``folded`` in their order."""
    return [token for token in folded.translate(_BLANKS).split(" ") if token]


def placed_tokens(folded: str) -> list[tuple[str, int, int]]:
    """Return the tokens of ``folded`` with where each begins and ends, in code points."""
    found = _RUN.finditer(folded.translate(_BLANKS))
    return [(run[0], run.start(), run.end()) for run in found]
