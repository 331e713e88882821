"""Which entities may be the same: by their names first, then by what else is known of both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product

from ..model import Entity, EntityKind, Judgement
from ..model.entity_review import EntityReview, pair
from ..names import keys, likeness
from ..ports import EntityView
from ..text import name_tokens
from .names import name_key

__all__ = ["ALIKE", "Alike", "Suggestion", "name_pairs", "shared_names", "weighed"]

ALIKE = "alike/1: one name 0.6, one in two spellings 0.4, a person's word 0.9; ±0.15, −0.3"
"""How a score comes about. Choices, not tuned."""

_ONE_NAME, _TWO_SPELLINGS, _NOTED = 0.6, 0.4, 0.9
_FOR, _AGAINST = 0.15, 0.3

_BODIES = (EntityKind.ORGANIZATION, EntityKind.PUBLIC_BODY)
_COMPARED = (*_BODIES, EntityKind.PERSON, EntityKind.CHANNEL)
"""Places are left out: thousands rightly share a name."""

_SHORTEST = 4
"""Letters of a name from which sharing it says something; acronyms of three are often shared."""

_CROWD = 20
"""Entities under one name or key above which it is too common to say anything. Not tuned."""

_WORDS = 4
"""Words of a name that make up a key across scripts."""

_LIKELY = 2.0
"""Natural logarithm from which two words are taken for spellings of one name. Not tuned."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Two names for which two entities may be the same; ``score`` before all else is weighed."""

    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two entities that may be the same.

    :ivar score: 0–1; ``recipe`` says how it was computed.
    :ivar reasons: sentences that speak for it; ``against`` those that speak against it.
    """

    one: Entity
    other: Entity
    score: float
    reasons: tuple[str, ...]
    against: tuple[str, ...] = ()
    recipe: str = ALIKE


# ---------------------------------------------------------------- names


def name_pairs(
    entities: Iterable[Entity], review: EntityReview, only: str | None = None
) -> dict[tuple[str, str], Alike]:
    """Return pairs of entities that may be the same by their names, or by a person's word.

    Pairs that people merged or hold apart are left out, and retired entities.

    :param entities: as they stand; each once.
    :param only: pairs of this one alone.
    """
    known = {e.id: e for e in entities if e.id not in review.retired}
    compared = [entity for entity in known.values() if entity.kind in _COMPARED]
    found: dict[tuple[str, str], Alike] = {}
    for one, other, alike in (*_called_so(compared, only), *_spelled_so(compared, only)):
        if not review.is_apart(one, other) and alike.score > _score(found.get(pair(one, other))):
            found[pair(one, other)] = alike
    noted = {pair(review.chosen(a), review.chosen(b)): j for (a, b), j in review.maybe.items()}
    for key, judgement in noted.items():
        open_ = key[0] != key[1] and not review.is_apart(*key)
        if open_ and all(each in known for each in key) and only in (None, *key):
            found[key] = Alike(_NOTED, _noted(judgement))
    return found


def _score(alike: Alike | None) -> float:
    return alike.score if alike else 0.0


def _noted(judgement: Judgement) -> str:
    why = f": {judgement.reason}" if judgement.reason else "."
    return f"{judgement.by} noted that they may be the same{why}"


def shared_names(entities: Iterable[Entity], review: EntityReview) -> dict[tuple[str, str], str]:
    """Return pairs of one kind that share a name, and the name; nobody has decided on them.

    :param entities: as they stand; each once.
    """
    compared = [e for e in entities if e.kind in _COMPARED and e.id not in review.retired]
    return {
        pair(one, other): text
        for one, other, text in _named_alike(compared, None)
        if not review.is_apart(one, other)
    }


def _named_alike(entities: Iterable[Entity], only: str | None) -> Iterator[tuple[str, str, str]]:
    for (_, key), named in _blocks(entities, _whole).items():
        if len(key[0]) >= _SHORTEST:
            for (one, text), (other, _) in _two(named, only):
                yield one, other, text


def _called_so(entities: Iterable[Entity], only: str | None) -> Iterator[tuple[str, str, Alike]]:
    for one, other, text in _named_alike(entities, only):
        yield one, other, Alike(_ONE_NAME, f"Both are called “{text}”.")


def _spelled_so(entities: Iterable[Entity], only: str | None) -> Iterator[tuple[str, str, Alike]]:
    """Yield persons of whom a name may be one; names of bodies are translated instead."""
    persons = [entity for entity in entities if entity.kind is EntityKind.PERSON]
    for named in _blocks(persons, _spelled).values():
        for (one, text), (other, spelled) in _two(named, only):
            if name_key(text) != name_key(spelled) and _likely(text, spelled):
                first, second = sorted((text, spelled))  # the same, whatever ids they have
                said = f"“{first}” and “{second}” may be one name in two spellings."
                yield one, other, Alike(_TWO_SPELLINGS, said)


Key = tuple[str, ...]


def _blocks(
    entities: Iterable[Entity], keyed: Callable[[str], Iterable[Key]]
) -> dict[tuple[str, Key], dict[str, str]]:
    """Return (class of kind, key) → entity → the name that has this key."""
    found: dict[tuple[str, Key], dict[str, str]] = defaultdict(dict)
    for entity in entities:
        kind = "body" if entity.kind in _BODIES else entity.kind.value
        for name in entity.names:
            for key in keyed(name.text):
                found[kind, key].setdefault(entity.id, name.text)
    return found


def _whole(name: str) -> Iterator[Key]:
    yield (name_key(name),)


def _spelled(name: str) -> set[Key]:
    """Return keys that a name has in any script; none for a name of one word."""
    words = name_tokens(name)
    if not 1 < len(words) <= _WORDS:
        return set()
    ways = product(*(keys(word)[:2] for word in words))
    return {tuple(sorted(way)) for way in ways if all(way)}


def _two(
    named: dict[str, str], only: str | None
) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    if len(named) <= _CROWD and (only is None or only in named):
        for one, other in combinations(sorted(named.items()), 2):
            if only in (None, one[0], other[0]):
                yield one, other


def _likely(one: str, other: str) -> bool:
    """Tell whether each word of a name may be a word of the other."""
    words, others = name_tokens(one), name_tokens(other)
    return len(words) == len(others) and all(max(likeness(w, others)) >= _LIKELY for w in words)


# ---------------------------------------------------------------- what else is known


def weighed(one: EntityView, other: EntityView, alike: Alike) -> Suggestion:
    """Return the suggestion that two entities are the same, with what speaks for and against."""
    reasons, against = [alike.reason], []
    for prop, what in (("birthDate", "born"), ("incorporationDate", "founded")):
        mine, theirs = _values(one, prop), _values(other, prop)
        if mine and theirs:
            if agree := sorted(a for a in mine for b in theirs if _compatible(a, b)):
                reasons.append(f"Both were {what} {agree[-1]}.")
            else:
                against.append(f"One was {what} {min(mine)}, the other {min(theirs)}.")
    countries = [_values(each, "country") | _values(each, "nationality") for each in (one, other)]
    if countries[0] and countries[1]:
        if shared := sorted(countries[0] & countries[1]):
            reasons.append(f"Both are of {', '.join(code.upper() for code in shared)}.")
        else:
            told = [", ".join(sorted(code.upper() for code in each)) for each in countries]
            against.append(f"One is of {told[0]}, the other of {told[1]}.")
    if _bodies(one) & _bodies(other):
        reasons.append("Both belong to the same body.")
    if {one.entity.kind, other.entity.kind} == set(_BODIES):
        against.append("One is a public body, the other is not known as one.")
    score = alike.score + _FOR * (len(reasons) - 1) - _AGAINST * len(against)
    bounded = round(min(1.0, max(0.0, score)), 2)
    return Suggestion(one.entity, other.entity, bounded, tuple(reasons), tuple(against))


def _values(view: EntityView, prop: str) -> set[str]:
    return {fact.value for fact in view.facts if fact.prop == prop and fact.gone is None}


def _compatible(one: str, other: str) -> bool:
    """Tell whether two dates may be one: a year may be any of its days."""
    return one.startswith(other) or other.startswith(one)


def _bodies(view: EntityView) -> set[str]:
    """Return the bodies to which an entity belongs."""
    named = {
        fact.value
        for facts in view.joined.values()
        for fact in facts
        if fact.refers and fact.gone is None and fact.prop in ("organization", "post")
    }
    return named | {role.organisation_id for role in view.entity.roles if role.organisation_id}
