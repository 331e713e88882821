"""Look up who is behind a name: exact first, then careful parts, people's decisions above all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ..model import Entity, EntityKind, Judgement, Role, Verdict
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

    A SAME judgement has a name (see :func:`name_subject`) as subject and an entity's id as object,
    or an entity's id as subject and another's as object: then names of the subject stand for the
    object. NOT_SAME forbids the pair; UNDECIDED takes back. Of each pair the newest counts.

    :param entities: earlier ones win where names are equal and nothing else decides.
    """

    def __init__(self, entities: Sequence[Entity], judgements: Iterable[Judgement] = ()) -> None:
        self._by_id = {entity.id: entity for entity in entities}
        self._exact: dict[str, list[Entity]] = defaultdict(list)
        self._last: dict[str, list[Entity]] = defaultdict(list)
        self._offices: dict[str, list[tuple[Entity, Role]]] = defaultdict(list)
        for entity in entities:
            self._index(entity)
        self._same: dict[str, str] = {}
        self._apart: set[tuple[str, str]] = set()
        self._decide(judgements)

    def _index(self, entity: Entity) -> None:
        for key in dict.fromkeys(name_key(name.text) for name in entity.names):
            self._exact[key].append(entity)
        for role in entity.roles:
            self._offices[role_key(role.title)].append((entity, role))
        if entity.kind is EntityKind.PERSON:
            lasts = {t[-1] for n in entity.names if len(t := name_tokens(n.text)) > 1}
            for last in sorted(lasts):
                self._last[last].append(entity)

    def _decide(self, judgements: Iterable[Judgement]) -> None:
        newest: dict[tuple[str, str], Judgement] = {}
        for judgement in judgements:
            if judgement.object is None or judgement.verdict not in _PAIRWISE:
                continue
            pair = judgement.subject, judgement.object
            if pair not in newest or newest[pair].at <= judgement.at:
                newest[pair] = judgement
        for (subject, other), judgement in sorted(newest.items(), key=lambda item: item[1].at):
            if judgement.verdict is Verdict.SAME:
                self._same[subject] = other
            elif judgement.verdict is Verdict.NOT_SAME:
                self._apart |= {(subject, other), (other, subject)}

    # ------------------------------------------------------------ look-up

    def entity(self, entity_id: str) -> Entity | None:
        """Return the entity with this id, following same-as decisions; None where unknown."""
        seen = set()
        while entity_id in self._same and entity_id not in seen:
            seen.add(entity_id)
            entity_id = self._same[entity_id]
        return self._by_id.get(entity_id)

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
        decided = self._same.get(name_subject(name))
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
            if (subject, entity.id) not in self._apart:
                kept.setdefault(entity.id, entity)
        return list(kept.values())

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

    def holder(self, title: str, *, day: str | None) -> tuple[Entity, Role | None] | None:
        """Return who is meant by an office ("the spokesman of X") on ``day``, with the role.

        Where nobody is known to hold it, the body itself is returned with no role.
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
            if (role.organisation_id == body.id if body else self._concerns(role, place))
        ]
        if len(people) == 1:
            return people[0]
        return (body, None) if body is not None else None

    def _holders(self, office: str, day: str | None) -> list[tuple[Entity, Role]]:
        return [held for held in self._offices.get(office, ()) if held[1].valid_on(day)]

    def _concerns(self, role: Role, words: str) -> bool:
        """Tell whether ``words`` ("Freedonia") are part of a name of the role's body."""
        body = self._by_id.get(role.organisation_id or "")
        if not words:
            return True
        return body is not None and any(
            f" {words} " in f" {name_key(name.text)} " for name in body.names
        )


_SMALL_WORDS = frozenset(("the", "of", "a", "for", "in", "his", "its"))
_PAIRWISE = frozenset((Verdict.SAME, Verdict.NOT_SAME, Verdict.UNDECIDED))


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
