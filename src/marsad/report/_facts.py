"""Look things up in Material: who is behind a name, which origin and story a post belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from ..model import Entity, EntityKind, Role, Story
from ..ports import PostView
from ..text import normalise
from ..text.lexicon import words as word_set
from ..text.scripts import script
from .material import Material, by_name

__all__ = ["Facts"]

_HEADS = word_set(
    "front brigade brigades ministry council mission bloc directorate office companions "
    "movement army party forces force corps organization organisation union committee "
    "government group authority guard guards command commission assembly parliament league "
    "coalition resistance battalions battalion center centre nations department command"
)
"""Last words (or first, before "of") that make an English name of a body take the article."""

_NO_QUOTES = str.maketrans("", "", '“”„‟«»"[]')

_PLURAL_HEADS = word_set("brigades battalions companions forces guards guardians partisans")


class Facts:
    """Material with indexes; nothing here changes it."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self._looked_up: dict[str, Entity | None] = {}

    @cached_property
    def called(self) -> Mapping[str, Entity]:
        """Normalised name → the entity that has it."""
        held = self.material.called
        return by_name(self.material.entities.values()) if held is None else held

    @cached_property
    def _origin_of(self) -> dict[str, str]:
        origins = self.material.origins.values()
        return {post_id: o.id for o in origins for post_id in o.post_ids}

    @cached_property
    def _story_of(self) -> dict[str, Story]:
        return {p: s for s in reversed(self.material.stories) for p in s.post_ids}

    def entity(self, reference: str | None) -> Entity | None:
        """Return the entity that an id or a name in any script stands for, or None."""
        if reference is None:
            return None
        known = self.material.entities.get(reference)
        return known or self._named(reference)

    def _named(self, reference: str) -> Entity | None:
        if reference not in self._looked_up:
            self._looked_up[reference] = self.called.get(normalise(reference).text)
        return self._looked_up[reference]

    def origin_id(self, post_id: str) -> str:
        """Return the post's origin; a post of which none is known is its own."""
        return self._origin_of.get(post_id, post_id)

    def carriers(self, post_id: str) -> tuple[PostView, ...]:
        """Return the posts of the same origin, the first published first."""
        origin = self.material.origins.get(self.origin_id(post_id))
        ids = origin.post_ids if origin else (post_id,)
        return tuple(self.material.posts[i] for i in ids if i in self.material.posts)

    def story(self, post_id: str) -> Story | None:
        """Return the story that the post belongs to, or None."""
        return self._story_of.get(post_id)

    def named(self, reference: str | None) -> str | None:
        """Return the English name behind a reference with its article; None if there is none."""
        entity = self.entity(reference)
        if entity is not None:
            return self.with_article(entity)
        if reference and script(reference) == "Latin":
            return reference.translate(_NO_QUOTES).strip()
        return None

    def with_article(self, entity: Entity) -> str:
        """Return the English name, with “the” where its background or its head noun says so."""
        name = entity.name()
        if entity.kind not in (EntityKind.ORGANIZATION, EntityKind.PUBLIC_BODY):
            return name
        if entity.background.startswith(f"{name} "):
            return name
        if entity.background.startswith("The ") and not name.casefold().startswith("the "):
            return f"the {name}"
        return self.of_a_body(name)

    def of_a_body(self, name: str) -> str:
        """Return the English name of a body, with “the” where its head noun asks for it."""
        words = name.casefold().split()
        if not words or words[0] == "the":
            return name
        heads = {words[-1], name.casefold().split(" of ")[0].split()[-1]}
        return f"the {name}" if heads & _HEADS else name

    def is_plural(self, entity: Entity) -> bool:
        """Tell whether the English name is a plural: “the Brigades are”."""
        name = entity.name()
        if f"{name} are " in entity.background or f"{name} were " in entity.background:
            return True
        return not _PLURAL_HEADS.isdisjoint(name.casefold().split(" of ")[0].split()[-1:])

    def role_on(self, entity: Entity, day: str | None) -> tuple[Role | None, bool]:
        """Return the role held on ``day`` and True, or the last one before it and False."""
        held = [r for r in entity.roles if r.valid_on(day)]
        if held:
            return max(held, key=lambda r: r.since or ""), True
        past = [r for r in entity.roles if r.until is not None and day and r.until < day]
        return (max(past, key=lambda r: r.until or ""), False) if past else (None, False)
