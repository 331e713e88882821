"""One search: by words, by meaning, or by both, with the same fields for each.

Lists are joined by reciprocal rank fusion (Cormack, Clarke and Büttcher 2009): what stands high in
either list comes first, whatever the scores of each are made of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import inf

from ..encoder.engine import Engine
from ..encoder.space import Floats, centred, from_bytes, unpacked
from ..errors import NotFoundError, WorkspaceError
from ..ports import Hit, PostFilter, Ranked, Reader
from ..text.asked import Any, By, Query, Sort
from .embedding import RECIPE
from .indexed import nearest_posts
from .merged_entities import with_merged_entities
from .nearness import question_vector, spread
from .shelf import Shelf

__all__ = ["Found", "Meanings", "find", "find_ids", "like"]

Posts = tuple[tuple[str, float], ...]

_DAMPED = 60
"""Ranks count as 1 / (60 + rank); the number is that of Cormack, Clarke and Büttcher."""

_BY_WORDS = 5_000
"""Posts that words find and that are put in order; the store ranks no more."""

_BY_MEANING = 200
"""Nearest posts that join those that words find; a choice, not tuned."""

_LEAST = 0.0
"""Cosine above which a post is shown when only meaning is asked for: nearer to the question than
posts are on average. Not tuned: a vague question, or a workspace of a few posts, has low ones, and
the order matters more than where the list ends."""

_STANDS_OUT = 3.0
"""Standard deviations above the mean from which a post joins what words find though it has none of
them: of posts that are near by chance alone, one in 740 is. Cosines themselves differ too much from
one question to the next. A choice, not tuned."""

_NARROWED = 50_000
"""Posts that fields leave, up to which each is compared; of more, the nearest are narrowed."""

_NEAREST = 1_000
"""Posts that are listed by meaning; nobody reads further."""


@dataclass(frozen=True, slots=True)
class Meanings:
    """What search by meaning needs besides the database.

    :ivar shelf: returns the vectors of all posts as they are now.
    :ivar engine: returns the language model; the first call loads it.
    """

    shelf: Callable[[], Shelf]
    engine: Callable[[], Engine]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found.

    :ivar hits: on this page, best first.
    :ivar total: how many were found, on this page or not; with ``more``, at least.
    :ivar by: how they were found in the end.
    :ivar spellings: word as typed → other spellings of it that were searched, too.
    """

    hits: tuple[Hit, ...]
    total: int
    more: bool
    by: By
    spellings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def find(
    reader: Reader,
    meanings: Meanings,
    query: Query,
    limit: int = 20,
    offset: int = 0,
) -> Found:
    """Return a page of what ``query`` finds.

    Where the query does not say how, plain words are looked for by words and meaning, as soon as
    posts were read for that; phrases, prefixes, OR and NOT ask for words.

    :raises QueryError: a field names what is not there.
    :raises WorkspaceError: asked by meaning, and no post was read for that yet.
    """
    by, ranked = find_ids(reader, meanings, query, limit, offset)
    hits = reader.hits(ranked.query, ranked.posts)
    return Found(hits, ranked.total, ranked.more, by, ranked.spellings)


def find_ids(
    reader: Reader,
    meanings: Meanings,
    query: Query,
    limit: int | None,
    offset: int = 0,
    after: int = 0,
    *,
    sure: bool = False,
) -> tuple[By, Ranked]:
    """Return how a search was made, and a page of what it found, without the posts.

    :param limit: None for all that is put in order.
    :param after: number of a post; only those stored later count.
    :param sure: for alerts, of which none may be missing: all that words find, though fields narrow
        it; by meaning alone, too, only what would join that which words find.
    """
    query = with_merged_entities(reader, query)
    by = _way(query, meanings)
    if by is By.WORDS:
        return by, _by_words(reader, query, limit, offset, after, sure=sure)
    near, deviation = _near(reader, meanings, query, after)
    end = None if limit is None else offset + limit
    if by is By.MEANING:
        least = _STANDS_OUT * deviation if sure else _LEAST
        posts = tuple((key, score) for key, score in near if score > least)
        if query.sort is Sort.NEWEST:
            posts = _newest_first(reader, posts)
        return by, Ranked(posts[offset:end], len(posts), query=query)
    words = _by_words(reader, query, _BY_WORDS, 0, after, sure=sure)
    joined = [key for key, score in near if score > _STANDS_OUT * deviation][:_BY_MEANING]
    posts = _fused([key for key, _ in words.posts], joined)
    if query.sort is Sort.NEWEST:
        posts = _newest_of_both(reader, words.posts, posts, end)
    added = len(posts) - len(words.posts)
    return by, replace(words, posts=posts[offset:end], total=words.total + added)


