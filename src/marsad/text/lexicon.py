"""Read the word lists that are written into the code of this folder."""

from __future__ import annotations

__all__ = ["words"]


def words(text: str) -> frozenset[str]:
    """Return the words of ``text``, which are set apart by white space."""
    return frozenset(text.split())
