"""The consonants of a word in whatever script, finer than keys, which let all pass.

Which sounds a letter may stand for is written by hand, for Arabic, Persian, Urdu, Hebrew, Russian,
Turkish and Latin spellings together. Sounds are written in Latin letters; ``C`` stands for ch,
``S`` for sh, ``X`` for kh, ``q`` for k too.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, product

from .letters import script_of

__all__ = ["consonants", "edits", "within_latin"]


def _read(table: str) -> dict[str, tuple[str, ...]]:
    rows = (row.split("=") for row in table.split())
    return {
        letters: tuple(sounds.replace("-", "") for sounds in s.split(",")) for letters, s in rows
    }


_SOUNDS = {
    "Latin": _read(
        "b=b c=q,j,C,s ch=C,S,X ck=q d=d dh=d,z dj=j f=f g=g,j gh=g,q h=-,X j=j k=q kh=X l=l m=m "
        "n=n p=p ph=f q=q r=r s=s,S sch=S sh=S t=t tch=C th=t,s ts=z,s tz=z,s v=v "
        "w=v,- x=qs z=z zh=j"
    ),
    "Arabic": _read(
        "ب=b,p پ=p ت=t ٹ=t ث=s,t ج=j,g چ=C ح=-,X خ=X د=d ڈ=d ذ=z,d ر=r ڑ=r,d ز=z ژ=j س=s ش=S "
        "ص=s ض=d,z ط=t ظ=z,d غ=g,q ف=f,v ق=q,g ک=q گ=g ل=l م=m ن=n ں=n,- و=-,v ه=-,X تش=C"
    ),
    "Hebrew": _read(
        "ב=b,v ג=g,j ד=d ה=-,X ו=-,v ז=z ח=X,- ט=t כ=q,X ך=X,q ל=l מ=m ם=m נ=n ן=n ס=s פ=p,f ף=f,p "
        "צ=s,z,C,d ץ=s,z,C ק=q ר=r ש=S,s ת=t"
    ),
    "Cyrillic": _read(
        "б=b в=v г=g,X,- д=d ж=j з=z,d к=q л=l м=m н=n п=p р=r с=s т=t ф=f,t х=X,- ц=z,s ч=C ш=S "
        "щ=S дж=j кс=qs"
    ),
}
_LETTERS = {
    script: re.compile("|".join(sorted(table, key=len, reverse=True)))
    for script, table in _SOUNDS.items()
}
_MOST = 128
"""Ways in which the consonants of a word are read."""

_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = (
    (re.compile("ou|oo|u|w"), "o"),
    (re.compile("ee|ei|ai|ay|ey|e"), "i"),
    (re.compile("y|j"), "i"),
    (_DOUBLED, r"\1"),
    (re.compile("[^aio]"), ""),
)

_NEAR, _FAR = 0.34, 0.67
"""Share of vowels that differ: up to the first, two spellings; from the second, two names. Chosen
on the development part of ``evaluation/gold/names/pairs.tsv``."""

_LONG = 7
"""Letters from which one that differs is a slip."""


@lru_cache(maxsize=100_000)
def consonants(word: str) -> frozenset[str]:
    """Return the ways in which the consonants of a folded word may be read."""
    script = script_of(word)
    if script not in _SOUNDS:
        return frozenset()
    table = _SOUNDS[script]
    ways = product(*(table[part] for part in _LETTERS[script].findall(word)))
    found = {_DOUBLED.sub(r"\1", "".join(way)) for way in islice(ways, _MOST)}
    return frozenset(found | {each[:-1] + "d" for each in found if each.endswith("t")})


def within_latin(first: str, second: str) -> float:
    """Return how probable it is that two folded Latin words are spellings of one: 0 to 1.

    Pairs of Latin spellings of one Arabic name taught a regression next to nothing, since half of
    them are two names that Arabic writes alike; so this is by hand.
    """
    if not consonants(first) & consonants(second):
        slip = min(len(first), len(second)) >= _LONG and edits(first, second) == 1
        return 0.5 if slip and first[0] == second[0] else 0.0
    vowels = _vowels(first), _vowels(second)
    apart = edits(*vowels) / max(1, *map(len, vowels))
    if apart <= _NEAR:
        return 0.85 if apart else 0.95
    return 0.6 if apart < _FAR else 0.2


@lru_cache(maxsize=100_000)
def _vowels(word: str) -> str:
    for pattern, letters in _VOWELS:
        word = pattern.sub(letters, word)
    return word


def edits(first: str, second: str) -> int:
    """Return how many letters have to be added, taken away or changed."""
    row = list(range(len(second) + 1))
    for i, letter in enumerate(first, 1):
        last, row[0] = row[0], i
        for j, other in enumerate(second, 1):
            last, row[j] = row[j], min(last + (letter != other), row[j] + 1, row[j - 1] + 1)
    return row[-1]
