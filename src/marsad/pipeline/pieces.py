"""Statements and passages of posts, and how well each answers a question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..cluster.vectors import terms
from ..encoder.engine import Engine
from ..encoder.space import Floats, centred
from ..model import Passage, Span, Statement, Verdict
from ..model.answer import Why
from ..ports import PostView
from ..text import normalise
from .english import part_in_english
from .questions import Asked

__all__ = ["LEAST", "RECIPE", "Piece", "ranked"]

RECIPE = "asking/1"
"""Changes whenever the same posts may be ordered otherwise."""

LEAST = 0.36
"""Cosine of a passage and a question from which it is shown. Measured on 46 questions about the
exercise (``python -m evaluation.asking``): of 30 that have an answer, 28 are answered by the first
quotation with .32 to .36, 29 with .30; of 16 that have none, 9 are left without one with .30, 10
with .34, 12 with .36. Whoever wrote the questions knew the posts, so it is a weak choice."""

_NAMED_LEAST = 0.2
"""The same where the question names two things of a statement or passage; .20 to .28 gave the same
figures there."""

_ALONG = 0.27
"""The same in another language than the question's, where vectors are less near, once something is
as near as :data:`LEAST`; a choice, not tuned."""

_EACH_NAMED = 0.1
"""What each thing that the question names adds to the cosine; a choice, not tuned."""

_WORDS = 0.1
"""What it adds that all words of the question stand in a passage, and a share of them less; a
choice, not tuned."""

_PASSAGES = 300
"""Passages compared, those of the likeliest posts first; a choice that bounds the time."""

_OF_A_POST = 40
"""Passages of one post that are compared, so that no long article crowds out the others."""

_PIECES = 160
"""Pieces of a passage that are read, as where posts are embedded: a paragraph of 100 words."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A statement or passage of a post.

    :ivar spans: of what is quoted, in code points of the version's text.
    :ivar passage: the paragraph in which it begins.
    """

    view: PostView
    passage: Passage
    spans: tuple[Span, ...]
    statement: Statement | None
    nearness: float
    why: tuple[Why, ...]
    score: float


def ranked(views: Sequence[PostView], about: Asked, engine: Engine) -> list[Piece]:
    """Return what is near enough to the question, the best first.

    A passage of which a statement is shown is not shown again as a passage.
    """
    passages = [(v, p) for v in views for p in v.passages[:_OF_A_POST] if _says(v, p)][:_PASSAGES]
    near = _nearness([(p.span.of(v.version.text), p.language) for v, p in passages], about, engine)
    found = [
        piece
        for (view, passage), nearness in zip(passages, near, strict=True)
        for piece in _pieces(view, passage, float(nearness), about)
    ]
    answering = any(map(_answers, found))
    kept = (p for p in found if _answers(p) or (answering and _goes_along(p, about)))
    return _once(sorted(kept, key=lambda piece: -piece.score))


def _says(view: PostView, passage: Passage) -> bool:
    """Tell whether ``passage`` is more than a line of hashtags."""
    words = passage.span.of(view.version.text).split()
    return any(not word.startswith("#") and any(map(str.isalpha, word)) for word in words)


def _nearness(texts: Sequence[tuple[str, str]], about: Asked, engine: Engine) -> Floats:
    vectors = engine.vectors([text for text, _ in texts], _PIECES)
    return centred(vectors, [language for _, language in texts], about.means) @ (about.wanted)


def _pieces(view: PostView, passage: Passage, nearness: float, about: Asked) -> Iterator[Piece]:
    """Yield the passage, and each statement that begins in it."""
    words = _share(view, passage, about)
    names = _named_in(view, passage, about)
    usual = ((Why.NAME,) if names else ()) + ((Why.WORDS,) if words else ())
    for statement in (None, *_statements(view, passage)):
        why = (*(_named_by(statement, about) if statement else ()), *usual)
        named = sum(each not in (Why.NAME, Why.WORDS) for each in why) + min(names, 2) / 2
        score = nearness + _EACH_NAMED * named + _WORDS * words
        spans = statement.content if statement else (passage.span,)
        near = (Why.NEAR,) if nearness >= _ALONG else ()
        yield Piece(view, passage, spans, statement, nearness, (*near, *why), score)


def _statements(view: PostView, passage: Passage) -> Iterator[Statement]:
    for statement in view.statements:
        standing = view.judged.get(statement.id)
        rejected = standing is not None and standing.verdict is Verdict.REJECT
        if not rejected and passage.span.overlap(statement.content[0]):
            yield statement


def _named_by(statement: Statement, about: Asked) -> Iterator[Why]:
    speaker = statement.speaker
    if {speaker.entity_id, speaker.affiliation_id} & set(about.entities):
        yield Why.SPEAKER
    names = {normalise(n.text).text for e in about.entities.values() for n in e.names}
    if names & {normalise(x).text for x in (statement.target, statement.addressee) if x}:
        yield Why.TARGET
    if statement.act in about.acts:
        yield Why.ACT


def _named_in(view: PostView, passage: Passage, about: Asked) -> int:
    """Return how many of the entities that the question names stand in ``passage``."""
    inside = (m.entity_id for m in view.mentions if passage.span.covers(m.span))
    return len(set(inside) & set(about.entities))


def _share(view: PostView, passage: Passage, about: Asked) -> float:
    """Return the share of the question's words that ``passage`` or its translation holds."""
    wanted = terms(" ".join(about.question.words)).keys()
    english = part_in_english(view, passage.span)
    held = terms(f"{passage.span.of(view.version.text)} {english}").keys()
    return len(wanted & held) / len(wanted) if wanted else 0.0


def _answers(piece: Piece) -> bool:
    named = sum(why not in (Why.NEAR, Why.WORDS) for why in piece.why)
    return piece.nearness >= (_NAMED_LEAST if named >= 2 else LEAST)


def _goes_along(piece: Piece, about: Asked) -> bool:
    other = piece.passage.language != about.question.language
    return other and piece.nearness >= _ALONG


def _once(pieces: Sequence[Piece]) -> list[Piece]:
    """Leave out passages of which a statement is there."""
    stated = {piece.passage.id for piece in pieces if piece.statement}
    return [piece for piece in pieces if piece.statement or piece.passage.id not in stated]
