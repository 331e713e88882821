"""Self-check: what cannot all be true of entities, their facts and their statements.

Each check is a function of what is known; it yields a :class:`Contradiction` for each that it
finds. What cannot be told, such as a date that is missing, contradicts nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import combinations, pairwise

from ..model import Entity, EntityKind, Fact, Judgement
from ..model.entity_review import EntityReview
from ..text import isolated
from .alike import shared_names
from .checking_roles import early_roles, one_office
from .contradiction import Contradiction, Known, Name, after, found
from .names import name_key

__all__ = ["check_all", "check_one"]

_BODIES = (EntityKind.ORGANIZATION, EntityKind.PUBLIC_BODY)
_MOST = 20
"""Statements that one finding lists; a choice, not tuned."""


def check_one(known: Known, name: Name) -> Iterator[Contradiction]:
    """Yield what contradicts itself about one entity."""
    for check in (_births, _late_words, one_office, early_roles, _kinds, _lands, _lifted):
        yield from check(known, name)


def check_all(
    entities: Sequence[Entity],
    parents: Mapping[str, Mapping[str, Fact]],
    review: EntityReview,
    name: Name,
) -> Iterator[Contradiction]:
    """Yield what contradicts itself between entities.

    :param entities: as they stand, each once.
    :param parents: id → what it is part of → the fact that says so.
    """
    yield from _circles(parents, name)
    yield from _shared_names(entities, review)
    yield from _barred(review.barred, name)


# ---------------------------------------------------------------- dates of one entity


def _births(known: Known, name: Name) -> Iterator[Contradiction]:
    """Two years of birth, death, foundation or end, each from another list or entry."""
    for prop, what in (
        ("birthDate", "was born in"),
        ("deathDate", "died in"),
        ("incorporationDate", "was founded in"),
        ("dissolutionDate", "was dissolved in"),
    ):
        sides: dict[tuple[str, str], list[Fact]] = defaultdict(list)
        for fact in known.values(prop):
            sides[fact.dataset, fact.entity_id].append(fact)
        for one, other in combinations(sides.values(), 2):
            years = [sorted({fact.value[:4] for fact in side}) for side in (one, other)]
            if not set(years[0]) & set(years[1]):
                said = " and ".join("/".join(each) for each in years)
                sources = ", ".join(dict.fromkeys((one[0].dataset, other[0].dataset)))
                message = f"{name(known.entity.id)} {what} {said} ({sources})."
                yield found("births", [known.entity.id], message, (*one, *other))


def _ends(known: Known) -> tuple[Fact, ...]:
    return (*known.values("deathDate"), *known.values("dissolutionDate"))


def _late_words(known: Known, name: Name) -> Iterator[Contradiction]:
    """A dead man speaking, or a body that was dissolved."""
    ends = _ends(known)
    if not ends or not known.said:
        return
    last = max(ends, key=lambda fact: fact.value)
    late = sorted(
        (s for s in known.said if after(s.day, last.value)), key=lambda s: s.day, reverse=True
    )
    if late:
        verb = "died" if last.prop == "deathDate" else "was dissolved"
        times = f"{len(late)} statements" if len(late) > 1 else "a statement"
        message = (
            f"{name(known.entity.id)} {verb} on {last.value}, yet {times} up to {late[0].day} "
            "are said to be theirs."
        )
        yield found("late words", [known.entity.id], message, ends, said=tuple(late[:_MOST]))


# ---------------------------------------------------------------- kinds, places, designations


def _kinds(known: Known, _: Name) -> Iterator[Contradiction]:
    """A person merged with a body, or another pair of kinds that cannot be one."""
    kinds = {"body" if m.kind in _BODIES else m.kind.value: m for m in known.members}
    if len(kinds) > 1:
        told = " and ".join(f"“{isolated(m.name())}” ({m.kind.value})" for m in kinds.values())
        ids = [member.id for member in known.members]
        yield found("kinds", ids, f"{told} were merged, but are of different kinds.")


def _lands(known: Known, name: Name) -> Iterator[Contradiction]:
    """A place in two countries."""
    if known.entity.kind is not EntityKind.PLACE:
        return
    facts = known.values("country")
    sides: dict[tuple[str, str], set[str]] = defaultdict(set)
    for fact in facts:
        sides[fact.dataset, fact.entity_id].add(fact.value)
    for one, other in combinations(sides.items(), 2):
        if not one[1] & other[1]:
            lands = [", ".join(sorted(side[1])).upper() for side in (one, other)]
            message = (
                f"{name(known.entity.id)} is in {lands[0]} for {one[0][0]}, in {lands[1]} for "
                f"{other[0][0]}."
            )
            yield found("two countries", [known.entity.id], message, facts)


def _lifted(known: Known, name: Name) -> Iterator[Contradiction]:
    """A designation, or another fact, that ends before it begins."""
    for key, facts in known.joined.items():
        if not any(fact.schema == "Sanction" for fact in facts):
            continue
        made = [f for f in facts if f.prop in ("startDate", "listingDate")]
        ended = [f for f in facts if f.prop == "endDate"]
        for end in ended:
            first = min(made, key=lambda fact: fact.value, default=None)
            if first is not None and after(first.value, end.value):
                message = (
                    f"The designation of {name(known.entity.id)} was lifted on {end.value}, "
                    f"before it was made on {first.value} ({first.dataset})."
                )
                ids = (known.entity.id, key)
                yield found("lifted early", ids, message, (first, end))
    for fact in known.facts:
        if fact.since and fact.until and after(fact.since, fact.until):
            what = f"“{isolated(fact.value)}” of {name(known.entity.id)}"
            message = (
                f"{what} ends on {fact.until}, before it begins on {fact.since} ({fact.dataset})."
            )
            yield found("ends early", [known.entity.id], message, [fact])


# ---------------------------------------------------------------- between entities


def _circles(parents: Mapping[str, Mapping[str, Fact]], name: Name) -> Iterator[Contradiction]:
    """Bodies or places that are part of themselves through others."""
    graph = {child: dict(above) for child, above in parents.items()}
    while True:
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            circle = list(reversed(error.args[1]))  # graphlib tells it from the whole to its part
        else:
            return
        steps = list(pairwise(circle))
        told = " → ".join(map(name, circle))
        message = f"Each of these is said to be part of the next: {told}."
        facts = [parents[child][above] for child, above in steps]
        yield found("circle", circle[1:], message, facts)
        for child, above in steps[:1]:  # opened, so that the next one is found
            del graph[child][above]


def _shared_names(entities: Sequence[Entity], review: EntityReview) -> Iterator[Contradiction]:
    """A name that two share, of whom nobody decided whether they are one."""
    for (one, other), text in shared_names(entities, review).items():
        message = (
            f"Two entities are called “{isolated(text)}”; nobody decided whether they are one."
        )
        yield found("shared name", (one, other), message, severity="doubt", more=[name_key(text)])


def _barred(barred: Iterable[Judgement], name: Name) -> Iterator[Contradiction]:
    """A merge that would join what somebody holds apart."""
    for judgement in barred:
        ids = (judgement.subject, judgement.object or "")
        told = " and ".join(f"“{name(key)}”" for key in ids)
        message = (
            f"{judgement.by} merged {told}, which has no effect: it would join two that are held "
            "apart."
        )
        yield found("barred merge", ids, message, more=[judgement.id])
