"""One stage over all versions that lack its present recipe, in batches.

What a batch changes is worked out before its transaction opens, as a model server may take minutes;
it is then stored in one transaction together with the note that it is done, so a kill repeats at
most one batch. A version that fails on its own account becomes a failure row and is done; one that
a server did not answer for stays stale, and is tried again by the next run.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event

from ..errors import MarsadError, UnansweredError
from ..model import Failure
from ..ports import Clock, Item, Progress, Store, Writer
from .ingest import failure_row
from .tally import add_tally

__all__ = ["Outcome", "Server", "Stage", "run_stage"]

_LOG = logging.getLogger(__name__)

_PAGE = 50
"""Versions that are looked up at once, and a batch where no server is asked."""

_IN_A_ROW = 3
"""Posts in a row without answer, after which the server itself is looked at; not tuned."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the work on one version came to.

    :ivar change: stores it; called in the batch's transaction.
    :ivar trouble: why it is second best, for a failure row beside it.
    :ivar counts: to be added to the stage's tally.
    """

    change: Callable[[Writer], None]
    trouble: MarsadError | None = None
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Server:
    """What a stage depends on outside of this process.

    :ivar address: names it in failure rows.
    :ivar workers: how many versions are worked on at the same time; also the size of a batch, so
        that a server that answers nobody costs one time-out.
    :ivar check: raises UnansweredError where the server answers nobody.
    """

    address: str
    workers: int
    check: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Stage:
    """A name, a recipe that changes whenever the output may change, and the work on one item.

    ``work`` reads nothing from the store and changes nothing; where ``server`` is set, it is
    called from several threads. ``expect`` is told the items of a batch before they are worked on.
    ``finish`` clears up in a transaction of its own, after a run that left no version stale.
    """

    name: str
    recipe: str
    work: Callable[[Item], Outcome]
    server: Server | None = None
    expect: Callable[[Sequence[Item]], None] | None = None
    finish: Callable[[Writer], None] | None = None


def run_stage(
    stage: Stage,
    store: Store,
    clock: Clock,
    progress: Progress | None = None,
    stop: Event | None = None,
) -> int:
    """Do all stale versions; return how many are done. What fails becomes a failure row.

    Versions that a server did not answer for in an earlier run come last. A server that answers
    nobody ends the stage with one failure row of its own.

    :param stop: ends the stage after the present batch; the rest stays stale.
    """
    return _Run(stage, store, clock, progress).all(stop or Event())


Tried = tuple[Item, Outcome | MarsadError]


class _Run:
    """One run of one stage.

    ``_aside`` are the versions not to be looked up again; ``_row`` those that the server left
    without answer since it last gave one.
    """

    def __init__(self, stage: Stage, store: Store, clock: Clock, progress: Progress | None) -> None:
        self._stage, self._store, self._clock, self._progress = stage, store, clock, progress
        reader = store.read()
        self._total = reader.count_stale(stage.name, stage.recipe)
        rows = reader.failures() if self._total else ()
        self._failed: dict[str, Failure] = {f.item: f for f in rows if f.stage == stage.name}
        self._row: list[tuple[Item, UnansweredError]] = []
        self._aside: set[str] = set()
        self._done = 0

    def all(self, stop: Event) -> int:
        late = self._unanswered_before()
        self._aside = set(late)
        for batch in self._fresh():
            self._do(batch)
            if stop.is_set() or (len(self._row) >= _IN_A_ROW and not self._settled()):
                return self._done
        for batch in self._batches(self._still_stale(late)):
            self._do(batch)
            if stop.is_set() or self._row:
                break
        self._settled()
        self._finish()
        return self._done

    def _finish(self) -> None:
        stage = self._stage
        if stage.finish and not self._store.read().count_stale(stage.name, stage.recipe):
            with self._store.write() as writer:
                stage.finish(writer)

    # ------------------------------------------------------------ which versions

    def _unanswered_before(self) -> list[str]:
        """Return versions that no server answered for in earlier runs, the longest ago first."""
        kind = UnansweredError.__name__
        rows = (f for f in self._failed.values() if f.error == kind and f.source_id is not None)
        return [f.item for f in sorted(rows, key=lambda f: f.at)]

    def _fresh(self) -> Iterator[Sequence[str]]:
        while page := [v for v in self._stale() if v not in self._aside][:_PAGE]:
            yield from self._batches(page)

    def _still_stale(self, versions: Sequence[str]) -> list[str]:
        stale = set(self._stale()) if versions else set()
        return [version for version in versions if version in stale]

    def _stale(self) -> tuple[str, ...]:
        limit = _PAGE + len(self._aside)
        return self._store.read().stale(self._stage.name, self._stage.recipe, limit)

    def _batches(self, versions: Sequence[str]) -> Iterator[Sequence[str]]:
        size = self._stage.server.workers if self._stage.server else _PAGE
        for start in range(0, len(versions), size):
            yield versions[start : start + size]

    # ------------------------------------------------------------ one batch

    def _do(self, versions: Sequence[str]) -> None:
        tried = self._tried(self._store.read().items(versions))
        missed = [(i, e) for i, e in tried if isinstance(e, UnansweredError) and self._stage.server]
        unanswered = {item.version.id for item, _ in missed}
        self._aside |= unanswered
        done = [(item, found) for item, found in tried if item.version.id not in unanswered]
        if done:
            self._store_batch(done)
            self._row.clear()
        self._row += missed
        if self._progress:
            self._progress(self._stage.name, self._done, self._total)

    def _tried(self, items: Sequence[Item]) -> list[Tried]:
        if self._stage.expect:
            self._stage.expect(items)
        if self._stage.server is None:
            return [self._try(item) for item in items]
        with ThreadPoolExecutor(len(items)) as threads:
            return list(threads.map(self._try, items))

    def _try(self, item: Item) -> Tried:
        try:
            return item, self._stage.work(item)
        except MarsadError as error:
            return item, error

    def _store_batch(self, done: Sequence[Tried]) -> None:
        ids = [item.version.id for item, _ in done]
        counts = [found.counts for _, found in done if isinstance(found, Outcome)]
        with self._store.write() as writer:
            add_tally(self._store.read(), writer, self._stage.name, counts)
            self._answered(writer)
            for item, found in done:
                self._put(writer, item, found)
            writer.mark_done(self._stage.name, self._stage.recipe, ids)
        self._done += len(ids)

    def _put(self, writer: Writer, item: Item, found: Outcome | MarsadError) -> None:
        if item.version.id in self._failed:
            writer.clear_failures(self._stage.name, item.version.id)
        if isinstance(found, Outcome):
            found.change(writer)
        trouble = found.trouble if isinstance(found, Outcome) else found
        if trouble is not None:
            self._note(writer, item, trouble)

    # ------------------------------------------------------------ a server that does not answer

    def _answered(self, writer: Writer) -> None:
        """The server lives: what it left without answer before is those posts' own matter."""
        for failure in [f for f in self._failed.values() if f.source_id is None]:
            writer.clear_failures(self._stage.name, failure.item)
            del self._failed[failure.item]
        for item, error in self._row:
            hint = f"{error.hint} The next run tries it again."
            self._note(writer, item, UnansweredError(error.message, hint=hint))

    def _settled(self) -> bool:
        """Note posts without answer, or that the server answers nobody; tell whether it does."""
        if not self._row or self._stage.server is None:
            return True
        try:
            self._stage.server.check()
        except UnansweredError as error:
            address = self._stage.server.address
            _LOG.warning("%s stops: %s: %s", self._stage.name, address, error)
            with self._store.write() as writer:
                writer.put_failure(
                    failure_row(self._clock, self._stage.name, None, address, _stopped(error))
                )
            return False
        with self._store.write() as writer:
            self._answered(writer)
        self._row.clear()
        return True

    def _note(self, writer: Writer, item: Item, error: MarsadError) -> None:
        version = item.version.id
        writer.put_failure(
            failure_row(self._clock, self._stage.name, item.source.id, version, error)
        )


def _stopped(error: UnansweredError) -> UnansweredError:
    return UnansweredError(
        f"{error.message} The posts that it was to read stay as they are.",
        hint=f"{error.hint} The next run goes on with them.",
    )
