"""Claims and denials: what denies a claim is set beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..model import Act, Certainty, EntityKind
from ._facts import Facts
from ._pieces import Item, Piece, days_apart, when
from ._retellings import same_story

__all__ = ["Denials"]

_ANSWERS = 0.25
"""Share of common words, the sentences around included, from which a denial answers a claim."""


class Denials:
    """Finds what answers what."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    def beside(self, items: Sequence[Item]) -> Iterator[Item]:
        """Set denials beside the claims that they answer, and drop the items thereby emptied."""
        taken: set[str] = set()
        answered = []
        for item in items:
            denials = list(self._denials_of(item, items))
            taken |= {p.statement.id for each in denials for p in (*each.pieces, *each.also)}
            answered.append(replace(item, beside=tuple(self._told_once(denials))))
        for item in answered:
            left = tuple(p for p in item.pieces if p.statement.id not in taken)
            if left:
                also = tuple(p for p in item.also if p.statement.id not in taken)
                yield replace(item, pieces=left, also=also)

    def _denials_of(self, item: Item, items: Sequence[Item]) -> Iterator[Item]:
        """Yield the denials of what ``item`` claims, post by post, each with its retellings."""
        claims = [p for p in item.pieces if p.statement.act is Act.CLAIM]
        for other in items if claims else ():
            found = tuple(
                p
                for p in other.pieces
                if p.statement.act is Act.DENIAL and any(self._answers(p, c) for c in claims)
            )
            if found:
                also = tuple(p for p in other.also if p.statement.act is Act.DENIAL)
                yield Item(found, also)

    def _told_once(self, denials: Sequence[Item]) -> list[Item]:
        """Fold denials that repeat an earlier one into it.

        ``Retellings.joined`` folds what one speaker said; to readers a ministry and its spokesman
        are one where they deny one claim within a day; a speaker unknown repeats in the same words
        only.
        """
        kept: list[Item] = []
        for denial in denials:
            place = next((n for n, k in enumerate(kept) if self._repeats(denial, k)), None)
            if place is None:
                kept.append(denial)
            else:
                also = (*kept[place].also, *denial.pieces, *denial.also)
                kept[place] = replace(kept[place], also=also)
        return kept

    def _repeats(self, later: Item, first: Item) -> bool:
        """Tell whether ``later`` says nothing, and speaks for nobody, that ``first`` does not."""
        bodies, known = ({self._body(p) for p in each.pieces} for each in (later, first))
        if days_apart(later.view, first.view) > 1 or not bodies - {None} <= known:
            return False
        words, told = ({p.words for p in each.pieces} for each in (later, first))
        return None not in bodies or words <= told

    def _body(self, piece: Piece) -> str | None:
        """Return whom a statement binds: the speaker, or the body whose office they hold."""
        speaker = self.facts.entity(piece.statement.speaker.entity_id)
        if speaker is None or speaker.kind is not EntityKind.PERSON:
            return speaker.id if speaker else None
        role, held = self.facts.role_on(speaker, piece.view.post.published.day)
        body = role.organisation_id if role and held else piece.statement.speaker.affiliation_id
        return body or speaker.id

    def _answers(self, denial: Piece, claim: Piece) -> bool:
        """Not earlier, within three days, about the same event or in one story the same things."""
        if when(denial.view) < when(claim.view) or days_apart(denial.view, claim.view) > 3:
            return False
        if self._places(denial, Certainty.DENIED) & self._places(claim, Certainty.CLAIMED):
            return True
        if not same_story(self.facts, claim, denial):
            return False
        mine, theirs = denial.stems_around, claim.stems_around
        return len(mine & theirs) >= max(2, _ANSWERS * min(len(mine), len(theirs)))

    def _places(self, piece: Piece, certainty: Certainty) -> frozenset[str]:
        """Return where events of that certainty took place, by entity, in the piece's post."""
        places = (self.facts.entity(e.place) for e in piece.view.events if e.certainty is certainty)
        return frozenset(p.id for p in places if p is not None)
