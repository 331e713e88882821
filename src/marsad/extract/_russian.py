"""Cases of Russian names, as far as their endings tell: «Хезболла» also stands as «Хезболлы».

Adjectives and the noun that they belong to are declined, what depends on it is not: «Силы народной
мобилизации» gives «Сил народной мобилизации». All is folded text, in which «й» is «и».
"""

from __future__ import annotations

import re
from itertools import product

__all__ = ["cases"]

_WORD = re.compile(r"[а-яё]{3,}\Z")
_PARTICLES = frozenset(("аль", "эль", "ан", "ад", "аз", "ас", "аш", "ат", "ар"))
_ADJECTIVES = {
    "ая": ("ои", "ую"),
    "ии": ("ого", "ому", "им", "ом"),
    "ыи": ("ого", "ому", "ым", "ом"),
    "ое": ("ого", "ому", "им", "ым", "ом"),
    "ие": ("их", "им", "ими"),
    "ые": ("ых", "ым", "ыми"),
}
_NOUNS = {
    "ия": ("ии", "ию", "иеи"),
    "ие": ("ия", "ию", "ием", "ии"),
    "во": ("ва", "ву", "вом", "ве"),
    "а": ("ы", "и", "е", "у", "ои"),
    "ы": ("", "ов", "ам", "ами", "ах"),
}
_AFTER_CONSONANT = ("а", "у", "ом", "е")
_CONSONANTS = frozenset("бвгджзклмнпрстфхцчшщ")


def cases(name: str) -> tuple[str, ...]:
    """Return the other cases of a folded name in Cyrillic letters; none of any other name.

    Some of the forms do not exist; they stand in no text either.
    """
    words = name.split(" ")
    head = next((n for n, word in enumerate(words) if not _before_noun(word)), None)
    if head is None or not _WORD.match(words[head]):
        return ()
    leading = [_adjective_cases(word) for word in words[:head]]
    return tuple(
        " ".join((*before, noun, *words[head + 1 :]))
        for *before, noun in product(*leading, _noun_cases(words[head]))
    )


def _before_noun(word: str) -> bool:
    adjective = len(word) > 4 and word[-2:] in _ADJECTIVES and word[-3:] not in ("ние", "тие")
    return word in _PARTICLES or adjective


def _adjective_cases(word: str) -> tuple[str, ...]:
    endings = _ADJECTIVES.get(word[-2:], ())
    return tuple(word[:-2] + ending for ending in endings) or (word,)


def _noun_cases(word: str) -> tuple[str, ...]:
    for ending, others in _NOUNS.items():
        if word.endswith(ending):
            return tuple(word[: len(word) - len(ending)] + other for other in others)
    return tuple(word + e for e in _AFTER_CONSONANT) if word[-1] in _CONSONANTS else ()
