"""Original beside translation: a post's text as rows, one a passage."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..model import Passage, Span, Statement, Translation, Verdict
from ..ports import PostView
from ..text import direction, project
from .marks import Mark, Segment, mention_marks, segments, shifted, statement_marks

__all__ = [
    "English",
    "Part",
    "Row",
    "Side",
    "around",
    "beginning",
    "rows",
    "statement_english",
    "whole",
]

_LONGEST_BESIDE = 2000
"""Code points of a translation shown beside a part of its passage."""


@dataclass(frozen=True, slots=True)
class Part:
    """A run of a version's text, and the passage that it lies in; None between passages."""

    span: Span
    passage: Passage | None


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a row: segments in one language.

    :ivar start: where the run begins in the text it is taken from, in code points.
    """

    segments: tuple[Segment, ...]
    language: str
    direction: str
    start: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A passage and its translation.

    :ivar english: None where the passage is English or not translated.
    :ivar status: ``english``, ``translated``, ``machine`` or ``missing``.
    """

    original: Side
    english: Side | None
    status: str
    engine: str = ""


@dataclass(frozen=True, slots=True)
class English:
    """What a statement says in English.

    :ivar exact: False where ``text`` renders the whole passages around it.
    :ivar status: as for :class:`Row`.
    """

    text: str
    exact: bool
    status: str


# ---------------------------------------------------------------- rows


def rows(
    view: PostView,
    names: dict[str, str],
    parts: Iterable[Part] | None = None,
    extra: Iterable[Mark] = (),
    words: Sequence[str] = (),
) -> tuple[Row, ...]:
    """Return the passages of a post's newest version with their translations.

    :param names: of entities, by id.
    :param parts: what to show, from :func:`whole`, :func:`beginning` or :func:`around`; all of
        the text where None.
    :param extra: marks over the version's text besides mentions and statements.
    :param words: marked in translations wherever a word begins with one of them.
    """
    chosen = list(whole(view) if parts is None else parts)
    shown = [m for m in view.mentions if any(m.span.overlap(part.span) for part in chosen)]
    marks = [*mention_marks(shown, names), *_labelled(view), *extra]
    either = "|".join(re.escape(word) for word in words)
    sought = re.compile(rf"\b(?:{either})\w*", re.IGNORECASE) if words else None
    return tuple(_row(view, part, marks, sought) for part in chosen)


def _labelled(view: PostView) -> list[Mark]:
    """Return the marks of statements; one that was rejected keeps its number but has no marks."""
    numbered = [(s, f"S{i}") for i, s in enumerate(view.statements, 1)]
    return [m for s, label in numbered if not _rejected(view, s) for m in statement_marks(s, label)]


def _rejected(view: PostView, statement: Statement) -> bool:
    standing = view.judged.get(statement.id)
    return standing is not None and standing.verdict is Verdict.REJECT


def whole(view: PostView) -> Iterator[Part]:
    """Yield passages in order, and what stands between them unless it is blank."""
    text, end = view.version.text, 0
    for passage in sorted(view.passages, key=lambda p: p.span):
        yield from _between(text, end, passage.span.start)
        yield Part(passage.span, passage)
        end = max(end, passage.span.end)
    yield from _between(text, end, len(text))


def _between(text: str, start: int, end: int) -> Iterator[Part]:
    if start < end and not text[start:end].isspace():
        yield Part(Span(start, end), None)


def beginning(view: PostView, most: int) -> Iterator[Part]:
    """Yield parts until ``most`` code points are shown; the last is cut between words."""
    left = most
    for part in whole(view):
        if left <= 0:
            return
        yield _cut(view.version.text, part, Span(0, part.span.start + left))
        left -= part.span.end - part.span.start


def around(view: PostView, spans: Sequence[Span], most: int, margin: int) -> list[Part]:
    """Return at most ``most`` parts that hold one of ``spans``.

    Each is cut ``margin`` code points before its first such span and after its last.
    """
    found: list[Part] = []
    for part in whole(view):
        held = [s for s in spans if s.overlap(part.span)]
        if held and len(found) < most:
            wanted = Span(max(0, held[0].start - margin), held[-1].end + margin)
            found.append(_cut(view.version.text, part, wanted))
    return found


