"""Visits to sources, and everything derived from what they brought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from threading import Event as StopEvent

from ..encoder.understanding import understood
from ..model import Entity, Source, Visit
from ..pipeline import (
    RECIPE,
    Collection,
    Rhythm,
    Watching,
    catch_up,
    check_daily,
    cluster_posts,
    embed_posts,
    raise_alerts,
    run_stage,
    shelve,
    text_stages,
    visit,
    watch,
)
from ..plugins import connectors
from ..ports import IngestCounts, Progress, Transport
from ._meaning import Meant
from .following import Following
from .health import Health
from .storing import pushing
from .values import RunCounts

__all__ = ["Collecting"]


class Collecting(Following, Health, Meant):
    """The collecting side of a workspace; one process at a time."""

    def is_busy(self) -> bool:
        """Tell whether another process, such as a watch, is collecting."""
        return self._lock.held_elsewhere()

    def add_entities(self, entities: Sequence[Entity]) -> None:
        """Add entities, or replace those of the same id."""
        with self.store.write() as writer:
            writer.put_entities(entities)

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
