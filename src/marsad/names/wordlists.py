"""Lists of words that names are made of besides names: titles, words of bodies, small words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from marsad.text import normalise, script

from .alike import lines

__all__ = ["WordLists", "concept", "folded", "word_lists"]


@dataclass(frozen=True, slots=True)
class WordLists:
    """Folded words.

    :ivar titles: runs of words that stand before a person's name; ``longest`` words at most.
    :ivar concepts: what a word of a body's name says, in any language.
    :ivar optional: concepts that a name is often without.
    :ivar behind: titles that stand behind a name.
    :ivar body: concepts of which one tells that a name is that of a body.
    """

    titles: frozenset[str]
    longest: int
    concepts: Mapping[str, str]
    optional: frozenset[str]
    articles: frozenset[str]
    small: frozenset[str]
    son: frozenset[str]
    father: frozenset[str]
    mother: frozenset[str]
    servant: frozenset[str]
    behind: frozenset[str]
    body: frozenset[str]


@lru_cache(maxsize=100_000)
def concept(word: str) -> str | None:
    """Return what a folded word says, article and clitics left off; None where it is a name."""
    known = word_lists().concepts
    return next((known[form] for form in _forms(word) if form in known), None)


@lru_cache(maxsize=100_000)
def folded(word: str) -> str:
    """Return a word folded, without signs."""
    return "".join(letter for letter in normalise(word).text if letter.isalnum())


def _forms(word: str) -> list[str]:
    """Return a word and what is left of it without an article or clitic."""
    found = [word]
    for prefix in _CLITICS.get(script(word) or "", ()):
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            found.append(word[len(prefix) :])
    return found


_CLITICS = {
    "Arabic": ("ال", "لل", "وال", "بال", "ل", "ب", "و"),
    "Hebrew": ("ה", "ב", "ל", "אל", "ו", "מה"),
}


@cache
def word_lists() -> WordLists:
    """Return the lists, read once."""
    titles = {
        " ".join(map(folded, each.split(".")))
        for line in lines("titles.txt")
        for each in line.split()
    }
    concepts: dict[str, str] = {}
    optional = set()
    for line in lines("words.txt"):
        name, _, words = line.partition(":")
        concept = name.removeprefix("*")
        concepts |= {folded(word): concept for word in words.split()}
        optional |= {concept} if name.startswith("*") else set()
    longest = max(title.count(" ") + 1 for title in titles)
    small = dict(line.split(": ") for line in lines("small.txt"))
    sets = {name: frozenset(map(folded, words.split())) for name, words in small.items()}
    return WordLists(frozenset(titles), longest, concepts, frozenset(optional), **sets)
