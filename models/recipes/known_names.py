"""Pairs of words out of the names that were written by hand, for languages without a set of pairs.

Names of one body or place in two languages are cut into words; two words are a pair where they
stand in the same place of names of as many words, and their consonants agree. Translated words
fall out by that.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from importlib.resources import files
from itertools import product

from marsad.names.consonants import consonants
from marsad.names.letters import bare
from marsad.text import name_tokens
from models.knowledge.check import BODIES, PLACES, read

__all__ = ["known_pairs"]


def known_pairs(lang: str, other: str = "en") -> list[tuple[str, str]]:
    """Return (word, spelling in the other language), each once, sorted."""
    return sorted({pair for names in _named(lang, other) for pair in _words(*names)})


def _named(lang: str, other: str) -> Iterator[tuple[str, str]]:
    for file in (*BODIES, *PLACES):
        for entry in read(file):
            yield from product(entry["names"].get(lang, ()), entry["names"].get(other, ()))
    packed = (files("marsad.resolve") / "data" / "places.jsonl.gz").read_bytes()
    for line in gzip.decompress(packed).decode().splitlines():
        names = json.loads(line).get("names", {})
        yield from product(names.get(lang, ()), names.get(other, ()))


def _words(name: str, english: str) -> Iterator[tuple[str, str]]:
    words, others = name_tokens(name), name_tokens(english)
    if len(words) == len(others):
        for word, other in zip(map(bare, words), map(bare, others), strict=True):
            if len(word) > 2 and len(other) > 2 and consonants(word) & consonants(other):
                yield word, other
