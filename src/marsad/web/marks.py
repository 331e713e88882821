"""Marks over text: overlapping spans become a run of segments that a template can print."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from ..model import Mention, Span, Statement
from .words import reason

__all__ = [
    "KINDS",
    "SIGNS",
    "Mark",
    "Segment",
    "kind_word",
    "mention_class",
    "mention_marks",
    "segments",
    "shifted",
    "statement_marks",
]

KINDS = {
    "person": "Person",
    "organisation": "Organisation",
    "place": "Place",
    "weapon": "Weapon",
    "date": "Date",
    "name": "Other name",
    "statement": "Statement",
    "source": "Who says it",
    "cue": "Word of saying",
    "condition": "Condition",
    "deadline": "Deadline",
    "capability": "Means",
    "hedge": "Hedge",
}
"""Kinds of mark as the legend names them; each key is also the class that draws it."""

_MENTIONS = {
    "Person": "person",
    "Organization": "organisation",
    "PublicBody": "organisation",
    "Place": "place",
    "Weapon": "weapon",
    "Date": "date",
}
_MENTION_WORDS = {"Organization": "organisation", "PublicBody": "public body"}

SIGNS = {
    "statement": "S1",
    "source": "who",
    "cue": "says",
    "condition": "if",
    "deadline": "by",
    "capability": "with",
    "hedge": "?",
}
"""Small words beside the marks of a statement and its parts, so that none is told by its colour
alone."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of a text with the reason for marking it.

    :ivar kind: a key of :data:`KINDS`, ``hit`` for a search result, or ``pair`` for one run of
        an alignment.
    :ivar before: short label printed where the mark begins, such as ``S1``.
    :ivar after: short label printed where it ends, such as ``if``.
    :ivar pair: what ties a run of the original to the run of the translation that renders it.
    :ivar ref: id of the mention or statement, and after a colon which part of it this is.
    :ivar leads: whether it is the first of the marks of its mention or statement.
    """

    span: Span
    kind: str
    reason: str = ""
    before: str = ""
    after: str = ""
    pair: str = ""
    ref: str = ""
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text over which the same marks lie.

    :ivar begins: what begins here, as marks name it: the ids of mentions and statements.
    :ivar anchor: the id of one that has not begun before; empty where there is none.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    opening: str = ""
    closing: str = ""
    begins: tuple[str, ...] = ()
    anchor: str = ""

    @property
    def classes(self) -> str:
        """Classes for the element around the run."""
        return " ".join(dict.fromkeys(f"m-{mark.kind}" for mark in self.marks))

    @property
    def reason(self) -> str:
        """All reasons, one a line."""
        return "\n".join(dict.fromkeys(mark.reason for mark in self.marks if mark.reason))

    @property
    def refs(self) -> str:
        """What the run belongs to, the innermost first, separated by spaces."""
        inner = sorted(self.marks, key=lambda m: m.span.end - m.span.start)
        return " ".join(dict.fromkeys(mark.ref for mark in inner if mark.ref))

    @property
    def pair(self) -> str:
        """The alignment that the run belongs to; empty where there is none."""
        return next((mark.pair for mark in self.marks if mark.pair), "")


def segments(text: str, marks: Iterable[Mark], window: Span | None = None) -> tuple[Segment, ...]:
    """Cut ``text`` wherever a mark begins or ends.

    :param marks: spans in code points of ``text``; what lies outside ``window`` is left out.
    :param window: the part wanted; all of ``text`` where None.
    :return: segments whose texts, joined, are exactly the window's text.
    """
    whole = window or Span(0, len(text))
    inside = [m for m in (_clipped(m, whole) for m in marks) if m.span.start < m.span.end]
    cuts = {whole.start, whole.end}.union(*((m.span.start, m.span.end) for m in inside))
    waiting = sorted(inside, key=lambda m: m.span.start, reverse=True)
    over: list[Mark] = []
    found: list[Segment] = []
    for start, end in pairwise(sorted(cuts)):
        over = [m for m in over if m.span.end > start]
        while waiting and waiting[-1].span.start == start:
            over.append(waiting.pop())
        found.append(_segment(text, Span(start, end), tuple(over)))
    return tuple(found)


def _clipped(mark: Mark, window: Span) -> Mark:
    start = min(max(mark.span.start, window.start), window.end)
    span = Span(start, max(start, min(mark.span.end, window.end)))
    return replace(mark, span=span, leads=mark.leads and start == mark.span.start)


def _segment(text: str, span: Span, over: tuple[Mark, ...]) -> Segment:
    begun = [m for m in over if m.span.start == span.start]
    return Segment(
        span.of(text),
        over,
        " ".join(m.before for m in begun if m.before),
        " ".join(dict.fromkeys(m.after for m in over if m.after and m.span.end == span.end)),
        tuple(dict.fromkeys(_id(m) for m in begun if m.ref)),
        next((_id(m) for m in reversed(begun) if m.leads), ""),
    )


def _id(mark: Mark) -> str:
    return mark.ref.partition(":")[0]


def shifted(marks: Iterable[Mark], by: int) -> tuple[Mark, ...]:
    """Return ``marks`` moved by ``by`` code points, without those that would begin before 0."""
    return tuple(
        replace(mark, span=Span(mark.span.start + by, mark.span.end + by))
        for mark in marks
        if mark.span.start + by >= 0
    )


def mention_class(mention: Mention) -> str:
    """Return the key of :data:`KINDS` for a mention."""
    return _MENTIONS.get(mention.kind, "name")


def kind_word(mention: Mention) -> str:
    """Return what a mention's kind is called on the pages."""
    return _MENTION_WORDS.get(mention.kind, mention.kind.lower())


