"""Sources, visits to them, and everything derived from what they brought."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from threading import Event as StopEvent

from ..encoder.understanding import understood
from ..errors import ConfigError, GoneError, RefusedError, SourceError
from ..model import Entity, Failure, Source, Verdict, Visit, make_id
from ..pipeline import (
    RECIPE,
    Collection,
    Rhythm,
    Watching,
    catch_up,
    check_daily,
    cluster_posts,
    coverage_between,
    embed_posts,
    raise_alerts,
    read_tally,
    run_stage,
    shelve,
    text_stages,
    visit,
    watch,
)
from ..plugins import connectors
from ..ports import IngestCounts, PostFilter, Progress, Reader, SourceCoverage, Transport
from ..text import detect
from ._meaning import Meant
from .reading import Reading
from .storing import pushing
from .values import RunCounts, SourceHealth, Successor, listed_source, make_source

__all__ = ["Collecting"]


class Collecting(Reading, Meant):
    """The collecting side of a workspace; one process at a time."""

    # ------------------------------------------------------------ sources

    def sources(self) -> tuple[Source, ...]:
        """All sources, by id."""
        return self.read.sources()

    def source(self, source_id: str) -> Source:
        """Return one source.

        :raises NotFoundError: there is none of that id.
        """
        return self.read.source(source_id)

    def discover(self, address: str, *, local: bool = False) -> tuple[str, str]:
        """Return the best address and kind for what a person typed, after one look at it.

        A page that announces a feed is followed by that. Where the site cannot be asked now, the
        spelling of the address decides.

        :raises GoneError: nothing is published there.
        :raises RefusedError: robots.txt, or the site itself, forbids reading it.
        :raises FetchError: not an address.
        """
        from ..monitor import discover, recognise

        found = recognise(address)
        try:
            best = discover(found, self._transport(None), local=local)[0]
        except GoneError:
            raise
        except RefusedError as error:
            if error.retry_after is None:
                raise
            best = found
        except SourceError:
            best = found
        return best.address, best.kind

    def add_source(self, source: Source) -> None:
        """Follow ``source``; one that has the same id is replaced."""
        connectors(self.config.limits).get(source.kind)
        with self.store.write() as writer:
            writer.put_source(source)

    def with_free_id(self, source: Source) -> Source:
        """Return ``source`` with an id that no other address has here."""
        held = {each.id: each.address for each in self.sources()}
        free, number = source.id, 1
        while held.get(free, source.address) != source.address:
            number += 1
            free = f"{source.id}-{number}"
        return replace(source, id=free)

    def is_busy(self) -> bool:
        """Tell whether another process, such as a watch, is collecting."""
        return self._lock.held_elsewhere()

    def add_entities(self, entities: Sequence[Entity]) -> None:
        """Add entities, or replace those of the same id."""
        with self.store.write() as writer:
            writer.put_entities(entities)

    def pause_source(self, source_id: str, *, paused: bool = True) -> Source:
        """Stop visiting a source, or go on; what it published stays."""
        source = replace(self.source(source_id), paused=paused)
        self.add_source(source)
        return source

    def adopt_name(self, source_id: str) -> Source:
        """Name a source as its own page does, where a page said so."""
        source = self.source(source_id)
        names = [f.value for f in self.read.source_facts(source_id) if f.field == "name"]
        if names and names[-1] != source.name:
            source = replace(source, name=names[-1])
            self.add_source(source)
        return source

    def languages_of(self, source_id: str, sample: int = 10) -> tuple[str, ...]:
        """Return the languages of a source's latest posts, the most frequent first."""
        views = self.read.posts(PostFilter(source_id=source_id, limit=sample))
        found = Counter(detect(v.version.text)[0] for v in views if v.version.text.strip())
        return tuple(language for language, _ in found.most_common())

    def source_health(self, source_ids: Sequence[str] = ()) -> tuple[SourceHealth, ...]:
        """Return how these sources, or all, do, in the order of :meth:`sources`."""
        reader, now = self.read, self.clock()
        # A picture that is gone does not make a source unwell, nor a post that a model refused.
        others = ("media", "extract")
        failures = {f.source_id: f for f in reader.failures() if f.stage not in others}
        last = reader.last_visits(source_ids or None)
        return tuple(
            _health(reader, source, last.get(source.id), failures.get(source.id), now)
            for source in reader.sources()
            if not source_ids or source.id in source_ids
        )

    def import_sources(self, data: bytes, name: str, *, local: bool = False) -> tuple[Source, ...]:
        """Follow what an OPML or CSV list holds; return the sources that are new here.

        A line whose address is followed already changes nothing.

        :param name: of the list, for messages.
        :param local: allow addresses on this machine, such as folders.
        :raises UnreadableError: not such a list.
        :raises FetchError: a line's address is not understood.
        :raises NotFoundError: a line's kind is not known.
        :raises ConfigError: a reliability is not understood, or an address is local and may not
            be. Whatever is raised, none of the list is followed.
        """
        from ..monitor import read_list

        made = [listed_source(line) for line in read_list(data, name)]
        known = connectors(self.config.limits)
        for source in made:
            known.get(source.kind)  # before anything is followed
        refused = [source.address for source in made if source.local and not local]
        if refused:
            raise ConfigError(
                f"{name} names files of this machine: {', '.join(refused[:3])}.",
                hint="If the list is your own, import it with --local.",
            )
        held = {source.address.lower() for source in self.sources()}
        added = []
        for source in made:
            if source.address.lower() not in held:
                held.add(source.address.lower())
                added.append(self.with_free_id(source))
                self.add_source(added[-1])
        return tuple(added)

    def export_sources(self, suffix: str) -> bytes:
        """Return all sources as ``opml`` or ``csv``."""
        from ..monitor import write_csv, write_opml

        sources = self.sources()
        return write_csv(sources) if suffix == "csv" else write_opml(sources, self.config.name)

    def coverage(self, began: datetime, ended: datetime) -> tuple[SourceCoverage, ...]:
        """Tell for a period which sources were followed, silent, late, blocked or gone."""
        return coverage_between(self.read, began, ended, self.clock())

    def metrics(self) -> bytes:
        """Return figures about the workspace in Prometheus' text format."""
        from .metrics import write_metrics

        return write_metrics(self.counts(), self.source_health(), self.tally())

    def tally(self) -> dict[str, int]:
        """Return what a model server did since the workspace was made; empty where none did.

        Posts ``read by the model`` and those ``read by rules instead``, and how many things that
        the model told were ``dropped: ``, by reason.
        """
        return read_tally(self.read, "extract")

    # ------------------------------------------------------------ successors

    def successors(self) -> tuple[Successor, ...]:
        """Return addresses that sources announced and nobody has followed or dismissed."""
        reader = self.read
        followed = {source.address.lower() for source in reader.sources()}
        found = [
            Successor(source, fact.value, fact.seen_at, fact.capture_id)
            for source in reader.sources()
            for fact in reader.source_facts(source.id)
            if fact.field == "successor" and fact.value.lower() not in followed
        ]
        return tuple(each for each in found if not self._dismissed(each))

    def _dismissed(self, successor: Successor) -> bool:
        made = self.read.judgements(_subject(successor.source.id, successor.address))
        return bool(made) and made[-1].verdict is Verdict.REJECT

    def follow_successor(self, successor: Successor) -> Source:
        """Follow what a source announced, with the same owner, and note who follows whom."""
        old = successor.source
        new = replace(
            make_source(successor.address, owner=old.owner or "", languages=old.languages),
            voice=old.voice,
            predecessor=old.id,
        )
        new = self.with_free_id(new)
        self.add_source(new)
        self.add_source(replace(old, successor=new.id))
        return new

    def dismiss_successor(self, successor: Successor, *, by: str, reason: str = "") -> None:
        """Record that an announced address is not to be followed."""
        subject = _subject(successor.source.id, successor.address)
        self.judge(subject, Verdict.REJECT, by=by, reason=reason)

    # ------------------------------------------------------------ collecting and running

    def ingest(
        self,
        source_ids: Sequence[str] = (),
        *,
        transport: Transport | None = None,
        progress: Progress | None = None,
    ) -> IngestCounts:
        """Visit the named sources, or all; what fails becomes a failure row, never an end."""
        chosen = [self.source(i) for i in source_ids] or [s for s in self.sources() if not s.paused]
        with self._lock:
            collection = self._collection(transport)
            counts = catch_up(collection, progress)
            for source in chosen:
                counts += self._visit(collection, source, self._rhythm(), progress)[1]
            self.archive.close()
        return counts

    def run(self, progress: Progress | None = None) -> RunCounts:
        """Bring everything derived up to date. Safe to stop at any moment and run again."""
        with self._lock:
            collected = catch_up(self._collection(None), progress)
            return replace(self._derive(progress), collected=collected)

    def _derive(self, progress: Progress | None, stop: StopEvent | None = None) -> RunCounts:
        done = tuple(
            (stage.name, run_stage(stage, self.store, self.clock, progress, stop))
            for stage in text_stages(
                self.store, self.layout.memories, self.clock, self.config.engines()
            )
        )
        stopped = stop is not None and stop.is_set()
        if not stopped:
            done += (("embed", embed_posts(self.store, understood, progress, stop)),)
            shelve(self.read, self.layout.meaning, RECIPE)
            stopped = stop is not None and stop.is_set()
        raised = 0 if stopped else raise_alerts(self.store, self._meanings, self.clock, progress)
        regrouped = not stopped and cluster_posts(self.store, progress)
        if not stopped:
            check_daily(self.store, self.clock, progress)
        return RunCounts(stages=done, regrouped=regrouped, alerts=raised)

    def watch(
        self,
        stop: StopEvent,
        *,
        rounds: int | None = None,
        every: float | None = None,
        transport: Transport | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Visit sources on their rhythm and keep everything derived fresh, until ``stop``.

        Where a store is set, closed files of captures are copied to it; trouble is logged.

        :param rounds: end after so many rounds, each of all visits that are due.
        :param every: seconds between two visits to any source, in place of learnt rhythms.
        """
        rhythm = Rhythm.every(every) if every else self._rhythm()
        with self._lock:
            collection = self._collection(transport, stop)
            catch_up(collection, progress)

            def freshen() -> None:
                self._derive(progress, stop)
                self.archive.sign_head()

            watching = Watching(
                read=self.store.read,
                visit=lambda source: self._visit(collection, source, rhythm, progress)[0],
                freshen=freshen,
                clock=self.clock,
                tidy=pushing(self.archive, progress, stop) if self.config.store else None,
                workers=self.config.workers,
            )
            watch(watching, stop, rounds=rounds)
            self.archive.close()

    def _visit(
        self, collection: Collection, source: Source, rhythm: Rhythm, progress: Progress | None
    ) -> tuple[Visit, IngestCounts]:
        return visit(collection, source, rhythm, progress, media=self.config.media)

    def _rhythm(self) -> Rhythm:
        return Rhythm(self.config.every, self.config.shortest, self.config.longest)

    def _collection(self, transport: Transport | None, stop: StopEvent | None = None) -> Collection:
        return Collection(
            store=self.store,
            archive=self.archive,
            transport=transport or self._transport(stop),
            connectors=connectors(self.config.limits, proxy=self.config.proxy or None),
            clock=self.clock,
            stop=stop,
        )

    def _transport(self, stop: StopEvent | None) -> Transport:
        from ..monitor import USER_AGENT, default_transport

        contact = self.config.contact
        return default_transport(
            self.config.limits,
            user_agent=f"{USER_AGENT} {contact}" if contact else USER_AGENT,
            recall=self.read.validators,
            proxy=self.config.proxy or None,
            stop=stop,
        )


def _subject(source_id: str, address: str) -> str:
    return make_id("n", source_id, address)


def _health(
    reader: Reader, source: Source, last: Visit | None, failure: Failure | None, now: datetime
) -> SourceHealth:
    newest = reader.post_times(source.id, 1)
    since = last.last_success if last else None
    return SourceHealth(
        source=source,
        posts=reader.count_posts(PostFilter(source_id=source.id)),
        last_visit=last,
        lag_seconds=(now - since).total_seconds() if since else None,
        gaps=reader.history(source.id).gaps,
        newest=newest[0] if newest else None,
        facts=reader.source_facts(source.id),
        failure=failure,
    )
