"""One act, several tellers: each retelling is folded into the item that it repeats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..model import Act
from ._facts import Facts
from ._pieces import Item, Piece, days_apart, when
from ._speakers import owner_speaks

__all__ = ["Retellings", "same_story"]

_SAME_ACT = 0.45
"""Overlap of English content words from which two outlets tell one act of one speaker. On the
exercise every value from .4 to .5 joins the same 22 retellings, all rightly; .6 misses five of
them, .3 adds a wrong one."""

_ONCE = frozenset({Act.CLAIM, Act.DENIAL, Act.READINESS, Act.CONDITIONAL_THREAT})
"""Acts that one speaker does once a day in one story, however differently outlets word them."""


class Retellings:
    """Finds who tells what another told."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    def joined(self, items: Sequence[Item]) -> list[Item]:
        """Fold each retelling into the item that tells it first-hand, or else first."""
        ranked = sorted(items, key=lambda i: (not self._first_hand(i), when(i.view)))
        kept: list[Item] = []
        said: dict[str, list[tuple[int, Piece]]] = defaultdict(list)
        for item in ranked:
            own: list[Piece] = []
            for piece in item.pieces:
                place = self._told_before(piece, said)
                if place is None:
                    own.append(piece)
                else:
                    kept[place] = replace(kept[place], also=(*kept[place].also, piece))
            if own:
                kept.append(replace(item, pieces=tuple(own)))
                for piece in own:
                    said[self._speaker(piece) or ""].append((len(kept) - 1, piece))
        return sorted(kept, key=lambda i: when(i.view))

    def _first_hand(self, item: Item) -> bool:
        return all(owner_speaks(self.facts, p.view, p.statement) for p in item.pieces)

    def _told_before(
        self, piece: Piece, said: Mapping[str, Sequence[tuple[int, Piece]]]
    ) -> int | None:
        """Return the place of the item that tells the same act of the same known speaker."""
        speaker = self._speaker(piece)
        told = said.get(speaker, ()) if speaker else ()
        return next((place for place, other in told if self._one_act(piece, other)), None)

    def _one_act(self, one: Piece, other: Piece) -> bool:
        if one.view.post.id == other.view.post.id or days_apart(one.view, other.view) > 1:
            return False
        if one.statement.act is other.statement.act and one.statement.act in _ONCE:
            return same_story(self.facts, one, other)
        fewer = min(len(one.stems), len(other.stems))
        return fewer >= 3 and len(one.stems & other.stems) >= _SAME_ACT * fewer

    def _speaker(self, piece: Piece) -> str | None:
        entity = self.facts.entity(piece.statement.speaker.entity_id)
        return entity.id if entity else None


def same_story(facts: Facts, one: Piece, other: Piece) -> bool:
    """Tell whether the posts of two statements are of one story."""
    story = facts.story(one.view.post.id)
    return story is not None and other.view.post.id in story.post_ids
