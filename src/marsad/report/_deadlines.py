"""What became of a deadline, as far as the report's posts show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from ..model import Act, Block, BlockKind, Certainty, Precision, Sentence, SentenceKind, Span
from ..ports import PostView
from ..text import sentences
from ._english import and_list, count, cut, day_phrase, moment_phrase, quoted, sentence, tidy
from ._items import Desk, Item, Piece
from ._reading import Reading
from ._speakers import outlet, voice_of

__all__ = ["deadline_blocks", "ends_at"]

_LOOK = timedelta(hours=48)
"""How long after a deadline posts are looked at for what came of it."""

_NOTICED = re.compile(
    r"\b(?:deadline|ultimatum|respite|time limit)\b[^.]{0,80}"
    r"\b(?:pass|passed|passes|expired|expires|ended|ran out|run out|elapsed|came and went"
    r"|come and gone|lapsed)\b",
    re.IGNORECASE,
)
_MOST_NOTICES = 3


def ends_at(piece: Piece) -> datetime | None:
    """Return the moment of a statement's deadline; a day without an hour ends at midnight UTC."""
    deadline = piece.statement.deadline_at
    if deadline.value is None or deadline.day is None:
        return None
    if deadline.precision is Precision.DAY:
        start = datetime.fromisoformat(deadline.day).replace(tzinfo=UTC)
        return start + timedelta(days=1)
    return deadline.value


def deadline_blocks(desk: Desk, items: Sequence[Item], created: datetime) -> tuple[Block, ...]:
    """Return one block for each deadline of a threat that lies behind, on the day it ended."""
    blocks: list[Block] = []
    told = set()
    for item in items:
        for piece in item.pieces:
            end = ends_at(piece)
            if piece.statement.act not in (Act.CONDITIONAL_THREAT, Act.THREAT) or end is None:
                continue
            key = (piece.statement.speaker.entity_id, end)
            if end <= created and key not in told:
                told.add(key)
                blocks.extend(_block(desk, piece, end))
    return tuple(blocks)


def _block(desk: Desk, piece: Piece, end: datetime) -> Iterator[Block]:
    story = desk.facts.story(piece.view.post.id)
    if story is None:
        return
    same = [r for r in desk.readings.values() if r.view.post.id in story.post_ids]
    after = [r for r in same if _within(r.view, end, end + _LOOK)]
    if not after or any(_reports_attack(desk, piece, r.view) for r in after):
        return
    by_day = piece.statement.deadline_at.precision is Precision.DAY
    begin = end - timedelta(days=1) if by_day else end
    noticing = [r for r in same if _within(r.view, begin, end + _LOOK)]
    told = (*_notices(desk, noticing), _assessment(desk, piece, after, end))
    day = (end - timedelta(microseconds=1)).date().isoformat()
    yield Block(BlockKind.ITEM, told, day, story.id)


def _within(view: PostView, begin: datetime, end: datetime) -> bool:
    value = view.post.published.value
    return value is not None and begin <= value <= end


def _reports_attack(desk: Desk, piece: Piece, view: PostView) -> bool:
    """Tell whether a post reports, not merely claims, an attack by whoever set the deadline."""
    threatening = {piece.statement.speaker.entity_id, piece.statement.speaker.affiliation_id}
    actors = {
        entity.id if (entity := desk.facts.entity(e.actor)) else None
        for e in view.events
        if e.type == "ASSAULT" and e.certainty is Certainty.REPORTED
    }
    return bool((actors & threatening) - {None})


def _notices(desk: Desk, readings: Sequence[Reading]) -> Iterator[Sentence]:
    """Quote what posts say about the deadline having passed; each origin once."""
    seen: set[str] = set()
    for reading in readings:
        origin = desk.facts.origin_id(reading.view.post.id)
        if origin in seen or len(seen) >= _MOST_NOTICES:
            continue
        for passage in reading.passages:
            english = reading.english([passage.span])
            noticed = _noticing(english.text) if english.translated and english.exact else None
            if noticed:
                seen.add(origin)
                machine = " [machine translation]" if english.machine else ""
                yield _notice(desk, reading, passage.span, quoted(cut(tidy(noticed))) + machine)
                break


def _noticing(text: str) -> str | None:
    for span in sentences(text):
        if _NOTICED.search(span.of(text)):
            return span.of(text)
    return None


def _notice(desk: Desk, reading: Reading, span: Span, quotation: str) -> Sentence:
    who = outlet(desk.facts, reading.view)
    verb = "wrote" if "report" in who.casefold() else "reported"
    return Sentence(
        sentence(f"{who} {verb}: {quotation}"),
        SentenceKind.CITED,
        reading.cite([span]),
        reading.translation([span]),
    )


def _assessment(desk: Desk, piece: Piece, readings: Sequence[Reading], end: datetime) -> Sentence:
    """Say carefully that none of the posts reports an action, and what that rests on."""
    voice = voice_of(desk.facts, piece.reading, piece.statement)
    body = voice.body if voice else None
    who = desk.facts.with_article(body) if body else voice.short if voice else "the speaker"
    when = moment_phrase(end)
    if piece.statement.deadline_at.precision is Precision.DAY:
        when = f"the end of {day_phrase(piece.statement.deadline_at.day or '')}"
    sources = len({r.view.source.id for r in readings})
    looked = f"{count(len(readings), 'post')} on the subject from {count(sources, 'source')}"
    text = (
        f"the deadline ({when}) appears to have passed without the action that was announced: "
        f"of {looked} in the two days after it, none independently reports such an action by {who}"
        f"{_but_claimed(desk, readings)}"
    )
    return Sentence(sentence(text), SentenceKind.ASSESSMENT)


def _but_claimed(desk: Desk, readings: Sequence[Reading]) -> str:
    claiming = [r for r in readings if any(e.certainty is Certainty.CLAIMED for e in r.view.events)]
    if not claiming:
        return ""
    names = dict.fromkeys(outlet(desk.facts, r.view) for r in claiming)
    carry = "one carries" if len(claiming) == 1 else f"{count(len(claiming), 'post')} carry"
    return f", although {carry} a claim of one ({and_list(list(names))})"
