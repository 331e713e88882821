"""The public Python API. The command line and the web pages use nothing else.

>>> from marsad.api import StatementFilter, Workspace
>>> with Workspace.open("my-workspace") as workspace:          # doctest: +SKIP
...     for view in workspace.statements(StatementFilter(act="threat")):
...         print(view.statement.speaker.text, view.post.url)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from threading import Event as StopEvent
from types import TracebackType
from typing import Self

from .config import Config, Layout, default_toml, read_config
from .diagnosis import Check, diagnose
from .errors import ConfigError, WorkspaceError
from .model import (
    Entity,
    Failure,
    Judgement,
    Origin,
    Reliability,
    Report,
    Source,
    Story,
    Verdict,
    make_id,
)
from .pipeline import (
    TASKS,
    Collection,
    Scope,
    WorkspaceLock,
    catch_up,
    changing,
    cluster_posts,
    collect,
    draft,
    extract_text,
    gate,
    in_english,
    publishable,
    report_context,
    run_stage,
    run_task,
    text_stages,
    watch,
    without_local_paths,
)
from .plugins import Registry, connectors, renderers
from .ports import (
    Archive,
    Clock,
    Hit,
    IngestCounts,
    PostFilter,
    PostView,
    Problem,
    Progress,
    Reader,
    Renderer,
    ReportContext,
    StatementFilter,
    StatementView,
    Store,
    Transport,
)
from .report import Finding

__all__ = [
    "TASKS",
    "Check",
    "Finding",
    "PostFilter",
    "PostView",
    "RunCounts",
    "Scope",
    "SourceHealth",
    "StatementFilter",
    "StatementView",
    "Workspace",
    "diagnose",
    "extract_text",
    "make_source",
    "replay_transport",
    "run_task",
    "utc_now",
]


def utc_now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class RunCounts:
    """What one run did: versions by stage, and whether stories were regrouped."""

    collected: IngestCounts = field(default_factory=IngestCounts)
    stages: tuple[tuple[str, int], ...] = ()
    regrouped: bool = False


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How a source does: posts held, last visit, last success, last failure (UTC)."""

    source: Source
    posts: int
    visited: datetime | None
    succeeded: datetime | None
    failure: Failure | None


def make_source(
    address: str,
    *,
    kind: str = "",
    source_id: str = "",
    name: str = "",
    owner: str = "",
    voice: bool = False,
    languages: tuple[str, ...] = (),
    reliability: str = "F",
    local: bool = False,
) -> Source:
    """Return a Source for ``address``; what is not given is recognised from it.

    Files and folders count as local, as the person who names them means them.

    :raises ConfigError: the address or the reliability is not understood.
    """
    from .monitor import recognise

    found = recognise(address)
    if reliability not in set(Reliability):
        raise ConfigError(
            f"“{reliability}” is not a reliability.",
            hint="Use the Admiralty scale: " + ", ".join(f"{r} ({r.meaning})" for r in Reliability),
        )
    return Source(
        id=source_id or found.suggested_id,
        kind=kind or found.kind,
        address=found.address,
        name=name or found.suggested_name,
        owner=owner or None,
        voice=voice,
        languages=languages,
        reliability=Reliability(reliability),
        local=local or found.address.startswith("file:") or "://" not in found.address,
    )


def replay_transport(folder: Path, config: Config) -> Transport:
    """Return a transport that answers from recorded files and still reads local sources."""
    from .monitor import FileTransport, ReplayTransport, RouterTransport

    replay = ReplayTransport(folder, utc_now, limits=config.limits)
    local = FileTransport(config.limits, clock=utc_now)
    return RouterTransport({"http": replay, "https": replay, "file": local})


