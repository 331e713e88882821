"""Names of which it is open which entity they mean, for an analyst to look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count, islice

from ..model import Entity, Mention
from ..ports import PostFilter, PostView, Reader

__all__ = ["Undecided", "undecided"]

_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Undecided:
    """A name in the newest version of a post, and whom or what it may mean.

    :ivar entities: the likeliest first; one alone where it is open whether it is meant at all.
    """

    view: PostView
    mention: Mention
    entities: tuple[Entity, ...]

    @property
    def words(self) -> str:
        """The name as the post writes it."""
        return self.mention.span.of(self.view.version.text)


def undecided(reader: Reader, known: Mapping[str, Entity], limit: int) -> tuple[Undecided, ...]:
    """Return the names left open that nobody judged, of the newest posts first."""
    found = (each for view in _views(reader) for each in _of(view, known))
    return tuple(islice(found, limit))


def _views(reader: Reader) -> Iterator[PostView]:
    for offset in count(0, _AT_ONCE):
        views = reader.posts(PostFilter(limit=_AT_ONCE, offset=offset))
        yield from views
        if len(views) < _AT_ONCE:
            return


def _of(view: PostView, known: Mapping[str, Entity]) -> Iterator[Undecided]:
    for mention in view.mentions:
        if mention.entity_id is None and mention.candidates and mention.id not in view.judged:
            entities = tuple(known[key] for key in mention.candidates if key in known)
            yield Undecided(view, mention, entities)
