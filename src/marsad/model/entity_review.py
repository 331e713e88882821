"""Entity review: what people decided about entities, laid over what lists and files say of them.

The subject of a decision is an entity's id, or for SAME and NOT_SAME also a name (``name:…``); the
object is the id of the entity that it is, is not or may be. Of two entities the object of SAME is
the one that is kept: it stands for the subject. A pair has no order otherwise: a later decision on
it wins, whichever way round. RENAME has the name in its value, DISPUTE may name a fact there.

An UNDECIDED that names a judgement takes back that one alone, be it an UNDECIDED itself; one that
names none takes back all that was decided before on its subject, or on its pair. Nothing that was
found is changed: without its judgements everything is as it was.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from .entity import Entity, Name
from .ids import make_id
from .judgement import Judgement, Verdict
from .review import undoes

__all__ = [
    "Disagreement",
    "EntityReview",
    "disputed_fact",
    "disputing",
    "entity_review",
    "linkable",
    "new_name",
    "pair",
    "renaming",
    "settled",
    "stood",
    "taken_back",
]

Pair = tuple[str, str]

_PAIRWISE = frozenset((Verdict.SAME, Verdict.NOT_SAME, Verdict.MAYBE_SAME))
_ALONE = frozenset((Verdict.RENAME, Verdict.RETIRE, Verdict.DISPUTE))
_NAME = "name:"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """People who decided differently on one matter.

    :ivar subject: an entity's id, or a name; ``object`` the other entity of a pair, None of a name.
    :ivar judgements: the newest that stands of each person, the oldest first: two or more.
    """

    subject: str
    object: str | None
    judgements: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class EntityReview:
    """Decisions that stand.

    :ivar groups: id → all that it was merged with, the one that stands for them first.
    :ivar apart: pairs of which the newest decision is that they are not the same.
    :ivar maybe: pairs that somebody noted as possibly the same, with that judgement.
    :ivar meant: name (as subject) → the entity that it was said to mean.
    :ivar renamed: id → names that were given to it, one a language.
    :ivar retired: id → the judgement by which it is no longer linked to what is found.
    :ivar disputed: id → judgements that dispute it or a fact of it.
    :ivar barred: merges that have no effect, since they would join two that are held apart.
    """

    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    apart: Mapping[Pair, Judgement] = field(default_factory=dict)
    maybe: Mapping[Pair, Judgement] = field(default_factory=dict)
    meant: Mapping[str, str] = field(default_factory=dict)
    renamed: Mapping[str, tuple[Name, ...]] = field(default_factory=dict)
    retired: Mapping[str, Judgement] = field(default_factory=dict)
    disputed: Mapping[str, tuple[Judgement, ...]] = field(default_factory=dict)
    barred: tuple[Judgement, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()

    def group(self, entity_id: str) -> tuple[str, ...]:
        """Return all ids that were judged to be this one, the one that stands for them first."""
        return self.groups.get(entity_id, (entity_id,))

    def chosen(self, entity_id: str) -> str:
        """Return the id of the one that stands for this one: itself where it was not merged."""
        return self.group(entity_id)[0]

    def digest(self) -> str:
        """Return a text that changes where names may come to be linked to other entities."""
        told = (self.groups, self.apart.keys(), self.meant, self.renamed, self.retired.keys())
        each = (sorted(part.items() if isinstance(part, Mapping) else part) for part in told)
        return make_id("r", repr(tuple(each)))

    def is_apart(self, one: str, other: str) -> bool:
        """Tell whether two entities, or what they were merged with, are held apart."""
        return any(pair(a, b) in self.apart for a in self.group(one) for b in self.group(other))


# ---------------------------------------------------------------- values


def pair(one: str, other: str) -> Pair:
    """Return the key of two entities, in no particular order."""
    return (one, other) if one <= other else (other, one)


def renaming(name: str, language: str) -> str:
    """Return the value of a judgement that gives an entity a name."""
    return json.dumps({"name": name, "language": language}, ensure_ascii=False)


def new_name(judgement: Judgement) -> Name | None:
    """Return the name that a judgement gives, or None."""
    found = _values(judgement) if judgement.verdict is Verdict.RENAME else {}
    text, language = found.get("name"), found.get("language")
    if isinstance(text, str) and isinstance(language, str) and text:
        return Name(text, language, canonical=True)
    return None


def disputing(fact_id: str) -> str:
    """Return the value of a judgement that disputes one fact of an entity."""
    return json.dumps({"fact": fact_id})


def disputed_fact(judgement: Judgement) -> str | None:
    """Return the id of the fact that a judgement disputes; None where it is the entity."""
    found = _values(judgement).get("fact") if judgement.verdict is Verdict.DISPUTE else None
    return found if isinstance(found, str) else None


def _values(judgement: Judgement) -> dict[str, object]:
    found = json.loads(judgement.value) if judgement.value else None
    return found if isinstance(found, dict) else {}


# ---------------------------------------------------------------- what stands


def settled(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Return the judgements that nobody took back, the oldest first, without those that do so.

    :param judgements: in the order in which they were made, which decides between equal moments.
    """
    ordered = sorted(judgements, key=lambda judgement: judgement.at)
    undone = taken_back(ordered)
    return tuple(j for j in ordered if j.id not in undone and undoes(j) is None)


