"""Choose what the report tells: each act once, from its first hand, the weightiest first."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import log2

from ..model import Act, Certainty, EntityKind, Span, Statement
from ..ports import PostView
from ..text import normalise
from ..text.lexicon import words as word_set
from ._english import has_words, inner_quotes, squeeze, tidy
from ._facts import Facts
from ._reading import English, Reading
from ._speakers import owner_speaks
from ._words import RANK

__all__ = ["Desk", "Item", "Piece"]

_SAME_COPY = 0.5
"""Share of common words from which two statements of one origin are one statement."""

_SAME_ACT = 0.45
"""Overlap of English content words from which two outlets tell one act of one speaker. On the
exercise every value from .4 to .5 joins the same 22 retellings, all rightly; .6 misses five of
them, .3 adds a wrong one."""

_MOST_PIECES = 6
"""Statements of one post that are told; a long article has dozens, and the desk does not retell
it."""

_ANSWERS = 0.25
"""Share of common words, the sentences around included, from which a denial answers a claim."""

_ONCE = frozenset({Act.CLAIM, Act.DENIAL, Act.READINESS, Act.CONDITIONAL_THREAT})
"""Acts that one speaker does once a day in one story, however differently outlets word them."""

_STOP = word_set(
    "that this with from have will would shall been were they their them there which what "
    "when where into upon also said says than then those these your ours about after before"
)
_FRESH, _LAST = 3.0, 2.0
"""What the first item of a story, and one of its last day, gain."""

_REPEATED = 1.5
"""What every further item of one story and day costs, in ranks: keeps one story from filling the
report."""


@dataclass(frozen=True)
class Piece:
    """A statement in its post; what is read from it is kept, for it is compared often."""

    reading: Reading
    statement: Statement

    @property
    def view(self) -> PostView:
        """The post."""
        return self.reading.view

    @cached_property
    def english(self) -> English:
        """What the statement says in English."""
        return self.reading.english(self.statement.content)

    @cached_property
    def words(self) -> str:
        """The words of the statement as a quotation of them would print them."""
        return inner_quotes(squeeze(tidy(self.english.text)))

    @cached_property
    def stems(self) -> frozenset[str]:
        """English content words; none where it is not translated."""
        return _stems(self.english.text) if self.english.translated else frozenset()

    @cached_property
    def stems_around(self) -> frozenset[str]:
        """The same of the sentences that hold the statement."""
        return _stems(self.english.around) if self.english.translated else frozenset()

    @cached_property
    def tokens(self) -> frozenset[str]:
        """Normalised words of the original."""
        text = self.view.version.text
        words = " ".join(s.of(text) for s in self.statement.content)
        return frozenset(normalise(words).text.split())


@dataclass(frozen=True, slots=True)
class Item:
    """What one origin said, and who else told the same.

    :ivar pieces: statements of the post, in the order of its text.
    :ivar also: the same statements as other origins tell them.
    :ivar beside: denials of what the item claims: of each post that is told, with who else told
        the same in ``also``.
    """

    pieces: tuple[Piece, ...]
    also: tuple[Piece, ...] = ()
    beside: tuple[Item, ...] = ()

    @property
    def said(self) -> tuple[Piece, ...]:
        """All that is told: what the item says, then its denials."""
        return (*self.pieces, *(p for each in self.beside for p in each.pieces))

    @property
    def view(self) -> PostView:
        """The post that the item is about."""
        return self.pieces[0].view

    @property
    def day(self) -> str | None:
        """The UTC day on which it was published, or None."""
        return self.view.post.published.day

    @property
    def weight(self) -> int:
        """The rank of its weightiest act."""
        return max(RANK[p.statement.act] for p in self.pieces)


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
        views = sorted(self.facts.material.posts.values(), key=_when)
        return {v.post.id: Reading(v, self.known) for v in views}

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All items in the order of publication, each act told once, denials beside claims."""
        origins: dict[str, list[Piece]] = defaultdict(list)
        for reading in self.readings.values():
            for statement in _distinct(reading.view):
                piece = Piece(reading, statement)
                if not has_words(piece.words):
                    continue
                held = origins[self.facts.origin_id(reading.view.post.id)]
                if not any(_same_words(piece, p) for p in held if p.view is not piece.view):
                    held.append(piece)
        found = [Item(_weightiest(pieces)) for o in origins.values() for pieces in _by_post(o)]
        return tuple(self._beside(self._joined(found)))

    # -------------------------------------------------------- one act, several tellers

    def _joined(self, items: Sequence[Item]) -> list[Item]:
        """Fold each retelling into the item that tells it first-hand, or else first."""
        ranked = sorted(items, key=lambda i: (not self._first_hand(i), _when(i.view)))
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
        return sorted(kept, key=lambda i: _when(i.view))

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
        if one.view.post.id == other.view.post.id or _days_apart(one.view, other.view) > 1:
            return False
        if one.statement.act is other.statement.act and one.statement.act in _ONCE:
            return self._same_story(one, other)
        fewer = min(len(one.stems), len(other.stems))
        return fewer >= 3 and len(one.stems & other.stems) >= _SAME_ACT * fewer

    def _same_story(self, one: Piece, other: Piece) -> bool:
        story = self.facts.story(one.view.post.id)
        return story is not None and other.view.post.id in story.post_ids

    def _speaker(self, piece: Piece) -> str | None:
        entity = self.facts.entity(piece.statement.speaker.entity_id)
        return entity.id if entity else None

    # -------------------------------------------------------- claims and denials

    def _beside(self, items: Sequence[Item]) -> Iterator[Item]:
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

        ``_joined`` folds what one speaker said; to readers a ministry and its spokesman are one
        where they deny one claim within a day; a speaker unknown repeats in the same words only.
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
        if _days_apart(later.view, first.view) > 1 or not bodies - {None} <= known:
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
        if _when(denial.view) < _when(claim.view) or _days_apart(denial.view, claim.view) > 3:
            return False
        if self._places(denial, Certainty.DENIED) & self._places(claim, Certainty.CLAIMED):
            return True
        if not self._same_story(claim, denial):
            return False
        mine, theirs = denial.stems_around, claim.stems_around
        return len(mine & theirs) >= max(2, _ANSWERS * min(len(mine), len(theirs)))

    def _places(self, piece: Piece, certainty: Certainty) -> frozenset[str]:
        """Return where events of that certainty took place, by entity, in the piece's post."""
        places = (self.facts.entity(e.place) for e in piece.view.events if e.certainty is certainty)
        return frozenset(p.id for p in places if p is not None)

    # -------------------------------------------------------- choosing

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
        return tuple(sorted(picked, key=lambda i: (i.day or "9999", -i.weight, _when(i.view))))

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


