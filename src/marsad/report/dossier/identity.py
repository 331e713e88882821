"""Names by script and language, and what is said of the entity itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ...model import EntityKind, Fact
from ...model.entity_review import entity_review, new_name, settled
from ...text import normalise
from ...text.scripts import script
from .grounds import Register
from .values import Property, Title
from .whens import of_iso

__all__ = ["NAMING", "names", "properties", "shown", "standing"]

NAMING = {
    "name": "name",
    "alias": "alias",
    "abbreviation": "acronym",
    "previousName": "former name",
    "weakAlias": "weak alias",
}
_LABELS = {
    "incorporationDate": "founded",
    "dissolutionDate": "dissolved",
    "birthDate": "born",
    "deathDate": "died",
    "country": "country",
    "mainCountry": "country",
    "jurisdiction": "jurisdiction",
    "nationality": "nationality",
    "citizenship": "citizenship",
    "legalForm": "form",
    "status": "status",
    "sector": "sector",
    "position": "position",
    "political": "political affiliation",
    "topics": "topic",
    "summary": "summary",
    "notes": "remark",
    "wikidataId": "Wikidata",
}
"""Properties that are printed. What locates or reaches a person or tells their body, family, faith
or papers is not: a dossier tells what an organisation or a public figure is and says."""

_COUNTRIES = frozenset(("country", "mainCountry", "jurisdiction", "nationality", "citizenship"))
_NOT_OF_PERSONS = frozenset(("notes", "summary"))
"""Free text of lists, which tells of persons where they live and who their parents are."""

_BY_AUTHORITY = frozenset(("birthDate", "deathDate"))
_ORDER = {"name": 0, "acronym": 1, "alias": 2, "former name": 3, "weak alias": 4, "handle": 5}


def shown(register: Register, fact: Fact) -> bool:
    """Tell whether products print this fact; dates of life only where an authority lists them."""
    view = register.material.view
    dataset = view.datasets.get(fact.dataset)
    if fact.prop in _NOT_OF_PERSONS and view.entity.kind is EntityKind.PERSON:
        return False
    if fact.prop in _BY_AUTHORITY:
        return bool(dataset and dataset.authority)
    return fact.prop in NAMING or fact.prop in _LABELS or fact.prop == "website" or fact.refers


def standing(facts: Sequence[Fact]) -> list[Fact]:
    """Return the facts that their lists still hold; all of them where none does."""
    return [fact for fact in facts if fact.gone is None] or list(facts)


# ------------------------------------------------------------ names


def names(register: Register) -> tuple[Title, ...]:
    """Return the names, canonical ones first, then by use, script and spelling."""
    view = register.material.view
    said: dict[str, list[Fact]] = defaultdict(list)
    for fact in view.facts:
        if fact.prop in NAMING:
            said[_key(fact.value)].append(fact)
    own = tuple(_own(register, said))
    held = {_key(title.text) for title in own}
    listed = (_listed(register, facts) for key, facts in said.items() if key not in held)
    return tuple(sorted((*own, *listed), key=_place))


def _key(name: str) -> str:
    """Return the letters of a name: hashtags join words that names part."""
    return normalise(name).text.replace("_", " ") or name


def _place(title: Title) -> tuple[object, ...]:
    return not title.canonical, _ORDER.get(title.use, 9), title.script != "Latin", title.text


def _own(register: Register, said: dict[str, list[Fact]]) -> Iterator[Title]:
    """Yield the entity's names, of spellings that differ in signs alone the first."""
    entity = register.material.view.entity
    ranked = sorted(entity.names, key=lambda n: (not n.canonical, "_" in n.text))
    for name in {(_key(n.text), n.language): n for n in reversed(ranked)}.values():
        facts = standing(said.get(_key(name.text), []))
        notes = register.listed(facts) if facts else _decided(register, name.text)
        use = NAMING[facts[0].prop] if facts else _use(name.text)
        language = name.language or "und"
        yield Title(name.text, language, script(name.text) or "", use, name.canonical, notes)


def _decided(register: Register, name: str) -> tuple[int, ...]:
    """Cite the newest renaming to ``name`` where that name stands, else the entity's entry."""
    view = register.material.view
    given = entity_review(view.judgements).renamed.values()
    if any(each.text == name for names in given for each in names):
        made = [j for j in settled(view.judgements) if (new := new_name(j)) and new.text == name]
        return register.judgement(made[-1])
    return register.entry(view.entity)


def _use(name: str) -> str:
    """Take a short run of capitals for an acronym, and joined Latin words for a handle."""
    if name.isascii() and "_" in name:
        return "handle"
    return "acronym" if name.isascii() and name.isupper() and 2 <= len(name) <= 8 else "name"


def _listed(register: Register, facts: list[Fact]) -> Title:
    facts = standing(facts)
    first = facts[0]
    language = next((f.language for f in facts if f.language), "und")
    use = "former name" if first.gone else NAMING[first.prop]
    return Title(
        first.value, language, script(first.value) or "", use, False, register.listed(facts)
    )


# ------------------------------------------------------------ properties


def properties(register: Register) -> tuple[Property, ...]:
    """Return what lists say of the entity itself, equal values of several lists as one."""
    said: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in register.material.view.facts:
        if fact.prop in _LABELS and fact.gone is None and shown(register, fact):
            said[_LABELS[fact.prop], fact.value].append(fact)
    order = list(dict.fromkeys(_LABELS.values()))
    ranked = sorted(said.items(), key=lambda item: (order.index(item[0][0]), item[0][1]))
    return tuple(_property(register, facts) for _, facts in ranked)


def _property(register: Register, facts: Sequence[Fact]) -> Property:
    first = facts[0]
    dated = first.prop.endswith("Date")
    value = _country(register, first.value) if first.prop in _COUNTRIES else first.value
    when = of_iso(first.value) if dated else None
    return Property(first.prop, _LABELS[first.prop], value, when, register.listed(facts))


def _country(register: Register, code: str) -> str:
    """Return the English name behind an ISO 3166 code, where this workspace has the country."""
    entity = register.material.told.entities.get(f"country-{code.lower()}")
    return entity.name() if entity and entity.kind is EntityKind.PLACE else code.upper()
