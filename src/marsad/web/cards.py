"""Posts and statements as the pages show them: everything looked up, nothing left to decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..model import (
    Capture,
    Judgement,
    Mention,
    ObservationKind,
    Source,
    Span,
    Statement,
    quotation,
)
from ..model.review import mark_id, value_of
from ..ports import PostView, StatementView
from ..text import direction, isolated
from .bench import Visit
from .marks import Mark, kind_word, mention_class
from .pairs import English, Row, around, beginning, rows, statement_english, whole
from .words import moment

__all__ = [
    "Card",
    "Lost",
    "Naming",
    "Saying",
    "cards",
    "lost",
    "namings",
    "owner_name",
    "sayings",
]

_PASSAGES = 4
_MARGIN = 300
"""Passages of a search result that are shown, and code points around what was found in them."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A statement with the names, words and judgement that belong to it.

    :ivar label: its mark in the post's text, such as ``S1``.
    :ivar quotes: the runs of the original.
    :ivar facts: further facts as (name, words, direction), such as the condition.
    :ivar verdict: the judgement that stands, or None.
    """

    label: str
    statement: Statement
    view: PostView
    speaker: str
    spoken_as: str
    affiliation: str
    quotes: tuple[str, ...]
    english: English
    facts: tuple[tuple[str, str, str], ...]
    capture: Capture | None
    verdict: Judgement | None

    @property
    def id(self) -> str:
        """Id of the statement."""
        return self.statement.id

    @property
    def language(self) -> str:
        """Language of the original."""
        return self.view.version.language or "und"

    @property
    def direction(self) -> str:
        """Side from which the original is read."""
        return direction(" ".join(self.quotes))


@dataclass(frozen=True, slots=True)
class Naming:
    """A mention with its words, and what is known and was decided about it.

    :ivar kind: the key of :data:`marsad.web.marks.KINDS` that draws it.
    :ivar entity: name of the entity that it is linked to; empty where there is none.
    """

    mention: Mention
    text: str
    kind: str
    kind_word: str
    entity: str
    verdict: Judgement | None

    @property
    def id(self) -> str:
        """Id of the mention."""
        return self.mention.id


@dataclass(frozen=True, slots=True)
class Lost:
    """A decision on what is no longer found.

    :ivar id: that of the mark.
    :ivar kept: whether the mark stands all the same, as a reader wrote it down.
    """

    id: str
    text: str
    what: str
    verdict: Judgement
    kept: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A post with its rows of original and translation.

    :ivar cut: True where only a part is shown.
    :ivar states: marks such as ``deleted``, each with what it rests on.
    """

    view: PostView
    rows: tuple[Row, ...]
    cut: bool
    owner: str
    states: tuple[tuple[str, str], ...]
    sayings: tuple[Saying, ...]
    capture: Capture | None

    @property
    def bilingual(self) -> bool:
        """Whether any row has something to show beside the original."""
        return any(row.status != "english" for row in self.rows)


def cards(
    visit: Visit,
    views: Sequence[PostView],
    *,
    longest: int | None = None,
    hits: Mapping[str, Sequence[Span]] | None = None,
    words: Sequence[str] = (),
) -> list[Card]:
    """Return a card for each post.

    :param longest: code points shown of each post; None means all.
    :param hits: by post id, spans of the newest version's text that a search found; only the
        passages around them are shown.
    :param words: marked in translations, for the same search.
    """
    captures = _captures(visit, views)
    found = []
    for view in views:
        spans = (hits or {}).get(view.post.id, ())
        parts = around(view, spans, _PASSAGES, _MARGIN) or list(
            whole(view) if longest is None else beginning(view, longest)
        )
        marks = [Mark(span, "hit", "matches the search") for span in spans]
        shown = rows(view, visit.names, parts, marks, words)
        found.append(_card(visit, view, captures, shown, cut=parts != list(whole(view))))
    return found


def _captures(visit: Visit, views: Iterable[PostView]) -> dict[str, Capture]:
    return visit.workspace.read.captures_by_id(sorted({v.version.capture_id for v in views}))


def _card(
    visit: Visit,
    view: PostView,
    captures: dict[str, Capture],
    shown: tuple[Row, ...],
    *,
    cut: bool,
) -> Card:
    capture = captures.get(view.version.capture_id)
    return Card(
        view=view,
        rows=shown,
        cut=cut,
        owner=owner_name(visit, view.source),
        states=tuple(_states(view)),
        sayings=tuple(
            _saying(visit, f"S{i}", s, view, capture) for i, s in enumerate(view.statements, 1)
        ),
        capture=capture,
    )


