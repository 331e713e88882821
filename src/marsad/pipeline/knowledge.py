"""Lists, imported: compared with what an earlier edition said, and stored in one transaction.

What a new edition lacks is noted as gone and not forgotten; an entity that comes back stands
again. Entities that names in posts may be linked to are made from facts (see :mod:`.listed`), so
the next run links anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

from ..errors import ConfigError, NotFoundError, UnreadableError
from ..model import Dataset, Entity, Fact, Import, make_id
from ..ports import Clock, Progress, Reader, Store, Writer
from ..resolve.importing import Contents, Dated, Part, Record, Skipped, read
from .editions import Change, changed, facts_of, lost
from .entity_making import EDITORS
from .listed import entity_of, is_listed, settled_names
from .packed import PACK

__all__ = ["Imported", "Naming", "drop_dataset", "import_dataset"]

_BATCH = 500
_MOST_SKIPPED = 1_000
"""Entries whose reason is kept; of a file that is mostly broken that is enough to see why."""

_LONGEST_ID = 255
"""As in OpenSanctions and Aleph; ids stand in addresses of pages."""

_MANY_EDITIONS = frozenset(("ftm", "misp"))
"""Kinds of which there are many datasets; the id is then made from the file's name."""

_OWN = frozenset((PACK.id, EDITORS.id))


@dataclass(frozen=True, slots=True)
class Naming:
    """What a user says of a dataset; empty fields are as its kind has them.

    :ivar kind: a key of :data:`marsad.resolve.importing.KINDS`; else recognised.
    """

    kind: str = ""
    id: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """The note of an import, and what it changed.

    :ivar schemata: how many entities of each schema the file holds.
    :ivar left_out: what of persons was not taken over, by kind, and how often.
    """

    made: Import
    changes: tuple[Change, ...]
    schemata: Mapping[str, int]
    left_out: Mapping[str, int]


def import_dataset(
    store: Store,
    contents: Contents,
    *,
    by: str,
    clock: Clock,
    naming: Naming | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Read a file and store what it says; with ``dry_run`` only tell what would change.

    :raises UnreadableError: the file cannot be read or holds no entity; nothing is stored.
    :raises TooLargeError: likewise.
    :raises ConfigError: the id is that of a dataset of another kind.
    """
    said = naming or Naming()
    digest = contents.sha256()
    kind, private, parts = read(contents, said.kind)
    reader = store.read()
    dataset = _dataset(reader, kind.dataset, said, contents.name)
    at = _after_the_last(reader, dataset.id, clock())
    with nullcontext() if dry_run else store.write() as writer:
        work = _Work(reader, writer, dataset, at, f"{kind.name}/1", progress)
        work.take(parts, contents.name)
        made = replace(work.note(), by=by, file=contents.name, sha256=digest)
        _require_same(contents, digest)
        if writer is not None:
            writer.put_import(made)
    return Imported(made, tuple(work.changes), work.schemata, dict(+private.left_out))


def _require_same(contents: Contents, digest: str) -> None:
    """Refuse a file that changed while it was read: who is a person was told by what it was."""
    if contents.sha256() != digest:
        raise UnreadableError(
            contents.name,
            "it was replaced while it was read; nothing of it was imported",
            hint="Import it again.",
        )


def drop_dataset(store: Store, dataset: str) -> int:
    """Forget a dataset with all that only it says; return how many entities it knew.

    :raises NotFoundError: there is none of that id.
    :raises ConfigError: it is the program's own, or the editors'.
    """
    reader = store.read()
    if dataset not in {known.id for known in reader.datasets()}:
        raise NotFoundError("dataset", dataset, hint="List them with `marsad knowledge list`.")
    if dataset in _OWN:
        raise ConfigError(
            f"“{dataset}” is no list that was imported.",
            hint="End or dispute single facts of it instead.",
        )
    linking = _Linking(reader)
    count = 0
    for change, others in lost(reader, dataset, set()):
        count += 1
        linking.look(change.entity_id, others)
    with store.write() as writer:
        writer.drop_dataset(dataset)
        linking.store(writer)
    return count


# ---------------------------------------------------------------- which dataset, and when


def _dataset(reader: Reader, usual: Dataset, said: Naming, file: str) -> Dataset:
    """Return the dataset of a file: the one of that id, or a new one.

    :raises ConfigError: that id is one of another kind.
    """
    key = said.id or (_slug(file, usual.id) if usual.id in _MANY_EDITIONS else usual.id)
    held = next((dataset for dataset in reader.datasets() if dataset.id == key), None)
    if key in _OWN or (held is not None and held.kind != usual.kind):
        kind = held.kind if held else "own"
        raise ConfigError(
            f"The dataset “{key}” is of the kind “{kind}”, and the file of “{usual.kind}”.",
            hint="Give the file's dataset another id with --id.",
        )
    title = f"{usual.title} {key}" if key != usual.id else usual.title
    return replace(usual, id=key, title=said.title or (held.title if held else title))


def _slug(file: str, kind: str) -> str:
    """Return an id made of a file's name: ``threat-actor.json`` is ``misp-threat-actor``."""
    stem = file.lower().partition(".")[0]
    plain = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in stem).split())
    return f"{kind}-{plain or 'file'}"


def _after_the_last(reader: Reader, dataset: str, now: datetime) -> datetime:
    """Return ``now``, or just after the last import: what is gone is told by when it was seen."""
    last = max((made.at for made in reader.imports(dataset)), default=None)
    return now if last is None or now > last else last + timedelta(microseconds=1)


# ---------------------------------------------------------------- one import


