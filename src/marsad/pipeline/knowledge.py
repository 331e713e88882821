"""Lists, imported: compared with what an earlier edition said, and stored in one transaction.

What a new edition lacks is noted as gone and not forgotten; an entity that comes back stands
again. Entities that names in posts may be linked to are made from facts (see :mod:`.listed`), so
the next run links anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace

from ..errors import ConfigError, NotFoundError, UnreadableError
from ..model import Import
from ..ports import Clock, Progress, Store
from ..resolve.importing import Contents, read
from .dataset_import import Work
from .dataset_naming import OWN, Naming, after_the_last, dataset_of
from .editions import Change, lost
from .linked import Linking

__all__ = ["Imported", "Naming", "drop_dataset", "import_dataset"]


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
    dataset = dataset_of(reader, kind.dataset, said, contents.name)
    at = after_the_last(reader, dataset.id, clock())
    with nullcontext() if dry_run else store.write() as writer:
        work = Work(reader, writer, dataset, at, f"{kind.name}/1", progress)
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
    if dataset in OWN:
        raise ConfigError(
            f"“{dataset}” is no list that was imported.",
            hint="End or dispute single facts of it instead.",
        )
    linking = Linking(reader)
    count = 0
    for change, others in lost(reader, dataset, set()):
        count += 1
        linking.look(change.entity_id, others)
    with store.write() as writer:
        writer.drop_dataset(dataset)
        linking.store(writer)
    return count
