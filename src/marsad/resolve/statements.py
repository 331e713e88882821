"""Give the speakers, targets and addressees of statements their entities and roles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..model import Basis, Entity, EntityKind, Mention, Role, Speaker, Statement
from ..ports import Extraction, Item
from .directory import Directory
from .linking import link
from .names import name_key, office_of
from .ties import builtin_ties

__all__ = ["resolve_statements"]

_SPEAKERS = (
    EntityKind.PERSON,
    EntityKind.ORGANIZATION,
    EntityKind.PUBLIC_BODY,
    EntityKind.CHANNEL,
)
_PARTIES = (*_SPEAKERS, EntityKind.PLACE)
_BODIES = (EntityKind.ORGANIZATION, EntityKind.PUBLIC_BODY)

_SHORT = re.compile(r"(?:the |this |that |ال|هذه ال|هذا ال|این |ان )(\w{3,})")
_GENERIC = frozenset(("group", "movement", "organisation", "organization", "جماعه", "گروه", "فصیل"))
"""Words that stand for any organisation and so need it to be the post's only one."""


def resolve_statements(extraction: Extraction, item: Item, directory: Directory) -> Extraction:
    """Return ``extraction`` with entities, roles on the day, and canonical English names.

    Which entity an ambiguous name means is decided by :func:`marsad.resolve.linking.link`.

    Only entities of ``directory`` are assigned: a private person stays a mention. Spans, acts and
    ids stay as they are.
    """
    owner = _owner(item, directory)
    mentions = link(
        extraction.mentions,
        directory,
        builtin_ties(),
        owner_id=owner.id if owner else None,
        day=item.post.published.day,
    )
    named = _Named(_bodies(mentions, directory), _near(mentions, owner))
    return replace(
        extraction,
        mentions=mentions,
        statements=tuple(_statement(s, item, directory, named) for s in extraction.statements),
    )


@dataclass(frozen=True, slots=True)
class _Named:
    """What the post names: organisations, and ids of all entities, its publisher's included."""

    bodies: tuple[Entity, ...]
    near: frozenset[str]


def _near(mentions: Iterable[Mention], owner: Entity | None) -> frozenset[str]:
    ids = {mention.entity_id for mention in mentions if mention.entity_id is not None}
    return frozenset(ids | ({owner.id} if owner else set()))


def _bodies(mentions: Iterable[Mention], directory: Directory) -> tuple[Entity, ...]:
    """Return the organisations that the post names, each once."""
    ids = dict.fromkeys(m.entity_id for m in mentions if m.entity_id is not None)
    found = (directory.entity(entity_id) for entity_id in ids)
    return tuple(entity for entity in found if entity is not None and entity.kind in _BODIES)


def _statement(statement: Statement, item: Item, directory: Directory, named: _Named) -> Statement:
    day = statement.date.day
    return replace(
        statement,
        speaker=_speaker(statement.speaker, day, item, directory, named),
        target=_english(statement.target, day, directory),
        addressee=_english(statement.addressee, day, directory),
    )


def _english(words: str | None, day: str | None, directory: Directory) -> str | None:
    """Return the canonical English name behind ``words``, or the words themselves."""
    if words is None:
        return None
    entity = directory.find(words, day=day, kinds=_PARTIES)
    return entity.name("en") if entity else words


def _speaker(
    speaker: Speaker,
    day: str | None,
    item: Item,
    directory: Directory,
    named: _Named,
) -> Speaker:
    if speaker.basis is Basis.VOICE:
        owner = _owner(item, directory)
        if owner is None:
            return speaker
        return _known(replace(speaker, text=owner.name()), owner, day, directory)
    if not speaker.text:
        return speaker
    if speaker.basis is Basis.UNNAMED:
        body = directory.find(speaker.text, day=day, kinds=_BODIES)
        return replace(speaker, affiliation_id=body.id) if body else speaker
    person = directory.find(speaker.text, day=day, kinds=(EntityKind.PERSON,))
    if person is not None:
        return _known(speaker, person, day, directory)
    spelled = _spelled_out(speaker.text, named.bodies)
    holder = directory.holder(spelled, day=day, near=named.near)
    if holder is not None:
        return _by_title(speaker, *holder, day, directory)
    found = directory.find(speaker.text, day=day, kinds=_SPEAKERS) or _short_form(
        speaker.text, named.bodies
    )
    return _known(speaker, found, day, directory) if found else speaker


def _short_form(words: str, bodies: tuple[Entity, ...]) -> Entity | None:
    """Return the one organisation of the post that "the Front" or "this group" can mean."""
    head = _SHORT.fullmatch(name_key(words))
    if head is None:
        return None
    if head.group(1) in _GENERIC:
        return bodies[0] if len(bodies) == 1 else None
    fitting = [body for body in bodies if head.group(1) in _name_words(body)]
    return fitting[0] if len(fitting) == 1 else None


def _name_words(body: Entity) -> set[str]:
    return {word for name in body.names for word in name_key(name.text).split()}


def _spelled_out(words: str, bodies: tuple[Entity, ...]) -> str:
    """Return "the spokesman of the Front" with the organisation's full name, where it is clear."""
    found = office_of(words)
    body = _short_form(found[1], bodies) if found and found[1] else None
    return f"{found[0]} {body.names[0].text}" if found and body and body.names else words


def _by_title(
    speaker: Speaker, entity: Entity, role: Role | None, day: str | None, directory: Directory
) -> Speaker:
    """Return a speaker who was named by office; the name in the text may still be unknown."""
    basis = Basis.TITLE if role is not None and speaker.basis is Basis.NAMED else speaker.basis
    return _known(replace(speaker, basis=basis), entity, day, directory)


def _owner(item: Item, directory: Directory) -> Entity | None:
    """Return who speaks as "we": whom a forward came from, else the source's owner."""
    if item.post.forward is not None:
        return directory.find(item.post.forward.name, kinds=_SPEAKERS)
    if item.owner is not None:
        return directory.entity(item.owner.id) or item.owner
    return directory.find(item.source.owner, kinds=_SPEAKERS) if item.source.owner else None


def _known(speaker: Speaker, entity: Entity, day: str | None, directory: Directory) -> Speaker:
    """Return ``speaker`` with the entity, its role and its affiliation on ``day``."""
    if entity.kind is not EntityKind.PERSON:
        return replace(speaker, entity_id=entity.id, role=None, affiliation_id=entity.id)
    role = directory.role_on(entity, day)
    return replace(
        speaker,
        entity_id=entity.id,
        role=role.title if role else None,
        affiliation_id=role.organisation_id if role else None,
    )