def mention_marks(mentions: Iterable[Mention], names: dict[str, str]) -> tuple[Mark, ...]:
    """Return a mark for each mention; ``names`` are those of entities by id."""
    return tuple(
        Mark(m.span, mention_class(m), _mention_reason(m, names), ref=m.id, leads=True)
        for m in mentions
    )


def _mention_reason(mention: Mention, names: dict[str, str]) -> str:
    kind, name = kind_word(mention), names.get(mention.entity_id or "", "")
    linked = f"{kind}: {name}" if name else f"{kind}, not linked to an entity"
    return f"{linked} ({reason(mention.recipe, mention.score)})"


def statement_marks(statement: Statement, label: str) -> tuple[Mark, ...]:
    """Return the marks of a statement's content and of its parts; ``label`` such as ``S1``.

    Whichever comes first also tells of the whole: readers by keyboard hear no other reason.
    """
    told = f"{label} {statement.act}: {reason(statement.recipe, statement.score)}".lstrip()
    content = [
        Mark(span, "statement", told, before=label if i == 0 else "…", ref=statement.id)
        for i, span in enumerate(statement.content)
    ]
    parts = (
        (statement.speaker.span, "source"),
        (statement.cue, "cue"),
        (statement.condition, "condition"),
        (statement.deadline, "deadline"),
        (statement.capability, "capability"),
        *((hedge, "hedge") for hedge in statement.hedges),
    )
    shares = [
        Mark(
            span,
            kind,
            f"{label} {KINDS[kind].lower()}".lstrip(),
            after=SIGNS[kind],
            ref=f"{statement.id}:{kind}",
        )
        for span, kind in parts
        if span is not None
    ]
    marks = [*content, *shares]
    first = min(marks, key=lambda mark: mark.span.start, default=None)
    return tuple(_leading(mark, told) if mark is first else mark for mark in marks)


def _leading(mark: Mark, told: str) -> Mark:
    reasons = dict.fromkeys((mark.reason, told))
    return replace(mark, reason="\n".join(reasons), leads=True)
