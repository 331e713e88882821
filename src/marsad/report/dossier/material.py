"""What a dossier is drawn up from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ...model import Capture, Fact, Judgement, Report, Source, Span
from ...ports import EntityView, PostView, StatementView
from ..material import Material

__all__ = ["DossierMaterial", "Doubt"]


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a check of all entities found that cannot all be true, and the facts at issue."""

    message: str
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class DossierMaterial:
    """An entity with all that this workspace holds about it.

    :ivar told: stories, entities, coverage, and the posts of the statements that are quoted and
        of mentions.
    :ivar neighbours: facts of the entities at the other end of a tie, by id.
    :ivar by: statements by the entity or on its behalf, newest first; ``about`` those that
        target or address it.
    :ivar named_in: ids of posts that name it.
    :ivar unlinked: post id → where a name of it stands that is linked to nothing.
    :ivar owned: sources of which it is the owner.
    :ivar doubts: of the workspace's self-check, besides those that a dossier finds itself.
    :ivar alike: id → the standing judgement that the entity may be the same as that one.
    :ivar openings: post id → the post whose first line is the title of a story.
    :ivar captures: by id, of the quoted posts.
    """

    view: EntityView
    told: Material
    at: datetime
    period: tuple[str | None, str | None] = (None, None)
    neighbours: Mapping[str, tuple[Fact, ...]] = field(default_factory=dict)
    by: tuple[StatementView, ...] = ()
    about: tuple[StatementView, ...] = ()
    named_in: tuple[str, ...] = ()
    unlinked: Mapping[str, Span] = field(default_factory=dict)
    owned: tuple[Source, ...] = ()
    reports: tuple[Report, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    alike: Mapping[str, Judgement] = field(default_factory=dict)
    openings: Mapping[str, PostView] = field(default_factory=dict)
    captures: Mapping[str, Capture] = field(default_factory=dict)