def _when(view: PostView) -> tuple[str, str]:
    value = view.post.published.value
    return (value.isoformat() if value else "9999", view.post.id)


def _days_apart(one: PostView, other: PostView) -> float:
    first, second = one.post.published.value, other.post.published.value
    if first is None or second is None:
        return 0.0
    return abs((first - second).total_seconds()) / 86_400


def _by_post(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, ...]]:
    posts: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        posts[piece.view.post.id].append(piece)
    for found in posts.values():
        yield tuple(sorted(found, key=lambda p: p.statement.content[0]))


def _weightiest(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return the pieces that an item has room for, in the order of the text."""
    kept = sorted(pieces, key=lambda p: -RANK[p.statement.act])[:_MOST_PIECES]
    return tuple(p for p in pieces if p in kept)


def _distinct(view: PostView) -> Iterator[Statement]:
    """Leave out statements of the headline, and those that repeat most of a longer one.

    A headline repeats the text; where it alone holds statements they stay.
    """
    headline = len(view.version.title or "")
    body = [s for s in view.statements if s.content and s.content[0].start >= headline]
    kept: list[Statement] = []
    for statement in sorted(body or view.statements, key=lambda s: -_length(s.content)):
        covered = [_shared(statement.content, k.content) for k in kept]
        if statement.content and all(c < 0.6 * _length(statement.content) for c in covered):
            kept.append(statement)
    yield from sorted(kept, key=lambda s: s.content[0])


def _length(spans: Sequence[Span]) -> int:
    return sum(s.end - s.start for s in spans)


def _shared(one: Sequence[Span], other: Sequence[Span]) -> int:
    return sum(a.overlap(b) for a in one for b in other)


def _same_words(one: Piece, other: Piece) -> bool:
    """Tell whether two posts of one origin carry the same statement."""
    mine, theirs = one.tokens, other.tokens
    return bool(mine) and len(mine & theirs) >= _SAME_COPY * len(mine | theirs)


def _stems(text: str) -> frozenset[str]:
    """Return what tells English texts apart: longer words cut to five letters, and numbers."""
    words = re.findall(r"[a-z]{4,}|\d+", text.casefold())
    return frozenset(w[:5] for w in words if w not in _STOP)
