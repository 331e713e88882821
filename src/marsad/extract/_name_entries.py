"""Names as a list has them, and what must be near each before it counts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache

from ..model import Entity, EntityKind, Name, Span
from ..text.lexicon import words as word_set
from ._lexicon import fold, pattern, read_toml

__all__ = [
    "ORGANISATIONS",
    "Entry",
    "Need",
    "as_written",
    "flat_text",
    "head_before",
    "key_of",
    "need_of",
    "short_forms",
    "support",
]

_SEPARATORS = str.maketrans({"_": " ", "-": " ", "#": " ", "@": " ", "\u0640": " "})
"""Characters that join words of a name in hashtags and handles; each becomes one space."""

_OFTEN_SMALL = word_set(
    "army navy police parliament government ministry party movement group militia brigade "
    "brigades agency newspaper network television"
)
"""Words of bodies that many writers do not capitalise and that leave no doubt what is meant."""

ORGANISATIONS = (EntityKind.ORGANIZATION, EntityKind.PUBLIC_BODY)


class Need(Enum):
    """What must be near a name before it counts."""

    NOTHING = 0
    ORGANISATION = 1
    """A word that tells that an organisation is meant."""
    CONTEXT = 2
    """One of the entity's own context words."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One name of one entity, as the automaton stores it."""

    entity: Entity
    cased: str
    need: Need


@cache
def _words() -> dict[str, re.Pattern[str]]:
    """Organisational head words, and words that show that an organisation is meant."""
    data = read_toml("mentions.toml")
    return {
        "head": re.compile(rf"(?<!\w){_optional_clitics(data['organisation_heads'])}\s\Z"),
        "support": pattern(rf"\w{{0,3}}{word}\w{{0,3}}" for word in data["organisation_context"]),
    }


def _optional_clitics(heads: Iterable[str]) -> str:
    joined = "|".join(sorted({fold(h) for h in heads}, key=len, reverse=True))
    return rf"(?:[وف]?[بل]?(?:ال|لل)?)(?:{joined})(?:های|ی)?"


def flat_text(text: str) -> str:
    """Return folded text of the same length in which hashtags are words."""
    return text.translate(_SEPARATORS)


def key_of(name: str) -> str:
    """Return a name as it is looked for."""
    return " ".join(flat_text(fold(name)).split())


def as_written(entry: Entry, seen: str) -> Entry:
    """Return ``entry``; a body's needs support where a word that has a capital is without.

    "Lebanese forces" are seldom the party "Lebanese Forces"; the "Iraqi army" is the Iraqi Army.
    """
    words = zip(entry.cased.split(), seen.split(), strict=False)
    lowered = any(w[0].isupper() and s[0].islower() and s not in _OFTEN_SMALL for w, s in words)
    if lowered and entry.need is Need.NOTHING and entry.entity.kind in ORGANISATIONS:
        return replace(entry, need=Need.ORGANISATION)
    return entry


def need_of(entity: Entity, name: Name, short: bool) -> Need:
    """Return what ``name`` needs: what is said of it, else what its form and its entity imply."""
    if name.ambiguous is None:
        implied = Need.ORGANISATION if short else Need.NOTHING
        return Need.CONTEXT if entity.context else implied
    return Need.CONTEXT if name.ambiguous else Need.NOTHING


def head_before(flat: str, span: Span) -> bool:
    """Tell whether a word for a kind of organisation stands just before ``span``."""
    return bool(_words()["head"].search(flat, max(0, span.start - 24), span.start))


def short_forms(entity: Entity, keys: Iterable[str]) -> set[str]:
    """Return the names of an organisation that are a longer name without its head words.

    "Pearly Star" of "Pearly Star Brigades" may mean a star; it counts only with support.
    """
    if entity.kind not in ORGANISATIONS or entity.context:
        return set()
    padded = [f" {key} " for key in keys]
    return {
        key.strip()
        for key in padded
        if any(key != longer and (key in longer) for longer in padded)
        and not any(_words()["head"].match(f"{word} ") for word in key.split())
    }


def support() -> re.Pattern[str]:
    """Return what shows that an organisation is meant."""
    return _words()["support"]
