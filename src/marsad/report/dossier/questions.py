"""Open questions: what contradicts, what is disputed or undecided, and what is unknown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from ...model import EntityKind
from ...model.entity_review import entity_review
from ...text import normalise
from .._english import and_list, count
from .grounds import Register
from .ties import node
from .values import Designation, Outlet, Property, Question, Tie
from .whens import agree, overlap, phrase

__all__ = ["questions"]

_BODIES = (EntityKind.ORGANIZATION, EntityKind.PUBLIC_BODY)
_MOST_CITED = 5
"""Posts cited for names that are linked to nothing; a choice, so that a question stays readable."""


def questions(
    register: Register,
    properties: Sequence[Property],
    ties: Sequence[Tie],
    designations: Sequence[Designation],
    outlets: Sequence[Outlet],
) -> tuple[Question, ...]:
    """Return contradictions first, then disputes, what is undecided, what is unknown."""
    return (
        *_dates(properties),
        *_roles(ties),
        *_lists(designations),
        *_checked(register),
        *_disputed(register),
        *_undecided(register),
        *_unknown(register, properties, ties, designations, outlets),
    )


def _question(kind: str, text: str, *notes: tuple[int, ...]) -> Question:
    return Question(kind, text, tuple(dict.fromkeys(n for group in notes for n in group)))


# ------------------------------------------------------------ contradictions


def _dates(properties: Sequence[Property]) -> Iterator[Question]:
    for label in dict.fromkeys(p.label for p in properties if p.when):
        dated = [(p, p.when) for p in properties if p.label == label and p.when]
        if any(not agree(one, other) for (_, one), (_, other) in combinations(dated, 2)):
            days = and_list([phrase(when) for _, when in dated])
            text = f"Lists give different dates for “{label}”: {days}."
            yield _question("contradiction", text, *(p.notes for p, _ in dated))


def _roles(ties: Sequence[Tie]) -> Iterator[Question]:
    """Ask about one office of one body that two persons hold at a time, or one holds twice."""
    for one, other in combinations([t for t in ties if t.role and t.end.id], 2):
        if one.end.id != other.end.id or _key(one.role) != _key(other.role):
            continue
        office = f"{one.role} of {one.end.name}"
        if one.start.id == other.start.id:
            if one.since and other.since and not agree(one.since, other.since):
                days = f"{phrase(one.since)} and {phrase(other.since)}"
                text = f"{one.start.name} is given as {office} from different days: {days}."
                yield _question("contradiction", text, one.notes, other.notes)
        elif overlap((one.since, one.until), (other.since, other.until)):
            text = f"{one.start.name} and {other.start.name} are both given as {office} at a time."
            yield _question("contradiction", text, one.notes, other.notes)


def _key(role: str) -> str:
    return normalise(role).text


def _lists(designations: Sequence[Designation]) -> Iterator[Question]:
    standing = [d for d in designations if d.lifted is None]
    lifted = [d for d in designations if d.lifted is not None]
    if standing and lifted:
        names = and_list(list(dict.fromkeys(d.list for d in standing)))
        past = and_list(list(dict.fromkeys(d.list for d in lifted)))
        text = f"It is listed by {names}, and no longer by {past}."
        yield _question("contradiction", text, *(d.notes for d in (*standing, *lifted)))


def _checked(register: Register) -> Iterator[Question]:
    """Yield what the workspace's own check found; without facts it cites the entry."""
    material = register.material
    for doubt in material.doubts:
        notes = register.listed(doubt.facts) or register.entry(material.view.entity)
        yield _question("contradiction", doubt.message, notes)


# ------------------------------------------------------------ people


def _disputed(register: Register) -> Iterator[Question]:
    for judgements in entity_review(register.material.view.judgements).disputed.values():
        for judgement in judgements:
            reason = f": {judgement.reason}" if judgement.reason else "."
            text = f"{judgement.by} disputes what is said here{reason}"
            yield _question("disputed", text, register.judgement(judgement))


def _undecided(register: Register) -> Iterator[Question]:
    material = register.material
    if material.unlinked:
        notes = [
            register.passages(post_id, [span])
            for post_id, span in list(material.unlinked.items())[:_MOST_CITED]
            if post_id in material.told.posts
        ]
        number = count(len(material.unlinked), "post")
        text = f"A name of it stands in {number} where it is linked to nothing."
        yield _question("undecided", text[:1].upper() + text[1:], *notes)
    for other, judgement in material.alike.items():
        text = f"{judgement.by} noted that it may be the same as {node(register, other).name}."
        yield _question("undecided", text, register.judgement(judgement))


# ------------------------------------------------------------ gaps


def _unknown(
    register: Register,
    properties: Sequence[Property],
    ties: Sequence[Tie],
    designations: Sequence[Designation],
    outlets: Sequence[Outlet],
) -> Iterator[Question]:
    kind = register.material.view.entity.kind
    if kind in _BODIES:
        if not any(p.label == "founded" for p in properties):
            yield Question("unknown", "When it was founded is not known here.", ())
        if not any(t.role and not t.past for t in ties):
            yield Question("unknown", "Who leads it or speaks for it is not known here.", ())
        if not outlets:
            yield Question("unknown", "No outlet of its own is known here.", ())
    if kind is EntityKind.PERSON and not any(not t.past for t in ties):
        yield Question("unknown", "No present role is known here.", ())
    if not designations and kind in (*_BODIES, EntityKind.PERSON):
        lists = [d.title for d in register.material.view.datasets.values() if d.authority]
        if not lists:
            yield Question("unknown", "No list of an authority that was read here names it.", ())
