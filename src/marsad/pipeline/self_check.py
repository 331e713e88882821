"""Nightly self-check: look for contradictions in all that is known, and keep what was found."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from ..model import Entity, EntityKind, Fact, Judgement, Role, Verdict
from ..model.entity_review import EntityReview, entity_review, stood
from ..model.review import mark_id, standing
from ..ports import Clock, Progress, Reader, StatementFilter, Store
from ..resolve import Contradiction, Known, Said, check_all, check_one
from ..text import isolated
from .entities import told_by_facts

if TYPE_CHECKING:
    from cattrs.preconf.json import JsonConverter

__all__ = ["Checked", "check_daily", "checked", "dismissals", "find_contradictions", "self_check"]

_EVERY = timedelta(days=1)
_STATE = "contradictions"
_PAGE = 500
"""Entities of which facts are read at once."""

_STATEMENTS = 200
"""The newest statements of somebody dead that are looked at."""

_BODIES = (EntityKind.ORGANIZATION, EntityKind.PUBLIC_BODY)
_ENDS = ("deathDate", "dissolutionDate")


@dataclass(frozen=True, slots=True)
class Checked:
    """What the last self-check found, and when; those that were judged settled among them."""

    at: datetime
    found: tuple[Contradiction, ...] = ()


# ---------------------------------------------------------------- when, and what was found


def check_daily(store: Store, clock: Clock, progress: Progress | None = None) -> None:
    """Check when a day has passed since the last time."""
    last = checked(store.read())
    if last is None or clock() - last.at >= _EVERY:
        self_check(store, clock, progress)


def self_check(store: Store, clock: Clock, progress: Progress | None = None) -> Checked:
    """Check now, and keep what was found in place of what was found before."""
    found = Checked(clock(), tuple(find_contradictions(store.read(), progress)))
    value = json.dumps(_converter().unstructure(found), ensure_ascii=False)
    with store.write() as writer:
        writer.put_state(_STATE, value)
    return found


def checked(reader: Reader) -> Checked | None:
    """Return what the last self-check found; None where there was none."""
    value = reader.state(_STATE)
    return _converter().structure(json.loads(value), Checked) if value else None


def dismissals(judgements: Iterable[Judgement]) -> dict[str, Judgement]:
    """Return finding → the judgement that stands, by which somebody dismissed it."""
    grouped: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        if judgement.subject.startswith("k_"):
            grouped[judgement.subject].append(judgement)
    found = {key: standing(made) for key, made in grouped.items()}
    return {key: j for key, j in found.items() if j and j.verdict is Verdict.REJECT}


@cache
def _converter() -> JsonConverter:
    from cattrs.preconf.json import make_converter  # here, so that a workspace opens at once

    return make_converter()


# ---------------------------------------------------------------- looking


@dataclass(frozen=True, slots=True)
class _Ground:
    """What all pages share."""

    reader: Reader
    review: EntityReview
    own: Mapping[str, Entity]
    holders: Mapping[str, list[tuple[str, Role]]]
    rejected: frozenset[str]


def find_contradictions(reader: Reader, progress: Progress | None = None) -> list[Contradiction]:
    """Return all that cannot be true together, errors first, by kind and entity."""
    judgements = reader.judgements()
    review = entity_review(judgements)
    own = {entity.id: entity for entity in reader.entities()}
    ground = _Ground(reader, review, own, _holders(own, review), _rejected(judgements))
    known = {**own, **_told(reader, own)}
    stand = stood(known.values(), review)

    def name(key: str) -> str:
        return isolated(stand[key].name() if key in stand else key)

    found: list[Contradiction] = []
    parents: dict[str, dict[str, Fact]] = defaultdict(dict)
    worth = sorted({review.chosen(key) for key in _worth_checking(ground, known)})
    for start in range(0, len(worth), _PAGE):
        for each in _page(ground, known, stand, worth[start : start + _PAGE]):
            found += check_one(each, name)
            for child, parent, fact in _parents(each, ground):
                parents[child].setdefault(parent, fact)
        if progress:
            progress("check", min(start + _PAGE, len(worth)), len(worth))
    alone = [entity for key, entity in stand.items() if key == entity.id]
    found += check_all(alone, parents, review, name)
    unique = {each.id: each for each in found}.values()
    return sorted(unique, key=lambda c: (c.severity != "error", c.kind, c.entity_ids, c.id))


def _holders(own: Mapping[str, Entity], review: EntityReview) -> dict[str, list[tuple[str, Role]]]:
    """Return body → persons with the roles that they hold in it."""
    found: dict[str, list[tuple[str, Role]]] = defaultdict(list)
    for entity in own.values():
        for role in entity.roles:
            if role.organisation_id:
                person = review.chosen(entity.id)
                found[review.chosen(role.organisation_id)].append((person, role))
    return found


def _rejected(judgements: Iterable[Judgement]) -> frozenset[str]:
    """Return the statements that people rejected."""
    grouped: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        if mark_id(judgement.subject).startswith("s_"):
            grouped[mark_id(judgement.subject)].append(judgement)
    last = {key: standing(made) for key, made in grouped.items()}
    return frozenset(key for key, j in last.items() if j and j.verdict is Verdict.REJECT)


def _told(reader: Reader, own: Mapping[str, Entity]) -> dict[str, Entity]:
    """Return entities that are known by facts alone."""
    found: dict[str, Entity] = {}
    for page in _in_datasets(reader):
        for key, facts in reader.facts([k for k in page if k not in own]).items():
            entity = told_by_facts(key, facts)
            if entity is not None:
                found[key] = entity
    return found


def _in_datasets(reader: Reader) -> Iterator[tuple[str, ...]]:
    for dataset in reader.datasets():
        after = ""
        while page := reader.dataset_entities(dataset.id, after, _PAGE):
            yield page
            after = page[-1]


def _worth_checking(ground: _Ground, known: Mapping[str, Entity]) -> Iterator[str]:
    """Yield entities of which more is known than names."""
    for page in _in_datasets(ground.reader):
        yield from (key for key in page if key in known)
    yield from (key for key, entity in ground.own.items() if entity.roles)
    yield from (key for key in ground.holders if key in known)
    yield from (key for key in ground.review.groups if key in known)


def _page(
    ground: _Ground, known: Mapping[str, Entity], stand: Mapping[str, Entity], keys: list[str]
) -> Iterator[Known]:
    """Yield what is known of some entities, read at once."""
    reader, review = ground.reader, ground.review
    groups = {key: review.group(key) for key in keys}
    ids = [member for group in groups.values() for member in group]
    facts, naming = reader.facts(ids), reader.facts_about(ids)
    joined = reader.facts(sorted({fact.entity_id for fact in naming}))
    for key, group in groups.items():
        members = tuple(known[member] for member in group if member in known)
        if not members:
            continue
        own = tuple(fact for member in group for fact in facts.get(member, ()))
        about = dict.fromkeys(f.entity_id for f in naming if f.value in group)
        yield Known(
            stand[members[0].id],
            members,
            own,
            {each: joined[each] for each in about if each in joined and each not in group},
            tuple(ground.holders.get(key, ())),
            tuple(_said(ground, group)) if any(f.prop in _ENDS for f in own) else (),
        )


def _said(ground: _Ground, group: tuple[str, ...]) -> Iterator[Said]:
    """Yield what an entity said, the newest first."""
    query = StatementFilter(entity_id=group[0], merged=group, limit=_STATEMENTS)
    for view in ground.reader.statements(query):
        statement = view.statement
        day = statement.date.day or view.post.published.day
        rejected = statement.id in ground.rejected
        if day and statement.speaker.entity_id in group and not rejected:
            span = statement.content[0]
            yield Said(statement.id, view.post.id, view.version.id, span, day)


def _parents(known: Known, ground: _Ground) -> Iterator[tuple[str, str, Fact]]:
    """Yield of what a body or a place is part: its id, the whole's and the fact."""
    key = known.entity.id
    for fact in known.values("parent"):
        yield key, ground.review.chosen(fact.value), fact
    own = {member.id for member in known.members}
    for facts in known.joined.values() if known.entity.kind in _BODIES else ():
        if any(fact.prop == "member" and fact.value in own for fact in facts):
            for fact in islice((f for f in facts if f.prop == "organization"), 1):
                yield key, ground.review.chosen(fact.value), fact
