"""Look up who is behind a name: exact first, then careful parts, people's decisions above all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence

from ..model import Entity, EntityKind, Judgement, Role
from ..model.entity_review import entity_review, linkable, pair, stood
from ..text import name_tokens
from .names import name_key, office_of, role_key, strip_offices

__all__ = ["Directory", "name_subject"]

_BODIES = frozenset((EntityKind.ORGANIZATION, EntityKind.PUBLIC_BODY))
_SPEAKERS = _BODIES | {EntityKind.PERSON, EntityKind.CHANNEL}

_LONGEST_NAME = 12
"""Words of a run that is tried as a name inside a longer description of a speaker."""


def name_subject(name: str) -> str:
    """Return the subject under which a Judgement speaks about ``name``, any spelling of it."""
    return f"name:{name_key(name)}"


class Directory:
    """Entities by name, with the decisions that people made about names.

    What judgements mean is told in :mod:`marsad.model.entity_review`. The subject of one on a name
    is :func:`name_subject`. A retired entity is found by no name.

    :param entities: earlier ones win where names are equal and nothing else decides.
    """

    def __init__(self, entities: Sequence[Entity], judgements: Iterable[Judgement] = ()) -> None:
        self._review = entity_review(judgements)
        self._by_id = stood(entities, self._review)
        self._exact: dict[str, list[Entity]] = defaultdict(list)
        self._last: dict[str, list[Entity]] = defaultdict(list)
        self._offices: dict[str, list[tuple[Entity, Role]]] = defaultdict(list)
        for entity in linkable(entities, self._review):
            self._index(entity)

    def _index(self, entity: Entity) -> None:
        named = entity.telling_names()
        for key in dict.fromkeys(name_key(name.text) for name in named):
            self._exact[key].append(entity)
        for role in entity.roles:
            self._offices[role_key(role.title)].append((entity, role))
        if entity.kind is EntityKind.PERSON:
            # Lists say which names are certain, and hold too many people to go by surnames.
            plain = [name_tokens(n.text) for n in named if n.ambiguous is None]
            for last in sorted({words[-1] for words in plain if len(words) > 1}):
                self._last[last].append(entity)

    # ------------------------------------------------------------ look-up

    def entity(self, entity_id: str) -> Entity | None:
        """Return the entity with this id, following same-as decisions; None where unknown."""
        return self._by_id.get(entity_id) or self._by_id.get(self._review.chosen(entity_id))

    def find(
        self,
        name: str,
        *,
        day: str | None = None,
        kinds: Iterable[EntityKind] | None = None,
    ) -> Entity | None:
        """Return the entity that ``name`` means, or None where that is not clear.

        :param day: ISO date; of two persons with one name the one who holds a role that day wins.
        :param kinds: kinds that may be returned; None allows all.
        """
        allowed = frozenset(kinds) if kinds is not None else frozenset(EntityKind)
        decided = self._review.meant.get(name_subject(name))
        if decided is not None:
            entity = self.entity(decided)
            return entity if entity is not None and entity.kind in allowed else None
        for candidates in self._candidates(name):
            fitting = self._fitting(name, candidates, allowed)
            chosen = _only(fitting, day)
            if chosen is not None:
                return chosen
        return None

    def _fitting(
        self, name: str, candidates: Sequence[Entity], allowed: frozenset[EntityKind]
    ) -> list[Entity]:
        subject = name_subject(name)
        kept: dict[str, Entity] = {}
        for candidate in candidates:
            entity = self.entity(candidate.id)
            if entity is None or entity.kind not in allowed:
                continue
            if not self._held_apart(subject, entity):
                kept.setdefault(entity.id, entity)
        return list(kept.values())

    def _held_apart(self, subject: str, entity: Entity) -> bool:
        group = self._review.group(entity.id)
        return any(pair(subject, member) in self._review.apart for member in group)

    def _candidates(self, name: str) -> Iterable[list[Entity]]:
        """Yield ever looser readings of a name."""
        yield self._exact.get(name_key(name), [])
        bare = strip_offices(name)
        yield self._exact.get(bare, [])
        tokens = name_tokens(name)
        yield self._exact.get(" ".join(tokens), [])
        yield self._inside(bare)
        if len(tokens) == 1:
            yield self._last.get(tokens[0], [])

    def _inside(self, words: str) -> list[Entity]:
        """Return what is named inside a description, a person before a body, the longest first."""
        parts = words.split()[: 4 * _LONGEST_NAME]
        found: list[Entity] = []
        start = 0
        while start < len(parts):
            for end in range(min(len(parts), start + _LONGEST_NAME), start, -1):
                hits = self._exact_run(parts[start:end])
                if hits:
                    found += hits
                    start = end - 1
                    break
            start += 1
        persons = [entity for entity in found if entity.kind is EntityKind.PERSON]
        return persons or found[:1]

    def _exact_run(self, parts: list[str]) -> list[Entity]:
        """Return the speakers that a run of words names; a single short word is not enough."""
        run = " ".join(parts)
        hits = self._exact.get(run, []) or self._exact.get(_without_article(run), [])
        return [
            entity
            for entity in hits
            if entity.kind in _SPEAKERS and (len(parts) > 1 or len(run) > 3)
        ]

    # ------------------------------------------------------------ roles

    def role_on(self, entity: Entity, day: str | None) -> Role | None:
        """Return the role that ``entity`` holds on ``day``: the latest begun; None if none."""
        held = [role for role in entity.roles if role.valid_on(day)]
        return max(held, key=lambda role: role.since or "", default=None)

    def holder(
        self, title: str, *, day: str | None, near: Container[str] = ()
    ) -> tuple[Entity, Role | None] | None:
        """Return who is meant by an office ("the spokesman of X") on ``day``, with the role.

        Where nobody is known to hold it, the body itself is returned with no role. An office alone
        ("the leader") is held by many: it means somebody only where the text names the holder or
        the body as well.

        :param near: ids of the entities that the text names, and of who publishes it.
        """
        found = office_of(title)
        if found is None:
            return None
        office, rest = found
        place = " ".join(word for word in rest.split() if word not in _SMALL_WORDS)
        body = self.find(rest, kinds=_BODIES) if place else None
        people = [
            (entity, role)
            for entity, role in self._holders(office, day)
            if (self._body(role) == body if body else self._concerns(role, place))
            and (place or self._near(entity, role, near))
        ]
        if len(people) == 1:
            return people[0]
        return (body, None) if body is not None else None

    def _holders(self, office: str, day: str | None) -> list[tuple[Entity, Role]]:
        """Return each holder once, as it stands, with its role."""
        held = [(self._by_id[e.id], role) for e, role in self._offices.get(office, ())]
        return list({e.id: (e, role) for e, role in held if role.valid_on(day)}.values())

    def _body(self, role: Role) -> Entity | None:
        return self.entity(role.organisation_id) if role.organisation_id else None

    def _near(self, entity: Entity, role: Role, near: Container[str]) -> bool:
        body = self._body(role)
        return entity.id in near or (body is not None and body.id in near)

    def _concerns(self, role: Role, words: str) -> bool:
        """Tell whether ``words`` ("Freedonia") are part of a name of the role's body."""
        if not words:
            return True
        body = self._body(role)
        return body is not None and any(
            f" {words} " in f" {name_key(name.text)} " for name in body.names
        )


_SMALL_WORDS = frozenset(("the", "of", "a", "for", "in", "his", "its"))


def _without_article(run: str) -> str:
    return run.removeprefix("the ").removeprefix("لل").removeprefix("ب")


def _only(candidates: Sequence[Entity], day: str | None) -> Entity | None:
    """Return the one candidate, or the one that holds a role on ``day``, or None."""
    if len(candidates) == 1:
        return candidates[0]
    if len({entity.kind for entity in candidates}) == 1 and day is not None:
        holding = [e for e in candidates if any(role.valid_on(day) for role in e.roles)]
        if len(holding) == 1:
            return holding[0]
    return None
