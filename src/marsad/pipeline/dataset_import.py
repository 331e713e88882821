"""One import of a list, under way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice

from ..errors import UnreadableError
from ..model import Dataset, Fact, Import, make_id
from ..ports import Progress, Reader, Writer
from ..resolve.importing import Dated, Part, Record, Skipped
from .editions import Change, changed, facts_of, lost
from .linked import Linking

__all__ = ["Work"]

_BATCH = 500

_MOST_SKIPPED = 1_000
"""Entries whose reason is kept; of a file that is mostly broken that is enough to see why."""

_LONGEST_ID = 255
"""As in OpenSanctions and Aleph; ids stand in addresses of pages."""


class Work:
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
        self._linking = Linking(reader, dataset)
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