def taken_back(judgements: Sequence[Judgement]) -> frozenset[str]:
    """Return the ids of those that were taken back by one that was not; in the order made."""
    undone: set[str] = set()
    for judgement in reversed(judgements):
        named = undoes(judgement)
        if named is not None and judgement.id not in undone:
            undone.add(named)
    return frozenset(undone)


def entity_review(judgements: Iterable[Judgement]) -> EntityReview:
    """Return what ``judgements`` leave standing; those on other subjects change nothing."""
    made = settled(judgements)
    pairs = _newest([j for j in made if j.object is not None])
    standing = _chosen(pairs.values(), Verdict.SAME)
    apart = {_key(j): j for j in _chosen(pairs.values(), Verdict.NOT_SAME)}
    groups, barred = _grouped([j for j in standing if not j.subject.startswith(_NAME)], apart)
    alone = [j for j in made if j.object is None and (j.verdict in _ALONE or _clears(j))]
    return EntityReview(
        groups=groups,
        apart=apart,
        maybe={_key(j): j for j in _chosen(pairs.values(), Verdict.MAYBE_SAME)},
        meant={j.subject: j.object or "" for j in standing if j.subject.startswith(_NAME)},
        renamed=_names(alone),
        retired={key: j[-1] for key, j in _of(Verdict.RETIRE, alone).items()},
        disputed={key: tuple(j) for key, j in _of(Verdict.DISPUTE, alone).items()},
        barred=barred,
        disagreements=(*_pairs_disagreed(made), *_names_disagreed(alone)),
    )


def _clears(judgement: Judgement) -> bool:
    return judgement.verdict is Verdict.UNDECIDED


def _key(judgement: Judgement) -> Pair:
    return pair(judgement.subject, judgement.object or "")


def _newest(judgements: Sequence[Judgement]) -> dict[Pair, Judgement]:
    """Return the last judgement on each pair, in the order in which those were made."""
    found: dict[Pair, Judgement] = {}
    for judgement in judgements:
        if judgement.verdict in _PAIRWISE or _clears(judgement):
            found.pop(_key(judgement), None)
            found[_key(judgement)] = judgement
    return found


def _chosen(judgements: Iterable[Judgement], verdict: Verdict) -> list[Judgement]:
    return [judgement for judgement in judgements if judgement.verdict is verdict]


def _grouped(
    same: Iterable[Judgement], apart: Mapping[Pair, Judgement]
) -> tuple[dict[str, tuple[str, ...]], tuple[Judgement, ...]]:
    """Join what is the same, the oldest decision first: what was established gives way to none."""
    groups: dict[str, list[str]] = {}
    barred = []
    for judgement in same:
        one, other = judgement.object or "", judgement.subject
        kept, given = groups.get(one, [one]), groups.get(other, [other])
        if other in kept:
            continue
        if any(pair(a, b) in apart for a in kept for b in given):
            barred.append(judgement)
            continue
        joined = kept + given
        groups.update(dict.fromkeys(joined, joined))
    return {key: tuple(group) for key, group in groups.items()}, tuple(barred)


