"""The full-text index of PostgreSQL: a tsvector of our own tokens for each post.

The server's dictionaries would stem and drop words of one language; our tokens are folded for all.
What a tsvector cannot hold is made up for by the tokens of the text itself, which stand beside it:

* Places end at 16,383, and at 256 for a word. A post with more is stored without any
  (``placed`` is false), and a phrase is looked for in its tokens, if it has all words of it.
* A tsvector ends at 1 MB. A post of more has none (``words`` is null) and its tokens are searched.
* A word ends at 2,046 bytes. A longer one is cut, and the post counts as one without places.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    Float,
    Select,
    and_,
    bindparam,
    cast,
    column,
    delete,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR, Insert, insert

from ..text import normalise
from ..text.asked import All, Node, Not, Phrase, Query, Word
from ..text.asked import Any as AnyOf
from . import tables
from .chunks import chunked
from .portable import contains
from .tokens import tokens
from .types import LONG, NAME, TEXT
from .words import Indexed

__all__ = ["Tsvector"]

_SEARCH = table(
    "post_search",
    column("number", LONG),
    column("title", TEXT),
    column("body", TEXT),
    column("english", TEXT),
    column("words", TSVECTOR),
    column("placed", Boolean),
)
_WORDS = table("search_words", column("word", NAME), column("place", LONG))
_S = _SEARCH.c

_TEXT = _S.title + "|" + _S.body + "|" + _S.english  # no token holds the sign between

_LONGEST = 500
"""Code points of a word from which it is cut: at most 2,000 bytes."""

_CUT = "\x01"
"""Ends a word that was cut; no token holds it, so no whole word is taken for a cut one."""

_NO_WORD = "' '"
"""A tsquery that matches nothing, as no token is a space."""

_MOST_PLACES = 16_000
_MOST_OF_A_WORD = 255
_LARGEST = 1_000_000
"""Bytes of a tsvector; PostgreSQL's bounds are a little above all three."""

_WEIGHTS = "{0.5, 0, 0, 1.0}"
"""Of classes D to A: a word in the title counts twice."""


_FALL_SHORT = text(
    "SELECT EXISTS (SELECT FROM post_search WHERE NOT placed) AS unplaced,"
    " EXISTS (SELECT FROM post_search WHERE words IS NULL) AS wordless"
)


