"""Entities made of the facts of lists: those to which names in posts may be linked.

A list of thousands of names must not spoil linking, and must not point at the wrong person. So a
name is certain only where it can hardly be anybody else's; every other name is kept as ambiguous,
which counts only where a certain one of the same entity stands in the same text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ..model import Dataset, Entity, EntityKind, Fact, Name
from ..resolve.importing import is_a
from ..resolve.names import name_key
from ..text import name_tokens, script
from ..text.lexicon import words

__all__ = ["LISTED", "NameTable", "entity_of", "is_listed", "settled_names"]

LISTED = "Listed in "
"""How the provenance of an entity begins that was made here; others are never written over."""

_KINDS = (
    ("Person", EntityKind.PERSON),
    ("PublicBody", EntityKind.PUBLIC_BODY),
    ("Vessel", EntityKind.VESSEL),
    ("LegalEntity", EntityKind.ORGANIZATION),
)
"""Schemata that become entities, the narrower first, with what they become."""

_LINKED = ("name", "alias", "previousName")
"""Properties whose values are names to be linked; weak aliases and acronyms are not."""

_PERSON_WORDS = 3
_BODY_WORDS = 2
"""Words of a name from which it is certain. Two words name thousands of people in Arabic; one word
of a body is a word like others («القاعدة», the base): six such of the UN list were linked in 8,000
posts and news texts before this."""

_FEW = 5
"""Persons of a list who may share a word of a name that is certain. A choice, not tuned."""

_SHORTEST = 4
"""Letters of a name; acronyms of three are often shared."""

_PUBLIC_TOPICS = ("sanction", "role.pep", "role.pol", "crime", "wanted", "gov", "mil", "debarment")
_SCRIPTS = {"Arabic": "ar", "Hebrew": "he", "Cyrillic": "ru", "Latin": "en"}
"""Language under which a name is kept whose own is not known: it only decides which is printed."""

_SHIP_WORDS = tuple(
    sorted(
        words(
            "vessel ship tanker cargo IMO flagged سفينة السفينة ناقلة باخرة کشتی نفتکش "
            "אונייה ספינה судно"
        )
    )
)


def is_listed(entity: Entity) -> bool:
    """Tell whether an entity was made of lists alone, so that lists may change it."""
    return entity.provenance.startswith(LISTED)


def entity_of(
    entity_id: str, facts: Iterable[Fact], datasets: Mapping[str, Dataset]
) -> Entity | None:
    """Return the entity that standing ``facts`` tell of, or None where it is not to be linked.

    That is no person, body or ship; or a person of whom no authority, post or public role tells.
    """
    held = list(facts)
    kind = _kind(held)
    if kind is None or (kind is EntityKind.PERSON and not _is_public(held, datasets)):
        return None
    names = tuple(_names(held, kind))
    titles = [datasets[key].title for key in dict.fromkeys(fact.dataset for fact in held)]
    context = _SHIP_WORDS if kind is EntityKind.VESSEL else ()
    told = next((f.value for f in held if f.prop in ("summary", "description")), "")
    if not names:
        return None
    return Entity(
        entity_id,
        kind,
        names,
        background=told if len(told) <= _BACKGROUND else "",
        provenance=f"{LISTED}{'; '.join(titles)}",
        context=context,
    )


_BACKGROUND = 300
"""Code points of a description that is short enough for a report."""


def _kind(facts: Sequence[Fact]) -> EntityKind | None:
    schemata = {fact.schema for fact in facts}
    return next((k for parent, k in _KINDS if any(is_a(s, parent) for s in schemata)), None)


def _is_public(facts: Sequence[Fact], datasets: Mapping[str, Dataset]) -> bool:
    """Tell whether a person is a public matter: by law, by office, or on an editor's word."""
    for fact in facts:
        source = datasets[fact.dataset]
        if source.authority or source.kind == "editor" or fact.prop == "position":
            return True
        if fact.prop == "topics" and fact.value.startswith(_PUBLIC_TOPICS):
            return True
    return False


def _names(facts: Sequence[Fact], kind: EntityKind) -> Iterator[Name]:
    """Yield each spelling once, the first of each language canonical."""
    seen: set[str] = set()
    languages: set[str] = set()
    ordered = [fact for prop in _LINKED for fact in facts if fact.prop == prop]
    for fact in ordered:
        key = name_key(fact.value)
        if not key or key in seen or not _is_name(fact.value):
            continue
        seen.add(key)
        language = fact.language or _SCRIPTS.get(script(fact.value) or "", "und")
        certain = _is_certain(fact.value, kind)
        yield Name(fact.value, language, language not in languages, ambiguous=not certain)
        languages.add(language)


def _is_name(text: str) -> bool:
    return sum(map(str.isalpha, text)) >= _SHORTEST


def _is_certain(text: str, kind: EntityKind) -> bool:
    """Tell whether a name can hardly mean anything else."""
    count = len(name_tokens(text))
    if kind is EntityKind.PERSON:
        return count >= _PERSON_WORDS
    return kind is not EntityKind.VESSEL and count >= _BODY_WORDS


# ---------------------------------------------------------------- names that several bear


class NameTable:
    """Which names others bear: those certain in other lists, and any other entity's."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._bearers: dict[str, set[str]] = {}
        for entity in entities:
            for name in entity.names:
                if name.ambiguous is not True or not is_listed(entity):
                    self._bearers.setdefault(name_key(name.text), set()).add(entity.id)

    def taken(self, name: str, entity_id: str) -> bool:
        """Tell whether another entity bears this name."""
        return bool(self._bearers.get(name_key(name), set()) - {entity_id})


def settled_names(entities: Sequence[Entity], table: NameTable) -> Iterator[Entity]:
    """Yield ``entities`` of one list, their names certain only where nobody else may bear them.

    A person's name needs a word that few of the list have: "Ahmad Mahmoud Hassan" is anybody.
    """
    bearers = Counter(key for e in entities for key in {name_key(n.text) for n in e.names})
    persons = [entity for entity in entities if entity.kind is EntityKind.PERSON]
    common = Counter(w for e in persons for w in {t for n in e.names for t in name_tokens(n.text)})

    def doubtful(name: Name, entity: Entity) -> bool:
        if bearers[name_key(name.text)] > 1 or table.taken(name.text, entity.id):
            return True
        person = entity.kind is EntityKind.PERSON
        return person and all(common[word] > _FEW for word in name_tokens(name.text))

    for entity in entities:
        names = (replace(n, ambiguous=True) if doubtful(n, entity) else n for n in entity.names)
        yield replace(entity, names=tuple(names))