def _by_words(
    reader: Reader, query: Query, limit: int | None, offset: int, after: int, *, sure: bool
) -> Ranked:
    """Return a page of what words find.

    The store ranks so many matches at most, but lists every one where words stand in an OR with
    fields; ``sure`` asks it that way once there are more than it ranks.
    """
    found = reader.rank(query, limit, offset, after)
    if not sure or not found.more or query.root is None:
        return found
    return reader.rank(replace(query, root=Any((query.root,))), limit, offset, after)


def _newest_of_both(reader: Reader, words: Posts, posts: Posts, end: int | None) -> Posts:
    """Return what words and meaning found by date, as far as ``end``.

    Words found theirs in that order, so no more of them than one page needs is looked up.
    """
    found, scores = {key for key, _ in words}, dict(posts)
    joined = [pair for pair in posts if pair[0] not in found]
    ordered = [(key, scores[key]) for key, _ in words]
    first = ordered if end is None else ordered[:end]
    return (*_newest_first(reader, (*first, *joined)), *ordered[len(first) :])


def _newest_first(reader: Reader, posts: Posts) -> Posts:
    """Return posts by date; of those of one moment the order stays, and undated ones come last."""
    dates = {
        each.post.id: each.post.published.value for each in reader.texts([key for key, _ in posts])
    }

    def age(pair: tuple[str, float]) -> float:
        published = dates.get(pair[0])
        return inf if published is None else -published.timestamp()

    return tuple(sorted(posts, key=age))


def _way(query: Query, meanings: Meanings) -> By:
    by = query.by or (By.BOTH if query.plain and query.sort is not Sort.NEWEST else By.WORDS)
    if not any(char.isalnum() for char in query.question) and by is By.BOTH:
        return By.WORDS
    if query.by is None and by is By.BOTH and not meanings.shelf().count:
        return By.WORDS
    return by


def _near(reader: Reader, meanings: Meanings, query: Query, after: int) -> tuple[Posts, float]:
    """Return ids and cosines of the nearest posts that the fields of ``query`` allow.

    And the standard deviation of the cosines of any posts.
    """
    shelf = meanings.shelf()
    if not shelf.count and reader.count_posts(PostFilter()):
        raise WorkspaceError(
            "The posts of this workspace were not yet read for search by meaning.",
            hint="Run `marsad run` once; later runs read what is new.",
        )
    if not any(char.isalnum() for char in query.question):
        return (), 0.0
    wanted = question_vector(query.question, meanings.engine(), shelf.means)
    return _allowed(reader, query.narrowing(), shelf, wanted, after), spread(shelf, wanted)


def _allowed(reader: Reader, narrow: Query, shelf: Shelf, wanted: Floats, after: int) -> Posts:
    among = reader.numbers(narrow, _NARROWED + 1, after) if narrow.root or after else None
    if among is not None and len(among) <= _NARROWED:
        return _ids(reader, nearest_posts(reader, RECIPE, shelf, wanted, _NEAREST, among))
    found = _ids(reader, nearest_posts(reader, RECIPE, shelf, wanted, _NEAREST))
    return found if among is None else reader.kept(narrow, found, after)


def _ids(reader: Reader, found: Sequence[tuple[int, float]]) -> Posts:
    """Return ids for places, without those of versions that are not the newest of their post."""
    ids = reader.posts_at([place for place, _ in found])
    return tuple((ids[place], score) for place, score in found if place in ids)


def _fused(*lists: Iterable[str]) -> Posts:
    scores: dict[str, float] = {}
    for each in lists:
        for rank, key in enumerate(each, 1):
            scores[key] = scores.get(key, 0.0) + 1 / (_DAMPED + rank)
    return tuple(sorted(scores.items(), key=lambda pair: -pair[1]))


def like(
    reader: Reader, shelf: Shelf, post_id: str, limit: int = 20, offset: int = 0
) -> tuple[Hit, ...]:
    """Return the posts nearest in meaning to a post, without itself; scores are cosines.

    :raises NotFoundError: there is no such post, or it was not read for this yet.
    """
    view = reader.post(post_id)
    packed = reader.vectors([view.version.id], RECIPE).get(view.version.id)
    if packed is None:
        raise NotFoundError(
            "vector of the post", post_id, hint="Run `marsad run`; it reads what is new."
        )
    vectors = unpacked(from_bytes([packed]))
    wanted = centred(vectors, [view.version.language or ""], shelf.means)[0]
    found = _ids(reader, nearest_posts(reader, RECIPE, shelf, wanted, offset + limit + 1))
    posts = [pair for pair in found if pair[0] != post_id and pair[1] > _LEAST]
    return reader.hits(Query("", None), posts[offset : offset + limit])
