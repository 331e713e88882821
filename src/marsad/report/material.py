"""Material: everything that a draft may draw on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..model import Entity, Origin, Story
from ..ports import PeriodCoverage, PostView

__all__ = ["Material"]


@dataclass(frozen=True, slots=True)
class Material:
    """Stories with their posts, origins and entities, as gathered for one report.

    :ivar origins: by origin id.
    :ivar posts: by post id, each with the newest version and what was derived from it.
    :ivar entities: by entity id.
    :ivar coverage: how the sources were followed; None where that is not known.
    """

    stories: tuple[Story, ...]
    origins: Mapping[str, Origin]
    posts: Mapping[str, PostView]
    entities: Mapping[str, Entity]
    coverage: PeriodCoverage | None = None
