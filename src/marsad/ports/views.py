"""What a store is asked for, and what it answers with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..errors import NotFoundError
from ..model import (
    Dataset,
    Entity,
    Event,
    Fact,
    Judgement,
    Mention,
    Observation,
    Passage,
    Post,
    Source,
    Span,
    Statement,
    Translation,
    Version,
)
from ..model.review import Mark
from ..text.asked import Query

__all__ = [
    "EntityView",
    "Hit",
    "IngestCounts",
    "PostFilter",
    "PostText",
    "PostVector",
    "PostView",
    "Ranked",
    "StatementFilter",
    "StatementView",
]


@dataclass(frozen=True, slots=True)
class IngestCounts:
    """What one capture added."""

    posts: int = 0
    versions: int = 0
    deletions: int = 0
    unchanged: int = 0
    failures: int = 0

    def __add__(self, other: IngestCounts) -> IngestCounts:
        return IngestCounts(
            self.posts + other.posts,
            self.versions + other.versions,
            self.deletions + other.deletions,
            self.unchanged + other.unchanged,
            self.failures + other.failures,
        )


@dataclass(frozen=True, slots=True)
class PostFilter:
    """Which posts; every field given narrows. Newest first unless ``oldest_first``.

    ``day_from`` and ``day_to`` are inclusive UTC days.
    """

    source_id: str | None = None
    language: str | None = None
    day_from: str | None = None
    day_to: str | None = None
    story_id: str | None = None
    limit: int = 50
    offset: int = 0
    oldest_first: bool = False


@dataclass(frozen=True, slots=True)
class StatementFilter:
    """Which statements; every field given narrows. Newest first unless ``oldest_first``.

    :ivar merged: ids that count as ``entity_id``; a workspace puts there what was merged with it.
    """

    act: str | None = None
    speaker: str | None = None
    entity_id: str | None = None
    merged: tuple[str, ...] = ()
    source_id: str | None = None
    post_id: str | None = None
    story_id: str | None = None
    language: str | None = None
    day_from: str | None = None
    day_to: str | None = None
    limit: int = 50
    offset: int = 0
    oldest_first: bool = False


@dataclass(frozen=True, slots=True)
class PostView:
    """A post with its newest version, all that was derived from that, and its history.

    :ivar mentions: as people's judgements leave them (see :mod:`marsad.model.review`).
    :ivar statements: likewise; a rejected one stays among them, and ``judged`` tells.
    :ivar judged: the judgement that stands on each mention and statement, by id.
    :ivar rejected: mentions that a person rejected.
    :ivar lost: judgements whose mention or statement is no longer found.
    """

    post: Post
    source: Source
    version: Version
    versions: tuple[Version, ...] = ()
    observations: tuple[Observation, ...] = ()
    passages: tuple[Passage, ...] = ()
    translations: Mapping[str, Translation] = field(default_factory=dict)
    mentions: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    judged: Mapping[str, Judgement] = field(default_factory=dict)
    rejected: tuple[Mention, ...] = ()
    lost: tuple[Judgement, ...] = ()

    def mark(self, key: str) -> Mark:
        """Return the mention or statement of that id, rejected or not.

        :raises NotFoundError: the post has no such mark.
        """
        marks: tuple[Mark, ...] = (*self.mentions, *self.rejected, *self.statements)
        found = next((each for each in marks if each.id == key), None)
        if found is None:
            raise NotFoundError("mention or statement", key)
        return found


@dataclass(frozen=True, slots=True)
class PostText:
    """What grouping reads of a post: its newest text, and little else.

    :ivar english: the translation of all translated passages, empty where there is none.
    :ivar entity_ids: of the entities named, each once, in order.
    :ivar version_id: of the newest text.
    """

    post: Post
    source: Source
    text: str
    language: str | None
    english: str = ""
    entity_ids: tuple[str, ...] = ()
    version_id: str = ""


@dataclass(frozen=True, slots=True)
class PostVector:
    """What the text of a post means, as numbers (see :mod:`marsad.encoder.space`).

    :ivar number: of the post in the order in which posts were stored.
    :ivar language: of the newest version, or None before it was identified.
    :ivar numbers: the packed vector of the newest version.
    :ivar place: of the vector in the order in which vectors were stored; rises with each.
    """

    number: int
    post_id: str
    language: str | None
    numbers: bytes
    place: int = 0


@dataclass(frozen=True, slots=True)
class StatementView:
    """A statement with the post, source and version that it was found in."""

    statement: Statement
    post: Post
    source: Source
    version: Version


@dataclass(frozen=True, slots=True)
class Hit:
    """A search result: a post, and spans of its newest version's text that match."""

    view: PostView
    spans: tuple[Span, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """Which posts a search found, without the posts.

    :ivar posts: id and score of each, best first.
    :ivar total: how many match, on this page or not.
    :ivar more: there are more than ``total``, which were not counted.
    :ivar spellings: word as typed → other spellings of it that were searched, too.
    :ivar query: the search with these spellings in it, for :meth:`Reader.hits`.
    """

    posts: tuple[tuple[str, float], ...] = ()
    total: int = 0
    more: bool = False
    spellings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    query: Query = field(default_factory=lambda: Query("", None))


@dataclass(frozen=True, slots=True)
class EntityView:
    """An entity as people's judgements leave it, with all that is known of it and by whom.

    :ivar entity: names, roles and background as they stand.
    :ivar merged: ids of all that were judged to be it, its own first; their facts are among these.
    :ivar facts: what is said of it; past ones too, whose ``gone`` tells.
    :ivar joined: id → facts of the memberships, sanctions, occupancies and the like that name it.
    :ivar datasets: those that the facts are from, by id.
    :ivar judgements: all that were ever made on it, in order; the newest of a kind stands.
    :ivar disputed: reasons for which somebody disputes it, of judgements that stand.
    :ivar retired: it is no longer linked to what is found.
    """

    entity: Entity
    merged: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    joined: Mapping[str, tuple[Fact, ...]] = field(default_factory=dict)
    datasets: Mapping[str, Dataset] = field(default_factory=dict)
    judgements: tuple[Judgement, ...] = ()
    disputed: tuple[str, ...] = ()
    retired: bool = False