class Tsvector:
    """See :class:`.words.Words`.

    :param connection: to the database that is asked.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, connection: Connection, posts: Sequence[Indexed]) -> None:
        """Index posts, each in place of what was there, without English."""
        columns = (tables.posts.c.id, tables.posts.c.number)
        for chunk in chunked(posts):
            held = select(*columns).where(columns[0].in_([post.post_id for post in chunk]))
            numbers = dict(connection.execute(held).all())
            newest = {numbers[post.post_id]: post for post in chunk}
            rows = [
                _row(number, tokens(post.title), tokens(post.body), [])
                for number, post in newest.items()
            ]
            connection.execute(_PUT, rows)
            _note_words(connection, rows)

    def put_english(self, connection: Connection, version_id: str, english: str) -> None:
        """Index folded English beside the text, if the version is the newest of its post."""
        held = connection.execute(_HELD, {"version_id": version_id}).one_or_none()
        found = tokens(english)
        if held is None or held.english == _joined(found):
            return
        row = _row(held.number, held.title.split(), held.body.split(), found)
        connection.execute(_PUT, [row])
        _note_words(connection, [row])

    def clear(self, connection: Connection) -> None:
        """Forget all posts."""
        connection.execute(delete(_SEARCH))
        connection.execute(delete(_WORDS))

    def clause(self, node: Node) -> ColumnElement[bool]:
        """Return what matches ``node``, as a clause over posts."""
        return tables.posts.c.number.in_(select(_S.number).where(self._matches(node)))

    def matching(
        self, node: Node, clauses: Sequence[ColumnElement[bool]], after: int
    ) -> Select[Any]:
        """Select the ``number`` of posts that match, in whatever order."""
        found = [self._matches(node), *([_S.number > after] if after else [])]
        if not clauses:
            return select(_S.number).where(*found)
        joined = select(_S.number).join_from(
            _SEARCH, tables.posts, tables.posts.c.number == _S.number
        )
        return joined.where(*found, *clauses)

    def scored(
        self, node: Node, clauses: Sequence[ColumnElement[bool]], after: int, most: int
    ) -> Select[Any]:
        """Select ``number`` and ``score`` of the ``most`` newest matches; higher is better."""
        asked = cast(literal(_tsquery(node), TEXT), TSQUERY)
        # 1: divided by the logarithm of the length, so that a short post about a word comes first.
        rank = func.ts_rank(text(f"CAST('{_WEIGHTS}' AS real[])"), _S.words, asked, 1)
        score = func.coalesce(rank, 0.0, type_=Float).label("score")
        found = self.matching(node, clauses, after).add_columns(score)
        return found.order_by(_S.number.desc()).limit(most)

    def occurring(self, connection: Connection, words: Iterable[str], most: int) -> tuple[str, ...]:
        """Return which folded words occur in the index; of too many, the most frequent.

        Those are taken for the most frequent that were met first.
        """
        known = select(_WORDS.c.word).where(_WORDS.c.word.in_(sorted(words)))
        return tuple(connection.scalars(known.order_by(_WORDS.c.place).limit(most)))

    @cached_property
    def _fall_short(self) -> tuple[bool, bool]:
        """Whether there are posts without places, and posts without words.

        Mostly there are none, and then nothing need be said of them, which is faster.
        """
        unplaced, wordless = self._connection.execute(_FALL_SHORT).one()
        return bool(unplaced), bool(wordless)

    def _matches(self, node: Node) -> ColumnElement[bool]:
        """Return what matches ``node``: by the index, and in the text where that falls short."""
        unplaced, wordless = self._fall_short
        phrases = unplaced and not all(map(_one_word, _leaves(node)))
        asked = _asks(_tsquery(node))
        ways = [and_(_S.placed, asked) if phrases else asked]
        if phrases:
            loosely = _asks(_tsquery(node, loose=True))
            ways.append(and_(not_(_S.placed), loosely, _in_text(node)))
        if wordless:
            ways.append(and_(_S.words.is_(None), _in_text(node)))
        return or_(*ways)


# ---------------------------------------------------------------- index


def _upsert() -> Insert:
    vector = cast(bindparam("words", type_=TEXT), TSVECTOR)
    statement = insert(_SEARCH).values(
        number=bindparam("number"),
        title=bindparam("title"),
        body=bindparam("body"),
        english=bindparam("english"),
        words=vector,
        placed=bindparam("placed"),
    )
    changed = ("title", "body", "english", "words", "placed")
    return statement.on_conflict_do_update(
        index_elements=["number"], set_={name: statement.excluded[name] for name in changed}
    )


_PUT = _upsert()
_NOTE = text(
    "INSERT INTO search_words (word) SELECT unnest(CAST(:words AS text[])) ON CONFLICT DO NOTHING"
)
_HELD = (
    select(_S.number, _S.title, _S.body, _S.english)
    .join_from(_SEARCH, tables.posts, tables.posts.c.number == _S.number)
    .where(tables.posts.c.version_id == bindparam("version_id"))
)


def _row(number: int, title: list[str], body: list[str], english: list[str]) -> dict[str, Any]:
    words, placed = _vector(title, body, english)
    return {
        "number": number,
        "title": _joined(title),
        "body": _joined(body),
        "english": _joined(english),
        "words": words,
        "placed": placed,
    }


def _joined(found: Sequence[str]) -> str:
    """Return tokens with a space around each, so that words can be looked for as text."""
    return f" {' '.join(found)} " if found else ""


def _vector(title: list[str], body: list[str], english: list[str]) -> tuple[str | None, bool]:
    """Return a tsvector as PostgreSQL reads it, None where it would be too large.

    And whether it tells the place of every word.
    """
    places: dict[str, list[str]] = {}
    begin = 1
    for part, weight in ((title, "A"), (body, ""), (english, "")):
        for at, token in enumerate(part, begin):
            places.setdefault(token, []).append(f"{at}{weight}")
        begin += len(part) + 1  # a gap, which no phrase bridges
    placed = begin <= _MOST_PLACES and all(
        len(each) <= _MOST_OF_A_WORD and len(token) <= _LONGEST for token, each in places.items()
    )
    size = sum(len(token.encode()) + 4 + 2 * placed * len(each) for token, each in places.items())
    if placed and size <= _LARGEST:
        return " ".join(f"'{word}':{','.join(each)}" for word, each in places.items()), True
    bare = {_lexeme(token) for token in places}
    if sum(len(word.encode()) for word in bare) > _LARGEST:
        return None, False
    return " ".join(f"'{word}'" for word in bare), False


def _lexeme(token: str) -> str:
    return token if len(token) <= _LONGEST else f"{token[:_LONGEST]}{_CUT}"


def _note_words(connection: Connection, rows: Iterable[Mapping[str, str]]) -> None:
    """Remember which words there are, for :meth:`Tsvector.occurring`; none is forgotten."""
    parts = ("title", "body", "english")
    met = (word for row in rows for part in parts for word in row[part].split())
    words = [word for word in dict.fromkeys(met) if len(word) <= _LONGEST]
    connection.execute(_NOTE, {"words": words})


# ---------------------------------------------------------------- query


def _asks(tsquery: str) -> ColumnElement[bool]:
    return _S.words.op("@@", is_comparison=True)(cast(literal(tsquery, TEXT), TSQUERY))


def _leaves(node: Node) -> Iterator[Word | Phrase]:
    for leaf, _ in Query("", node).leaves():
        if isinstance(leaf, Word | Phrase):
            yield leaf


def _one_word(leaf: Word | Phrase) -> bool:
    """Tell whether a tsvector without places says all about ``leaf``."""
    found = tokens(normalise(leaf.text).text)
    return len(found) <= 1 and all(len(token) <= _LONGEST for token in found)


def _tsquery(node: Node, *, loose: bool = False) -> str:
    """Return a node in the syntax of tsquery; tokens hold none of its signs.

    :param loose: of a phrase only its words, and nothing that must not occur: more matches.
    """
    if isinstance(node, Word | Phrase):
        return _phrase(node, " & " if loose else " <-> ")
    if isinstance(node, Not):
        return f"!{_tsquery(node.part)}"
    parts = node.parts if isinstance(node, All | AnyOf) else ()
    asked = (_tsquery(p, loose=loose) for p in parts if not (loose and isinstance(p, Not)))
    return f"({(' | ' if isinstance(node, AnyOf) else ' & ').join(dict.fromkeys(asked))})"


def _phrase(leaf: Word | Phrase, joint: str) -> str:
    words = [f"'{_lexeme(token)}'" for token in tokens(normalise(leaf.text).text)]
    if words and isinstance(leaf, Word) and leaf.prefix:
        words[-1] += ":*"
    return f"({joint.join(words)})" if words else _NO_WORD


def _in_text(node: Node) -> ColumnElement[bool]:
    """Return what matches ``node`` in the tokens as they stand one after the other."""
    if isinstance(node, Word | Phrase):
        return _leaf_in_text(node)
    if isinstance(node, Not):
        return not_(_in_text(node.part))
    parts = [_in_text(p) for p in (node.parts if isinstance(node, All | AnyOf) else ())]
    return or_(*parts) if isinstance(node, AnyOf) else and_(*parts)


def _leaf_in_text(leaf: Word | Phrase) -> ColumnElement[bool]:
    found = tokens(normalise(leaf.text).text)
    if not found:
        return false()
    prefix = isinstance(leaf, Word) and leaf.prefix
    sought = f" {' '.join(found)}{'' if prefix else ' '}"
    return contains(_TEXT, sought)
