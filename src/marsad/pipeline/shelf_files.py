"""The shelf in files that a search maps into memory, beside the database.

Runs, which hold the workspace's lock, append to the files; searches read them, and what the
database has besides. The files can be deleted: the next run makes them again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..encoder.space import SIZE
from ..ports import PostVector, Reader
from .indexed import sampled
from .shelf import Part, Shelf, Sums, grown, part_of

__all__ = ["KeptShelf", "shelve"]

_HEADER = "shelf.json"
_PAGE = 10_000
_GROWN = 4
"""Times as many posts as when signs were taken, from which they are taken anew: they are those of
vectors less the mean of the posts of that time. A choice, not tuned."""


@dataclass(frozen=True, slots=True)
class _Header:
    """What is known of the files of one generation.

    :ivar last: place of the newest vector in them; 0 for none.
    :ivar then: sums when the generation began, from which signs are taken.
    """

    recipe: str
    generation: int
    count: int = 0
    last: int = 0
    languages: tuple[str, ...] = ()
    then: Sums = field(default_factory=Sums)
    now: Sums = field(default_factory=Sums)


class KeptShelf:
    """The shelf of a workspace, in memory from one search to the next; safe to use from threads."""

    def __init__(self, folder: Path, recipe: str) -> None:
        self._folder, self._recipe = folder, recipe
        self._kept: Shelf | None = None
        self._lock = Lock()

    def now(self, reader: Reader) -> Shelf:
        """Return the vectors of all posts as they are now; some, where the database has an index.

        See :mod:`.indexed`.
        """
        with self._lock:
            if reader.indexes_vectors():
                self._kept = sampled(reader, self._recipe, self._kept)
            else:
                kept = self._kept or _opened(self._folder, self._recipe)
                self._kept = grown(kept, reader, self._recipe)
            return self._kept


def _opened(folder: Path, recipe: str) -> Shelf:
    header = _header(folder, recipe)
    if header is None or not header.count:
        return Shelf()
    try:
        part = _mapped(folder, header)
    except (OSError, ValueError):  # a run has just begun the files anew; all is read from the store
        return Shelf()
    return Shelf((part,), header.languages, header.now, header.then, header.last)


# ---------------------------------------------------------------- writing


_CODES = tuple(f"codes{n}" for n in range(SIZE // 64))
_FILES: dict[str, tuple[str, tuple[int, ...]]] = {
    "places": ("int64", ()),
    "numbers": ("int64", ()),
    "languages": ("uint16", ()),
    "rows": ("int8", (SIZE,)),
    **dict.fromkeys(_CODES, ("uint64", ())),
}
"""File → type of its numbers, and how many are in a row; the names are those of :class:`Part`."""


def shelve(reader: Reader, folder: Path, recipe: str) -> int:
    """Append vectors that are new to the files; return how many. Needs the workspace's lock.

    None are, where the database has an index of them.
    """
    if reader.indexes_vectors():
        return 0
    header = _header(folder, recipe)
    if header is None or header.count >= _GROWN * sum(header.then.counts.values()):
        header = _begun(reader, folder, recipe)
    added = 0
    while page := reader.new_vectors(recipe, header.last, _PAGE):
        header = _appended(folder, header, page)
        added += len(page)
    return added


def _begun(reader: Reader, folder: Path, recipe: str) -> _Header:
    """Return the header of a new generation, for which the means of all posts are known."""
    folder.mkdir(parents=True, exist_ok=True)
    sums, after = Sums(), 0
    while page := reader.new_vectors(recipe, after, _PAGE):
        sums, after = sums.plus(page), page[-1].place
    old = [path for name in _FILES for path in folder.glob(f"{name}.*")]
    generation = 1 + max((int(path.suffix[1:]) for path in old), default=0)
    for path in old:  # whoever has mapped one keeps it until they let go
        path.unlink()
    return _Header(recipe, generation, then=sums)


def _appended(folder: Path, header: _Header, page: Sequence[PostVector]) -> _Header:
    part, languages = part_of(page, header.languages, header.then.means())
    for name in _FILES:
        _append(folder / f"{name}.{header.generation}", header.count, _of(part, name))
    longer = replace(
        header,
        count=header.count + len(page),
        last=page[-1].place,
        languages=languages,
        now=header.now.plus(page),
    )
    partial = folder / f"{_HEADER}.part"
    partial.write_text(json.dumps(asdict(longer)), encoding="utf-8")
    partial.replace(folder / _HEADER)
    return longer


def _append(path: Path, count: int, rows: NDArray[Any]) -> None:
    """Write ``rows`` behind the first ``count``; what an interrupted run left there goes."""
    path.touch()
    with path.open("r+b") as file:
        file.truncate(count * rows[:1].nbytes)
        file.seek(0, 2)
        file.write(np.ascontiguousarray(rows).tobytes())


def _header(folder: Path, recipe: str) -> _Header | None:
    """Return what is known of the files; None where there are none, or not of this recipe."""
    try:
        told = json.loads((folder / _HEADER).read_text(encoding="utf-8"))
        told["then"], told["now"] = Sums(**told["then"]), Sums(**told["now"])
        found = _Header(**{**told, "languages": tuple(told["languages"])})
    except (OSError, ValueError, KeyError, TypeError):
        return None
    whole = all(_size(folder, found, name) >= _bytes(found, name) for name in _FILES)
    return found if found.recipe == recipe and whole else None


def _size(folder: Path, header: _Header, name: str) -> int:
    path = folder / f"{name}.{header.generation}"
    return path.stat().st_size if path.is_file() else -1


def _bytes(header: _Header, name: str) -> int:
    kind, shape = _FILES[name]
    return header.count * np.dtype(kind).itemsize * int(np.prod(shape))


def _mapped(folder: Path, header: _Header) -> Part:
    def mapped(name: str) -> NDArray[Any]:
        kind, shape = _FILES[name]
        path = folder / f"{name}.{header.generation}"
        return np.memmap(path, kind, "r", shape=(header.count, *shape))

    return Part(
        places=mapped("places"),
        numbers=mapped("numbers"),
        languages=mapped("languages"),
        rows=mapped("rows"),
        codes=tuple(mapped(name) for name in _CODES),
    )


def _of(part: Part, name: str) -> NDArray[Any]:
    found: NDArray[Any] = part.codes[int(name[-1])] if name in _CODES else getattr(part, name)
    return found
