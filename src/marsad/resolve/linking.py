"""Decide which entity a name means, from what else its post names; leave open what is not clear.

The extractor offers entities: one where a name stands alone or its context is near, several where
they share the name, and candidates alone where nothing near supports an ambiguous name. Here the
rest of the post is weighed: entities tied to a candidate, countries, the channel's owner, the day,
the kind of name that the language model saw.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..model import Entity, EntityKind, Mention
from .directory import Directory

__all__ = ["LINK", "Ties", "link"]

LINK = 2.0
"""Evidence from which a name is linked: one that its own words support has it, an ambiguous one
needs an entity that is directly tied to it. Chosen among 1, 1.5, 2 and 3 on the development part
of ``evaluation/gold/linking`` (precision 99.0, 99.3, 99.7, 100; recall 97.6 thrice, then 55.7)."""

LEAD = 1.0
"""By how much the best candidate has to lead; less leaves the name undecided. Like the weights
that follow it is a choice, not tuned."""

_SUPPORTED = 2.0
_TIED = 2.0
_SAME_COUNTRY = 1.0
_OWNER = 2.0
_KIND = 0.5
_OTHER_KIND = -2.0
_ROLE = 2.0
_NO_ROLE = -1.0

_HINT = 1.0
"""Evidence without which a name that only a list offers is no name; a choice, not tuned."""

_LINKED = 0.6
"""Score of such a name once it is linked: as of a name that several entities share."""

_BODIES = frozenset((EntityKind.ORGANIZATION, EntityKind.PUBLIC_BODY))


@dataclass(frozen=True, slots=True)
class Ties:
    """What is known of entities that tells which are spoken of together, by id.

    :ivar related: entities that stand in a relation, both ways.
    :ivar countries: ids of the countries of a body or place; a country's are itself.
    :ivar founded: year, month or day before which there was no such body.
    """

    related: Mapping[str, frozenset[str]] = field(default_factory=dict)
    countries: Mapping[str, frozenset[str]] = field(default_factory=dict)
    founded: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Post:
    """What of a post bears on its names."""

    named: frozenset[str]
    owner: str | None
    day: str | None
    ties: Ties


def link(
    mentions: Sequence[Mention],
    directory: Directory,
    ties: Ties,
    *,
    owner_id: str | None = None,
    day: str | None = None,
) -> tuple[Mention, ...]:
    """Return ``mentions``, each linked to one entity, to none, or left undecided.

    What is undecided has candidates, the likeliest first, and no entity; its recipe says so. Spans
    and ids stay as they are.

    :param owner_id: whose channel it is.
    :param day: ISO date of the post; roles and foundings are read on that day.
    """
    settled = {m.entity_id for m in mentions if m.entity_id and not m.candidates}
    post = _Post(frozenset(settled), owner_id, day, ties)
    linked = (_linked(mention, directory, post) for mention in mentions)
    return tuple(m for m in linked if m.score or m.entity_id or m.candidates)


def _linked(mention: Mention, directory: Directory, post: _Post) -> Mention:
    offered = mention.candidates or ((mention.entity_id,) if mention.entity_id else ())
    entities = {e.id: e for key in offered if (e := directory.entity(key)) is not None}
    if not entities:
        return replace(mention, candidates=())
    weighed = [(_evidence(e, mention, directory, post), e) for e in entities.values()]
    weighed.sort(key=lambda each: -each[0])
    chosen = _clear(weighed)
    if chosen is not None:
        score = mention.score or _LINKED
        return replace(mention, entity_id=chosen.id, candidates=(), score=score)
    least = _HINT if mention.score == 0 else 0.0
    ids = tuple(entity.id for evidence, entity in weighed if evidence >= least)
    recipe = f"{mention.recipe}; undecided" if ids else mention.recipe
    return replace(mention, entity_id=None, candidates=ids, recipe=recipe)


def _clear(weighed: Sequence[tuple[float, Entity]]) -> Entity | None:
    """Return the best candidate where it has evidence enough, and leads.

    Of places with one name the first is meant, as lists have the larger first.
    """
    (best, entity), *others = weighed
    if best < LINK:
        return None
    if not others or best - others[0][0] >= LEAD or entity.kind is EntityKind.PLACE:
        return entity
    return None


def _evidence(entity: Entity, mention: Mention, directory: Directory, post: _Post) -> float:
    """Return what speaks for ``entity``; less than nothing where something speaks against it."""
    founded = post.ties.founded.get(entity.id)
    if founded and post.day and post.day < founded:
        return -LINK
    found = _SUPPORTED if mention.entity_id is not None else _by_kind(entity, mention)
    if post.owner == entity.id:
        found += _OWNER
    if entity.roles and post.day:
        found += _ROLE if directory.role_on(entity, post.day) else _NO_ROLE
    return found + _by_company(entity, post)


def _by_kind(entity: Entity, mention: Mention) -> float:
    """Return what the kind tells that the language model or the rules saw, if they saw a name."""
    if mention.score == 0:
        return 0.0
    bodies = entity.kind in _BODIES and mention.kind in {each.value for each in _BODIES}
    return _KIND if bodies or entity.kind.value == mention.kind else _OTHER_KIND


def _by_company(entity: Entity, post: _Post) -> float:
    """Return what the other entities of the post tell."""
    others = post.named | ({post.owner} if post.owner else set())
    organisations = {role.organisation_id for role in entity.roles}
    tied = post.ties.related.get(entity.id, frozenset()) | organisations
    if tied & (others - {entity.id}):
        return _TIED
    own = post.ties.countries.get(entity.id, frozenset())
    near = _countries(others - {entity.id}, post.ties)
    return _SAME_COUNTRY if own & near else 0.0


def _countries(ids: Iterable[str], ties: Ties) -> frozenset[str]:
    return frozenset().union(*(ties.countries.get(key, frozenset()) for key in ids))
