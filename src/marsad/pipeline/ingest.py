"""Source → Capture → Post: fetch, seal, then parse what was sealed.

A kill at any moment is harmless: what the archive acknowledged but the store has not seen is
picked up by :func:`catch_up`, and a capture stays *unparsed* until its last post is stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from threading import Event, Lock

from ..errors import (
    ArchiveError,
    GoneError,
    MarsadError,
    MissingToolError,
    NotFoundError,
    SourceError,
    WorkspaceError,
)
from ..model import Capture, Failure, Response, Source, make_id, sha256_hex
from ..plugins import Registry
from ..ports import (
    Archive,
    Clock,
    Connector,
    IngestCounts,
    ItemFailure,
    ParsedItem,
    ParsedPost,
    ParsedSource,
    Progress,
    Store,
    Transport,
    Validators,
)

__all__ = ["Collected", "Collection", "catch_up", "collect", "failure_row", "seal"]

# Items stored in one transaction: small enough to show progress and hold the lock briefly. Not
# tuned; `benchmarks/store_speed.py --batch N` prints the rate.
_BATCH = 500
_NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True)
class Collection:
    """What collecting needs: where to fetch, seal and store.

    :ivar turn: held from sealing to registering, so that the store learns of captures in ledger
        order whichever thread brings them. Else a kill could leave one out behind a later one,
        where :func:`catch_up` does not look.
    :ivar stop: set it to leave what can wait to the next visit.
    """

    store: Store
    archive: Archive
    transport: Transport
    connectors: Registry[Connector]
    clock: Clock
    turn: Lock = field(default_factory=Lock)
    stop: Event | None = None


@dataclass(frozen=True, slots=True)
class Collected:
    """What one visit added.

    :ivar error: what ended it early.
    :ivar first: the first failure, whether it ended the visit or not.
    """

    counts: IngestCounts
    error: MarsadError | None = None
    first: MarsadError | None = None

    def __add__(self, other: Collected) -> Collected:
        return Collected(
            self.counts + other.counts, self.error or other.error, self.first or other.first
        )


def collect(collection: Collection, source: Source, progress: Progress | None = None) -> Collected:
    """Read ``source`` once: seal what it answers, then parse it. Failures become rows."""
    found = Collected(IngestCounts())
    try:
        connector = _connector(collection, source)
        history = collection.store.read().history(source.id)
        for response in connector.fetch(source, collection.transport, history):
            found += _receive(collection, source, response)
            if progress:
                progress(source.id, found.counts.posts + found.counts.unchanged, None)
    except (SourceError, MissingToolError) as error:
        _note(collection, "fetch", source, source.address, error)
        return found + replace(_failed(error), error=error)
    with collection.store.write() as writer:
        writer.clear_failures("fetch", source.address)
    return found


def catch_up(collection: Collection, progress: Progress | None = None) -> IngestCounts:
    """Register sealed captures that the store has not seen, and parse all that are unparsed."""
    last = collection.store.read().last_capture()
    seen = last.seq if last else 0
    while batch := list(islice(collection.archive.captures(after=seen), _BATCH)):
        with collection.store.write() as writer:
            writer.put_captures(batch)
        seen = batch[-1].seq
    counts = IngestCounts()
    tried: set[str] = set()
    while waiting := _untried(collection, tried):
        for capture in waiting:
            tried.add(capture.id)
            counts += _parse(collection, capture).counts
            if progress:
                progress("catch up", len(tried), None)
    return counts


def _connector(collection: Collection, source: Source) -> Connector:
    """Return the source's connector.

    :raises MissingToolError: there is none of that name, because a package was uninstalled or
        the name is wrong; what was sealed waits for it.
    """
    try:
        return collection.connectors.get(source.kind)
    except NotFoundError as error:
        raise MissingToolError(
            f"The connector “{source.kind}”",
            f"read {source.id}",
            hint=f"Install the package that provides it, or change the kind. {error.hint}",
        ) from error


def _untried(collection: Collection, tried: set[str]) -> list[Capture]:
    waiting = collection.store.read().unparsed(_BATCH + len(tried))
    return [capture for capture in waiting if capture.id not in tried]


def failure_row(
    clock: Clock, stage: str, source: str | None, item: str, error: MarsadError
) -> Failure:
    """Return ``error`` as a failure row."""
    return Failure(
        id=make_id("f", stage, source, item),
        stage=stage,
        source_id=source,
        item=item,
        error=type(error).__name__,
        message=error.message,
        hint=error.hint,
        at=clock(),
    )


def _failed(error: MarsadError) -> Collected:
    return Collected(IngestCounts(failures=1), first=error)


def _receive(collection: Collection, source: Source, response: Response | ItemFailure) -> Collected:
    if isinstance(response, ItemFailure):
        _note(collection, "fetch", source, response.item, response.error)
        return _failed(response.error)
    known = collection.store.read().latest_sha256(source.id, response.url)
    if response.status == _NOT_MODIFIED or known == sha256_hex(response.body):
        return Collected(IngestCounts(unchanged=1))
    capture = seal(collection, source, response)
    with collection.store.write() as writer:
        writer.put_validators(source.id, response.url, _validators(response))
        writer.clear_failures("fetch", response.url)
    return _parse(collection, capture)


def seal(collection: Collection, source: Source, response: Response) -> Capture:
    """Seal ``response`` and let the store know of it, before anybody else's."""
    with collection.turn:
        capture = collection.archive.seal(source.id, response)
        with collection.store.write() as writer:
            writer.put_captures([capture])
    return capture


