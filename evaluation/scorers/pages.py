"""Scores of reading web pages: words of the text, and facts that are right, wrong or missing."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from enum import StrEnum

from evaluation.scorers.attribution import Prf

__all__ = ["Outcome", "fact", "word_prf", "words"]

_WORD = re.compile(r"\w+")


class Outcome(StrEnum):
    """What became of one fact of a page; a missing fact is better than a wrong one."""

    RIGHT = "right"
    WRONG = "WRONG"
    MISSING = "missing"


def words(text: str) -> list[str]:
    """Return the words of ``text`` in compatibility form, case folded."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def word_prf(gold: str, found: str) -> Prf:
    """Count words as a bag: each occurrence in ``gold`` can be found once, in any order."""
    wanted, given = Counter(words(gold)), Counter(words(found))
    return Prf((wanted & given).total(), given.total(), wanted.total())


def fact(gold: str, found: str | None) -> Outcome:
    """Compare a fact by its words, so that quotation marks and spaces do not count."""
    if not found:
        return Outcome.MISSING
    return Outcome.RIGHT if words(gold) == words(found) else Outcome.WRONG
