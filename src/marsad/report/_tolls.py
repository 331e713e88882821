"""Set contradicting tolls of one event side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ..model import Block, BlockKind, Event, Sentence, SentenceKind, Span
from ..text.numbers import find_numbers
from ._english import and_list, count, sentence
from ._items import Desk
from ._reading import Reading
from ._speakers import outlet, voice_of

__all__ = ["toll_blocks"]

_MOST = 8
"""Accounts shown of one event; more would be a table, not a paragraph."""


_NEAR = timedelta(days=1)
"""Days of one event differ by one where a report of the morning after takes its own date."""

_UNNAMED = "another source, which is not named here,"
"""Who gives a toll where the text names somebody for whom there are no safe English words."""


@dataclass(frozen=True, slots=True)
class _Account:
    """One toll: who gives it, where it was published, and the spans that hold its numbers."""

    reading: Reading
    event: Event
    by: str
    spans: tuple[Span, ...]

    @property
    def words(self) -> str:
        parts = [(self.event.killed, "killed"), (self.event.injured, "injured")]
        return and_list([count(n, word, word) for n, word in parts if n is not None])


def toll_blocks(desk: Desk) -> tuple[Block, ...]:
    """Return one block for each event of which the sources give different tolls."""
    return tuple(
        _block(desk, accounts)
        for accounts in _by_event(desk)
        if len({a.event.killed for a in accounts} - {None}) > 1
    )


def _by_event(desk: Desk) -> list[list[_Account]]:
    """Group accounts by event; each origin counts once a speaker's toll."""
    groups: list[list[_Account]] = []
    seen = set()
    for reading in desk.readings.values():
        origin = desk.facts.origin_id(reading.view.post.id)
        for account in _fullest(desk, reading):
            key = (origin, account.by, account.words)
            if key in seen:
                continue
            seen.add(key)
            fitting = [g for g in groups if any(_one_event(desk, a, account) for a in g)]
            joined = [a for g in fitting for a in g]
            groups = [g for g in groups if g not in fitting] + [[*joined, account]]
    return groups


def _fullest(desk: Desk, reading: Reading) -> list[_Account]:
    """Return a post's tolls; one that nobody is named for only where no other has its dead."""
    found = [
        _account_of(desk, reading, e)
        for e in reading.view.events
        if e.killed is not None or e.injured is not None
    ]
    own = outlet(desk.facts, reading.view)
    attributed = {a.event.killed for a in found if a.by != own}
    return [a for a in found if a.by != own or a.event.killed not in attributed]


def _one_event(desk: Desk, one: _Account, other: _Account) -> bool:
    """Tell whether two tolls are of one event: place and day agree, or the story where unknown."""
    places = [desk.facts.entity(a.event.place) for a in (one, other)]
    days = sorted(d for a in (one, other) if (d := a.event.date.day))
    if one.event.type != other.event.type or len({p.id for p in places if p}) > 1:
        return False
    if days and date.fromisoformat(days[-1]) - date.fromisoformat(days[0]) > _NEAR:
        return False
    return all(places) or _group(desk, one.reading) == _group(desk, other.reading)


def _group(desk: Desk, reading: Reading) -> str:
    story = desk.facts.story(reading.view.post.id)
    return story.id if story else reading.view.post.id


def _account_of(desk: Desk, reading: Reading, event: Event) -> _Account:
    """Find the statement that gives the toll: it overlaps the event, or else holds its number."""
    text = reading.view.version.text
    toll = {event.killed, event.injured} - {None}
    spans: tuple[Span, ...] = (event.span,)
    for statement in reading.view.statements:
        over = any(event.span.overlap(s) for s in statement.content)
        numbers = {n.value for s in statement.content for n in find_numbers(s.of(text))}
        if over or (toll <= numbers and not toll <= _numbers_at(reading, event.span)):
            voice = voice_of(desk.facts, reading, statement)
            spans = (event.span, *statement.content)
            body = voice.body if voice else None
            by = desk.facts.with_article(body) if body else voice.full if voice else _UNNAMED
            return _Account(reading, event, by, spans)
    return _Account(reading, event, outlet(desk.facts, reading.view), spans)


def _numbers_at(reading: Reading, span: Span) -> set[int | float]:
    return {n.value for n in find_numbers(span.of(reading.view.version.text))}


def _block(desk: Desk, accounts: Sequence[_Account]) -> Block:
    place = next((n for a in accounts if (n := desk.facts.named(a.event.place))), None)
    where = f" at {place}" if place else ""
    opening = f"[The tolls given for the attack{where} differ; they are set side by side here.]"
    told = [_account(desk, same) for same in _grouped(accounts)[:_MOST]]
    first = accounts[0].reading.view.post
    story = desk.facts.story(first.id)
    return Block(
        BlockKind.ITEM,
        (Sentence(opening, SentenceKind.NOTE), *told),
        accounts[-1].reading.view.post.published.day,
        story.id if story else None,
    )


def _grouped(accounts: Sequence[_Account]) -> list[list[_Account]]:
    """Join accounts by one speaker with one toll; a toll without the injured joins a fuller one."""
    groups: list[list[_Account]] = []
    for account in sorted(accounts, key=lambda a: a.event.injured is None):
        fitting = [g for g in groups if _one_account(g[0], account)]
        if fitting:
            fitting[0].append(account)
        else:
            groups.append([account])
    return sorted(groups, key=lambda g: min(accounts.index(a) for a in g))


def _one_account(fuller: _Account, other: _Account) -> bool:
    injured = other.event.injured in (None, fuller.event.injured)
    return fuller.by == other.by and fuller.event.killed == other.event.killed and injured


def _account(desk: Desk, accounts: Sequence[_Account]) -> Sentence:
    by = accounts[0].by
    outlets = list(dict.fromkeys(outlet(desk.facts, a.reading.view) for a in accounts))
    relayed = "" if outlets == [by] else f", as reported by {and_list(outlets)}"
    return Sentence(
        sentence(f"{by} put the toll at {accounts[0].words}{relayed}"),
        SentenceKind.CITED,
        tuple(c for a in accounts for c in a.reading.cite(a.spans)),
        "\n".join(filter(None, (a.reading.translation(a.spans) for a in accounts))),
    )
