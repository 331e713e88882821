"""Word lists for names that no gazetteer holds; loaded when first asked for."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ._lexicon import fold, read_toml

__all__ = ["Cues", "cues", "known_names", "packed_words"]


@cache
def packed_words(name: str) -> frozenset[str]:
    """Return the lines of a packed list of the ``data`` folder, without its comment."""
    raw = (files(__package__) / "data" / f"{name}.txt.gz").read_bytes()
    lines = gzip.decompress(raw).decode("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("# "))


@cache
def known_names() -> tuple[tuple[str, str], ...]:
    """Return (kind, folded name) pairs learnt from training texts; see the file's first line."""
    pairs = (line.split("\t") for line in packed_words("ner_known"))
    return tuple(sorted((kind, name) for kind, name in pairs))


@dataclass(frozen=True, slots=True)
class Cues:
    """Folded cue words of one language in Arabic script."""

    titles: frozenset[str]
    offices: frozenset[str]
    between: frozenset[str]
    particles: frozenset[str]
    says: frozenset[str]
    organisations: frozenset[str]
    places: frozenset[str]
    places_inside: frozenset[str]
    given: frozenset[str]
    names: frozenset[str]
    common: frozenset[str]
    organisation_words: frozenset[str]


def _set(language: str, key: str) -> frozenset[str]:
    return frozenset(fold(word) for word in read_toml("ner.toml")[language][key])


@cache
def cues(language: str) -> Cues:
    """Return the cues of ``language`` (``ar`` or ``fa``)."""
    persian = language == "fa"
    return Cues(
        titles=_set(language, "titles"),
        offices=_set(language, "offices"),
        between=_set(language, "between"),
        particles=_set(language, "particles"),
        says=_set(language, "says"),
        organisations=_set(language, "organisation_heads"),
        places=_set(language, "place_heads"),
        places_inside=_set(language, "place_heads_inside"),
        given=packed_words("ner_given_fa"),
        names=packed_words("ner_names_ar"),
        common=packed_words(f"ner_common_{language}"),
        organisation_words=packed_words("ner_org_fa") if persian else frozenset(),
    )
