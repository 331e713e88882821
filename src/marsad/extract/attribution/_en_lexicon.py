"""English words that attribute: loading, inflecting and looking up.

``en_base.toml`` is written by hand. ``en_fitted.txt`` is learnt from a corpus by
``models/recipes/attribution_lexicon.py`` and may be left out.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

__all__ = ["Lexicon", "lexicon"]

VERB_KINDS = ("say", "tell", "act", "attitude", "show", "other")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words by what they do; all keys are lower-case forms.

    :ivar verbs: form → kinds ("say", "tell", "act", "attitude", "show", "other").
    :ivar lemmas: form → base form.
    :ivar shapes: form → "base", "s", "ing", "past" (past or participle).
    :ivar nouns: nouns that attribute ("claim"), singular and plural.
    :ivar phrases: prepositions before a source, as tuples of words.
    :ivar classes: name of a closed class → its words.
    :ivar saying: forms of verbs that tell of speech.
    :ivar voice: kind of act → base forms of the verbs by which a channel performs it, and the
        other words of its own voice.
    """

    verbs: dict[str, frozenset[str]]
    lemmas: dict[str, str]
    shapes: dict[str, str]
    nouns: frozenset[str]
    phrases: tuple[tuple[str, ...], ...]
    adverbs: frozenset[str]
    adjectives: frozenset[str]
    classes: dict[str, frozenset[str]]
    saying: frozenset[str]
    voice: dict[str, frozenset[str]]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the hand-written lexicon, read once."""
    raw = (files("marsad.extract") / "data" / "en_base.toml").read_text(encoding="utf-8")
    data = tomllib.loads(raw)
    irregular = _irregular(data["irregular"]["forms"])
    doubled = frozenset(data["irregular"]["doubled"].split())
    verbs: dict[str, set[str]] = {}
    lemmas: dict[str, str] = {}
    shapes: dict[str, str] = {}
    for kind in VERB_KINDS:
        for base in data["verbs"][kind].split():
            for form, shape in inflect(base, irregular, doubled):
                verbs.setdefault(form, set()).add(kind)
                lemmas.setdefault(form, base)
                shapes.setdefault(form, shape)
    nouns = [form for noun in data["nouns"]["say"].split() for form in (noun, plural(noun))]
    phrases = data["phrases"]["source_follows"].replace("\n", " ").split("|")
    return Lexicon(
        verbs={form: frozenset(kinds) for form, kinds in verbs.items()},
        lemmas=lemmas,
        shapes=shapes,
        nouns=frozenset(nouns),
        phrases=tuple(tuple(phrase.split()) for phrase in phrases),
        adverbs=frozenset(data["phrases"]["adverbs"].replace("\n", " ").strip().split("|")),
        adjectives=frozenset(data["phrases"]["adjectives"].split()),
        classes={name: frozenset(words.split()) for name, words in data["classes"].items()}
        | {"feeling": frozenset(data["nouns"]["feeling"].split())},
        saying=frozenset(f for f, kinds in verbs.items() if kinds & {"say", "tell", "act"}),
        voice={name: frozenset(words.split()) for name, words in data["voice"].items()},
    )


def inflect(
    base: str, irregular: dict[str, tuple[str, str]], doubled: frozenset[str]
) -> list[tuple[str, str]]:
    """Return the forms of a verb with their shapes, spelling rules applied."""
    stem = base + base[-1] if base in doubled else base
    past, participle = irregular.get(base, (_ed(base, stem), _ed(base, stem)))
    third = {"have": "has", "do": "does", "go": "goes", "be": "is"}.get(base, plural(base))
    return [(base, "base"), (third, "s"), (_ing(base, stem), "ing")] + [
        (form, "past") for form in (past, participle)
    ]


def plural(word: str) -> str:
    """Return ``word`` with the regular -s ending."""
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


def _ed(base: str, stem: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ied"
    return stem + "ed"


def _ing(base: str, stem: str) -> str:
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")) and len(base) > 2:
        return base[:-1] + "ing"
    return stem + "ing"


def _irregular(text: str) -> dict[str, tuple[str, str]]:
    rows = (row.split() for row in text.replace("\n", " ").split("|"))
    return {row[0]: (row[1], row[2]) for row in rows if len(row) == 3}
