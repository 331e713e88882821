"""The timeline: everything about the entity that has a date, the earliest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from ...model import Event
from ...ports import PostView
from ...text import normalise
from .._english import and_list, cut
from .._words import STRONG
from .grounds import Register
from .sayings import heading
from .values import Designation, Earlier, Moment, Property, Said, Tie, When
from .whens import of_dated

__all__ = ["timeline"]

_EVENTS = {
    "AGREE": "an agreement",
    "CONSULT": "a meeting or visit",
    "SUPPORT": "support",
    "COOPERATE": "cooperation",
    "AID": "aid",
    "YIELD": "a concession",
    "REQUEST": "a request",
    "ACCUSE": "an accusation",
    "REJECT": "a rejection",
    "THREATEN": "a threat",
    "PROTEST": "a protest",
    "SANCTION": "a sanction",
    "MOBILIZE": "a mobilisation",
    "COERCE": "coercion",
    "ASSAULT": "an attack",
}
_LONGEST = 30
"""Words of a quoted statement or event on the timeline; the statement itself has all of them."""


def timeline(
    register: Register,
    properties: Iterable[Property],
    ties: Iterable[Tie],
    designations: Iterable[Designation],
    said: Iterable[Said],
    earlier: Iterable[Earlier],
) -> tuple[Moment, ...]:
    """Return the dated items in order; of one day, facts before statements before reports."""
    found = [
        *_properties(properties),
        *_ties(ties),
        *_designations(designations),
        *_events(register),
        *_said(said),
        *_reports(earlier),
    ]
    return tuple(sorted(found, key=lambda m: m.when.value))


def _properties(properties: Iterable[Property]) -> Iterator[Moment]:
    for item in properties:
        if item.when is not None:
            yield Moment(item.when, "fact", f"{item.label.capitalize()}", item.notes)


def _ties(ties: Iterable[Tie]) -> Iterator[Moment]:
    for tie in ties:
        role = f" as {tie.role}" if tie.role else ""
        told = f"{tie.start.name}, {tie.word} {tie.end.name}{role}"
        said = " (said to be so)" if tie.said else ""
        if tie.since is not None:
            yield Moment(tie.since, "role", f"Began: {told}{said}", tie.notes)
        if tie.until is not None:
            yield Moment(tie.until, "role", f"Ended: {told}{said}", tie.notes)


def _designations(designations: Iterable[Designation]) -> Iterator[Moment]:
    for item in designations:
        by = item.list if item.list == item.authority else f"{item.authority}, {item.list}"
        if item.since is not None:
            yield Moment(item.since, "designation", f"Designated: {by}", item.notes)
        if item.lifted is not None:
            yield Moment(item.lifted, "designation", f"No longer listed: {by}", item.notes)


def _said(said: Iterable[Said]) -> Iterator[Moment]:
    """Yield each weighty act once a day, however many posts tell it."""
    told: dict[tuple[object, ...], list[tuple[When, Said]]] = defaultdict(list)
    for item in said:
        when = of_dated(item.when)
        if when is not None and item.act in STRONG:
            told[when.value, item.own, item.act, item.speaker, item.target].append((when, item))
    for group in told.values():
        yield _act(*group[0], [item for _, item in group])


def _act(when: When, item: Said, group: Sequence[Said]) -> Moment:
    who = item.speaker if item.own else f"About it, {item.speaker}"
    words = cut(max((s.english or s.original for s in group), key=len), _LONGEST)
    posts = len({s.post_id for s in group})
    often = f" (in {posts} posts)" if posts > 1 else ""
    text = f"{who}: {heading(item.act, item.target)}{often}: {words}"
    return Moment(when, "statement", text, tuple(dict.fromkeys(n for s in group for n in s.notes)))


def _reports(earlier: Iterable[Earlier]) -> Iterator[Moment]:
    for item in earlier:
        if item.when is not None and item.kind != "story":
            yield Moment(item.when, "report", f"{item.kind.capitalize()}: {item.title}", item.notes)


# ------------------------------------------------------------ events


def _events(register: Register) -> Iterator[Moment]:
    names = frozenset(normalise(n.text).text for n in register.material.view.entity.names)
    for view in register.material.told.posts.values():
        for event in view.events:
            if _part(event.actor, register, names) or _part(event.target, register, names):
                yield from _event(register, view, event)


def _part(reference: str | None, register: Register, names: frozenset[str]) -> bool:
    view = register.material.view
    if reference is None:
        return False
    return reference in (view.entity.id, *view.merged) or normalise(reference).text in names


def _event(register: Register, view: PostView, event: Event) -> Iterator[Moment]:
    when = of_dated(event.date if event.date.value else view.post.published)
    if when is None:
        return
    place = f", {event.place}" if event.place else ""
    probable = " (probable place)" if event.place and event.place_precision != "named" else ""
    told = and_list(
        [
            f"{number} {word}"
            for number, word in ((event.killed, "killed"), (event.injured, "injured"))
            if number is not None
        ]
    )
    toll = f", {told}" if told else ""
    kind = _EVENTS.get(event.type, event.type.lower())
    english = register.reading(view.post.id).english([event.span])
    words = cut(english.text, _LONGEST)
    text = f"{event.certainty.value.capitalize()}: {kind}{place}{probable}{toll}: {words}"
    yield Moment(when, "event", text, register.passages(view.post.id, [event.span]))