class _Work:
    """An import under way; without a writer nothing is stored."""

    def __init__(
        self,
        reader: Reader,
        writer: Writer | None,
        dataset: Dataset,
        at: datetime,
        recipe: str,
        progress: Progress | None,
    ) -> None:
        self._reader, self._writer, self._dataset = reader, writer, dataset
        self._at, self._recipe, self._progress = at, recipe, progress
        self._linking = _Linking(reader, dataset)
        self._seen: set[str] = set()
        self._unread: set[str] = set()
        self.schemata: Counter[str] = Counter()
        self._facts = 0
        self._dated: str | None = None
        self._skipped: list[str] = []
        self.changes: list[Change] = []

    def take(self, parts: Iterable[Part], file: str) -> None:
        """Store what the parts of a file say, and note as gone what they do not."""
        self._write(lambda writer: writer.put_dataset(self._dataset))
        records = self._records(parts)
        while batch := list(islice(records, _BATCH)):
            self._batch(batch)
            if self._progress:
                self._progress("import", len(self._seen), None)
        if not self._seen:
            why = "; ".join(self._skipped[:3]) or "it is empty"
            hint = "Check that the file is whole, and its kind."
            raise UnreadableError(file, f"it holds no entity that can be read ({why})", hint=hint)
        seen = self._seen | self._let_stand()
        for change, others in lost(self._reader, self._dataset.id, seen):
            self.changes.append(change)
            self._linking.look(change.entity_id, others)
        self._write(lambda writer: writer.retire_facts(self._dataset.id, self._at))
        self._write(self._linking.store)

    def note(self) -> Import:
        """Return what there is to say of the import; the file is still to be told."""
        ids: dict[str, tuple[str, ...]] = {
            what: tuple(c.entity_id for c in self.changes if c.what == what)
            for what in ("added", "changed", "removed")
        }
        return Import(
            make_id("i", self._dataset.id, self._at.isoformat()),
            self._dataset.id,
            self._at,
            by="",
            file="",
            sha256="",
            dated=self._dated,
            entities=len(self._seen),
            facts=self._facts,
            skipped=tuple(self._skipped),
            **ids,
        )

    def _write(self, change: Callable[[Writer], object]) -> None:
        if self._writer is not None:
            change(self._writer)

    def _records(self, parts: Iterable[Part]) -> Iterator[Record]:
        for part in parts:
            if isinstance(part, Dated):
                self._dated = part.day or self._dated
            elif isinstance(part, Skipped):
                self._skip(part.reference, part.reason)
                self._unread.add(part.id)
            elif len(part.id) > _LONGEST_ID:
                self._skip(f"{part.id[:40]}…", f"its id is longer than {_LONGEST_ID} characters")
            elif part.id in self._seen:
                self._skip(part.id, "a second entry of this id; the first counts")
            else:
                self._seen.add(part.id)
                self.schemata[part.schema] += 1
                yield part

    def _let_stand(self) -> set[str]:
        """Let stand what was said of entries that could not be read; return the ids.

        They are in the list still: what cannot be read is not what an authority took off it. Ids
        of what readers make of an entry besides, such as its sanction, begin with the entry's.
        """
        unread = self._unread - self._seen - {""}
        found: set[str] = set()
        for key in sorted(unread):
            found |= {key, *self._made_of(key)} - self._seen
        held = self._reader.facts(sorted(found))
        facts = [f for each in held.values() for f in each if f.dataset == self._dataset.id]
        self._write(
            lambda writer: writer.put_facts([replace(f, last_seen=self._at) for f in facts])
        )
        return found

    def _made_of(self, key: str) -> Iterator[str]:
        begins = f"{key}-"
        after = begins
        while page := self._reader.dataset_entities(self._dataset.id, after, _BATCH):
            yield from (each for each in page if each.startswith(begins))
            if not page[-1].startswith(begins):
                return
            after = page[-1]

    def _skip(self, reference: str, reason: str) -> None:
        if len(self._skipped) < _MOST_SKIPPED:
            self._skipped.append(f"{reference}: {reason}")

    def _batch(self, records: Sequence[Record]) -> None:
        held = self._reader.facts([record.id for record in records])
        fresh: list[Fact] = []
        for record in records:
            facts = facts_of(record, self._dataset.id, self._at, self._recipe)
            standing = held.get(record.id, ())
            before = [fact for fact in standing if fact.dataset == self._dataset.id]
            change = changed(record, facts, before)
            if change is not None:
                self.changes.append(change)
            others = [fact for fact in standing if fact.dataset != self._dataset.id]
            self._linking.look(record.id, [*facts, *others])
            fresh += facts
        self._facts += len(fresh)
        self._write(lambda writer: writer.put_facts(fresh))


class _Linking:
    """Entities that names are linked to, as facts leave them; stored at the end, all together."""

    def __init__(self, reader: Reader, dataset: Dataset | None = None) -> None:
        own = (dataset,) if dataset else ()
        self._datasets = {d.id: d for d in (*reader.datasets(), *own)}
        self._known = {entity.id: entity for entity in reader.entities()}
        self._made: dict[str, Entity] = {}
        self._unmade: set[str] = set()

    def look(self, entity_id: str, facts: Sequence[Fact]) -> None:
        """Note what ``facts``, all that stand, make of an entity; those of others stay as is."""
        held = self._known.get(entity_id)
        if held is not None and not is_listed(held):
            return
        made = entity_of(entity_id, facts, self._datasets) if facts else None
        if made is not None:
            self._made[entity_id] = made
        elif held is not None:
            self._unmade.add(entity_id)

    def store(self, writer: Writer) -> None:
        """Store what has changed, be it only because somebody else came or went by that name."""
        left = {key: e for key, e in self._known.items() if key not in self._unmade}
        settled = settled_names((left | self._made).values(), self._known)
        writer.put_entities([e for e in settled if self._known.get(e.id) != e])
        writer.drop_entities(sorted(self._unmade))
