"""Other forms of a word: with and without article, particles and endings that are written on.

What Larkey, Ballesteros and Connell (2007, "Light stemming for Arabic") take off a word is put on
again: all that their stemmer would reduce to the same stem are forms of one word. Otherwise than
theirs, a word is not robbed of a letter that may be its own: neither of a particle of one letter
(وزیر is not زیر), nor of ی (سلیمانی is not سلیمان). Endings of Persian plurals are among these; for
English only the plural is. Broken plurals are not formed.

All in folded spelling (:func:`marsad.text.normalise`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["forms"]

_ARTICLES = ("ال", "وال", "بال", "فال", "کال", "لل", "ولل")
_PARTICLES = ("", "و", "ب", "ل")
_DEFINITE = ("", "ه", "ات", "ان", "ین", "ون", "یه")
"""Endings behind an article, which no pronoun can follow."""
_INDEFINITE = (*_DEFINITE, "ها", "های", "هایی", "هم", "ی")
_TAKEN_OFF = ("هایی", "های", "ها", "ات", "یه", "ین", "ون", "ه")
_FEMININE = ("", "ها", "های", "هایی")
"""Endings behind a final ه."""
_BOUND = ("", "ها", "هم", "نا", "ی")
"""Endings behind the ت that a final ه becomes; alone it is the Persian spelling of ة."""

_LEAST = 3
"""Letters of a stem: of two, too many other words are made. Larkey and others leave two."""

_ARABIC = re.compile("[\u0621-\u064a\u067e-\u06d3]+")
_LATIN = re.compile("[a-z]{3,}")


def forms(word: str) -> tuple[str, ...]:
    """Return ``word`` and other forms of it, as far as there may be any; most of them are none.

    :param word: one folded word.
    """
    if _LATIN.fullmatch(word):
        return tuple(dict.fromkeys((word, *_english(word))))
    if not _ARABIC.fullmatch(word):
        return (word,)
    made = (form for bare in _bare(word) for form in _around(bare))
    return tuple(dict.fromkeys((word, *made)))


def _english(word: str) -> tuple[str, ...]:
    if word.endswith("ies"):
        return (f"{word[:-3]}y",)
    if word.endswith("s") and not word.endswith("ss"):
        return (word[:-1],)
    return (f"{word[:-1]}ies",) if word.endswith("y") and word[-2] not in "aeiou" else (f"{word}s",)


def _bare(word: str) -> tuple[str, ...]:
    """Return the word without article, and that without its ending."""
    begun = [
        word[len(a) :] for a in _ARTICLES if word.startswith(a) and len(word) - len(a) >= _LEAST
    ]
    bare = min(begun, key=len, default=word)
    ended = [bare[: -len(e)] for e in _TAKEN_OFF if bare.endswith(e)]
    return tuple(dict.fromkeys((bare, *(e for e in ended[:1] if len(e) >= _LEAST))))


def _around(bare: str) -> Iterator[str]:
    """Yield ``bare`` with what may stand before and behind it."""
    if len(bare) < _LEAST:
        return
    feminine = bare.endswith("ه")
    definite, indefinite = (("",), _FEMININE) if feminine else (_DEFINITE, _INDEFINITE)
    for article in _ARTICLES:
        yield from (article + bare + ending for ending in definite)
    stem = bare[:-1] if bare[-1] in "هت" and len(bare) > _LEAST else ""
    for particle in _PARTICLES:
        yield from (particle + bare + ending for ending in indefinite)
        if stem:
            yield from (particle + stem + "ت" + ending for ending in _BOUND)
    if stem:
        yield from (before + stem + "ه" for before in ("", *_ARTICLES, "و"))
