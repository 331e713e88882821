"""The seams between stages: every stage takes and returns these, and none imports another.

Implementations are registered in :mod:`marsad.plugins`, built-ins and third parties alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Protocol

from .errors import MarsadError
from .model import (
    UNDATED,
    Capture,
    Dated,
    Entity,
    Event,
    Failure,
    Forward,
    Judgement,
    Media,
    Mention,
    Observation,
    Origin,
    Passage,
    Post,
    Reach,
    Report,
    Response,
    Source,
    SourceFact,
    Span,
    Statement,
    Story,
    Translation,
    Version,
    Visit,
)

__all__ = [
    "NO_HISTORY",
    "Archive",
    "Clock",
    "Connector",
    "Coverage",
    "Extraction",
    "Extractor",
    "History",
    "Hit",
    "IngestCounts",
    "Item",
    "ItemFailure",
    "Limits",
    "ParsedItem",
    "ParsedPost",
    "ParsedSource",
    "PostFilter",
    "PostText",
    "PostView",
    "Problem",
    "Progress",
    "Reader",
    "Recall",
    "Renderer",
    "ReportContext",
    "StatementFilter",
    "StatementView",
    "Store",
    "Translator",
    "Transport",
    "Validators",
    "Writer",
]

Progress = Callable[[str, int, int | None], None]
"""Called as ``progress(stage, done, total)``; ``total`` is None where it is unknown."""


# ---------------------------------------------------------------- monitor


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what is read from outside.

    :ivar response_bytes: largest body accepted from one request or file.
    :ivar post_chars: largest text of one post, in code points.
    :ivar timeout: seconds for one request, connection to last byte.
    :ivar pages: pages of older posts that one visit reads back.
    """

    response_bytes: int = 64 * 1024 * 1024
    post_chars: int = 1_000_000
    timeout: float = 30.0
    pages: int = 3


@dataclass(frozen=True, slots=True)
class ParsedPost:
    """A post as a connector read it from a capture."""

    native_id: str
    url: str
    text: str
    title: str | None = None
    published: Dated = UNDATED
    author: str | None = None
    forward: Forward | None = None
    reply_to: str | None = None
    media: tuple[Media, ...] = ()
    edited: bool = False
    recipe: str = ""
    reach: Reach | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedSource:
    """What a page says about the source itself; an absent field says nothing.

    :ivar number: an id that survives renaming.
    :ivar handle: the public name in addresses, without ``@``.
    :ivar successor: an address that it announces as its backup or new home.
    """

    name: str | None = None
    handle: str | None = None
    number: str | None = None
    description: str | None = None
    members: int | None = None
    successor: str | None = None


@dataclass(frozen=True, slots=True)
class ItemFailure:
    """One item of a capture that could not be read; the others still are."""

    item: str
    error: MarsadError


@dataclass(frozen=True, slots=True)
class Coverage:
    """A page shows every living post whose numeric native id is in ``first..last``.

    A known post in that range which the page does not show has been deleted.
    """

    first: int
    last: int
    shown: frozenset[str]


ParsedItem = ParsedPost | ParsedSource | ItemFailure | Coverage


def _nothing(url: str) -> bool:  # noqa: ARG001 - of a source that was never read
    return False


@dataclass(frozen=True, slots=True)
class History:
    """What a connector may know of earlier visits.

    :ivar covered: runs of native numbers that pages have covered, first and last inclusive, in
        rising order and apart from each other; empty for sources that do not count their posts.
    :ivar sealed: tells whether what an address answered was ever sealed for this source.
    """

    covered: tuple[tuple[int, int], ...] = ()
    sealed: Callable[[str], bool] = field(default=_nothing, compare=False, repr=False)

    @property
    def newest(self) -> int | None:
        """The highest native number covered."""
        return self.covered[-1][1] if self.covered else None

    @property
    def gaps(self) -> tuple[tuple[int, int], ...]:
        """Runs of numbers between those covered, first and last inclusive."""
        return tuple((before[1] + 1, after[0] - 1) for before, after in pairwise(self.covered))


NO_HISTORY = History()
"""A source that was never read."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask whether a document has changed (RFC 9110, 8.8)."""

    etag: str | None = None
    last_modified: str | None = None


Recall = Callable[[str, str], Validators | None]
"""Returns, for a source's id and a URL, what came with what was last sealed from it, or None."""


