"""Name who speaks and where it was published, as a report does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..model import Basis, Entity, EntityKind, Statement
from ..ports import PostView
from ..text.lexicon import words as word_set
from ..text.scripts import script
from ._english import day_phrase, surname
from ._facts import Facts
from ._reading import Reading

__all__ = ["Voice", "channel_of", "outlet", "owner_speaks", "relay", "voice_of"]

_RANKS = word_set("military former deputy chief senior official media general political")
_DETERMINERS = word_set(
    "a an the two three several some many residents witnesses eyewitnesses sources observers "
    "officials locals activists experts analysts users police"
)
_MOST_WORDS = 14
"""Words of a post that may name its speaker; a longer run is more than a name."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks, in words.

    :ivar full: name with role and affiliation on that date, ready to stand before a verb.
    :ivar short: how the same item goes on naming the speaker: surname or pronoun.
    :ivar body: the organisation that speaks or that is spoken for, if it is known.
    """

    full: str
    short: str
    body: Entity | None = None


def voice_of(facts: Facts, reading: Reading, statement: Statement) -> Voice | None:
    """Return how to name the speaker; None where English has no safe words for it."""
    entity = facts.entity(statement.speaker.entity_id)
    if entity is None:
        return _unresolved(reading, statement)
    if entity.kind is EntityKind.PERSON:
        return _person(facts, entity, statement, reading.view.post.published.day)
    return Voice(facts.with_article(entity), "they" if facts.is_plural(entity) else "it", entity)


def _person(facts: Facts, entity: Entity, statement: Statement, seen: str | None) -> Voice:
    day = statement.date.day or seen
    role, held = facts.role_on(entity, day)
    name = entity.name()
    title = role.title if role else statement.speaker.role
    body = facts.entity(role.organisation_id if role else statement.speaker.affiliation_id)
    if not title:
        return Voice(name, surname(name), body if held else None)
    office = title
    if body is not None:
        name_of_body = facts.with_article(body)
        office = f"{title} ({body.name()})" if _complete(title) else f"{title} of {name_of_body}"
    if role is not None and not held:
        until = f" [until {day_phrase(role.until)}]" if role.until else ""
        return Voice(f"{name}, formerly {office}{until},", surname(name))
    return Voice(f"{name}, {office},", surname(name), body)


def _complete(title: str) -> bool:
    """Tell whether a title says for whom its holder speaks: “interior minister”."""
    words = title.casefold().split()
    return " of " in title or (len(words) > 1 and words[0] not in _RANKS)


def _unresolved(reading: Reading, statement: Statement) -> Voice | None:
    speaker = statement.speaker
    if speaker.basis is Basis.PRONOUN:
        return None
    if speaker.span is not None:
        words = reading.english([speaker.span])
        plain = not re.search(r'[\n“”«»"]', words.text) and len(words.text.split()) <= _MOST_WORDS
        if words.exact and words.translated and plain and script(words.text) == "Latin":
            return _described(words.text.strip(" ,:"))
    if speaker.role and speaker.basis in (Basis.TITLE, Basis.UNNAMED):
        plural = speaker.role.endswith("s")
        article = "" if plural else "an " if speaker.role[:1].lower() in "aeiou" else "a "
        return _described(article + speaker.role)
    if speaker.basis is Basis.VOICE and script(speaker.text) == "Latin":
        return Voice(speaker.text, speaker.text)
    return None


def _described(words: str) -> Voice:
    first = words.split(" ", 1)[0]
    if first.casefold() in _DETERMINERS:
        words = words[:1].lower() + words[1:]
    return Voice(words, words)


# ------------------------------------------------------------ where it was published


def owner_speaks(facts: Facts, view: PostView, statement: Statement) -> bool:
    """Tell whether the source belongs to the speaker or to the body spoken for."""
    owner = facts.entity(view.source.owner)
    if owner is None:
        return statement.speaker.basis is Basis.VOICE
    speaker = facts.entity(statement.speaker.entity_id)
    if speaker is None:
        return statement.speaker.basis is Basis.VOICE
    role, held = facts.role_on(speaker, view.post.published.day)
    body = role.organisation_id if role and held else statement.speaker.affiliation_id
    return owner.id in (speaker.id, body)


def outlet(facts: Facts, view: PostView) -> str:
    """Return the English name of whoever publishes the source."""
    source = view.source
    owner = facts.entity(source.owner)
    if owner is not None:
        return facts.with_article(owner)
    if script(source.name) == "Latin":
        return facts.of_a_body(source.name)
    handle = urlsplit(source.address).path.strip("/").split("/")[-1]
    return f"the channel @{handle}" if source.kind.startswith("telegram") else f"source {source.id}"


def channel_of(facts: Facts, view: PostView, statement: Statement) -> tuple[str, str]:
    """Return what the owner published and where, such as “a post”, “on its Telegram channel”.

    The second part is empty where the first says all.
    """
    speaker = facts.entity(statement.speaker.entity_id)
    owner = facts.entity(view.source.owner)
    third = speaker is not None and speaker.kind is EntityKind.PERSON
    their = "their" if owner is not None and facts.is_plural(owner) else "its"
    pronoun = "they" if their == "their" else "it"
    if view.source.kind.startswith("telegram"):
        named = outlet(facts, view)
        return (
            "a post",
            f"on the Telegram channel of {named}" if third else f"on {their} Telegram channel",
        )
    thing = "a statement"
    if view.version.recipe.startswith("tesseract"):
        thing = "an image"
    elif view.source.kind == "files" or "document" in {m.kind for m in view.post.media}:
        thing = "a document"
    return thing, f"published by {outlet(facts, view)}" if third else f"that {pronoun} published"


def relay(facts: Facts, view: PostView, statement: Statement) -> str:
    """Return who relayed the words: “Rudsaran Reports, which cited Arjuwan News Agency”."""
    first = outlet(facts, view)
    named = [facts.named(link) for link in statement.chain]
    links = [n for n in dict.fromkeys(named) if n and n != first]
    forward = view.post.forward
    if forward is not None and not links:
        name = facts.named(forward.name)
        links = [name] if name and name != first else []
    return ", which cited ".join([first, *links])
