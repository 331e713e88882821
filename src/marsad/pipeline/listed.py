"""Entities made of the facts of lists: those to which names in posts may be linked.

A list of thousands of names must not spoil linking, and must not point at the wrong person. So a
name is certain only where it can hardly be anybody else's; every other name is kept as ambiguous,
which counts only where a certain one of the same entity stands in the same text.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..model import Dataset, Entity, EntityKind, Fact, Name
from ..resolve.importing import is_a
from ..resolve.names import name_key
from ..text import name_tokens, script
from ..text.lexicon import words

__all__ = ["LISTED", "entity_of", "is_listed", "kind_of", "settled_names"]

LISTED = "Listed in "
"""How the provenance of an entity begins that was made here; others are never written over."""

_BETWEEN = "; "
"""What stands between the titles of lists there."""

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
    kind = kind_of(held)
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
        provenance=f"{LISTED}{_BETWEEN.join(titles)}",
        context=context,
    )


_BACKGROUND = 300
"""Code points of a description that is short enough for a report."""


def kind_of(facts: Iterable[Fact]) -> EntityKind | None:
    """Return what ``facts`` tell of: a person, a body or a ship; None where it is none of these."""
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


def settled_names(entities: Iterable[Entity], before: Mapping[str, Entity]) -> Iterator[Entity]:
    """Yield the listed of ``entities``, their names certain only where nobody else may bear them.

    A person's name needs a word that few of a list have: "Ahmad Mahmoud Hassan" is anybody. What
    two of one list bear is nobody's alone, in whatever other list it stands. Where each bearer is
    of another list they are likely one: then one of them has the name for certain, the one that
    had it before, else the first by id.

    :param entities: all that names may be linked to, listed or not.
    :param before: id → entity as it was settled last.
    """
    known = list(entities)
    listed = [entity for entity in known if is_listed(entity)]
    common = _common_words(listed)
    owners: dict[tuple[str, str], bool] = {}
    for borne in _bearers(known):
        owner = _owner(borne, common, before)
        owners.update({(each.entity.id, each.name.text): each.entity.id == owner for each in borne})
    for entity in listed:
        names = (replace(n, ambiguous=not owners[entity.id, n.text]) for n in entity.names)
        yield replace(entity, names=tuple(names))


@dataclass(frozen=True, slots=True)
class _Borne:
    """A name, and who bears it."""

    entity: Entity
    name: Name


def _bearers(entities: Iterable[Entity]) -> Iterable[list[_Borne]]:
    """Return who bears each name, in whatever spelling."""
    found: dict[str, list[_Borne]] = defaultdict(list)
    for entity in entities:
        for name in entity.names:
            found[name_key(name.text)].append(_Borne(entity, name))
    return found.values()


def _owner(
    borne: Sequence[_Borne], common: Mapping[str, frozenset[str]], before: Mapping[str, Entity]
) -> str | None:
    """Return the id of the one that a name means for certain, or None."""
    bearers = {each.entity.id: each.entity for each in borne}.values()
    lists = [each for entity in bearers for each in _lists(entity)]
    if len(set(lists)) < len(lists) or not all(map(is_listed, bearers)):
        return None
    if any(_is_doubtful(each, common) for each in borne):
        return None
    had = {each.entity.id for each in borne if _had(before.get(each.entity.id), each.name.text)}
    return min((entity.id for entity in bearers), key=lambda key: (key not in had, key))


def _is_doubtful(borne: _Borne, common: Mapping[str, frozenset[str]]) -> bool:
    if not _is_certain(borne.name.text, borne.entity.kind):
        return True
    words = name_tokens(borne.name.text)
    person = borne.entity.kind is EntityKind.PERSON
    return person and any(common[each].issuperset(words) for each in _lists(borne.entity))


def _common_words(listed: Iterable[Entity]) -> dict[str, frozenset[str]]:
    """Return list → words that more than a few persons of it have in their names."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for entity in listed:
        if entity.kind is EntityKind.PERSON:
            words = {word for name in entity.names for word in name_tokens(name.text)}
            for each in _lists(entity):
                counts[each].update(words)
    return {
        each: frozenset(word for word, count in counted.items() if count > _FEW)
        for each, counted in counts.items()
    }


def _lists(entity: Entity) -> frozenset[str]:
    """Return the titles of the lists that an entity was made of."""
    return frozenset(entity.provenance.removeprefix(LISTED).split(_BETWEEN))


def _had(entity: Entity | None, text: str) -> bool:
    names = entity.names if entity else ()
    return any(name.text == text and name.ambiguous is False for name in names)
