"""Tell meetings that posts report: who met, where, and how sure the place is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ..model import Block, BlockKind, Certainty, Event, Sentence, SentenceKind
from ._english import and_list, cut, quoted, sentence, tidy
from ._items import Desk
from ._reading import Reading
from ._speakers import outlet

__all__ = ["meeting_blocks"]

_TYPE = "CONSULT"

_NEAR = timedelta(days=2)
"""Reports of one meeting at one place are published within so many days of each other."""


@dataclass(frozen=True, slots=True)
class _Report:
    """One post's account of a meeting, in English."""

    reading: Reading
    event: Event
    words: str


def meeting_blocks(desk: Desk, told: Iterable[Block]) -> tuple[Block, ...]:
    """Return one block for each meeting that ``told`` does not already hold."""
    heard = "\n".join(s.text for block in told for s in block.sentences)
    return tuple(
        _block(desk, reports)
        for reports in _by_meeting(desk)
        if not any(_printed(words) in heard for r in reports for words in _tellings(r))
    )


def _tellings(report: _Report) -> tuple[str, str]:
    """Return the words of a report, and their last line, as posts repeat a headline."""
    return report.words, report.words.rsplit("\n", 1)[-1]


def _printed(words: str) -> str:
    """Return ``words`` as they stand between quotation marks."""
    return quoted(cut(words))[1:-1]


def _by_meeting(desk: Desk) -> list[list[_Report]]:
    groups: list[list[_Report]] = []
    for reading in desk.readings.values():
        for report in _reports(reading):
            fitting = next((g for g in groups if _one_meeting(desk, g[0], report)), None)
            if fitting is None:
                groups.append([report])
            else:
                fitting.append(report)
    return groups


def _reports(reading: Reading) -> list[_Report]:
    found = []
    for event in reading.view.events:
        english = reading.english([event.span])
        if event.type == _TYPE and event.place and english.translated:
            words = tidy(english.around if english.exact else english.text)
            found.append(_Report(reading, event, words))
    return found


def _one_meeting(desk: Desk, one: _Report, other: _Report) -> bool:
    places = [desk.facts.entity(r.event.place) for r in (one, other)]
    days = [r.reading.view.post.published.day for r in (one, other)]
    if places[0] is None or places[0] != places[1] or None in days:
        return False
    first, last = sorted(date.fromisoformat(day) for day in days if day)
    return last - first <= _NEAR


def _block(desk: Desk, reports: Sequence[_Report]) -> Block:
    """Quote the account that says most; name the others."""
    fullest = max(reports, key=lambda r: (len(r.event.actor or "") > 0, len(r.words)))
    post = fullest.reading.view.post
    story = desk.facts.story(post.id)
    return Block(
        BlockKind.ITEM,
        tuple(_sentences(desk, fullest, [r for r in reports if r is not fullest])),
        min((d for r in reports if (d := r.reading.view.post.published.day)), default=None),
        story.id if story else None,
    )


def _sentences(desk: Desk, fullest: _Report, others: Sequence[_Report]) -> Iterable[Sentence]:
    reading, spans = fullest.reading, [fullest.event.span]
    by = outlet(desk.facts, reading.view)
    yield Sentence(
        sentence(f"{by} reported: {quoted(cut(fullest.words))}"),
        citations=reading.cite(spans),
        translation=reading.translation(spans),
    )
    outlets = [o for r in others if (o := outlet(desk.facts, r.reading.view)) != by]
    if outlets:
        yield Sentence(
            sentence(f"{and_list(list(dict.fromkeys(outlets)))} also reported the meeting"),
            citations=tuple(c for r in others for c in r.reading.cite([r.event.span])),
            translation="\n".join(r.reading.translation([r.event.span]) for r in others),
        )
    if fullest.event.place_precision == "probable" or (
        fullest.event.certainty is Certainty.PROBABLE
    ):
        yield Sentence("[The place is given as probable only.]", SentenceKind.NOTE)