def _cut(text: str, part: Part, window: Span) -> Part:
    """Return ``part`` inside ``window``, widened to whole words."""
    start, end = max(part.span.start, window.start), min(part.span.end, window.end)
    while start > part.span.start and not text[start - 1].isspace():
        start -= 1
    while end < part.span.end and not text[end].isspace():
        end += 1
    return Part(Span(start, end), part.passage)


def _row(view: PostView, part: Part, marks: Sequence[Mark], sought: re.Pattern[str] | None) -> Row:
    text, passage = view.version.text, part.passage
    language = passage.language if passage else view.version.language or "und"
    translation = view.translations.get(passage.id) if passage else None
    tied = _ties(passage, translation)
    here = [*marks, *shifted((mark for mark, _ in tied), passage.span.start if passage else 0)]
    original = _side(text, here, part.span, language)
    if language.startswith("en"):
        return Row(original, None, "english")
    if passage is None or translation is None or not translation.translated:
        return Row(original, None, "missing")
    over = [*(mark for _, mark in tied), *_statement_runs(view, passage, translation)]
    if sought:
        found = sought.finditer(translation.text)
        over += [Mark(Span(*match.span()), "hit", "matches the search") for match in found]
    cut = part.span != passage.span and len(translation.text) > _LONGEST_BESIDE
    english = _side(translation.text, over, Span(0, _LONGEST_BESIDE) if cut else None, "en")
    return Row(original, english, _status(translation), translation.engine)


def _side(text: str, marks: Iterable[Mark], window: Span | None, language: str) -> Side:
    shown = window.of(text) if window else text
    start = window.start if window else 0
    return Side(segments(text, marks, window), language, direction(shown), start)


def _status(translation: Translation) -> str:
    return "machine" if translation.machine else "translated"


def _ties(passage: Passage | None, translation: Translation | None) -> list[tuple[Mark, Mark]]:
    """Return each alignment as a pair of marks, in the passage's text and in the translation."""
    if passage is None or translation is None or not translation.translated:
        return []
    return [
        (
            Mark(a.original, "pair", pair=f"{passage.id}-{i}"),
            Mark(a.translated, "pair", pair=f"{passage.id}-{i}"),
        )
        for i, a in enumerate(translation.alignments)
    ]


def _statement_runs(view: PostView, passage: Passage, translation: Translation) -> Iterator[Mark]:
    for number, statement in enumerate(view.statements, 1):
        for part in () if _rejected(view, statement) else _inside(passage, statement.content):
            found, exact = project(translation, passage.span.of(view.version.text), part)
            if exact:
                yield Mark(found, "statement", f"S{number} {statement.act}", before=f"S{number}")


# ---------------------------------------------------------------- what a run says in English


def _inside(passage: Passage, spans: Iterable[Span]) -> list[Span]:
    """Return the parts of ``spans`` inside ``passage``, relative to it."""
    base, limit = passage.span.start, passage.span.end
    return [
        Span(max(s.start, base) - base, min(s.end, limit) - base)
        for s in spans
        if s.overlap(passage.span)
    ]


def statement_english(view: PostView, statement: Statement) -> English:
    """Return what ``statement`` says in English, as far as the post was translated."""
    texts, exact, statuses = [], True, []
    for passage in sorted(view.passages, key=lambda p: p.span):
        for part in _inside(passage, statement.content):
            text, fits, status = _english(view, passage, part)
            texts.append(text)
            statuses.append(status)
            exact = exact and fits
    worst = next((s for s in ("missing", "machine", "translated") if s in statuses), "english")
    joined = "\n".join(dict.fromkeys(t for t in texts if t))
    return English(joined, exact, worst if statuses else "missing")


def _english(view: PostView, passage: Passage, part: Span) -> tuple[str, bool, str]:
    original = passage.span.of(view.version.text)
    if passage.language.startswith("en"):
        return part.of(original), True, "english"
    translation = view.translations.get(passage.id)
    if translation is None or not translation.translated:
        return "", True, "missing"
    found, exact = project(translation, original, part)
    return found.of(translation.text), exact, _status(translation)
