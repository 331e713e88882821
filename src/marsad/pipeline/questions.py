"""What a question names, and the posts that may answer it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, zip_longest

from ..cluster.stopwords import STOP_WORDS
from ..encoder.space import Floats, Means
from ..extract import Gazetteer, classify
from ..model import Act, Entity, Span
from ..model.answer import Question
from ..ports import PostView, Reader, StatementFilter
from ..text import detect, normalise
from ..text.asked import All, By, Field, Node, Phrase, Query, Word
from .known import Known
from .nearness import question_vector
from .searching import Meanings, find_ids

__all__ = ["ANY_DAY", "Asked", "Period", "asked", "candidates"]

_LONGEST = 1000
"""Code points of a question that are read; nobody asks more at once."""

_MOST_WORDS = 12
"""Words of a question that posts are looked up by; not tuned."""

_POSTS = 24
"""Posts taken by meaning, and as many by words and by names: the answers of
``python -m evaluation.asking`` stand in the first dozen of one of them. Not tuned."""

_OF_A_WORD = 8
"""Posts taken for one word; a word of more posts tells little. Not tuned."""

_WORD = re.compile(r"[^\W_]{2,}")
_THREATS = (Act.THREAT, Act.CONDITIONAL_THREAT)


_NOWHERE = Span(0, 0)
"""Place of what nobody typed into a search box."""


@dataclass(frozen=True, slots=True)
class Period:
    """UTC days, inclusive; None leaves that end open. A post without a day is in no period.

    :raises ValueError: not days as ``2026-03-01``.
    """

    first: str | None = None
    last: str | None = None

    def __post_init__(self) -> None:
        for day in filter(None, (self.first, self.last)):
            if date.fromisoformat(day).isoformat() != day:
                raise ValueError(f"not a day: {day}")

    def fields(self) -> Iterator[Field]:
        """Yield what a search asks for, so that posts of the period alone are found."""
        if self.first:
            yield Field("after", (self.first,), self.first, _NOWHERE)
        if self.last:
            end = date.fromisoformat(self.last) + timedelta(days=1)
            yield Field("before", (end.isoformat(),), self.last, _NOWHERE)


ANY_DAY = Period()
"""Posts of all days, and those without one."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what is needed to compare texts with it.

    :ivar entities: that it names, by id, and by the ids of those that were merged with them.
    :ivar means: of the workspace's languages.
    :ivar wanted: the question's vector, centred: (384,).
    """

    question: Question
    entities: Mapping[str, Entity]
    means: Means
    wanted: Floats

    @property
    def acts(self) -> tuple[Act, ...]:
        """The acts that the question names; a threat may have conditions."""
        act = self.question.act
        return _THREATS if act in _THREATS else (act,) if act else ()


def asked(known: Known, meanings: Meanings, text: str) -> Asked:
    """Return what ``text``, a question in any language, names."""
    text = text[:_LONGEST]
    language = detect(text)[0]
    names = Gazetteer(known.maybe_named(text))
    standing = {found.entity.id for found in names.find(text)}
    entities = {key: entity for key, entity in known.entities.items() if entity.id in standing}
    question = Question(
        text=text,
        language=language,
        words=_words(text),
        named=tuple(dict.fromkeys(entity.name() for entity in entities.values())),
        act=_act(text, language),
    )
    means = meanings.shelf().means
    return Asked(question, entities, means, question_vector(text, meanings.engine(), means))


def _words(text: str) -> tuple[str, ...]:
    words = dict.fromkeys(_WORD.findall(normalise(text).text))
    return tuple(word for word in words if word not in STOP_WORDS)[:_MOST_WORDS]


def _act(text: str, language: str) -> Act | None:
    """Return the act that a word of the question names, by the lists that read statements."""
    act = classify(text, text, language)[0]
    return None if act is Act.OTHER else act


# ---------------------------------------------------------------- posts


def candidates(reader: Reader, meanings: Meanings, about: Asked, period: Period) -> list[PostView]:
    """Return the posts that may answer: the first that each way leads to, then the second, …

    :raises WorkspaceError: there are posts, but none was read for search by meaning.
    """
    ways = (
        _near(reader, meanings, about.question.text, period),
        _with_words(reader, about.question.words, period),
        _of_named(reader, about, period),
    )
    mixed = [post_id for rank in zip_longest(*ways) for post_id in rank if post_id]
    found = reader.posts_by_id(list(dict.fromkeys(mixed)))
    return list(found.values())


def _query(leaf: Word | Phrase, by: By, period: Period) -> Query:
    """Return a search as a tree: a question is never read as a query, whatever stands in it."""
    parts: tuple[Node, ...] = (leaf, *period.fields())
    return Query(leaf.text, All(parts) if len(parts) > 1 else leaf, by)


def _near(reader: Reader, meanings: Meanings, text: str, period: Period) -> list[str]:
    query = _query(Phrase(text, _NOWHERE), By.MEANING, period)
    return [key for key, _ in find_ids(reader, meanings, query, _POSTS)[1].posts]


def _with_words(reader: Reader, words: Sequence[str], period: Period) -> list[str]:
    """Return posts by words of the question, those first that hold more and rarer ones."""
    weights: dict[str, float] = {}
    for word in words:
        hits = reader.rank(_query(Word(word, _NOWHERE), By.WORDS, period), _OF_A_WORD).posts
        for key, _ in hits:
            weights[key] = weights.get(key, 0.0) + 1 / len(hits)
    return sorted(weights, key=lambda key: -weights[key])[:_POSTS]


def _of_named(reader: Reader, about: Asked, period: Period) -> list[str]:
    views = chain.from_iterable(reader.statements(query) for query in _queries(about, period))
    return list(dict.fromkeys(view.post.id for view in views))[:_POSTS]


def _queries(about: Asked, period: Period) -> Iterator[StatementFilter]:
    for entity_id in about.entities:
        for act in about.acts or (None,):
            yield StatementFilter(
                act=act,
                entity_id=entity_id,
                day_from=period.first,
                day_to=period.last,
                limit=_POSTS,
            )