def _validators(response: Response) -> Validators:
    """Return what to ask with next time; kept only once the document is sealed."""
    headers = {name.lower(): value for name, value in response.headers}
    return Validators(headers.get("etag"), headers.get("last-modified"))


def _parse(collection: Collection, capture: Capture) -> Collected:
    """Parse one sealed capture.

    It stays unparsed, to be tried again, where a tool or its bytes are missing, and where the
    store cannot keep what it holds.

    :raises WorkspaceError: the store has no room or cannot be written; no fault of the source.
    """
    try:
        source = collection.store.read().source(capture.source_id)
    except NotFoundError as error:
        row = failure_row(collection.clock, "parse", capture.source_id, capture.url, error)
        with collection.store.write() as writer:
            writer.put_failure(row)
        return _failed(error)
    found = Collected(IngestCounts())
    try:
        connector = _connector(collection, source)
        response = collection.archive.read(capture)
        for batch in _batches(connector.parse(source, response)):
            _check_identity(collection, source, batch)
            with collection.store.write() as writer:
                counts = writer.ingest(capture, [*batch, *_announcements(source, batch)])
            failures = (item.error for item in batch if isinstance(item, ItemFailure))
            found += Collected(counts, first=next(failures, None))
    except WorkspaceError:
        raise
    except (ArchiveError, MissingToolError) as error:
        _note(collection, "parse", source, capture.url, error)
        return found + _failed(error)
    except MarsadError as error:
        _note(collection, "parse", source, capture.url, error)
        found += _failed(error)
    else:
        with collection.store.write() as writer:
            writer.clear_failures("parse", capture.url)
    with collection.store.write() as writer:
        writer.mark_parsed(capture.id)
    return found


def _check_identity(collection: Collection, source: Source, items: Iterable[ParsedItem]) -> None:
    """Refuse a page of somebody else who took the source's name over.

    Else the posts of the one would be added to those of the other, which would seem deleted.

    :raises GoneError: the page carries another permanent number than the source's earlier ones.
    """
    shown = {i.number for i in items if isinstance(i, ParsedSource) and i.number}
    if not shown:
        return
    facts = collection.store.read().source_facts(source.id)
    known = [fact.value for fact in facts if fact.field == "number"]
    if known and known[0] not in shown:
        raise GoneError(
            source.id,
            f"{source.address} belongs to somebody else now: its number was {known[0]} and "
            f"is {', '.join(sorted(shown))}",
            hint="Pause this source, and follow the address anew if the other is of interest.",
        )


def _announcements(source: Source, items: Iterable[ParsedItem]) -> Iterator[ParsedSource]:
    from ..monitor.successors import announced_successor

    for item in items:
        successor = announced_successor(item, source) if isinstance(item, ParsedPost) else None
        if successor is not None:
            yield ParsedSource(successor=successor)


def _note(
    collection: Collection, stage: str, source: Source, item: str, error: MarsadError
) -> None:
    with collection.store.write() as writer:
        writer.put_failure(failure_row(collection.clock, stage, source.id, item, error))


def _batches(items: Iterable[ParsedItem]) -> Iterator[list[ParsedItem]]:
    """Yield ``items`` in batches; what was read before the connector gave up is kept.

    Where not one post was read, the error that follows says it all.
    """
    batch: list[ParsedItem] = []
    try:
        for item in items:
            batch.append(item)
            if len(batch) == _BATCH:
                yield batch
                batch = []
    except MarsadError:
        if any(isinstance(item, ParsedPost) for item in batch):
            yield batch
        raise
    if batch:
        yield batch