def owner_name(visit: Visit, source: Source) -> str:
    """Return who publishes ``source``: the entity's name, or what was written down."""
    return visit.names.get(source.owner or "", source.owner or "owner unknown")


def _states(view: PostView) -> Iterable[tuple[str, str]]:
    seen = [o for o in view.observations if o.kind is not ObservationKind.EDITED]
    last = max(seen, key=lambda o: o.at, default=None)
    if last is not None and last.kind is ObservationKind.DELETED:
        yield "deleted", f"no longer there on {moment(last.at)}"
    if len(view.versions) > 1:
        yield "edited", f"{len(view.versions)} versions seen; the newest is shown"
    elif view.version.edited:
        yield "edited", "the page says so; the earlier text was not seen"


# ---------------------------------------------------------------- mentions


def namings(visit: Visit, view: PostView) -> list[Naming]:
    """Return the mentions of a post in the order of the text; those rejected come last."""
    return [
        Naming(
            mention=mention,
            text=mention.span.of(view.version.text),
            kind=mention_class(mention),
            kind_word=kind_word(mention),
            entity=visit.names.get(mention.entity_id or "", mention.entity_id or ""),
            verdict=view.judged.get(mention.id),
        )
        for mention in (*view.mentions, *view.rejected)
    ]


def lost(view: PostView) -> list[Lost]:
    """Return the decisions on what is no longer found in a post."""
    standing = {j.id for j in view.judged.values()}
    return [
        Lost(mark_id(j.subject), *_was(view, j), verdict=j, kept=j.id in standing)
        for j in view.lost
    ]


def _was(view: PostView, judgement: Judgement) -> tuple[str, str]:
    """Return the words that a decision was about, and what they had been taken for."""
    if mark_id(judgement.subject).startswith("m_"):
        mention = value_of(judgement, "was", Mention)
        return (mention.span.of(view.version.text), kind_word(mention)) if mention else ("", "name")
    said = value_of(judgement, "was", Statement)
    if said is None:
        return "", "statement"
    return quotation(view.version.text, said.content), said.act.value


# ---------------------------------------------------------------- statements


def sayings(visit: Visit, found: Sequence[StatementView]) -> list[Saying]:
    """Return the statements with the translations of their posts."""
    views = visit.workspace.read.posts_by_id([each.post.id for each in found])
    captures = _captures(visit, views.values())
    return [
        _saying(
            visit,
            _label(views[each.post.id], each.statement),
            each.statement,
            views[each.post.id],
            captures.get(each.version.capture_id),
        )
        for each in found
    ]


def _label(view: PostView, statement: Statement) -> str:
    ids = [s.id for s in view.statements]
    return f"S{ids.index(statement.id) + 1}" if statement.id in ids else "S"


def _saying(
    visit: Visit, label: str, statement: Statement, view: PostView, capture: Capture | None
) -> Saying:
    speaker = statement.speaker
    name = visit.names.get(speaker.entity_id or "", speaker.text)
    text = view.version.text
    return Saying(
        label=label,
        statement=statement,
        view=view,
        speaker=name or "speaker not named",
        spoken_as=speaker.text if speaker.text != name else "",
        affiliation=_affiliation(visit, statement),
        quotes=tuple(span.of(text) for span in statement.content),
        english=statement_english(view, statement),
        facts=tuple(_facts(visit, statement, text)),
        capture=capture,
        verdict=view.judged.get(statement.id),
    )


def _affiliation(visit: Visit, statement: Statement) -> str:
    """Return the organisation spoken for, unless it is itself the speaker."""
    found = statement.speaker.affiliation_id
    if found is None or found == statement.speaker.entity_id:
        return ""
    return visit.names.get(found, found)


def _facts(visit: Visit, statement: Statement, text: str) -> Iterable[tuple[str, str, str]]:
    told = (
        ("target", visit.names.get(statement.target or "", statement.target)),
        ("addressee", visit.names.get(statement.addressee or "", statement.addressee)),
        ("condition", _of(statement.condition, text)),
        ("deadline", _of(statement.deadline, text)),
        ("deadline on", statement.deadline_at.day),
        ("capability", _of(statement.capability, text)),
        ("hedged", ", ".join(isolated(h.of(text)) for h in statement.hedges)),
        ("relayed by", " ‹ ".join(isolated(link) for link in statement.chain)),
    )
    for name, words in told:
        if words:
            yield name, words, direction(words)


def _of(span: Span | None, text: str) -> str | None:
    return span.of(text) if span else None