class Transport(Protocol):
    """Gets one address. The only way in which a connector reaches outside."""

    def get(self, url: str, source: Source) -> Response:
        """Return what ``url`` answered; status 304 and no body where it is what was sealed last.

        :raises FetchError: no useful answer.
        :raises RefusedError: the site does not want to be read, or not now.
        :raises GoneError: nothing is published at ``url`` any more.
        :raises TooLargeError: more bytes than the limit.
        :raises BlockedAddressError: an address that is never fetched.
        """
        ...


class Connector(Protocol):
    """Reads one kind of source."""

    name: str
    summary: str

    def fetch(
        self, source: Source, transport: Transport, history: History = NO_HISTORY
    ) -> Iterator[Response | ItemFailure]:
        """Yield each response as it arrives; each is sealed before the next is asked for."""
        ...

    def parse(self, source: Source, response: Response) -> Iterator[ParsedItem]:
        """Yield what a sealed response holds; a pure function of its arguments.

        :raises UnreadableError: the response as a whole is not what the connector reads.
        """
        ...


# ---------------------------------------------------------------- archive


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that does not verify: which record, and how it differs."""

    record: str
    message: str


class Archive(Protocol):
    """Seals responses. Append-only; an acknowledged capture survives a kill at any moment."""

    def seal(self, source_id: str, response: Response) -> Capture:
        """Store ``response`` durably and return its capture; the bytes are on disk then."""
        ...

    def read(self, capture: Capture) -> Response:
        """Return the sealed response.

        :raises ArchiveError: missing or changed bytes.
        """
        ...

    def captures(self, after: int = 0) -> Iterator[Capture]:
        """Yield captures in ledger order, those with ``seq > after``."""
        ...

    def verify(
        self, progress: Progress | None = None, *, head: tuple[int, str] | None = None
    ) -> Iterator[Problem]:
        """Re-read everything and yield what is changed, missing or out of order.

        :param head: number and hash of the newest entry that was noted elsewhere; only so does
            a ledger show that its newest entries were cut off.
        """
        ...

    def close(self) -> None:
        """Let another process seal; the next seal takes the archive again."""
        ...


# ---------------------------------------------------------------- stages


class Translator(Protocol):
    """Turns a passage into English.

    ``recipe`` changes whenever the output may change (engine, version, memory content).
    """

    recipe: str

    def translate(self, passage: Passage, original: str) -> Translation | None:
        """Return the translation of ``original`` (the passage's own text), or None."""
        ...


@dataclass(frozen=True, slots=True)
class Item:
    """A version with what a stage may know about it.

    :ivar owner: the entity that owns the source, where it is known.
    """

    version: Version
    post: Post
    source: Source
    passages: tuple[Passage, ...]
    owner: Entity | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was found in one version."""

    mentions: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()


class Extractor(Protocol):
    """Finds mentions, statements and events; ``recipe`` as for Translator."""

    recipe: str

    def extract(self, item: Item) -> Extraction:
        """Return what ``item`` holds; all spans in code points of the version's text."""
        ...


@dataclass(frozen=True, slots=True)
class ReportContext:
    """What a renderer needs to print a report: the facts behind each citation."""

    report: Report
    sources: Mapping[str, Source]
    posts: Mapping[str, Post]
    versions: Mapping[str, Version]
    captures: Mapping[str, Capture]
    observations: Mapping[str, tuple[Observation, ...]] = field(default_factory=dict)


class Renderer(Protocol):
    """Turns a report into one file format."""

    name: str
    suffix: str

    def render(self, context: ReportContext) -> bytes:
        """Return the bytes of the product.

        :raises MissingToolError: a program or font is not installed.
        """
        ...


# ---------------------------------------------------------------- store


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
    """Which statements; every field given narrows. Newest first unless ``oldest_first``."""

    act: str | None = None
    speaker: str | None = None
    entity_id: str | None = None
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
    """A post with its newest version, all that was derived from that, and its history."""

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


@dataclass(frozen=True, slots=True)
class PostText:
    """What grouping reads of a post: its newest text, and little else.

    :ivar english: the translation of all translated passages, empty where there is none.
    :ivar entity_ids: of the entities named, each once, in order.
    """

    post: Post
    source: Source
    text: str
    language: str | None
    english: str = ""
    entity_ids: tuple[str, ...] = ()


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


class Reader(Protocol):
    """Reads a workspace; sees one consistent state per call."""

    def sources(self) -> tuple[Source, ...]: ...
    def source(self, source_id: str) -> Source: ...
    def entities(self) -> tuple[Entity, ...]: ...
    def capture(self, capture_id: str) -> Capture: ...
    def captures_by_id(self, ids: Sequence[str]) -> dict[str, Capture]: ...
    def last_capture(self) -> Capture | None: ...
    def latest_sha256(self, source_id: str, url: str) -> str | None: ...
    def history(self, source_id: str) -> History: ...
    def validators(self, source_id: str, url: str) -> Validators | None: ...
    def visits(
        self, began_from: datetime | None = None, began_to: datetime | None = None
    ) -> tuple[Visit, ...]: ...
    def last_visits(self, source_ids: Sequence[str] | None = None) -> dict[str, Visit]: ...
    def first_visits(self) -> dict[str, datetime]: ...
    def post_times(self, source_id: str, limit: int = 20) -> tuple[datetime, ...]: ...
    def source_facts(self, source_id: str) -> tuple[SourceFact, ...]: ...
    def unparsed(self, limit: int) -> tuple[Capture, ...]: ...
    def post_ids(self, query: PostFilter) -> tuple[str, ...]: ...
    def count_posts(self, query: PostFilter) -> int: ...
    def post(self, post_id: str) -> PostView: ...
    def posts(self, query: PostFilter) -> tuple[PostView, ...]: ...
    def posts_by_id(self, ids: Sequence[str]) -> dict[str, PostView]: ...
    def texts(self, ids: Sequence[str]) -> tuple[PostText, ...]: ...
    def version(self, version_id: str) -> Version: ...
    def stale(self, stage: str, recipe: str, limit: int) -> tuple[str, ...]: ...
    def count_stale(self, stage: str, recipe: str) -> int: ...
    def items(self, version_ids: Sequence[str]) -> tuple[Item, ...]: ...
    def statements(self, query: StatementFilter) -> tuple[StatementView, ...]: ...
    def count_statements(self, query: StatementFilter) -> int: ...
    def statement(self, statement_id: str) -> StatementView: ...
    def stories(self, limit: int = 50, offset: int = 0) -> tuple[Story, ...]: ...
    def story(self, story_id: str) -> Story: ...
    def origins(self, ids: Sequence[str]) -> tuple[Origin, ...]: ...
    def reports(self) -> tuple[Report, ...]: ...
    def report(self, report_id: str) -> Report: ...
    def failures(self) -> tuple[Failure, ...]: ...
    def judgements(self, subject: str | None = None) -> tuple[Judgement, ...]: ...
    def state(self, key: str) -> str | None: ...
    def search(self, query: str, limit: int = 20, offset: int = 0) -> tuple[Hit, ...]: ...
    def counts(self) -> dict[str, int]: ...


class Writer(Protocol):
    """Changes a workspace; everything written in one ``with`` block is kept or none of it."""

    def put_source(self, source: Source) -> None: ...
    def put_entities(self, entities: Sequence[Entity]) -> None: ...
    def put_captures(self, captures: Sequence[Capture]) -> None: ...
    def ingest(self, capture: Capture, items: Sequence[ParsedItem]) -> IngestCounts: ...
    def mark_parsed(self, capture_id: str) -> None: ...
    def put_validators(self, source_id: str, url: str, validators: Validators) -> None: ...
    def put_visit(self, visit: Visit) -> None: ...
    def put_language(self, version_id: str, language: str, score: float) -> None: ...
    def put_passages(self, version_id: str, passages: Sequence[Passage]) -> None: ...
    def put_translations(self, version_id: str, found: Sequence[Translation]) -> None: ...
    def put_extraction(self, version_id: str, found: Extraction) -> None: ...
    def mark_done(self, stage: str, recipe: str, version_ids: Sequence[str]) -> None: ...
    def replace_stories(self, origins: Sequence[Origin], stories: Sequence[Story]) -> None: ...
    def put_report(self, report: Report) -> None: ...
    def put_failure(self, failure: Failure) -> None: ...
    def clear_failures(self, stage: str, item: str) -> None: ...
    def put_judgement(self, judgement: Judgement) -> None: ...
    def put_state(self, key: str, value: str) -> None: ...


class Store(Protocol):
    """A workspace's database: readers apart from writers."""

    def read(self) -> Reader:
        """Return a reader; cheap."""
        ...

    def write(self) -> AbstractContextManager[Writer]:
        """Open a transaction: committed when the block ends, undone when it raises."""
        ...

    def backup(self, target: Path) -> None:
        """Write a consistent copy to ``target`` while others go on."""
        ...

    def close(self) -> None:
        """Release files and connections."""
        ...


Clock = Callable[[], datetime]
"""Returns the present moment in UTC; an argument so that tests need no patching."""