class Workspace:
    """One folder with sealed captures, a database and reports.

    Reading needs no lock and works while another process writes. Anything that changes the
    workspace takes its lock and raises :class:`WorkspaceError` where another process holds it.
    """

    def __init__(self, root: Path, config: Config, clock: Clock = utc_now) -> None:
        self.layout = Layout(root)
        self.config = config
        self.clock = clock
        self._lock = WorkspaceLock(self.layout.lock)

    # ------------------------------------------------------------ opening

    @classmethod
    def create(cls, root: Path | str, name: str = "") -> Self:
        """Make a new workspace at ``root``, which must be absent or empty, and open it.

        :raises WorkspaceError: the folder holds something, or cannot be written.
        """
        folder = Path(root).resolve()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if any(folder.iterdir()):
                raise WorkspaceError(f"{folder} is not empty.", hint="Name a new folder.")
            Layout(folder).config.write_text(default_toml(name or folder.name), encoding="utf-8")
        except OSError as error:
            raise WorkspaceError(
                f"{folder} cannot be written: {error.strerror}.", hint="Name another folder."
            ) from error
        return cls.open(folder)

    @classmethod
    def open(cls, root: Path | str, clock: Clock = utc_now) -> Self:
        """Open the workspace at ``root``.

        :raises WorkspaceError: it is not a workspace.
        :raises ConfigError: its configuration is wrong.
        """
        folder = Path(root).resolve()
        return cls(folder, read_config(folder), clock)

    def close(self) -> None:
        """Release files and connections."""
        if "archive" in self.__dict__:
            self.archive.close()
        if "store" in self.__dict__:
            self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @cached_property
    def store(self) -> Store:
        """The database, upgraded to this version's schema where needed."""
        from .store import SqliteStore

        return SqliteStore.open(self.layout.database, clock=self.clock)

    @cached_property
    def archive(self) -> Archive:
        """The sealed captures."""
        from .archive import FolderArchive

        return FolderArchive(self.layout.archive, clock=self.clock)

    @cached_property
    def renderers(self) -> Registry[Renderer]:
        """The file formats that reports can be published in."""
        return renderers()

    @property
    def read(self) -> Reader:
        """A reader on the database."""
        return self.store.read()

    # ------------------------------------------------------------ sources

    def sources(self) -> tuple[Source, ...]:
        """All sources, by id."""
        return self.read.sources()

    def source(self, source_id: str) -> Source:
        """Return one source.

        :raises NotFoundError: there is none of that id.
        """
        return self.read.source(source_id)

    def source_health(self) -> tuple[SourceHealth, ...]:
        """Return how each source does, in the order of :meth:`sources`."""
        reader = self.read
        failures = {f.source_id: f for f in reader.failures() if f.source_id}
        return tuple(_health(reader, source, failures.get(source.id)) for source in self.sources())

    def add_source(self, source: Source) -> None:
        """Follow ``source``; one that has the same id is replaced."""
        connectors(self.config.limits).get(source.kind)
        with self._lock, self.store.write() as writer:
            writer.put_source(source)

    def add_entities(self, entities: Sequence[Entity]) -> None:
        """Add entities, or replace those of the same id."""
        with self._lock, self.store.write() as writer:
            writer.put_entities(entities)

    # ------------------------------------------------------------ collecting and running

    def ingest(
        self,
        source_ids: Sequence[str] = (),
        *,
        transport: Transport | None = None,
        progress: Progress | None = None,
    ) -> IngestCounts:
        """Visit the named sources, or all; what fails becomes a failure row, never an end."""
        chosen = [self.source(i) for i in source_ids] or list(self.sources())
        with self._lock:
            collection = self._collection(transport)
            counts = catch_up(collection, progress)
            for source in chosen:
                counts += collect(collection, source, progress)
            self.archive.close()
        return counts

    def run(self, progress: Progress | None = None) -> RunCounts:
        """Bring everything derived up to date. Safe to stop at any moment and run again."""
        with self._lock:
            collected = catch_up(self._collection(None), progress)
            done = tuple(
                (stage.name, run_stage(stage, self.store, self.clock, progress))
                for stage in text_stages(self.store, self.layout.memories)
            )
            return RunCounts(collected, done, cluster_posts(self.store, progress))

    def watch(
        self,
        stop: StopEvent,
        *,
        rounds: int | None = None,
        every: float | None = None,
        transport: Transport | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Visit sources on their rhythm and keep everything derived fresh, until ``stop``."""

        def visit(source: Source) -> None:
            self.ingest([source.id], transport=transport, progress=progress)

        with self._lock:
            watch(
                self.store,
                visit,
                after_round=lambda: self.run(progress),
                every=every or self.config.every,
                clock=self.clock,
                stop=stop,
                rounds=rounds,
            )

    def _collection(self, transport: Transport | None) -> Collection:
        from .monitor import default_transport

        return Collection(
            store=self.store,
            archive=self.archive,
            transport=transport or default_transport(self.config.limits),
            connectors=connectors(self.config.limits),
            clock=self.clock,
        )

    # ------------------------------------------------------------ reading

    def posts(self, query: PostFilter | None = None) -> tuple[PostView, ...]:
        """Posts with what was derived from them, newest first."""
        return self.read.posts(query or PostFilter())

    def post(self, post_id: str) -> PostView:
        """Return one post.

        :raises NotFoundError: there is none of that id.
        """
        return self.read.post(post_id)

    def statements(self, query: StatementFilter | None = None) -> tuple[StatementView, ...]:
        """Statements with the posts that they were found in, newest first."""
        return self.read.statements(query or StatementFilter())

    def in_english(self, views: Sequence[StatementView]) -> dict[str, str]:
        """Return statement id → its English content, for those that are translated."""
        return in_english(self.read, views)

    def stories(self, limit: int = 50, offset: int = 0) -> tuple[Story, ...]:
        """Stories, the newest first."""
        return self.read.stories(limit, offset)

    def story(self, story_id: str) -> Story:
        """Return one story.

        :raises NotFoundError: there is none of that id.
        """
        return self.read.story(story_id)

    def origins(self, story: Story) -> tuple[Origin, ...]:
        """Return the distinct origins of a story."""
        return self.read.origins(story.origin_ids)

    def entities(self) -> dict[str, Entity]:
        """All entities by id."""
        return {e.id: e for e in self.read.entities()}

    def search(self, query: str, limit: int = 20, offset: int = 0) -> tuple[Hit, ...]:
        """Find posts by words, "phrases", -exclusions and prefix*; best first."""
        return self.read.search(query, limit, offset)

    def failures(self) -> tuple[Failure, ...]:
        """What could not be processed, with the reason and what to do."""
        return self.read.failures()

    def counts(self) -> dict[str, int]:
        """How many rows of each kind there are."""
        return self.read.counts()

    # ------------------------------------------------------------ judging

    def judge(self, subject: str, verdict: Verdict, *, by: str, reason: str = "") -> Judgement:
        """Record a decision about ``subject``; the newest wins, none is erased."""
        at = self.clock()
        judgement = Judgement(
            id=make_id("j", subject, verdict.value, by, at.isoformat()),
            subject=subject,
            verdict=verdict,
            by=by,
            at=at,
            reason=reason,
        )
        with self._lock, self.store.write() as writer:
            writer.put_judgement(judgement)
        return judgement

    def judgements(self, subject: str | None = None) -> tuple[Judgement, ...]:
        """Decisions in the order in which they were made."""
        return self.read.judgements(subject)

    # ------------------------------------------------------------ reports

    def draft_brief(
        self, scope: Scope | None = None, title: str | None = None, *, keep: bool = True
    ) -> Report:
        """Draft a brief over ``scope``, and keep it unless ``keep`` is False.

        :raises ReportError: the scope holds no statement.
        """
        report = draft(
            self.read,
            scope or Scope(),
            self.clock(),
            title=title,
            label=self.config.label,
            desk=self.config.desk,
            audience=self.config.audience,
        )
        return self.keep(report) if keep else report

    def keep(self, report: Report) -> Report:
        """Store ``report``; one of the same id is replaced."""
        with self._lock, self.store.write() as writer:
            writer.put_report(report)
        return report

    def reports(self) -> tuple[Report, ...]:
        """All reports, the newest first."""
        return self.read.reports()

    def report(self, report_id: str) -> Report:
        """Return one report.

        :raises NotFoundError: there is none of that id.
        """
        return self.read.report(report_id)

    def check(self, report: Report) -> tuple[Finding, ...]:
        """Return what the citation gate finds: errors, which block publishing, and flags."""
        return gate(self.read, report)

    def context(self, report: Report) -> ReportContext:
        """Return the sources, posts, versions and captures behind a report's citations."""
        return report_context(self.read, report)

    def render(self, report: Report, format_name: str) -> bytes:
        """Return ``report`` in one format, published or not."""
        context = without_local_paths(self.context(report))
        return self.renderers.get(format_name).render(context)

    def publish(self, report_id: str, formats: Sequence[str] = ()) -> tuple[Path, ...]:
        """Pass the citation gate, then write the products; return their paths.

        :raises UncitedError: a sentence rests on nothing.
        :raises WorkspaceError: the products cannot be written.
        """
        report = publishable(self.read, self.report(report_id), self.clock())
        folder = self.layout.report(report.id)
        with self._lock:
            with changing(folder):
                folder.mkdir(parents=True, exist_ok=True)
            paths = tuple(
                self._write(folder, report, name) for name in formats or self.renderers.names()
            )
            with self.store.write() as writer:
                writer.put_report(report)
        return paths

    def _write(self, folder: Path, report: Report, format_name: str) -> Path:
        path = folder / f"report.{self.renderers.get(format_name).suffix}"
        part = path.with_suffix(path.suffix + ".part")
        product = self.render(report, format_name)
        with changing(folder):
            part.write_bytes(product)
            return part.replace(path)

    # ------------------------------------------------------------ evidence and state

    def put_state(self, key: str, value: str) -> None:
        """Remember a small fact about this workspace."""
        with self._lock, self.store.write() as writer:
            writer.put_state(key, value)

    def verify(self, progress: Progress | None = None) -> tuple[Problem, ...]:
        """Re-read every sealed capture and the ledger; return what does not verify."""
        last = self.read.last_capture()
        head = (last.seq, last.entry_hash) if last else None
        return tuple(self.archive.verify(progress, head=head))


def _health(reader: Reader, source: Source, failure: Failure | None) -> SourceHealth:
    visited, succeeded = (reader.state(f"{what}:{source.id}") for what in ("visited", "succeeded"))
    return SourceHealth(
        source=source,
        posts=reader.count_posts(PostFilter(source_id=source.id)),
        visited=datetime.fromisoformat(visited) if visited else None,
        succeeded=datetime.fromisoformat(succeeded) if succeeded else None,
        failure=failure,
    )
