"""Choose what the report tells: each act once, from its first hand, the weightiest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from functools import cached_property
from math import log2

from ._denials import Denials
from ._english import has_words
from ._facts import Facts
from ._pieces import Item, Piece, by_post, distinct, same_words, weightiest, when
from ._reading import Reading
from ._retellings import Retellings

__all__ = ["Desk", "Item", "Piece"]

_FRESH, _LAST = 3.0, 2.0
"""What the first item of a story, and one of its last day, gain."""

_REPEATED = 1.5
"""What every further item of one story and day costs, in ranks: keeps one story from filling the
report."""


class Desk:
    """Material with its posts read, and the items that it gives."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    @cached_property
    def known(self) -> Collection[str]:
        """Normalised names of all entities."""
        return self.facts.called.keys()

    @cached_property
    def readings(self) -> dict[str, Reading]:
        """Every post, by id, in the order of publication."""
        views = sorted(self.facts.material.posts.values(), key=when)
        return {v.post.id: Reading(v, self.known) for v in views}

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All items in the order of publication, each act told once, denials beside claims."""
        origins: dict[str, list[Piece]] = defaultdict(list)
        for reading in self.readings.values():
            for statement in distinct(reading.view):
                piece = Piece(reading, statement)
                if not has_words(piece.words):
                    continue
                held = origins[self.facts.origin_id(reading.view.post.id)]
                if not any(same_words(piece, p) for p in held if p.view is not piece.view):
                    held.append(piece)
        found = [Item(weightiest(pieces)) for o in origins.values() for pieces in by_post(o)]
        return tuple(Denials(self.facts).beside(Retellings(self.facts).joined(found)))

    def chosen(self, most: int) -> tuple[Item, ...]:
        """Return at most ``most`` items in order: day by day, the weightiest first."""
        left = [(item, self._story_id(item), self._value(item)) for item in self.items]
        picked: list[Item] = []
        told: dict[tuple[str | None, str | None], int] = defaultdict(int)
        stories: set[str | None] = {None}

        def gain(candidate: tuple[Item, str | None, float]) -> float:
            item, story, value = candidate
            fresh = 0.0 if story in stories else _FRESH
            repeated = 0 if story is None else told[(story, item.day)]
            return value + fresh - _REPEATED * repeated

        while left and len(picked) < most:
            best = max(left, key=gain)
            left.remove(best)
            picked.append(best[0])
            told[(best[1], best[0].day)] += 1
            stories.add(best[1])
        return tuple(sorted(picked, key=lambda i: (i.day or "9999", -i.weight, when(i.view))))

    def _value(self, item: Item) -> float:
        """Return what an item is worth by itself: weight, tellers, and the end of its story."""
        last = _LAST if item.day is not None and item.day == self._last_day(item) else 0.0
        carried = len(self.facts.carriers(item.view.post.id)) + len(item.also)
        return item.weight + last + log2(1 + carried)

    def _last_day(self, item: Item) -> str | None:
        """Return the last day of the item's story, on which readers look for the outcome."""
        story = self.facts.story(item.view.post.id)
        posts = self.facts.material.posts
        held = [posts[p].post.published.day for p in story.post_ids if p in posts] if story else []
        return max((d for d in held if d), default=None)

    def _story_id(self, item: Item) -> str | None:
        story = self.facts.story(item.view.post.id)
        return story.id if story else None