def _of(verdict: Verdict, alone: Iterable[Judgement]) -> dict[str, list[Judgement]]:
    """Return subject → its standing judgements of one kind, the oldest first."""
    found: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in alone:
        if judgement.verdict is verdict:
            found[judgement.subject].append(judgement)
        elif _clears(judgement):
            found.pop(judgement.subject, None)
    return dict(found)


def _names(alone: Iterable[Judgement]) -> dict[str, tuple[Name, ...]]:
    found: dict[str, tuple[Name, ...]] = {}
    for subject, judgements in _of(Verdict.RENAME, alone).items():
        names = {name.language: name for j in judgements if (name := new_name(j))}
        found[subject] = tuple(names.values())
    return found


# ---------------------------------------------------------------- disagreement


def _pairs_disagreed(made: Iterable[Judgement]) -> list[Disagreement]:
    """Return pairs on which the newest decisions of two people differ."""
    found: dict[Pair, dict[str, Judgement]] = defaultdict(dict)
    for judgement in made:
        if judgement.object is None:
            continue
        if judgement.verdict in _PAIRWISE:
            _said(found[_key(judgement)], judgement)
        elif _clears(judgement):
            found.pop(_key(judgement), None)
    return [
        Disagreement(people[0].subject, people[0].object, people)
        for each in found.values()
        if (people := tuple(each.values())) and len({j.verdict for j in people}) > 1
    ]


def _names_disagreed(alone: Iterable[Judgement]) -> list[Disagreement]:
    """Return entities to which two people gave different names in one language."""
    found: list[Disagreement] = []
    for subject, judgements in _of(Verdict.RENAME, alone).items():
        languages: dict[str, dict[str, Judgement]] = defaultdict(dict)
        for judgement in judgements:
            name = new_name(judgement)
            if name is not None:
                _said(languages[name.language], judgement)
        for each in languages.values():
            if len({name.text for j in each.values() if (name := new_name(j))}) > 1:
                found.append(Disagreement(subject, None, tuple(each.values())))
    return found


def _said(people: dict[str, Judgement], judgement: Judgement) -> None:
    """Note a person's newest word, last."""
    people.pop(judgement.by, None)
    people[judgement.by] = judgement


# ---------------------------------------------------------------- entities as they stand


def stood(entities: Iterable[Entity], review: EntityReview) -> dict[str, Entity]:
    """Return id → the entity that stands for it, with the names and roles of all merged ones.

    Where the one that should stand for others is not among ``entities``, the first that is does.
    """
    known = {entity.id: _renamed(entity, review) for entity in entities}
    found: dict[str, Entity] = {}
    for key, entity in known.items():
        if key in found:
            continue
        members = [known[member] for member in review.group(key) if member in known]
        whole = _merged(members) if len(members) > 1 else entity
        found.update({member.id: whole for member in members})
    return found


def linkable(entities: Iterable[Entity], review: EntityReview) -> tuple[Entity, ...]:
    """Return the entities to which names may be linked, renamed, each still by itself."""
    return tuple(
        _renamed(entity, review)
        for entity in entities
        if review.chosen(entity.id) not in review.retired
    )


def _renamed(entity: Entity, review: EntityReview) -> Entity:
    """Return ``entity`` with the names that people gave it; its own stay as further names."""
    given = review.renamed.get(entity.id, ())
    if not given:
        return entity
    languages = {name.language for name in given}
    texts = {(name.text, name.language) for name in given}
    own = [
        replace(name, canonical=False) if name.language in languages else name
        for name in entity.names
        if (name.text, name.language) not in texts
    ]
    return replace(entity, names=(*given, *own))


def _merged(members: Sequence[Entity]) -> Entity:
    """Return the first with what the others add; its own names stay those that are printed."""
    names: dict[tuple[str, str], Name] = {}
    named: set[str] = set()
    for member in members:
        for name in member.names:
            added = replace(name, canonical=False) if name.language in named else name
            names.setdefault((name.text, name.language), added)
        named |= {name.language for name in member.names}
    return replace(
        members[0],
        names=tuple(names.values()),
        roles=tuple(dict.fromkeys(role for member in members for role in member.roles)),
        background=next((m.background for m in members if m.background), ""),
        provenance="; ".join(dict.fromkeys(m.provenance for m in members if m.provenance)),
    )
