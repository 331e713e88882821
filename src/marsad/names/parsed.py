"""Cut a name into its parts: kunya, given names, "son of", nisba; or the words of a body."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from marsad.text import normalise

from .wordlists import WordLists, concept, folded, word_lists

__all__ = ["Kind", "Parsed", "Part", "parsed"]

_LONGEST = 300
"""Characters of a name that are looked at: what is asked comes from outside."""

_MOST = 10
"""Parts of a name that are compared."""

_WORD = re.compile(r"[^\W_]+(?:['`’ʼ׳״\".][^\W_]+)*")
_ACRONYM = re.compile(r"(?:[A-Z]\.?){2,7}")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)?")

_FATHER_OF = re.compile(
    r"(?:abou|abo|abu|ebu)(?:l(?=[a-z]{4}))?([a-z]{4,})|ابو(?:ال)?(.{3,})|абу(?:ль)?(.{4,})"
)
_SERVANT_OF = re.compile(
    r"abd(?:[aeiou]l|[aeiou](?=([b-df-hj-np-tv-z])\1)[a-z]|[aeou])?([a-z]{3,})"
    r"|عبد(?:ال)?(.{2,})|абд(?:[аеуо]ль?|[аеуо](?=(.)\4).)?(.{2,})|עבד(?:אל)?(.{2,})"
)
"""Kunya and servant names written together; the last group is what follows."""

_GOD = re.compile(r"(?:al|l)?l[ao]h?|лл?ах?|(?:ال|ل)?له|(?:אל|ל)?לה|allah")
"""What is left of God's name behind "servant"."""

_WITH_ARTICLE = 4
_NO_ARTICLE = frozenset(("الله", "الیاس", "الیا", "الهه", "الهام", "الکس", "الکساندر"))
"""Words that begin with what looks like an article, folded; own list."""

_NISBA = ("ی", "i", "y", "и", "й", "י")


class Kind(StrEnum):
    """What a part of a name is."""

    NAME = "name"
    FATHER = "kunya"
    MOTHER = "kunya of a woman"
    SERVANT = "servant of God"
    SON = "son of"
    WORD = "word of a body"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Part:
    """One part.

    :ivar text: its folded letters without article; of a kunya what follows "father of".
    :ivar concept: of a word of a body what it says in any language.
    :ivar nisba: it has an article, or an ending that tells where somebody comes from.
    """

    kind: Kind
    text: str
    concept: str | None = None
    nisba: bool = False


@dataclass(frozen=True, slots=True)
class Parsed:
    """A name in parts.

    :ivar titles: words that were passed over.
    :ivar acronym: letters of a name that is nothing but an acronym.
    :ivar inverted: the family name came first, before a comma.
    """

    parts: tuple[Part, ...]
    titles: tuple[str, ...] = ()
    acronym: str = ""
    inverted: bool = False

    @property
    def body(self) -> bool:
        """Whether a word tells that the name is that of a body."""
        known = word_lists().body
        return any(part.kind is Kind.WORD and part.concept in known for part in self.parts)


@lru_cache(maxsize=50_000)
def parsed(name: str) -> Parsed:
    """Return the parts of a name in any script."""
    name = name[:_LONGEST].strip()
    acronym = folded(name) if _ACRONYM.fullmatch(name) else ""
    before, comma, after = name.partition(",")
    inverted = bool(comma and before.strip() and after.strip() and "," not in after)
    words = _words(f"{after} {before}" if inverted else name)
    known = word_lists()
    words, titles = _without_titles(words, known)
    found = tuple(_parts(words, known))[:_MOST]
    return Parsed(found, titles, acronym, inverted)


def _words(name: str) -> list[str]:
    return _WORD.findall(normalise(name).text.replace("־", " "))


def _without_titles(words: list[str], known: WordLists) -> tuple[list[str], tuple[str, ...]]:
    titles: list[str] = []
    while (count := _title(words, known)) and _names(words[count:], known):
        titles += words[:count]
        words = words[count:]
    while len(words) > 1 and folded(words[-1]) in known.behind:
        titles.append(words[-1])
        words = words[:-1]
    return words, tuple(titles)


def _title(words: Sequence[str], known: WordLists) -> int:
    """Return how many of the first words are a title."""
    for count in range(min(known.longest, len(words)), 0, -1):
        run = " ".join(map(folded, words[:count]))
        if run in known.titles or (run.startswith("لل") and f"ال{run[2:]}" in known.titles):
            rest = [folded(word) for word in words[count:]]
            body = any(word.isdigit() or concept(word) in known.body for word in rest)
            return 0 if body else count
    return 0


def _names(words: Sequence[str], known: WordLists) -> bool:
    return any(folded(w) not in known.articles | known.small | known.son for w in words)


def _parts(words: Sequence[str], known: WordLists) -> Iterator[Part]:
    kind, article = Kind.NAME, False
    body = any(concept(folded(word)) in known.body for word in words)
    left = [word for word in map(folded, words) if word]
    for place, word in enumerate(left):
        last = place == len(left) - 1
        found = None if last else _marks(word, known, first=place == 0)
        if found is not None:
            kind = found if kind is Kind.NAME else kind
            article = article or word in known.articles
        else:
            yield _part(word, kind, article=article, body=body)
            kind, article = Kind.NAME, False


def _marks(word: str, known: WordLists, *, first: bool) -> Kind | None:
    """Return what a small word makes of the part that follows; None where it is a part itself."""
    if word in known.father:
        return Kind.FATHER
    if word in known.mother:
        return Kind.MOTHER
    if word in known.servant:
        return Kind.SERVANT
    if word in known.son:
        return Kind.SON if first else Kind.NAME
    return Kind.NAME if word in known.articles or word in known.small else None


def _part(word: str, kind: Kind, *, article: bool, body: bool) -> Part:
    if (number := _ORDINAL.fullmatch(word)) is not None:
        return Part(Kind.NUMBER, number[1].lstrip("0") or "0")
    said = concept(word) if kind is Kind.NAME else None
    if body and said:
        return Part(Kind.WORD, _bare(word), said)
    if kind is Kind.NAME:
        kind, word = _taken_apart(word)
    bare = "allah" if kind is Kind.SERVANT and _GOD.fullmatch(word) else _bare(word)
    return Part(kind, bare, said, article or bare != word or word.endswith(_NISBA))


def _taken_apart(word: str) -> tuple[Kind, str]:
    """Return the kind of a word, and what follows where two are written together."""
    for kind, pattern in ((Kind.FATHER, _FATHER_OF), (Kind.SERVANT, _SERVANT_OF)):
        found = pattern.fullmatch(word)
        if found is not None:
            return kind, word[found.start(found.lastindex or 0) :]
    return Kind.NAME, word


def _bare(word: str) -> str:
    """Return ``word`` without an article that is written together with it."""
    stripped = word.startswith("ال") and len(word) >= _WITH_ARTICLE and word not in _NO_ARTICLE
    return word[2:] if stripped else word
